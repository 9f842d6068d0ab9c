package org.hotline12348.core.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.hotline12348.ivr.sipp.CallLeg;
import org.hotline12348.ivr.sipp.SippPhones;
import org.hotline12348.ivr.sipp.Telephone;
import org.hotline12348.scheduler.DemoRoster;
import org.jspecify.annotations.Nullable;

/** The demonstration: a citizen dials 12348, one of the two lawyers on duty answers, both talk and hang up. */
final class DemoCall {
    static final String CENTRE = "jiaozuo";
    static final String LINE = "12348";
    private static final String CITIZEN = "13812345678";
    private static final Duration LAWYER_RINGS = Duration.ofSeconds(60);
    private static final Duration IT_RINGS = Duration.ofSeconds(1);
    private static final Duration TALK = Duration.ofSeconds(4);
    private static final Duration LOGGED_WITHIN = Duration.ofSeconds(30);

    private final ReadyFile.Ready instance;
    private final ApiClient api;
    private final Consumer<String> progress;

    DemoCall(ReadyFile.Ready instance, ApiClient api, Consumer<String> progress) {
        this.instance = instance;
        this.api = api;
        this.progress = progress;
    }

    /** Whether the demo centre serves now; if not, how far the clock must be shifted to meet its next opening. */
    Optional<Duration> untilOpening() {
        JsonNode duty = api.get("/duty", Map.of("centre", CENTRE));
        if (duty.path("open").asBoolean()) {
            return Optional.empty();
        }
        Instant now = java.time.OffsetDateTime.parse(duty.path("at").asText()).toInstant();
        Instant opens =
                java.time.OffsetDateTime.parse(duty.path("opensAt").asText()).toInstant();
        return Optional.of(Duration.between(now, opens).plusMinutes(5));
    }

    /**
     * Makes the call.
     *
     * @param phones SIPp's telephones at this instance
     * @return the consultation as the API shows it
     * @throws Trouble if it does not come about
     */
    JsonNode make(SippPhones phones) throws InterruptedException {
        List<String> onDuty = lawyersOnDuty();
        progress.accept("on duty: " + String.join(" and ", onDuty));
        BlockingQueue<Telephone.Ring> ringing = new LinkedBlockingQueue<>();
        DemoRoster.lawyers().forEach(lawyer -> {
            if (onDuty.contains(lawyer.id())) {
                phones.telephone(lawyer.mobile()).always(ringing::add);
            }
        });
        String newestBefore = newest().map(known -> known.path("id").asText()).orElse("");
        progress.accept("a citizen dials " + LINE);
        try {
            CallLeg citizen = phones.citizen(CITIZEN).dials(LINE).awaitAnswer();
            progress.accept("the line answers with its welcome");
            Telephone.@Nullable Ring ring = ringing.poll(LAWYER_RINGS.toSeconds(), TimeUnit.SECONDS);
            if (ring == null) {
                citizen.hangsUp();
                throw failed("No lawyer's phone rang within " + LAWYER_RINGS.toSeconds() + " s.");
            }
            progress.accept("a lawyer's mobile rings; the lawyer answers and presses 1");
            Thread.sleep(IT_RINGS);
            CallLeg lawyer = ring.accepts();
            progress.accept("they talk for " + TALK.toSeconds() + " s");
            Thread.sleep(TALK);
            citizen.hangsUp();
            citizen.awaitEnd();
            lawyer.awaitEnd();
        } catch (IllegalStateException e) {
            throw failed(String.valueOf(e.getMessage()));
        }
        progress.accept("both have hung up");
        JsonNode record = awaitRecord(newestBefore);
        if (!onDuty.contains(record.path("lawyer").asText())) {
            throw failed("The lawyer of the record is not one of those on duty: " + record.path("lawyer"));
        }
        return record;
    }

    private List<String> lawyersOnDuty() {
        List<String> names = new ArrayList<>();
        api.get("/duty", Map.of("centre", CENTRE))
                .path("seats")
                .forEach(seat -> names.add(seat.path("lawyer").path("id").asText()));
        return names;
    }

    private Optional<JsonNode> newest() {
        JsonNode items = api.get("/consultations", Map.of("centre", CENTRE)).path("items");
        return items.isEmpty() ? Optional.empty() : Optional.of(items.get(0));
    }

    private JsonNode awaitRecord(String newestBefore) throws InterruptedException {
        Instant deadline = Instant.now().plus(LOGGED_WITHIN);
        while (Instant.now().isBefore(deadline)) {
            Optional<JsonNode> latest = newest();
            if (latest.isPresent()
                    && !latest.get().path("id").asText().equals(newestBefore)
                    && !latest.get().path("endedAt").isNull()
                    && !latest.get().path("endedAt").isMissingNode()) {
                return api.get("/consultations/" + latest.get().path("id").asText(), Map.of());
            }
            Thread.sleep(Duration.ofMillis(200));
        }
        throw failed("The call's record did not appear within " + LOGGED_WITHIN.toSeconds() + " s.");
    }

    private Trouble failed(String what) {
        return new Trouble(
                Trouble.Kind.UNAVAILABLE,
                what + "\nMend: see the logs in " + instance.paths().getOrDefault("logs", "the home") + ".");
    }
}
