package org.hotline12348.core.desk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;

/**
 * The statuses of the lawyers, said at the desk or by a telephone's keys: one truth, the last word. Kept in the database, told
 * to whoever seats them, over when their time is over.
 */
public final class Statuses {

    /**
     * A lawyer's status.
     *
     * @param since since when
     * @param until when it ends by itself; for {@link OwnStatus#READY} the same moment as {@code since}
     */
    public record Held(OwnStatus status, Instant since, Instant until) {

        boolean overAt(Instant now) {
            return status == OwnStatus.READY || !now.isBefore(until);
        }
    }

    /** Longest timer; later ends are looked at again then. */
    private static final Duration LONGEST_TIMER = Duration.ofHours(6);

    private final Vertx vertx;
    private final Pool pool;
    private final Roster roster;
    private final Clock clock;
    private final BiConsumer<String, Optional<String>> seats;
    private final Map<String, Held> held = new ConcurrentHashMap<>();
    /** When each last said anything, READY too. */
    private final Map<String, Instant> changed = new ConcurrentHashMap<>();

    /** @param seats told lawyer and reason: he is not to be rung; without a reason: he is */
    public Statuses(Vertx vertx, Pool pool, Roster roster, Clock clock, BiConsumer<String, Optional<String>> seats) {
        this.vertx = vertx;
        this.pool = pool;
        this.roster = roster;
        this.clock = clock;
        this.seats = seats;
    }

    /** Reads what holds, from before a restart or chosen at another service, and tells what is new. */
    public Future<Void> load() {
        return pool.query("select * from hotline.lawyer_status").execute().map(rows -> {
            for (Row row : rows) {
                Held read = new Held(
                        OwnStatus.valueOf(row.getString("status")),
                        row.getOffsetDateTime("since").toInstant(),
                        row.getOffsetDateTime("until").toInstant());
                if (isNews(row.getString("lawyer"), read.since())) {
                    keep(row.getString("lawyer"), read);
                }
            }
            return null;
        });
    }

    /** Tells again what holds: whoever seats them has come later. */
    public void tellAll() {
        held.forEach(this::show);
    }

    /** What holds now; empty when he is ready. Never blocks. */
    public Optional<Held> of(String lawyer) {
        Instant now = clock.instant();
        return Optional.ofNullable(held.get(lawyer)).filter(one -> !one.overAt(now));
    }

    /** Changes it. Chosen again it goes on, with its beginning. */
    public Future<Held> set(String centre, String lawyer, OwnStatus status) {
        Instant now = StatusRows.micros(clock.instant());
        Optional<Held> before = of(lawyer);
        if (before.filter(one -> one.status() == status).isPresent()) {
            return Future.succeededFuture(before.get());
        }
        Held next = new Held(status, now, status.endsAt(now, dutyEnds(centre, lawyer, now)));
        return pool.withTransaction(connection -> StatusRows.write(connection, centre, lawyer, next, false))
                .map(_ -> {
                    keep(lawyer, next);
                    return next;
                });
    }

    /**
     * What he says by his telephone's keys just now; the exchange has done it already. The journal brings the same, be it
     * late, and writes it down, see {@link #noted}.
     *
     * @param word READY, SIGNED_IN, or why he shall not be rung
     * @param at   when he said it, by the service's clock
     */
    public void said(String lawyer, String word, Instant at) {
        Instant when = StatusRows.micros(at);
        if (!when.equals(changed.get(lawyer))) {
            take(lawyer, word, when);
        }
    }

    private void take(String lawyer, String word, Instant when) {
        StatusRows.ofWord(word)
                .ifPresent(status -> keep(lawyer, heldFrom(centreOf(lawyer, when), lawyer, status, when)));
    }

    /**
     * Writes down what he said, in the transaction that stores the journal's row of it.
     *
     * @return what to do once that is stored
     */
    public Future<Runnable> noted(SqlConnection connection, String lawyer, String word, Instant at) {
        Instant when = StatusRows.micros(at);
        Optional<String> centre = centreOf(lawyer, when);
        Optional<OwnStatus> status = StatusRows.ofWord(word);
        if (centre.isEmpty() || status.isEmpty()) {
            return Future.succeededFuture(() -> {});
        }
        return StatusRows.write(connection, centre.get(), lawyer, heldFrom(centre, lawyer, status.get(), when), true)
                .map(_ -> () -> {
                    if (isNews(lawyer, when)) {
                        take(lawyer, word, when);
                    }
                });
    }

    /**
     * The exchange does not ring him and nobody here knows why he said so: it was said while none of us listened. Held until
     * the journal tells since when.
     */
    public void found(String lawyer, String word) {
        if (of(lawyer).isPresent()) {
            return;
        }
        Instant now = clock.instant();
        StatusRows.ofWord(word)
                // After-call work is over by now, whoever began it.
                .filter(status -> status != OwnStatus.READY && status != OwnStatus.WRAP_UP)
                .ifPresent(status -> show(lawyer, heldFrom(centreOf(lawyer, now), lawyer, status, now)));
    }

    private Held heldFrom(Optional<String> centre, String lawyer, OwnStatus status, Instant at) {
        return new Held(status, at, status.endsAt(at, centre.flatMap(one -> dutyEnds(one, lawyer, at))));
    }

    /** Where he has a seat then, else the first centre that he serves. */
    private Optional<String> centreOf(String lawyer, Instant at) {
        return roster.centres().stream()
                .map(Centre::id)
                .filter(centre -> dutyEnds(centre, lawyer, at).isPresent())
                .findFirst()
                .or(() -> roster.centres().stream()
                        .map(Centre::id)
                        .filter(centre -> roster.practitioners(centre).stream()
                                .anyMatch(one -> one.id().equals(lawyer)))
                        .findFirst());
    }

    private boolean isNews(String lawyer, Instant at) {
        Instant before = changed.get(lawyer);
        return before == null || at.isAfter(before);
    }

    private Optional<Instant> dutyEnds(String centre, String lawyer, Instant now) {
        return roster.at(centre, now).seats().stream()
                .filter(duty -> duty.lawyer().equals(lawyer))
                .map(Duty::until)
                .findFirst();
    }

    private void keep(String lawyer, Held next) {
        changed.put(lawyer, next.since());
        show(lawyer, next);
    }

    private void show(String lawyer, Held next) {
        if (next.overAt(clock.instant())) {
            held.remove(lawyer);
            seats.accept(lawyer, Optional.empty());
            return;
        }
        held.put(lawyer, next);
        seats.accept(lawyer, Optional.of(next.status().name()));
        endLater(lawyer, next);
    }

    private void endLater(String lawyer, Held one) {
        Duration left = Duration.between(clock.instant(), one.until());
        Duration wait = left.compareTo(LONGEST_TIMER) > 0 ? LONGEST_TIMER : left;
        vertx.setTimer(Math.max(1, wait.toMillis() + 1), ignored -> {
            if (held.get(lawyer) == one) {
                show(lawyer, one);
            }
        });
    }
}
