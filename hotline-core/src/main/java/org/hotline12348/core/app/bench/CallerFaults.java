package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.ivr.sipp.CallLeg;
import org.hotline12348.ivr.sipp.SippPhones;
import org.hotline12348.ivr.sipp.Telephone;

/** What telephones do, at either end: all at once, not at all, or they vanish. Two lawyers are on duty. */
final class CallerFaults {
    private static final int CALLERS = 3;
    private static final int LAWYERS = 2;
    /** How long a member of the queue rings at the brisk pace, and a second for what comes between. */
    private static final Duration RING_TIME = Duration.ofSeconds(7 + 1);

    private static final Duration FREED_WITHIN = Duration.ofSeconds(35);
    private static final Duration STEADY = Duration.ofSeconds(12);
    private static final String BUSY_FOR_LONG = "300";

    private CallerFaults() {}

    /** Three callers within the same millisecond and two lawyers, again and again: nobody gets two, nobody is left. */
    static void race(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int rounds = stand.times(brief ? 3 : 200);
        stand.lawyersTalk(300);
        long accepted = stand.accepted();
        List<FaultStand.Load> loads = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            FaultStand.Load load = stand.dial(CALLERS, 1_000 * CALLERS);
            load.await(FaultsBench.CALLS_WITHIN);
            loads.add(load);
            if (i % 20 == 19) {
                stand.say("%d rounds".formatted(i + 1));
            }
        }
        FaultStand.Load all = FaultStand.Load.of(loads);
        String name = "%d callers, %d lawyers at once, %d rounds".formatted(CALLERS, LAWYERS, rounds);
        AsEver.judge(report, name, all, stand.settle(all, FaultsBench.CALLS_WITHIN));
        Map<String, Integer> taken = Evidence.taken(all.numbers(), stand.journals());
        report.counts(
                name + ": callers with two lawyers",
                taken.values().stream().filter(times -> times > 1).count(),
                0);
        report.counts(name + ": callers with none", all.numbers().size() - taken.size(), 0);
        report.counts(
                name + ": calls that lawyers accepted, say their telephones",
                stand.accepted() - accepted,
                all.numbers().size());
    }

    /** One of the two lawyers' telephones fails in every way there is: the other's rings within the ring time. */
    static void phones(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        Map<String, Consumer<Telephone.Ring>> ways = new LinkedHashMap<>();
        ways.put("cannot be reached (480)", Telephone.Ring::isUnreachable);
        ways.put("is busy (486)", Telephone.Ring::isBusy);
        ways.put("declines (603)", Telephone.Ring::declines);
        ways.put("rings and rings", _ -> {});
        ways.put("answers without pressing 1", Telephone.Ring::answers);
        ways.put("answers and hangs up in 1 s", ring -> {
            CallLeg leg = ring.answers();
            pause(Duration.ofSeconds(1));
            leg.hangsUp();
        });
        List<String> lawyers = onDuty(stand);
        try (SippPhones telephones = stand.telephones()) {
            Telephone bad = telephones.telephone(mobile(lawyers.getFirst()));
            Telephone good = telephones.telephone(mobile(lawyers.getLast())).acceptsAndTalks(Duration.ofSeconds(1));
            int number = 0;
            for (Map.Entry<String, Consumer<Telephone.Ring>> way : ways.entrySet()) {
                bad.always(way.getValue());
                number = failing(report, "a telephone that " + way.getKey(), telephones, bad, good, number);
            }
        }
        stand.lawyersTalk(800);
    }

    private static int failing(
            Report report, String name, SippPhones telephones, Telephone bad, Telephone good, int first) {
        Duration worst = Duration.ZERO;
        int failed = 0;
        int both = 0;
        int lost = 0;
        int number = first;
        for (int i = 0; i < 6 && failed < 2; i++) {
            int badBefore = bad.allRings().size();
            int goodBefore = good.allRings().size();
            CallLeg caller =
                    telephones.citizen(Numbers.of(number++, 1).getFirst()).dials("12348");
            try {
                caller.awaitAnswer().awaitEnd(FaultsBench.CALLS_WITHIN);
            } catch (IllegalStateException e) {
                lost++;
                continue;
            }
            List<Telephone.Ring> bads =
                    bad.allRings().subList(badBefore, bad.allRings().size());
            List<Telephone.Ring> goods =
                    good.allRings().subList(goodBefore, good.allRings().size());
            if (goods.isEmpty()) {
                lost++;
            } else if (!bads.isEmpty()) {
                failed++;
                Duration next =
                        Duration.between(bads.getFirst().at(), goods.getFirst().at());
                worst = next.compareTo(worst) > 0 ? next : worst;
                both += (int) bads.stream()
                        .filter(ring -> goods.stream().anyMatch(other -> overlap(ring, other)))
                        .count();
            }
        }
        report.must(name + ": calls at which it was rung first", failed, "", ">= 1", failed >= 1);
        report.must(
                name + ": ms to the next lawyer's ring, at most",
                worst.toMillis(),
                "",
                "<= " + RING_TIME.toMillis(),
                worst.compareTo(RING_TIME) <= 0);
        report.counts(name + ": times that both rang for one caller", both, 0);
        report.counts(name + ": callers whom no lawyer answered", lost, 0);
        return number;
    }

    /** Whether two rings went on at the same time; one that goes on to a talk counts to its answer only. */
    private static boolean overlap(Telephone.Ring one, Telephone.Ring other) {
        return one.at().isBefore(ended(other)) && other.at().isBefore(ended(one));
    }

    private static Instant ended(Telephone.Ring ring) {
        Instant over = ring.leg().endedAt().orElse(Instant.MAX);
        // The exchange rings the next when it has sent this one away, which may be heard in the other order.
        return over.equals(Instant.MAX) ? over : over.minusMillis(100);
    }

    /** A caller in a talk and one in the queue vanish without a BYE. */
    static void vanish(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        List<String> lawyers = onDuty(stand);
        stand.console("database put option jiaozuo/overflow " + BUSY_FOR_LONG);
        try (SippPhones telephones = stand.telephones()) {
            for (String lawyer : lawyers) {
                telephones.telephone(mobile(lawyer)).acceptsAndTalks(Duration.ofMinutes(3));
            }
            List<CallLeg> callers = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                callers.add(telephones.citizen(Numbers.of(i, 1).getFirst()).dials("12348"));
                callers.getLast().awaitAnswer();
                pause(Duration.ofSeconds(3));
            }
            pause(STEADY);
            Instant gone = Instant.now();
            Map<String, CallLeg> vanished = new LinkedHashMap<>();
            vanished.put("in the talk", callers.getFirst());
            vanished.put("in the queue", callers.getLast());
            vanished.values().forEach(CallLeg::vanishes);
            vanished.forEach((where, leg) -> {
                leg.awaitEnd(FREED_WITHIN.multipliedBy(2));
                Duration took = Duration.between(gone, leg.endedAt().orElse(Instant.MAX));
                report.must(
                        "a caller vanishes %s: ms until he is freed".formatted(where),
                        took.toMillis(),
                        "",
                        "<= " + FREED_WITHIN.toMillis(),
                        took.compareTo(FREED_WITHIN) <= 0);
            });
            report.must(
                    "a caller vanishes: the other's talk",
                    callers.get(1).isOver() ? "over" : "goes on",
                    "",
                    "goes on",
                    !callers.get(1).isOver());
            callers.get(1).hangsUp();
        }
        stand.console("database del option jiaozuo/overflow");
        stand.lawyersTalk(800);
    }

    private static List<String> onDuty(FaultStand stand) {
        List<String> lawyers = new ArrayList<>();
        try (ApiClient api = stand.coordinator()) {
            for (JsonNode seat : api.get("/duty", Map.of("centre", "jiaozuo")).path("seats")) {
                lawyers.add(seat.path("lawyer").path("id").asText());
            }
        }
        return lawyers;
    }

    /** A demo lawyer's mobile. */
    private static String mobile(String lawyer) {
        return "139000000" + lawyer.substring(lawyer.length() - 2);
    }

    private static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
