package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.ivr.wire.FaultyWire;

/**
 * The manager interface is cut, half-open, not read, and talks nonsense. Calls do not feel it; afterwards the screens show within
 * 5 s what the exchange's own console says of every lawyer and every call.
 */
final class ManagerFaults {
    private static final Duration SCREEN_WITHIN = Duration.ofSeconds(5);
    private static final int STILL_TALKING_MILLIS = 8_000;
    private static final int LONG_TALKS = 8;
    private static final Pattern MEMBER = Pattern.compile("\\s+.*?(lawyer\\d+)\\b.*");

    private ManagerFaults() {}

    static void ami(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        cut(stand, brief, report);
        // Seen in talks that go on: at five calls a second no two looks are of the same moment.
        cutInTalks(stand, report);
        lasting(stand, report, "manager half-open", FaultyWire.Mode.HALF_OPEN, brief ? 2 : 60);
        lasting(stand, report, "manager not read", FaultyWire.Mode.DEAF, brief ? 2 : 60);
        nonsense(stand, brief, report);
        stand.lawyersTalk(800);
    }

    /** Cut again and again, at moments left to chance, under calls. */
    private static void cut(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int times = stand.times(brief ? 5 : 50);
        FaultyWire wire = stand.managerWire();
        int taken = wire.taken();
        FaultStand.Load load = stand.dial(times * FaultsBench.CALLS_PER_SECOND, FaultsBench.CALLS_PER_SECOND);
        for (int i = 0; i < times; i++) {
            Thread.sleep(200 + stand.chance().nextInt(1_200));
            wire.cut();
        }
        String name = "manager cut %d times".formatted(times);
        report.must(name + ": connections made anew", wire.taken() - taken, "", ">= 1", wire.taken() > taken);
        AsEver.judge(report, name, load, stand.settle(load, FaultsBench.CALLS_WITHIN));
    }

    private static void cutInTalks(FaultStand stand, Report report) throws InterruptedException {
        int times = 5;
        String name = "manager cut %d times in talks".formatted(times);
        stand.lawyersTalk(times * 1_000 + STILL_TALKING_MILLIS);
        stand.awaitSeats();
        FaultStand.Load load = stand.dial(LONG_TALKS, LONG_TALKS);
        for (int i = 0; i < times; i++) {
            Thread.sleep(1_000);
            stand.managerWire().cut();
        }
        screen(stand, report, name, Instant.now());
        AsEver.judge(report, name, load, stand.settle(load, FaultsBench.CALLS_WITHIN));
    }

    /** Calls begin and lawyers take them while nothing is heard of it; all of it is to be seen afterwards. */
    private static void lasting(FaultStand stand, Report report, String what, FaultyWire.Mode mode, int seconds)
            throws InterruptedException {
        String name = "%s %d s".formatted(what, seconds);
        // Long enough that they still talk when the wire is whole again.
        stand.lawyersTalk(seconds * 1_000 + STILL_TALKING_MILLIS);
        stand.awaitSeats();
        stand.managerWire().mode(mode);
        FaultStand.Load load = stand.dial(LONG_TALKS, LONG_TALKS);
        Thread.sleep(seconds * 1_000L);
        stand.managerWire().mode(FaultyWire.Mode.PASSING);
        Instant whole = Instant.now();
        screen(stand, report, name, whole);
        AsEver.judge(report, name, load, stand.settle(load, FaultsBench.CALLS_WITHIN.plusSeconds(seconds)));
    }

    /** A broken exchange: random bytes and events that are none, between those that are. */
    private static void nonsense(FaultStand stand, boolean brief, Report report) throws InterruptedException {
        int times = brief ? 20 : 1_000;
        FaultStand.Load load = stand.dial(2 * FaultsBench.CALLS_PER_SECOND, FaultsBench.CALLS_PER_SECOND);
        for (int i = 0; i < times; i++) {
            byte[] noise = new byte[1 + stand.chance().nextInt(400)];
            stand.chance().nextBytes(noise);
            try {
                stand.managerWire()
                        .say(
                                switch (i % 4) {
                                    case 0 -> noise;
                                    case 1 -> "Event: QueueMemberStatus\r\nQueue: \r\nStatus: minus\r\n\r\n".getBytes();
                                    case 2 ->
                                        ("Event: Cel\r\nEventName: " + "x".repeat(3_000)
                                                        + "\r\nEventTime: never\r\n\r\n")
                                                .getBytes();
                                    default -> "Response: Goodbye\r\nActionID: 1\r\n\r\n\r\n:::\r\n".getBytes();
                                });
            } catch (IOException e) {
                // It has hung up on us, as it may; it comes again.
            }
            Thread.sleep(20);
        }
        String name = "manager talks nonsense %d times".formatted(times);
        screen(stand, report, name, Instant.now());
        AsEver.judge(report, name, load, stand.settle(load, FaultsBench.CALLS_WITHIN));
    }

    /** Waits until the screens show what the console says, and judges how long that took. */
    private static void screen(FaultStand stand, Report report, String name, Instant since)
            throws InterruptedException {
        Duration took = Duration.ofDays(1);
        Map<String, String> console = Map.of();
        Map<String, String> screen = Map.of();
        try (ApiClient api = stand.coordinator()) {
            Instant until = since.plus(SCREEN_WITHIN.multipliedBy(4));
            while (Instant.now().isBefore(until)) {
                console = console(stand);
                Instant asked = Instant.now();
                screen = screen(api);
                if (console.equals(screen) && console.equals(console(stand))) {
                    took = Duration.between(since, asked);
                    break;
                }
                Thread.sleep(50);
            }
        }
        boolean right = took.compareTo(SCREEN_WITHIN) <= 0;
        if (!right) {
            stand.say("console: " + console + "\n  screen:  " + screen);
        }
        report.must(
                name + ": ms until the screens are right",
                took.toMillis(),
                "",
                "<= " + SCREEN_WITHIN.toMillis(),
                right);
    }

    /** What every lawyer's telephone does, by the exchange's console. */
    private static Map<String, String> console(FaultStand stand) {
        Map<String, String> states = new TreeMap<>();
        stand.console("queue show jiaozuo").lines().forEach(line -> {
            Matcher member = MEMBER.matcher(line);
            if (member.matches() && line.contains("has taken")) {
                states.put(
                        member.group(1),
                        line.contains("(in call)") ? "TALKING" : line.contains("(Ringing)") ? "RINGING" : "READY");
            }
        });
        return states;
    }

    private static Map<String, String> screen(ApiClient api) {
        Map<String, String> states = new TreeMap<>();
        for (JsonNode seat : api.get("/duty", Map.of("centre", "jiaozuo")).path("seats")) {
            states.put(
                    seat.path("lawyer").path("id").asText(), seat.path("state").asText());
        }
        return states;
    }
}
