package org.hotline12348.core.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.dispatch.Dispatch;
import org.hotline12348.core.web.ScriptedRoster;
import org.hotline12348.ivr.CallOut;
import org.hotline12348.ivr.HeardEvents;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.LineException;
import org.hotline12348.ivr.LineSetting;
import org.hotline12348.ivr.LiveChannel;
import org.hotline12348.ivr.PhoneAccount;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.PhoneLineContract;
import org.hotline12348.ivr.ScriptedPhoneLine;
import org.hotline12348.ivr.Seat;
import org.hotline12348.ivr.SeatCommand;
import org.hotline12348.ivr.Supervision;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Two exchanges are one line as any other; and each is for its own centres: pbx2 for xiuwu, pbx1 for all others. */
class ExchangesTest extends PhoneLineContract {
    private static final String FAR = "xiuwu";
    private static final Map<String, Set<String>> CENTRES = Map.of(
            "lawyer21", Set.of(FAR),
            "lawyer22", Set.of(FAR, QUEUE),
            "lawyer01", Set.of(QUEUE));

    private ScriptedPhoneLine first;
    private ScriptedPhoneLine second;

    @Override
    protected PhoneLine make(Vertx vertx) {
        first = new ScriptedPhoneLine(vertx, "pbx1");
        second = new ScriptedPhoneLine(vertx, "pbx2");
        return Exchanges.of(
                vertx,
                List.of(
                        new Exchanges.One("pbx1", first, centre -> !centre.equals(FAR)),
                        new Exchanges.One("pbx2", second, FAR::equals)),
                lawyer -> CENTRES.getOrDefault(lawyer, Set.of()));
    }

    @Override
    protected void breakConnection() {
        first.cut("cut by the test");
        second.cut("cut by the test");
    }

    @Override
    protected void mendConnection() {
        first.restore();
        second.restore();
    }

    @Override
    protected Optional<String> kept(String family, String key) {
        return done(first.kept(family + "/" + key));
    }

    @Override
    protected boolean registers(String lawyer, String password) {
        return registersAt(first, lawyer, password) && registersAt(second, lawyer, password);
    }

    private static boolean registersAt(ScriptedPhoneLine exchange, String lawyer, String password) {
        return done(exchange.account(lawyer))
                .filter(account -> account.password().equals(password))
                .isPresent();
    }

    @Override
    protected void mobile(String number, boolean accepts) {
        first.accepts(order -> accepts);
    }

    @BeforeEach
    void bothAreUp() {
        heard.await(LineEvent.LineUp.class, up -> up.pbx().equals("pbx2"));
    }

    private static SeatCommand seat(String queue, String lawyer) {
        return new SeatCommand.AddSeat(queue, lawyer, "PJSIP/" + lawyer, Optional.empty());
    }

    private static LiveChannel channel(String name, String id) {
        return new LiveChannel(name, id, id, "", "citizen", "12348");
    }

    @Test
    @DisplayName("one exchange is its own line: nothing stands between")
    void oneIsItself() {
        assertThat(Exchanges.of(vertx, List.of(new Exchanges.One("pbx1", first, _ -> true)), _ -> Set.of()))
                .isSameAs(first);
    }

    @Test
    @DisplayName("seats, standby, closures, choices and callbacks of a centre are its exchange's alone")
    void aCentresOwn() {
        done(line.apply(seat(FAR, "lawyer21")));
        done(line.apply(seat(FAR + "-standby", "lawyer22")));
        done(line.apply(seat(QUEUE, "lawyer01")));
        assertThat(done(second.truth())).extracting(Seat::lawyer).containsExactly("lawyer21", "lawyer22");
        assertThat(done(first.truth())).extracting(Seat::lawyer).containsExactly("lawyer01");
        assertThat(done(line.seats()))
                .extracting(Seat::lawyer)
                .containsExactlyInAnyOrder("lawyer01", "lawyer21", "lawyer22");

        done(line.publishClosure(FAR, Optional.of("1")));
        done(line.publish(new LineSetting.CallForHelp(FAR, Optional.of("coordinator"))));
        assertThat(done(second.kept("closure/" + FAR))).contains("1");
        assertThat(done(second.kept("help/" + FAR))).contains("coordinator");
        assertThat(kept("closure", FAR)).isEmpty();
        assertThat(kept("help", FAR)).isEmpty();

        done(line.callOut(new CallOut("callback-2", FAR, "lawyer21", "13700000001", "12349", 10)));
        assertThat(done(first.calledOut())).isEmpty();
        assertThat(done(second.calledOut())).hasSize(1);
    }

    @Test
    @DisplayName("a lawyer's telephone is told where he serves; what all shall know, everywhere")
    void aLawyersOwn() {
        done(line.publishPhone("lawyer21", LawyerPhone.mobile("13900000021")));
        done(line.publishPhone("lawyer22", LawyerPhone.mobile("13900000022")));
        done(line.admitPhone(new PhoneAccount("lawyer21", LawyerPhone.Kind.SIP, "first-password")));
        done(line.publish(new LineSetting.OutsideCalls(false)));
        assertThat(kept("phone", "lawyer21")).isEmpty();
        assertThat(done(second.kept("phone/lawyer21"))).isPresent();
        assertThat(kept("phone", "lawyer22")).isPresent();
        assertThat(done(second.kept("phone/lawyer22"))).isPresent();
        assertThat(registersAt(first, "lawyer21", "first-password")).isFalse();
        assertThat(registersAt(second, "lawyer21", "first-password")).isTrue();
        assertThat(kept("outside", "off")).contains("1");
        assertThat(done(second.kept("outside/off"))).contains("1");
    }

    @Test
    @DisplayName("a centre of another exchange is no helper: a caller cannot be sent there")
    void helpersAreOfOneExchange() {
        done(line.publish(new LineSetting.Helpers(QUEUE, List.of("boai", FAR, "wuzhi"))));
        assertThat(kept("overflow", QUEUE)).contains("boai,wuzhi");
    }

    @Test
    @DisplayName("one exchange away: its seats stand as last heard, its commands fail alone, and the other does all")
    void oneIsAway() {
        done(line.apply(seat(FAR, "lawyer21")));
        done(line.apply(seat(QUEUE, "lawyer01")));
        heard.forget();
        first.cut("its cable");
        heard.await(LineEvent.LineDown.class);

        assertThat(line.health().up()).isTrue();
        assertThat(line.health(QUEUE).up()).isFalse();
        assertThat(line.health(QUEUE).reason()).contains("its cable");
        assertThat(line.health(FAR).up()).isTrue();
        assertThat(done(line.seats())).extracting(Seat::lawyer).containsExactlyInAnyOrder("lawyer01", "lawyer21");
        done(line.apply(seat(FAR, "lawyer22")));
        assertThatThrownBy(() -> done(line.apply(seat(QUEUE, "lawyer02"))))
                .isInstanceOfSatisfying(
                        LineException.class, e -> assertThat(e.kind()).isEqualTo(LineException.Kind.DOWN));
        done(line.publishPhone("lawyer22", LawyerPhone.mobile("13900000022")));
        assertThat(done(second.kept("phone/lawyer22"))).isPresent();

        first.restore();
        LineEvent.LineUp up = heard.await(LineEvent.LineUp.class);
        assertThat(up.pbx()).isEqualTo("pbx1");
        assertThat(up.seats())
                .as("nobody is forgotten when one exchange comes back")
                .extracting(Seat::lawyer)
                .containsExactlyInAnyOrder("lawyer01", "lawyer21", "lawyer22");
    }

    @Test
    @DisplayName("a channel is hung up where it is; a name that both have is refused, its unique id is not")
    void aChannelsOwn() {
        first.carries(channel("PJSIP/trunk-00000001", "pbx1-1700000000.1"));
        second.carries(channel("PJSIP/trunk-00000001", "pbx2-1700000000.1"));
        second.carries(channel("PJSIP/trunk-00000002", "pbx2-1700000000.2"));
        done(line.hangUp("PJSIP/trunk-00000002", 16));
        assertThat(done(line.channels()))
                .extracting(LiveChannel::uniqueId)
                .containsExactlyInAnyOrder("pbx1-1700000000.1", "pbx2-1700000000.1");
        assertThatThrownBy(() -> done(line.hangUp("PJSIP/trunk-00000001", 16)))
                .isInstanceOf(LineException.class)
                .hasMessageContaining("pbx1, pbx2")
                .hasMessageContaining("unique id");
        done(line.redirect("pbx2-1700000000.1", "citizen", "12349"));
        assertThatThrownBy(() -> done(line.redirect("PJSIP/trunk-00000009", "citizen", "12349")))
                .isInstanceOf(LineException.class)
                .hasMessageContaining("PJSIP/trunk-00000009");
        second.restart(Instant.EPOCH);
        first.restart(Instant.EPOCH);
        assertThat(done(line.channels())).isEmpty();
    }

    @Test
    @DisplayName("a supervisor comes to the exchange on which the lawyer talks")
    void supervision() {
        done(line.apply(seat(QUEUE, "lawyer22")));
        done(line.apply(seat(FAR, "lawyer22")));
        second.phone("PJSIP/lawyer22", Seat.State.BUSY, true);
        heard.await(LineEvent.SeatChanged.class, event -> event.seat().talking());
        assertThat(done(line.supervise(new Supervision("coordinator", "lawyer22", Supervision.Mode.LISTEN, "12349"))))
                .isTrue();
        assertThat(done(first.supervised())).isEmpty();
        assertThat(done(second.supervised())).hasSize(1);
    }

    @Test
    @DisplayName("dispatch fills the seats of one exchange while the other is away, and the other's when it is back")
    void dispatchGoesOn() {
        first.cut("its cable");
        heard.await(LineEvent.LineDown.class);
        Dispatch dispatch = new Dispatch(
                vertx,
                Exchanges.of(
                        vertx,
                        List.of(
                                new Exchanges.One("pbx1", first, QUEUE::equals),
                                new Exchanges.One("pbx2", second, FAR::equals)),
                        _ -> Set.of()),
                new ScriptedRoster(),
                _ -> Optional.of(LawyerPhone.sip()),
                Clock.fixed(Instant.parse("2026-11-24T02:00:00Z"), ZoneOffset.UTC),
                Duration.ZERO,
                Duration.ZERO,
                new SimpleMeterRegistry());
        done(dispatch.start());
        HeardEvents.await("those on duty in " + FAR, () -> done(second.truth()).size() == 3);
        assertThat(done(first.truth())).isEmpty();
        first.restore();
        HeardEvents.await("those on duty in " + QUEUE, () -> done(first.truth()).size() == 3);
        assertThat(done(second.truth())).hasSize(3);
        done(dispatch.stop());
    }
}
