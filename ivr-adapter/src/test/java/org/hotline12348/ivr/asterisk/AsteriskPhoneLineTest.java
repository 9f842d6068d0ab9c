package org.hotline12348.ivr.asterisk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.PhoneLineContract;
import org.hotline12348.ivr.Seat;
import org.hotline12348.ivr.SeatCommand;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.ivr.phones.TestPbx;
import org.hotline12348.ivr.wire.FaultyWire;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("pbx")
class AsteriskPhoneLineTest extends PhoneLineContract {
    private final EmbeddedAsterisk pbx = TestPbx.shared().asterisk();
    private final FaultyWire wire = new FaultyWire(pbx.settings().ports().ami());

    @Override
    protected PhoneLine make(Vertx vertx) {
        return new AsteriskPhoneLine(
                vertx,
                new AmiLogin(
                        "127.0.0.1",
                        wire.port(),
                        pbx.secrets().amiUser(),
                        pbx.secrets().amiSecret()),
                new AriLogin(
                        "127.0.0.1",
                        pbx.settings().ports().http(),
                        pbx.secrets().ariUser(),
                        pbx.secrets().ariSecret()),
                Clock.systemUTC(),
                () -> true);
    }

    @Override
    protected void tidy() {
        wire.close();
    }

    @Override
    protected void breakConnection() {
        wire.cut();
    }

    @Override
    protected void mendConnection() {
        // It connects again by itself.
    }

    @Override
    protected Optional<String> kept(String family, String key) {
        String said = pbx.cli("database get " + family + " " + key).strip();
        return said.startsWith("Value: ") ? Optional.of(said.substring("Value: ".length())) : Optional.empty();
    }

    @Override
    protected boolean registers(String lawyer, String password) {
        return TestPbx.shared().phones().register(lawyer, password);
    }

    @Override
    protected void mobile(String number, boolean accepts) {
        TestPbx.shared().phones().telephone(number).always(ring -> {
            if (accepts) {
                ring.accepts().awaitAudio(10).hangsUp();
            } else {
                ring.isBusy();
            }
        });
    }

    /** Neither side notices by itself: the pings do; then a new connection is made and compared. */
    @ParameterizedTest
    @EnumSource(
            value = FaultyWire.Mode.class,
            names = {"HALF_OPEN", "DEAF"})
    void aConnectionOnWhichNothingComesIsGivenUpAndComparedAnew(FaultyWire.Mode mode) {
        done(line.apply(new SeatCommand.AddSeat(QUEUE, "lawyer01", "Local/lawyer01@lawyer/n", Optional.empty())));
        heard.forget();
        wire.mode(mode);
        heard.await(LineEvent.LineDown.class);
        // Behind our back meanwhile: one goes, another comes.
        TestPbx.shared().cli("queue remove member Local/lawyer01@lawyer/n from " + QUEUE);
        TestPbx.shared().cli("queue add member Local/lawyer02@lawyer/n to " + QUEUE + " penalty 0 as lawyer02");
        wire.mode(FaultyWire.Mode.PASSING);
        wire.cut();
        LineEvent.LineUp up = heard.await(LineEvent.LineUp.class);
        assertThat(up.seats()).extracting(Seat::lawyer).containsExactly("lawyer02");
        assertThat(done(line.seats())).extracting(Seat::lawyer).containsExactly("lawyer02");
    }
}
