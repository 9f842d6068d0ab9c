package org.hotline12348.scheduler.out;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import jakarta.mail.internet.MimeMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.store.InMemoryRosterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notices on their way: against a real SMTP server and a webhook that answers as it is told. */
class OutboxTest {

    private static final String SECRET = "a shared secret";

    private final Vertx vertx = Vertx.vertx();
    private final InMemoryRosterStore store = new InMemoryRosterStore();
    private final GreenMail mails = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    private final Queue<Integer> answers = new ArrayDeque<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private volatile Instant now = Instant.parse("2026-11-23T02:00:00Z");
    private HttpServer gateway;
    private Outbox outbox;

    private record Asked(Map<String, String> headers, Buffer body) {}

    private final Clock clock = new Clock() {
        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    };

    @BeforeEach
    void open() {
        mails.start();
        mails.setUser("hotline", "hotline", "smtp password");
        gateway = await(vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    Map<String, String> headers = new java.util.TreeMap<>(String.CASE_INSENSITIVE_ORDER);
                    request.headers().forEach(headers::put);
                    asked.add(new Asked(headers, body));
                    Integer status = answers.poll();
                    request.response()
                            .setStatusCode(status == null ? 202 : status)
                            .end();
                }))
                .listen(0, "127.0.0.1"));
        await(store.found(DemoRoster.centre()));
        MailWay mail = new MailWay(
                vertx,
                new MailWay.Smtp(
                        "127.0.0.1",
                        mails.getSmtp().getPort(),
                        Optional.of("hotline"),
                        Optional.of("smtp password"),
                        false,
                        "roster@hotline.example"));
        SmsWay sms =
                new SmsWay(vertx, URI.create("http://127.0.0.1:%d/sms".formatted(gateway.actualPort())), SECRET, clock);
        outbox = new Outbox(vertx, store, Map.of(Notice.Channel.MAIL, mail, Notice.Channel.SMS, sms), clock);
    }

    @AfterEach
    void close() {
        await(outbox.stop());
        mails.stop();
        await(vertx.close());
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within half a minute", e);
        }
    }

    private void post(String id, Notice.Channel channel, String address) {
        Notice notice = new Notice(id, "jiaozuo", channel, "lawyer01", address, "换班请求", "张伟请您换 11月24日 的值班。", now, 0);
        await(store.inCentre("jiaozuo", now, book -> book.post(notice)));
    }

    @Test
    void aMailArrivesWithItsChineseWords() throws Exception {
        post("n1", Notice.Channel.MAIL, "anna@law.example");
        assertThat(await(outbox.empty())).isEqualTo(1);
        MimeMessage mail = mails.getReceivedMessages()[0];
        assertThat(mail.getSubject()).isEqualTo("换班请求");
        assertThat(mail.getContent().toString().strip()).isEqualTo("张伟请您换 11月24日 的值班。");
        assertThat(mail.getAllRecipients()).extracting(Object::toString).containsExactly("anna@law.example");
        assertThat(mail.getMessageID()).isEqualTo("<n1@hotline12348>");
        assertThat(await(outbox.empty())).as("once is enough").isZero();
    }

    @Test
    void anSmsIsAskedForWithASignatureThatProvesWhoAsks() {
        post("n2", Notice.Channel.SMS, "13900000001");
        assertThat(await(outbox.empty())).isEqualTo(1);
        Asked request = asked.getFirst();
        assertThat(new JsonObject(request.body()).getString("to")).isEqualTo("13900000001");
        assertThat(request.headers()).containsEntry("Idempotency-Key", "n2");
        String timestamp = request.headers().get("X-Hotline-Timestamp");
        assertThat(Long.parseLong(timestamp)).isEqualTo(now.getEpochSecond());
        assertThat(request.headers().get("X-Hotline-Signature"))
                .isEqualTo(SmsWay.signature(SECRET.getBytes(StandardCharsets.UTF_8), timestamp, request.body()));
    }

    @Test
    void theSignatureIsTheOneOfTheDocumentedExample() {
        // printf '1700000000.{"to":"1"}' | openssl dgst -sha256 -hmac key
        assertThat(SmsWay.signature(
                        "key".getBytes(StandardCharsets.UTF_8), "1700000000", Buffer.buffer("{\"to\":\"1\"}")))
                .isEqualTo("sha256=fa38dd5311a322a2ba9ed7cd81b0e79374ef4a7a9d232c217d8aad62b7b1a501");
    }

    @Test
    void whatDoesNotGoOutIsTriedAgainLaterAndLater() {
        answers.addAll(List.of(500, 429, 503));
        post("n3", Notice.Channel.SMS, "13900000001");
        assertThat(await(outbox.empty())).isZero();
        assertThat(await(outbox.empty())).as("not before its time").isZero();
        assertThat(asked).hasSize(1);
        for (Duration wait : List.of(Duration.ofMinutes(1), Duration.ofMinutes(5))) {
            now = now.plus(wait);
            assertThat(await(outbox.empty())).isZero();
        }
        assertThat(asked).hasSize(3);
        now = now.plus(Duration.ofMinutes(30));
        assertThat(await(outbox.empty())).isEqualTo(1);
        assertThat(asked)
                .hasSize(4)
                .allSatisfy(one -> assertThat(one.headers()).containsEntry("Idempotency-Key", "n3"));
    }

    @Test
    void aRefusalForGoodAndAnOldNoticeAndAWayThatIsNotThereAreGivenUp() {
        answers.add(400);
        post("n4", Notice.Channel.SMS, "1");
        assertThat(await(outbox.empty())).isZero();
        now = now.plus(Duration.ofHours(1));
        assertThat(await(outbox.empty())).isZero();
        assertThat(asked).hasSize(1);
        post("n5", Notice.Channel.SMS, "13900000001");
        now = now.plus(Duration.ofHours(25));
        assertThat(await(outbox.empty())).isZero();
        assertThat(asked).hasSize(1);
        Outbox bare = new Outbox(vertx, store, Map.of(), clock);
        post("n6", Notice.Channel.SMS, "13900000001");
        assertThat(await(bare.empty())).isZero();
        assertThat(await(outbox.empty())).isZero();
    }

    @Test
    void aMailServerThatIsAwayOnlyDelaysTheMail() {
        mails.stop();
        post("n7", Notice.Channel.MAIL, "anna@law.example");
        assertThat(await(outbox.empty())).isZero();
        mails.start();
        now = now.plus(Duration.ofMinutes(1));
        // The server has come up on another port, as a new one would; the way is made anew.
        Outbox again = new Outbox(
                vertx,
                store,
                Map.of(
                        Notice.Channel.MAIL,
                        new MailWay(
                                vertx,
                                new MailWay.Smtp(
                                        "127.0.0.1",
                                        mails.getSmtp().getPort(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        false,
                                        "roster@hotline.example"))),
                clock);
        assertThat(await(again.empty())).isEqualTo(1);
        assertThat(mails.getReceivedMessages()).hasSize(1);
        await(again.stop());
    }
}
