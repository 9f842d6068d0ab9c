package org.hotline12348.core.app;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.copies.Work;
import org.hotline12348.core.hint.BookHints;
import org.hotline12348.core.hint.HintRules;
import org.hotline12348.core.hint.TalkTimeTeller;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.asterisk.AmiLogin;
import org.hotline12348.ivr.asterisk.AriLogin;
import org.hotline12348.ivr.asterisk.AsteriskPhoneLine;
import org.hotline12348.ivr.asterisk.HintServer;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.ivr.embedded.PbxSecrets;
import org.hotline12348.ivr.embedded.PbxSettings;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;

/** Makes the line to the exchange, and what tells it of callers. */
final class LinePart {
    private static final String HOST = "127.0.0.1";

    private LinePart() {}

    /**
     * The line, not yet started. It keeps to real time, which no clock of ours shifts.
     *
     * @param commands whether this service commands the exchange just now
     */
    static PhoneLine line(Vertx vertx, EmbeddedAsterisk pbx, Settings.Ami ami, BooleanSupplier commands) {
        PbxSettings.Ports ports = pbx.settings().ports();
        PbxSecrets secrets = pbx.secrets();
        return new AsteriskPhoneLine(
                vertx,
                new AmiLogin(HOST, ami.via().orElse(ami.port()), secrets.amiUser(), secrets.amiSecret()),
                new AriLogin(HOST, ports.http(), secrets.ariUser(), secrets.ariSecret()),
                Clock.systemUTC(),
                commands);
    }

    /**
     * Answers an exchange's questions about callers, and tells it how long talks take.
     *
     * @param serves whether it is the exchange of a centre
     * @param clock the service's clock, by which the roster goes
     */
    static Work hints(
            Vertx vertx,
            EmbeddedAsterisk pbx,
            Predicate<String> serves,
            PhoneLine line,
            ConsultationBook book,
            Roster roster,
            Clock clock) {
        BookHints hints = new BookHints(
                book,
                centre -> roster.at(centre, clock.instant()).seats().stream()
                        .map(Duty::lawyer)
                        .collect(Collectors.toUnmodifiableSet()),
                HintRules.usual(),
                Clock.systemUTC());
        TalkTimeTeller talks = new TalkTimeTeller(
                vertx,
                hints,
                line,
                () -> roster.centres().stream().map(Centre::id).filter(serves).toList(),
                Clock.systemUTC());
        AtomicReference<Optional<HintServer>> server = new AtomicReference<>(Optional.empty());
        return Work.of(
                () -> {
                    server.set(Optional.of(
                            HintServer.start(HOST, pbx.settings().ports().agi(), hints)));
                    talks.start();
                },
                () -> {
                    talks.stop();
                    server.getAndSet(Optional.empty()).ifPresent(HintServer::close);
                });
    }
}
