package org.hotline12348.core.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.callback.Callback;
import org.hotline12348.core.callback.CallbackBook;
import org.hotline12348.core.callback.CallbackDesk;
import org.hotline12348.core.callback.CallbackRules;
import org.hotline12348.core.dispatch.Dispatch;
import org.hotline12348.core.journal.JournalWriter;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.Seat;
import org.hotline12348.ivr.cel.CelRow;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.calendar.ServiceStatus;

/** Callbacks joined with the journal, the roster and the line. */
final class CallbackPart implements JournalWriter.CallFollower {

    private static final Pattern REFUSED =
            Pattern.compile("id=([A-Za-z0-9_.-]{1,100});status=REFUSED;reason=([A-Z_]+)");

    private final Vertx vertx;
    private final Clock clock;
    private final Roster roster;
    private final CallbackBook book;
    private final Duration ahead;
    private volatile Optional<CallbackDesk> desk = Optional.empty();

    CallbackPart(Vertx vertx, Pool pool, Vault vault, Roster roster, Settings settings) {
        this.vertx = vertx;
        this.clock = settings.clock().clock();
        this.roster = roster;
        this.ahead = settings.clock().offset();
        CallbackRules rules =
                CallbackRules.usual().withAutomatic(settings.callback().automatic());
        this.book = new CallbackBook(
                pool, vault, rules, this::openAtOrAfter, clock, settings.clock().offset());
    }

    private Instant openAtOrAfter(String centre, Instant at) {
        return roster.service(centre, at)
                .filter(status -> !status.open())
                .flatMap(ServiceStatus::opensAt)
                .filter(opens -> opens.isAfter(at))
                .orElse(at);
    }

    @Override
    public Future<Runnable> follow(SqlConnection connection, List<CallProjection> touched) {
        return book.noted(connection, touched)
                .map(changed -> () -> desk.ifPresent(told -> changed.forEach(told::tell)));
    }

    /** A number that the exchange did not dial: there is no call that could tell it. */
    @Override
    public Future<Runnable> followRows(SqlConnection connection, List<CelRow> rows) {
        Future<List<Callback>> all = Future.succeededFuture(new ArrayList<>());
        for (CelRow row : rows) {
            Matcher refused = REFUSED.matcher(row.extra());
            if (row.userDefType().equals("HOTLINE_CALLBACK_END") && refused.find()) {
                all = all.compose(changed -> book.refused(
                                connection,
                                refused.group(1),
                                refused.group(2),
                                row.eventTime().plus(ahead))
                        .map(one -> {
                            one.ifPresent(changed::add);
                            return changed;
                        }));
            }
        }
        return all.map(changed -> () -> desk.ifPresent(told -> changed.forEach(told::tell)));
    }

    /**
     * @param commands whether this service rings lawyers of a centre of its own; on a click all do
     * @param lines centre by number dialled
     */
    CallbackDesk start(
            PhoneLine line,
            Dispatch dispatch,
            Predicate<String> commands,
            Supplier<Map<String, String>> lines,
            MeterRegistry metrics) {
        CallbackDesk made =
                new CallbackDesk(vertx, book, line, new Seats(roster, dispatch, commands, lines), clock, metrics);
        desk = Optional.of(made);
        return made;
    }

    private record Seats(
            Roster roster, Dispatch dispatch, Predicate<String> commands, Supplier<Map<String, String>> lines)
            implements CallbackDesk.Lawyers {

        @Override
        public List<String> centres() {
            return roster.centres().stream().map(centre -> centre.id()).toList();
        }

        @Override
        public Set<String> free(String centre) {
            if (!commands.test(centre)) {
                return Set.of();
            }
            return dispatch.seats(centre).stream()
                    .filter(seat -> seat.state() == Seat.State.FREE
                            && !seat.engaged()
                            && seat.notReady().isEmpty())
                    .map(Seat::lawyer)
                    .collect(Collectors.toUnmodifiableSet());
        }

        @Override
        public Optional<Boolean> engaged(String lawyer) {
            Optional<Seat> seat = roster.centres().stream()
                    .flatMap(centre -> dispatch.seat(centre.id(), lawyer).stream())
                    .findFirst();
            return seat.map(known -> known.engaged() || known.state() == Seat.State.UNREACHABLE)
                    .or(() -> dispatch.hasPhone(lawyer) ? Optional.of(false) : Optional.empty());
        }

        @Override
        public String line(String centre) {
            return lines.get().entrySet().stream()
                    .filter(entry -> entry.getValue().equals(centre))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .findFirst()
                    .orElse("12348");
        }
    }
}
