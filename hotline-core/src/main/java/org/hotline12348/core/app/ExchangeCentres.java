package org.hotline12348.core.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hotline12348.core.centre.CentreLines;
import org.hotline12348.core.web.CentreEndpoints;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.ivr.embedded.PbxSettings;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.Centre;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the running exchange take up centres and numbers as administrators change them, and looks every {@link #AGAIN} for
 * what it could not be told or another copy of the service has changed. One change at a time.
 */
final class ExchangeCentres {

    /** Between two looks whether the exchange serves what it should. */
    static final Duration AGAIN = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeCentres.class);

    /** What an exchange serves. */
    record Served(Map<String, String> lines, List<PbxSettings.Centre> centres) {
        static Served of(PbxSettings settings) {
            return new Served(settings.lines(), settings.centres());
        }
    }

    private final Vertx vertx;
    private final EmbeddedAsterisk pbx;
    private final Predicate<String> serves;
    private final BooleanSupplier commands;
    private final CentreLines lines;
    private final Roster roster;
    private final Supplier<Future<Void>> taken;
    private volatile Served served;
    private volatile Future<Void> last = Future.succeededFuture();
    private volatile long timer;

    /**
     * @param pbx      an exchange that runs and serves its settings
     * @param serves   whether it is the exchange of a centre
     * @param commands whether this copy of the service commands it; another copy only looks what it serves
     * @param taken    what else is to be done once it serves others
     */
    ExchangeCentres(
            Vertx vertx,
            EmbeddedAsterisk pbx,
            Predicate<String> serves,
            BooleanSupplier commands,
            CentreLines lines,
            Roster roster,
            Supplier<Future<Void>> taken) {
        this.vertx = vertx;
        this.pbx = pbx;
        this.serves = serves;
        this.commands = commands;
        this.lines = lines;
        this.roster = roster;
        this.taken = taken;
        this.served = Served.of(pbx.settings());
    }

    void start() {
        timer = vertx.setPeriodic(AGAIN.toMillis(), _ -> takeUp());
    }

    void stop() {
        vertx.cancelTimer(timer);
    }

    /** Succeeds once the exchange was told, or nothing was to tell; what failed is logged and tried again. */
    synchronized Future<Void> takeUp() {
        last = last.compose(_ -> look()).recover(failure -> {
            LOG.warn("The exchange could not take up centres and numbers, to be tried again: {}", failure.toString());
            return Future.succeededFuture();
        });
        return last;
    }

    /**
     * Centre -> its number. Where nobody has one yet the first centre is given the usual one: kept, so that it stays that
     * centre's when others come.
     */
    static Future<Map<String, String>> numbers(CentreLines lines, Roster roster) {
        return lines.numbers().compose(known -> {
            Optional<Centre> first = roster.centres().stream().findFirst();
            if (!known.isEmpty() || first.isEmpty()) {
                return Future.succeededFuture(known);
            }
            return lines.give(first.get().id(), first.get().name(), Optional.of(PbxOf.LINE))
                    .compose(_ -> lines.numbers());
        });
    }

    private Future<Void> look() {
        return numbers(lines, roster).compose(numbers -> {
            Served wanted = new Served(PbxOf.lines(numbers, serves), PbxOf.centres(roster, serves));
            if (wanted.equals(served)) {
                return Future.succeededFuture();
            }
            boolean ours = commands.getAsBoolean();
            return vertx.executeBlocking(() -> ours
                            ? pbx.serve(wanted.lines(), wanted.centres())
                            : pbx.serves(wanted.lines(), wanted.centres()))
                    .compose(knows -> {
                        if (!knows) {
                            return Future.failedFuture("it does not say that it knows them all");
                        }
                        served = wanted;
                        LOG.info(
                                "The exchange serves {} by {}.",
                                centres(),
                                wanted.lines().keySet());
                        return taken.get();
                    });
        });
    }

    /** What several exchanges serve, each its own centres. */
    static CentreEndpoints.Exchange joined(List<ExchangeCentres> all) {
        return new CentreEndpoints.Exchange(
                () -> Future.join(all.stream().map(ExchangeCentres::takeUp).toList())
                        .mapEmpty(),
                () -> all.stream().flatMap(one -> one.centres().stream()).collect(Collectors.toUnmodifiableSet()),
                () -> all.stream()
                        .flatMap(one -> one.dialled().entrySet().stream())
                        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** The centres that the exchange has queues for. Never blocks. */
    Set<String> centres() {
        return served.centres().stream().map(PbxSettings.Centre::id).collect(Collectors.toUnmodifiableSet());
    }

    /** Centre -> the number by which the exchange serves it, the first where it has several. Never blocks. */
    Map<String, String> dialled() {
        return served.lines().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey, (first, other) -> first));
    }
}
