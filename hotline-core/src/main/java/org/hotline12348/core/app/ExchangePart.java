package org.hotline12348.core.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.copies.Lease;
import org.hotline12348.core.copies.LeasedLine;
import org.hotline12348.core.web.Probe;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Practitioner;

/**
 * One exchange: the centres it serves, its line, and the lease under which this copy of the service commands it. It depends
 * on no other exchange; what it records is {@link ExchangeRecord}.
 *
 * @param settings as the operator set it
 * @param pbx it, as it runs
 * @param serves whether it is the exchange of a centre
 * @param line to be heard by all; commands go through {@code leased}
 */
record ExchangePart(
        Settings.Exchange settings,
        EmbeddedAsterisk pbx,
        Predicate<String> serves,
        Lease lease,
        PhoneLine line,
        LeasedLine leased) {

    static ExchangePart of(
            Vertx vertx, Settings all, Settings.Exchange settings, EmbeddedAsterisk pbx, CopiesPart copies) {
        Lease lease = copies.lease("pbx:" + settings.name());
        PhoneLine line = LinePart.line(vertx, pbx, settings.ami(), lease::isHeld);
        return new ExchangePart(settings, pbx, PbxOf.serving(all, settings), lease, line, copies.line(line, lease));
    }

    /** Its system name. */
    String name() {
        return settings.name();
    }

    /** Centre by number dialled. */
    Map<String, String> lines() {
        return pbx.settings().lines();
    }

    /** Answers its questions about callers while its lease is ours, and tells it how long talks take. */
    void answer(Vertx vertx, ConsultationBook book, Roster roster, Clock clock) {
        lease.during(
                "The hints for callers", LinePart.hints(vertx, pbx, serves, leased.standing(), book, roster, clock));
    }

    /** Its line, as a figure of its own. */
    void measure(MeterRegistry metrics) {
        Gauge.builder("hotline.exchange.up", line, known -> known.health().up() ? 1 : 0)
                .description("whether the line to this exchange is up and compared")
                .tag("pbx", name())
                .register(metrics);
    }

    /** @param of as {@code " of pbx2"}, where there are several */
    Probe probe(String of) {
        return new Probe(
                "pbx" + of,
                false,
                () -> pbx.running().isPresent()
                        ? Future.succeededFuture("Asterisk " + pbx.version())
                        : Future.failedFuture("Asterisk does not run"));
    }

    /** The exchange of a centre; the first where none serves it. */
    static ExchangePart of(List<ExchangePart> all, String centre) {
        return all.stream().filter(one -> one.serves.test(centre)).findFirst().orElseGet(all::getFirst);
    }

    /** Several seen as one line, each through the same view of it. */
    static PhoneLine joined(Vertx vertx, List<ExchangePart> all, Roster roster, Function<LeasedLine, PhoneLine> view) {
        return Exchanges.of(
                vertx,
                all.stream()
                        .map(one -> new Exchanges.One(one.name(), view.apply(one.leased), one.serves))
                        .toList(),
                lawyer -> roster.practitioner(lawyer).map(Practitioner::centres).orElse(Set.of()));
    }

    /** What a lawyer's SIP telephone registers with, the same everywhere: the word of the first exchange he belongs to. */
    static Function<String, Optional<String>> sipPasswords(List<ExchangePart> all) {
        return lawyer -> all.stream()
                .flatMap(one -> Optional.ofNullable(one.pbx.secrets().phones().get(lawyer)).stream())
                .findFirst();
    }

    /**
     * Sees that each centre that the settings name is one.
     *
     * @throws Trouble naming the first that the roster does not know
     */
    static void requireKnownCentres(Settings settings, Roster roster) {
        Set<String> known = roster.centres().stream().map(Centre::id).collect(Collectors.toCollection(TreeSet::new));
        for (Settings.Exchange one : settings.exchanges()) {
            one.centres().orElse(Set.of()).stream()
                    .filter(centre -> !known.contains(centre))
                    .sorted()
                    .findFirst()
                    .ifPresent(unknown -> {
                        throw new Trouble(Trouble.Kind.CONFIGURATION, """
                                %scentres names %s, which is no centre. There are: %s.
                                Mend: correct it, or found the centre first and name it then.""".formatted(
                                        one.keys(), unknown, String.join(", ", known)));
                    });
        }
    }
}
