package org.hotline12348.scheduler.out;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;
import java.util.Optional;
import org.hotline12348.scheduler.change.Notice;

/** Notices as mail, by SMTP. */
public final class MailWay implements NoticeWay {

    private static final int CONNECTIONS = 2;

    private final MailClient client;
    private final String from;

    /**
     * Where mail is handed in.
     *
     * @param user and password for AUTH; empty: without
     * @param tls whether the connection must be encrypted (STARTTLS); a server that offers it is used so anyway
     * @param from the sender's address
     */
    public record Smtp(
            String host, int port, Optional<String> user, Optional<String> password, boolean tls, String from) {
        private static final int PORT = 587;

        /** From {@code smtp://USER:PASSWORD@HOST:PORT}; with a user only over TLS. */
        public static Smtp of(URI address, String from) {
            Optional<String[]> user = Optional.ofNullable(address.getUserInfo()).map(text -> text.split(":", 2));
            return new Smtp(
                    address.getHost(),
                    address.getPort() < 0 ? PORT : address.getPort(),
                    user.map(parts -> parts[0]),
                    user.filter(parts -> parts.length > 1).map(parts -> parts[1]),
                    user.isPresent(),
                    from);
        }

        @Override
        public String toString() {
            return host + ":" + port;
        }
    }

    public MailWay(Vertx vertx, Smtp smtp) {
        MailConfig config = new MailConfig()
                .setHostname(smtp.host())
                .setPort(smtp.port())
                .setStarttls(smtp.tls() ? StartTLSOptions.REQUIRED : StartTLSOptions.OPTIONAL)
                .setMaxPoolSize(CONNECTIONS)
                .setKeepAlive(false);
        smtp.user().ifPresent(config::setUsername);
        smtp.password().ifPresent(config::setPassword);
        this.client = MailClient.create(vertx, config);
        this.from = smtp.from();
    }

    @Override
    public Future<Void> send(Notice notice) {
        MailMessage message = new MailMessage()
                .setFrom(from)
                .setTo(notice.address())
                .setSubject(notice.subject())
                .setText(notice.text());
        // A mail that is sent again after a lost answer has the same id, so that the reader's program can show it once.
        message.addHeader(
                "Message-ID", "<%s@hotline12348>".formatted(notice.id().replaceAll("[^A-Za-z0-9._-]", "-")));
        return client.sendMail(message)
                .<Void>mapEmpty()
                .recover(failure -> failure instanceof SMTPException refusal && refusal.isPermanent()
                        ? Future.failedFuture(new UndeliverableException(String.valueOf(refusal.getMessage())))
                        : Future.failedFuture(failure));
    }

    @Override
    public void close() {
        client.close();
    }
}
