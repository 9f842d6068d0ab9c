package org.hotline12348.core.app.bench;

import static org.hotline12348.core.app.bench.FaultStand.Extra.CLOCKS;
import static org.hotline12348.core.app.bench.FaultStand.Extra.SMALL_DATABASE;
import static org.hotline12348.core.app.bench.FaultStand.Extra.SMALL_VOLUMES;
import static org.hotline12348.core.app.bench.FaultStand.Extra.WIRES;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hotline12348.core.app.Trouble;

/**
 * Does to a running hotline what may happen to it, while citizens call, and counts every call by three sources: what SIPp saw,
 * what the exchange's journal has, what the log tells. A short form of each fault takes seconds, the long form minutes. In the
 * long form each fault has an instance of its own; in the short form those that can share one do.
 */
final class FaultsBench implements Bench {
    static final int CALLS_PER_SECOND = 5;
    static final Duration CALLS_WITHIN = Duration.ofSeconds(90);

    private static final int SEATS = 30;
    private static final long SEED = 12_348;
    private static final String SHORT = "short";

    /** In the order in which they are done: what kills comes last. */
    private static final List<Fault> FAULTS = List.of(
            new Fault("garbage", SEATS, Set.of(), true, GarbageFault::garbage),
            new Fault("ami", SEATS, Set.of(WIRES), false, ManagerFaults::ami),
            new Fault("journal-full", SEATS, Set.of(SMALL_VOLUMES), true, VolumeFaults::journal),
            new Fault("recordings-full", SEATS, Set.of(SMALL_VOLUMES), true, VolumeFaults::recordings),
            new Fault("database-full", SEATS, Set.of(SMALL_DATABASE), true, VolumeFaults::database),
            new Fault("database-late", SEATS, Set.of(WIRES), true, DatabaseFaults::late),
            new Fault("database-cut", SEATS, Set.of(WIRES), false, DatabaseFaults::cutAtCommit),
            new Fault("database-down", SEATS, Set.of(WIRES), false, DatabaseFaults::down),
            new Fault("database-stop", SEATS, Set.of(), true, DatabaseFaults::stopped),
            new Fault("database-kill", SEATS, Set.of(), true, DatabaseFaults::killed),
            new Fault("service-stop", SEATS, Set.of(), true, ServiceFaults::stopped),
            new Fault("service-kill", SEATS, Set.of(), true, ServiceFaults::killed),
            new Fault("copies", SEATS, Set.of(), false, CopyFaults::commander),
            new Fault("exchange-kill", SEATS, Set.of(), true, ExchangeFaults::killed),
            new Fault("exchange-restart", SEATS, Set.of(), false, ExchangeFaults::restarted),
            new Fault("clock", 2, Set.of(CLOCKS), true, ClockFaults::clock),
            new Fault("race", 2, Set.of(), true, CallerFaults::race),
            new Fault("phones", 2, Set.of(), false, CallerFaults::phones),
            new Fault("vanish", 2, Set.of(), false, CallerFaults::vanish));

    @Override
    public String name() {
        return "faults";
    }

    @Override
    public String tells() {
        return "kills, stops, cuts and fills parts while citizens call; \"faults short\", or some of "
                + FAULTS.stream().map(Fault::name).collect(Collectors.joining(", "));
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(240);
    }

    @Override
    public Report run(Bed bed) throws InterruptedException {
        boolean brief = bed.parts().contains(SHORT);
        Optional<Integer> times = bed.parts().stream()
                .filter(part -> part.matches("\\d{1,4}"))
                .map(Integer::parseInt)
                .findFirst();
        List<String> named = bed.parts().stream()
                .filter(part -> !part.equals(SHORT) && !part.matches("\\d{1,4}"))
                .toList();
        Set<String> known = FAULTS.stream().map(Fault::name).collect(Collectors.toCollection(TreeSet::new));
        named.stream().filter(part -> !known.contains(part)).findFirst().ifPresent(part -> {
            throw Benches.noSuchPart(part, known);
        });
        List<Fault> chosen = FAULTS.stream()
                .filter(fault -> named.isEmpty() ? !brief || fault.brief() : named.contains(fault.name()))
                .toList();
        Report report = new Report(
                "Faults while citizens call, %d a second; %s form, seed %d"
                        .formatted(CALLS_PER_SECOND, brief ? SHORT : "long", SEED),
                Instant.now());
        for (Map.Entry<String, List<Fault>> stand : stands(chosen, brief).entrySet()) {
            onOneStand(bed, stand.getKey(), stand.getValue(), brief, times, report);
        }
        return report;
    }

    /** Faults by the name of the instance they are done to. */
    private static Map<String, List<Fault>> stands(List<Fault> chosen, boolean brief) {
        Map<String, List<Fault>> stands = new LinkedHashMap<>();
        chosen.forEach(
                fault -> stands.computeIfAbsent(brief ? "seats-" + fault.seats() : fault.name(), _ -> new ArrayList<>())
                        .add(fault));
        return stands;
    }

    private static void onOneStand(
            Bed bed, String name, List<Fault> faults, boolean brief, Optional<Integer> times, Report report)
            throws InterruptedException {
        Set<FaultStand.Extra> extras =
                faults.stream().flatMap(fault -> fault.extras().stream()).collect(Collectors.toUnmodifiableSet());
        bed.say("starting an instance");
        String doing = name + ": started";
        try (FaultStand stand = new FaultStand(bed, name, faults.getFirst().seats(), extras, times, SEED)) {
            for (Fault fault : faults) {
                bed.say(fault.name());
                doing = fault.name() + ": done to its end";
                fault.deed().run(stand, brief, report);
                stand.awaitSeats();
            }
        } catch (Trouble | IllegalStateException e) {
            // What was seen before is worth telling, and the other instances are not concerned.
            report.must(doing, String.valueOf(e.getMessage()), "", "yes", false);
        }
    }
}
