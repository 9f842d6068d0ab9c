package org.hotline12348.core.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Sessions;
import org.hotline12348.core.desk.Phones;
import org.hotline12348.core.desk.Statuses;
import org.hotline12348.core.dispatch.Dispatch;
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
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.OnDuty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lawyers' desks: telephones and statuses, joined to the line, to dispatch and to the web. */
final class DeskPart {
    private static final long SWEEP_MILLIS = 10_000;
    private static final Logger LOG = LoggerFactory.getLogger(DeskPart.class);

    private final Vertx vertx;
    private final Pool pool;
    private final Roster roster;
    private final Clock clock;
    private final Duration wrapUp;
    private final Phones phones;
    private Optional<Joined> joined = Optional.empty();

    private record Joined(Dispatch dispatch, Statuses statuses) {}

    DeskPart(Vertx vertx, Pool pool, Roster roster, Clock clock, Vault vault, PhoneLine line, EmbeddedAsterisk pbx) {
        this.vertx = vertx;
        this.pool = pool;
        this.roster = roster;
        this.clock = clock;
        this.wrapUp = Duration.ofSeconds(pbx.settings().pace().wrapUp());
        this.phones = new Phones(
                pool,
                roster,
                new Sessions(pool),
                line,
                lawyer -> Optional.ofNullable(pbx.secrets().phones().get(lawyer)),
                text -> Buffer.buffer(vault.mark(text.toString())),
                clock,
                () -> joined.ifPresent(one -> one.dispatch().lookSoon()));
        line.onEvent(event -> {
            if (event instanceof LineEvent.LineUp) {
                tried("tell the PBX of the browser phones", phones.tellAll());
            }
        });
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
        Statuses statuses = new Statuses(vertx, pool, roster, clock, dispatch::notReady);
        joined = Optional.of(new Joined(dispatch, statuses));
        vertx.setPeriodic(SWEEP_MILLIS, ignored -> sweep());
        return phones.load().compose(ignored -> statuses.load());
    }

    DeskFeature feature(int pbxPort) {
        Joined parts = joined.orElseThrow();
        SipProxy proxy = new SipProxy(vertx, pbxPort, this::onDuty, this::sweep);
        return new DeskFeature(phones, parts.statuses(), roster, this::reachable, proxy, clock);
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

    private boolean onDuty(Account account) {
        OnDuty now = roster.at(account.centre(), clock.instant());
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
        Joined parts = joined.orElseThrow();
        Optional<Seat> seat = parts.dispatch().seat(centre, lawyer);
        if (seat.isEmpty()) {
            return new SeatState(State.ABSENT, Optional.empty());
        }
        Optional<Instant> since = parts.dispatch().since(centre, lawyer);
        if (seat.get().talking() || seat.get().state() == Seat.State.BUSY) {
            return new SeatState(State.TALKING, since);
        }
        if (seat.get().state() == Seat.State.RINGING) {
            return new SeatState(State.RINGING, since);
        }
        Optional<Statuses.Held> own = parts.statuses().of(lawyer);
        if (own.isPresent()) {
            return new SeatState(
                    State.valueOf(own.get().status().name()),
                    Optional.of(own.get().since()));
        }
        Optional<Instant> freed = parts.dispatch()
                .freed(centre, lawyer)
                .filter(at -> clock.instant().isBefore(at.plus(wrapUp)));
        return switch (seat.get().state()) {
            case UNREACHABLE -> new SeatState(State.UNREACHABLE, since);
            case UNKNOWN -> new SeatState(State.UNKNOWN, since);
            case FREE, BUSY, RINGING ->
                new SeatState(freed.isPresent() ? State.WRAP_UP : State.READY, freed.or(() -> since));
        };
    }

    private void sweep() {
        tried("end the browser phones of ended sessions", phones.sweep());
    }

    private static void tried(String what, Future<Void> done) {
        done.onFailure(failure -> LOG.warn("Could not {}: {}", what, failure.getMessage()));
    }
}
