package org.hotline12348.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hotline12348.ivr.HeardEvents;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.ScriptedPhoneLine;
import org.hotline12348.ivr.Seat;
import org.hotline12348.ivr.SeatCommand;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.store.InMemoryRosterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Those on duty sit in the queue, whatever happens to the line. */
class DispatchTest {
    private static final String CENTRE = DemoRoster.CENTRE;
    // A Tuesday, ten in the morning in Jiaozuo.
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-24T02:00:00Z"), ZoneOffset.UTC);

    private final Vertx vertx = Vertx.vertx();
    private final List<Throwable> stray = new CopyOnWriteArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ScriptedPhoneLine line = new ScriptedPhoneLine(vertx);
    private LiveRoster roster;
    private Dispatch dispatch;

    @BeforeEach
    void start() throws Exception {
        vertx.exceptionHandler(stray::add);
        InMemoryRosterStore store = new InMemoryRosterStore();
        done(DemoRoster.seed(store, CLOCK));
        roster = new LiveRoster(vertx, store, CLOCK);
        done(roster.start());
        dispatch = new Dispatch(vertx, line, roster, mobiles(), CLOCK, Duration.ZERO, Duration.ZERO, meters);
        done(dispatch.start());
    }

    @AfterEach
    void stop() throws Exception {
        done(dispatch.stop());
        roster.stop();
        done(vertx.close());
        assertThat(stray).isEmpty();
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError("waited in vain", e);
        }
    }

    private Function<String, Optional<LawyerPhone>> mobiles() {
        return lawyer -> roster.practitioner(lawyer).map(Practitioner::mobile).map(LawyerPhone::mobile);
    }

    private List<String> onDuty() {
        return roster.at(CENTRE, CLOCK.instant()).seats().stream()
                .map(duty -> duty.lawyer())
                .sorted()
                .toList();
    }

    private List<String> seated(String queue) {
        return done(line.truth()).stream()
                .filter(seat -> seat.queue().equals(queue))
                .map(Seat::lawyer)
                .sorted()
                .toList();
    }

    private void awaitRightSeats() {
        HeardEvents.await("those on duty in the queue", () -> seated(CENTRE).equals(onDuty()));
    }

    @Test
    void seatsThoseOnDutyAndTheStandbyWhenTheLineComesUp() {
        done(line.start());
        awaitRightSeats();
        assertThat(onDuty()).hasSize(2);
        HeardEvents.await("the standby", () -> seated(CENTRE + "-standby").size() == 1);
        HeardEvents.await(
                "the gauge", () -> meters.get("hotline.seats.missing").gauge().value() == 0);
        assertThat(meters.get("hotline.seats.desired").gauge().value()).isEqualTo(3);
    }

    @Test
    void tellsThePbxHoursForSixtyDaysAndTelephones() {
        done(line.start());
        awaitRightSeats();
        long today = CLOCK.instant().getEpochSecond() / 86400;
        String value = done(line.kept("hours/" + CENTRE + "/" + today)).orElseThrow();
        assertThat(value).contains("1795478400,1795521600,OPEN,,0800,2000,");
        assertThat(done(line.kept("hours/" + CENTRE + "/" + (today + 59)))).isPresent();
        assertThat(done(line.kept("phone/lawyer07"))).contains("mobile|13900000007");
    }

    @Test
    void setsRightWhatHappenedWhileTheLineWasDown() {
        done(line.start());
        awaitRightSeats();
        line.cut("cut by the test");
        line.meddle(seats -> {
            seats.clear();
            seats.put(ScriptedPhoneLine.key(CENTRE, "PJSIP/stranger"), Seat.of(CENTRE, "stranger", "PJSIP/stranger"));
        });
        line.restore();
        awaitRightSeats();
    }

    @Test
    void aLawyerOnABreakKeepsHisSeatAndIsNotRung() {
        done(line.start());
        awaitRightSeats();
        String first = onDuty().getFirst();
        dispatch.notReady(first, Optional.of("BREAK"));
        HeardEvents.await(
                "the pause",
                () -> done(line.truth()).stream()
                        .anyMatch(seat ->
                                seat.lawyer().equals(first) && seat.notReady().equals(Optional.of("BREAK"))));
        assertThat(seated(CENTRE)).isEqualTo(onDuty());
        dispatch.notReady(first, Optional.empty());
        HeardEvents.await(
                "the end of the pause",
                () -> done(line.truth()).stream()
                        .allMatch(seat -> seat.notReady().isEmpty()));
    }

    private void awaitNotReady(String lawyer, Optional<String> reason) {
        HeardEvents.await(
                lawyer + " not ready: " + reason,
                () -> done(line.truth()).stream()
                        .anyMatch(seat ->
                                seat.lawyer().equals(lawyer) && seat.notReady().equals(reason)));
    }

    @Test
    void leavesAloneWhatWasSaidByKeysWhileNobodyListened() {
        dispatch.onFound((lawyer, reason) -> dispatch.notReady(lawyer, Optional.of(reason)));
        done(line.start());
        awaitRightSeats();
        String first = onDuty().getFirst();
        String second = onDuty().getLast();
        dispatch.notReady(second, Optional.of("MEETING"));
        awaitNotReady(second, Optional.of("MEETING"));
        line.cut("cut by the test");
        HeardEvents.await("the line is down", () -> !line.health().up());
        line.meddle(seats -> seats.replaceAll(
                (key, seat) -> seat.lawyer().equals(first) ? seat.withNotReady(Optional.of("BREAK")) : seat));
        // Said by the web meanwhile: that is no word by keys.
        dispatch.notReady(second, Optional.empty());
        line.restore();
        awaitNotReady(second, Optional.empty());
        awaitNotReady(first, Optional.of("BREAK"));
        assertThat(done(line.obeyed()))
                .noneMatch(command -> command instanceof SeatCommand.UnpauseSeat unpause
                        && unpause.lawyer().equals(first));
    }

    @Test
    void leavesOtherQueuesAlone() {
        line.meddle(seats -> seats.put(ScriptedPhoneLine.key("other", "PJSIP/x"), Seat.of("other", "x", "PJSIP/x")));
        done(line.start());
        awaitRightSeats();
        assertThat(seated("other")).containsExactly("x");
    }

    @Test
    void oneRefusedSeatKeepsNobodyElseFromHis() {
        List<String> duty = onDuty();
        line.refuses(command -> command.lawyer().equals(duty.getFirst()));
        done(line.start());
        HeardEvents.await("the other", () -> seated(CENTRE).equals(List.of(duty.getLast())));
        HeardEvents.await(
                "the gauge", () -> meters.get("hotline.seats.missing").gauge().value() == 1);
    }
}
