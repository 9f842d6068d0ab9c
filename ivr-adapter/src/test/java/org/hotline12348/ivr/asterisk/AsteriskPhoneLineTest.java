package org.hotline12348.ivr.asterisk;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;
import org.hotline12348.ivr.FaultyWire;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.PhoneLineContract;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.ivr.phones.TestPbx;
import org.junit.jupiter.api.Tag;

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
                Clock.systemUTC());
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
}
