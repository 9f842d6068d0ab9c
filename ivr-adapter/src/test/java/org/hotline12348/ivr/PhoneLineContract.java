package org.hotline12348.ivr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every line does, be it a real PBX or a scripted one. */
public abstract class PhoneLineContract {
    protected static final String QUEUE = "jiaozuo";

    protected Vertx vertx;
    protected PhoneLine line;
    protected final HeardEvents heard = new HeardEvents();
    private final List<Throwable> stray = new CopyOnWriteArrayList<>();

    protected abstract PhoneLine make(Vertx vertx);

    /** Breaks the connection between the line and its PBX; it may come back at once. */
    protected abstract void breakConnection();

    /** Lets it come back, if it does not by itself. */
    protected abstract void mendConnection();

    /** What the PBX keeps under {@code family/key}. */
    protected abstract Optional<String> kept(String family, String key);

    /** Whether a telephone may register as this lawyer with this password. */
    protected abstract boolean registers(String lawyer, String password);

    /** What a lawyer's mobile does when it rings: accept, or be busy. */
    protected abstract void mobile(String number, boolean accepts);

    /** What is left to do once the line is closed. */
    protected void tidy() {}

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        vertx.exceptionHandler(stray::add);
        line = make(vertx);
        line.onEvent(heard);
        done(line.start());
        heard.await(LineEvent.LineUp.class);
        vacate();
    }

    @AfterEach
    void stop() {
        if (line.health().up()) {
            vacate();
        }
        done(line.close());
        done(vertx.close());
        tidy();
        assertThat(stray).isEmpty();
    }

    private void vacate() {
        for (Seat seat : done(line.seats())) {
            done(line.apply(new SeatCommand.RemoveSeat(seat.queue(), seat.lawyer(), seat.phone())));
        }
    }

    protected static <T> T done(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("waited in vain", e);
        }
    }

    private List<Seat> seats() {
        return done(line.seats());
    }

    private static final SeatCommand.AddSeat ANNA =
            new SeatCommand.AddSeat(QUEUE, "lawyer01", "Local/lawyer01@lawyer/n", Optional.empty());
    private static final SeatCommand.AddSeat BORIS =
            new SeatCommand.AddSeat(QUEUE, "lawyer02", "PJSIP/lawyer02", Optional.of("BREAK"));

    @Test
    void lastCallsAreForgottenWithoutAnybodyLosingHisSeat() {
        done(line.apply(ANNA));
        done(line.forgetLastCalls(QUEUE));
        assertThat(seats()).extracting(Seat::lawyer).contains("lawyer01");
    }

    @Test
    void comesUpWithTheNameOfItsPbxAndTheTimeOfItsStart() {
        LineEvent.LineUp up = heard.await(LineEvent.LineUp.class);
        assertThat(up.pbx()).matches("[A-Za-z0-9-]+");
        assertThat(up.startedAt()).isBeforeOrEqualTo(Instant.now());
        assertThat(line.health().up()).isTrue();
        assertThat(line.health().pbx()).contains(up.pbx());
        assertThat(line.health().resyncs()).isEqualTo(1);
    }

    @Test
    void seatsALawyerAndTellsIt() {
        done(line.apply(ANNA));
        done(line.apply(BORIS));
        assertThat(seats())
                .extracting(Seat::queue, Seat::lawyer, Seat::phone, Seat::notReady)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(
                                QUEUE, "lawyer01", "Local/lawyer01@lawyer/n", Optional.empty()),
                        org.assertj.core.groups.Tuple.tuple(QUEUE, "lawyer02", "PJSIP/lawyer02", Optional.of("BREAK")));
        LineEvent.SeatChanged told = heard.await(
                LineEvent.SeatChanged.class, event -> event.seat().lawyer().equals("lawyer02"));
        assertThat(told.seat().notReady()).contains("BREAK");
    }

    @Test
    void seatingTwiceIsSeatingOnce() {
        done(line.apply(ANNA));
        done(line.apply(ANNA));
        assertThat(seats()).hasSize(1);
    }

    @Test
    void takesASeatAwayAndTellsIt() {
        done(line.apply(ANNA));
        SeatCommand remove = new SeatCommand.RemoveSeat(QUEUE, "lawyer01", "Local/lawyer01@lawyer/n");
        done(line.apply(remove));
        assertThat(seats()).isEmpty();
        heard.await(LineEvent.SeatVacated.class, event -> event.lawyer().equals("lawyer01"));
        done(line.apply(remove));
    }

    @Test
    void pausesWithAReasonAndBack() {
        done(line.apply(ANNA));
        done(line.apply(new SeatCommand.PauseSeat(QUEUE, "lawyer01", "Local/lawyer01@lawyer/n", "VISITOR")));
        assertThat(seats()).extracting(Seat::notReady).containsExactly(Optional.of("VISITOR"));
        heard.await(
                LineEvent.SeatChanged.class, event -> event.seat().notReady().equals(Optional.of("VISITOR")));
        done(line.apply(new SeatCommand.UnpauseSeat(QUEUE, "lawyer01", "Local/lawyer01@lawyer/n")));
        assertThat(seats()).extracting(Seat::notReady).containsExactly(Optional.empty());
    }

    @Test
    void refusesToPauseNobody() {
        assertThatThrownBy(
                        () -> done(line.apply(new SeatCommand.PauseSeat(QUEUE, "lawyer09", "PJSIP/lawyer09", "BREAK"))))
                .isInstanceOfSatisfying(
                        LineException.class, e -> assertThat(e.kind()).isEqualTo(LineException.Kind.REFUSED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BREAK\r\nAction: Originate",
                "BREAK\nAction: Originate",
                "BREAK\rAction: Originate",
                "BREAK\0",
            })
    void refusesTextThatCouldBeginACommandOfItsOwn(String reason) {
        assertThatThrownBy(() -> done(
                        line.apply(new SeatCommand.AddSeat(QUEUE, "lawyer01", "PJSIP/lawyer01", Optional.of(reason)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Reason");
        assertThat(seats()).isEmpty();
    }

    @Test
    void letsATelephoneRegisterAndTakesThatBack() {
        done(line.admitPhone(new PhoneAccount("lawyer07", LawyerPhone.Kind.SIP, "first-password")));
        assertThat(registers("lawyer07", "first-password")).isTrue();
        assertThat(registers("lawyer07", "wrong-password")).isFalse();
        done(line.admitPhone(new PhoneAccount("lawyer07", LawyerPhone.Kind.SIP, "second-password")));
        assertThat(registers("lawyer07", "first-password")).isFalse();
        assertThat(registers("lawyer07", "second-password")).isTrue();
        done(line.withdrawPhone("lawyer07"));
        done(line.withdrawPhone("lawyer07"));
        assertThat(registers("lawyer07", "second-password")).isFalse();
    }

    @Test
    void admitsNoMobileAndNoWeakPassword() {
        assertThatThrownBy(() -> new PhoneAccount("lawyer07", LawyerPhone.Kind.MOBILE, "first-password"))
                .hasMessageContaining("mobile");
        assertThatThrownBy(() -> new PhoneAccount("lawyer07", LawyerPhone.Kind.SIP, "short"))
                .hasMessageContaining("12 to 100");
        assertThat(new PhoneAccount("lawyer07", LawyerPhone.Kind.SIP, "first-password").toString())
                .doesNotContain("first-password");
    }

    @Test
    void keepsHoursPhonesLinesAndTheClosure() {
        Instant day = Instant.parse("2026-11-24T00:00:00Z");
        HoursPlan plan = HoursPlan.of(
                List.of(new HoursSegment(
                        day,
                        day.plus(Duration.ofHours(12)),
                        HoursSegment.State.CLOSED_HOLIDAY,
                        Optional.of("国庆节、中秋节"),
                        LocalTime.of(8, 0),
                        LocalTime.of(20, 0),
                        Optional.empty())),
                Duration.ZERO);
        done(line.publishHours("nowhere", plan));
        assertThat(kept("hours", "nowhere/20781")).contains("1795478400,1795521600,CLOSED_HOLIDAY,国庆节、中秋节,0800,2000,");

        done(line.publishPhone("lawyer30", LawyerPhone.mobile("13900000030")));
        assertThat(kept("phone", "lawyer30")).contains("mobile|13900000030");
        done(line.publishLine("12399", "nowhere"));
        assertThat(kept("line", "12399")).contains("nowhere");

        done(line.publishClosure("nowhere", Optional.of("1")));
        assertThat(kept("closure", "nowhere")).contains("1");
        done(line.publishClosure("nowhere", Optional.empty()));
        assertThat(kept("closure", "nowhere")).isEmpty();
        done(line.publishClosure("nowhere", Optional.empty()));
    }

    @Test
    void keepsSettingsAndForgetsThem() {
        Instant until = Instant.ofEpochSecond(1_800_000_000);
        done(line.publish(new LineSetting.TalkTime("nowhere", Duration.ofMinutes(8), until)));
        done(line.publish(new LineSetting.WelcomeKey("nowhere", LineSetting.WelcomeKey.Use.EARLIER_TURN, true)));
        done(line.publish(new LineSetting.OverflowAfter("nowhere", Optional.of(Duration.ofMinutes(2)))));
        done(line.publish(new LineSetting.Helpers("nowhere", List.of("here", "there"))));
        done(line.publish(new LineSetting.CallForHelp("nowhere", Optional.of("coordinator"))));
        done(line.publish(new LineSetting.ShortNumber("507", Optional.of("lawyer07"))));
        assertThat(kept("talk", "nowhere")).contains("480,1800000000");
        assertThat(kept("option", "nowhere/vulnerable-key")).contains("1");
        assertThat(kept("option", "nowhere/overflow")).contains("120");
        assertThat(kept("overflow", "nowhere")).contains("here,there");
        assertThat(kept("help", "nowhere")).contains("coordinator");
        assertThat(kept("short", "507")).contains("lawyer07");

        done(line.publish(new LineSetting.TalkTime("nowhere", Duration.ZERO, until)));
        done(line.publish(new LineSetting.WelcomeKey("nowhere", LineSetting.WelcomeKey.Use.EARLIER_TURN, false)));
        done(line.publish(new LineSetting.OverflowAfter("nowhere", Optional.empty())));
        done(line.publish(new LineSetting.Helpers("nowhere", List.of())));
        done(line.publish(new LineSetting.CallForHelp("nowhere", Optional.empty())));
        done(line.publish(new LineSetting.ShortNumber("507", Optional.empty())));
        assertThat(kept("talk", "nowhere")).isEmpty();
        assertThat(kept("option", "nowhere/vulnerable-key")).isEmpty();
        assertThat(kept("option", "nowhere/overflow")).isEmpty();
        assertThat(kept("overflow", "nowhere")).isEmpty();
        assertThat(kept("help", "nowhere")).isEmpty();
        assertThat(kept("short", "507")).isEmpty();
    }

    @Test
    void callsBackOnlyWhenTheLawyerAccepts() {
        done(line.publishPhone("lawyer05", LawyerPhone.mobile("13900000005")));
        CallOut order = new CallOut("callback-1", QUEUE, "lawyer05", "13700000001", "12348", 10);
        mobile("13900000005", true);
        assertThat(done(line.callOut(order))).isTrue();
        mobile("13900000005", false);
        assertThat(done(line.callOut(order))).isFalse();
    }

    @Test
    void letsNobodyIntoATalkThatIsNone() {
        assertThat(done(line.supervise(new Supervision("coordinator", "lawyer05", Supervision.Mode.LISTEN, "12348"))))
                .isFalse();
        assertThatThrownBy(() -> new Supervision("lawyer05", "lawyer05", Supervision.Mode.LISTEN, "12348"))
                .hasMessageContaining("himself");
    }

    @Test
    void knowsNoChannelsWhileNobodyCalls() {
        assertThat(done(line.channels())).isEmpty();
        done(line.hangUp("PJSIP/trunk-ffffffff", 16));
    }

    @Test
    void aBrokenConnectionIsToldAndComparedAnew() {
        done(line.apply(ANNA));
        heard.forget();
        breakConnection();
        heard.await(LineEvent.LineDown.class);
        mendConnection();
        LineEvent.LineUp up = heard.await(LineEvent.LineUp.class);
        assertThat(up.seats()).extracting(Seat::lawyer).containsExactly("lawyer01");
        assertThat(line.health().resyncs()).isEqualTo(2);
        assertThat(seats()).hasSize(1);
    }

    @Test
    void aClosedLineDoesNothingMore() {
        done(line.close());
        heard.forget();
        assertThatThrownBy(() -> done(line.apply(ANNA)))
                .isInstanceOfSatisfying(
                        LineException.class, e -> assertThat(e.kind()).isEqualTo(LineException.Kind.DOWN));
        assertThatThrownBy(() -> done(line.seats())).isInstanceOf(LineException.class);
        assertThat(line.health().up()).isFalse();
        assertThat(heard.all()).isEmpty();
    }
}
