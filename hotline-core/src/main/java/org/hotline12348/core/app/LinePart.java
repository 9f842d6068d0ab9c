package org.hotline12348.core.app;

import io.vertx.core.Vertx;
import java.time.Clock;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.asterisk.AmiLogin;
import org.hotline12348.ivr.asterisk.AriLogin;
import org.hotline12348.ivr.asterisk.AsteriskPhoneLine;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.ivr.embedded.PbxSecrets;
import org.hotline12348.ivr.embedded.PbxSettings;

/** Makes the line to the exchange. */
final class LinePart {
    private static final String HOST = "127.0.0.1";

    private LinePart() {}

    /** The line, not yet started. It keeps to real time, which no clock of ours shifts. */
    static PhoneLine line(Vertx vertx, EmbeddedAsterisk pbx) {
        PbxSettings.Ports ports = pbx.settings().ports();
        PbxSecrets secrets = pbx.secrets();
        return new AsteriskPhoneLine(
                vertx,
                new AmiLogin(HOST, ports.ami(), secrets.amiUser(), secrets.amiSecret()),
                new AriLogin(HOST, ports.http(), secrets.ariUser(), secrets.ariSecret()),
                Clock.systemUTC());
    }
}
