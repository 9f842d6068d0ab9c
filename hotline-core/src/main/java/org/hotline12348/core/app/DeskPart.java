package org.hotline12348.core.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Sessions;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.desk.OwnStatus;
import org.hotline12348.core.desk.Phones;
import org.hotline12348.core.desk.Statuses;
import org.hotline12348.core.dispatch.Dispatch;
import org.hotline12348.core.dispatch.PhoneStatus;
import org.hotline12348.core.journal.JournalWriter;
import org.hotline12348.core.knowledge.LawShelf;
import org.hotline12348.core.knowledge.Snippets;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.DeskFeature;
import org.hotline12348.core.web.KnowledgeFeature;
import org.hotline12348.core.web.SeatStates;
import org.hotline12348.core.web.SeatStates.SeatState;
import org.hotline12348.core.web.SeatStates.State;
import org.hotline12348.core.web.SipProxy;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.Seat;
import org.hotline12348.ivr.cel.CelRow;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.OnDuty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lawyers' desks: telephones and statuses, joined to the line, to dispatch and to the web. */
final class DeskPart implements JournalWriter.CallFollower {
    private static final long SWEEP_MILLIS = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(DeskPart.class);

    private final Vertx vertx;
    private final Pool pool;
    private final Roster roster;
    private final Clock clock;
    private final Duration wrapUp;
    private final Duration ahead;
    private final Phones phones;
    private final Statuses statuses;
    private volatile Optional<Dispatch> joined = Optional.empty();

    /**
     * @param ahead how far the service's clock is ahead of the exchange's; zero in service
     * @param wrapUp how long the exchange lets a lawyer be after a call
     * @param sipPasswords what a lawyer's SIP telephone registers with
     */
    DeskPart(
            Vertx vertx,
            Pool pool,
            Roster roster,
            Clock clock,
            Duration ahead,
            Vault vault,
            PhoneLine line,
            Duration wrapUp,
            Function<String, Optional<String>> sipPasswords) {
        this.vertx = vertx;
        this.pool = pool;
        this.roster = roster;
        this.clock = clock;
        this.ahead = ahead;
        this.statuses = new Statuses(
                vertx,
                pool,
                roster,
                clock,
                (lawyer, reason) -> joined.ifPresent(dispatch -> dispatch.notReady(lawyer, reason)));
        this.wrapUp = wrapUp;
        this.phones = new Phones(
                pool,
                roster,
                new Sessions(pool),
                line,
                sipPasswords,
                text -> Buffer.buffer(vault.mark(text.toString())),
                clock,
                () -> joined.ifPresent(Dispatch::lookSoon));
        line.onEvent(event -> {
            if (event instanceof LineEvent.CelSeen seen) {
                said(seen.row());
            }
            if (event instanceof LineEvent.LineUp && line.health().up()) {
                tried("tell the PBX of the browser phones", phones.tellAll());
            }
        });
    }

    /** The fast way; the journal brings the same. */
    private void said(CelRow row) {
        PhoneStatus.of(row)
                .ifPresent(said -> statuses.said(
                        said.lawyer(), said.state(), row.eventTime().plus(ahead)));
    }

    @Override
    public Future<Runnable> follow(SqlConnection connection, List<CallProjection> touched) {
        return Future.succeededFuture(() -> {});
    }

    /** Rows of the journal in which lawyers say what they do, also while nobody listened. */
    @Override
    public Future<Runnable> followRows(SqlConnection connection, List<CelRow> rows) {
        Future<Runnable> all = Future.succeededFuture(() -> {});
        for (CelRow row : rows) {
            Optional<PhoneStatus> said = PhoneStatus.of(row);
            if (said.isPresent()) {
                Instant at = row.eventTime().plus(ahead);
                all = all.compose(before -> statuses.noted(
                                connection, said.get().lawyer(), said.get().state(), at)
                        .map(more -> () -> {
                            before.run();
                            more.run();
                        }));
            }
        }
        return all;
    }

    /** What rings for a lawyer. */
    Function<String, Optional<LawyerPhone>> telephones() {
        return phones::of;
    }

    /** How long the PBX lets a lawyer be after a call. */
    Duration wrapUp() {
        return wrapUp;
    }

    /** Reads what was chosen before; to be called before dispatch begins to look. */
    Future<Void> join(Dispatch dispatch) {
        joined = Optional.of(dispatch);
        dispatch.onFound(statuses::found);
        // The journal may have told some already.
        statuses.tellAll();
        vertx.setPeriodic(SWEEP_MILLIS, ignored -> sweep());
        return phones.load().compose(ignored -> statuses.load());
    }

    /** Reads again what another copy of the service changed. */
    Future<Void> read() {
        return phones.load().compose(ignored -> statuses.load());
    }

    /** @param ports the HTTP port of the exchange that serves a centre */
    DeskFeature feature(ToIntFunction<String> ports) {
        SipProxy.Way way = new SipProxy.Way() {
            @Override
            public int port(Account account) {
                return ports.applyAsInt(centreOfDuty(roster, account, clock.instant()));
            }

            @Override
            public boolean hasMoved(Account account, int port) {
                return port(account) != port && !isEngaged(account);
            }
        };
        SipProxy proxy = new SipProxy(vertx, way, this::onDuty, this::sweep);
        return new DeskFeature(phones, statuses, roster, this::reachable, proxy, clock);
    }

    /** What a lawyer looks up: texts of the centres, and laws shipped or laid into the home. */
    static KnowledgeFeature knowledge(Vertx vertx, Pool pool, Clock clock, Place place, Home home) {
        LawShelf laws = new LawShelf(
                vertx, List.of(place.config().resolve("laws"), home.root().resolve("laws")));
        return new KnowledgeFeature(new Snippets(pool), laws, clock);
    }

    /** What the lawyers do, as far as the line and they themselves say. */
    SeatStates seats() {
        return this::state;
    }

    /** Where he does duty or stands by now; else his own centre. */
    static String centreOfDuty(Roster roster, Account account, Instant now) {
        return roster.practitioner(account.username()).stream()
                .flatMap(known -> known.centres().stream())
                .sorted()
                .filter(centre -> isOnDuty(roster.at(centre, now), account))
                .findFirst()
                .orElse(account.centre());
    }

    private boolean isEngaged(Account account) {
        Dispatch dispatch = joined.orElseThrow();
        return roster.centres().stream()
                .flatMap(centre -> dispatch.seat(centre.id(), account.username()).stream())
                .anyMatch(Seat::engaged);
    }

    private boolean onDuty(Account account) {
        return isOnDuty(roster.at(account.centre(), clock.instant()), account);
    }

    private static boolean isOnDuty(OnDuty now, Account account) {
        return Stream.concat(now.seats().stream(), now.standby().stream())
                .anyMatch(duty -> duty.lawyer().equals(account.username()));
    }

    private boolean reachable(String centre, String lawyer) {
        return switch (state(centre, lawyer).state()) {
            case READY, RINGING, TALKING, WRAP_UP -> true;
            case BREAK, VISITOR, MEETING, UNREACHABLE, ABSENT, UNKNOWN -> false;
        };
    }

    private SeatState state(String centre, String lawyer) {
        Dispatch dispatch = joined.orElseThrow();
        Optional<Seat> seat = dispatch.seat(centre, lawyer);
        if (seat.isEmpty()) {
            return new SeatState(State.ABSENT, Optional.empty());
        }
        Optional<Instant> since = dispatch.since(centre, lawyer);
        if (seat.get().talking() || seat.get().state() == Seat.State.BUSY) {
            return new SeatState(State.TALKING, since);
        }
        if (seat.get().state() == Seat.State.RINGING) {
            return new SeatState(State.RINGING, since);
        }
        Optional<Statuses.Held> own = statuses.of(lawyer);
        if (own.isPresent()) {
            return new SeatState(
                    shown(own.get().status()), Optional.of(own.get().since()));
        }
        Optional<Instant> freed = dispatch.freed(centre, lawyer).filter(at -> rests(at, clock.instant(), wrapUp));
        return switch (seat.get().state()) {
            case UNREACHABLE -> new SeatState(State.UNREACHABLE, since);
            case UNKNOWN -> new SeatState(State.UNKNOWN, since);
            case FREE, BUSY, RINGING ->
                new SeatState(freed.isPresent() ? State.WRAP_UP : State.READY, freed.or(() -> since));
        };
    }

    /** Whether he is after a call. One that ended in the future did so before the clock was set back: he rests no longer. */
    static boolean rests(Instant freed, Instant now, Duration wrapUp) {
        return !now.isBefore(freed) && now.isBefore(freed.plus(wrapUp));
    }

    private static State shown(OwnStatus status) {
        return switch (status) {
            case READY -> State.READY;
            case BREAK -> State.BREAK;
            case VISITOR -> State.VISITOR;
            case MEETING -> State.MEETING;
            case WRAP_UP -> State.WRAP_UP;
            case SIGNED_OUT -> State.ABSENT;
        };
    }

    private void sweep() {
        tried("end the browser phones of ended sessions", phones.sweep());
    }

    private static void tried(String what, Future<Void> done) {
        done.onFailure(failure -> LOG.warn("Could not {}: {}", what, failure.getMessage()));
    }
}
