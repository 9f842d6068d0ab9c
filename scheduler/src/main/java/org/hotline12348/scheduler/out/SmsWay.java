package org.hotline12348.scheduler.out;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.hotline12348.scheduler.change.Notice;

/**
 * Notices as SMS, by a webhook: whoever sends them for the centre is asked with
 * {@code POST {id, to, subject, text, lawyer, centre}}. The headers {@code X-Hotline-Timestamp} (seconds since 1970) and
 * {@code X-Hotline-Signature} ({@code sha256=} and the HMAC-SHA256, in hexadecimal, of timestamp, a dot, and the body)
 * prove who asks and when; {@code Idempotency-Key} is the notice's id, the same at each try. 2xx means taken; 4xx, except
 * 408 and 429, that it is refused for good; all else is tried again.
 */
public final class SmsWay implements NoticeWay {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int REQUEST_TIMEOUT = 408;
    private static final int TOO_MANY = 429;

    private final WebClient client;
    private final URI url;
    private final byte[] secret;
    private final Clock clock;

    public SmsWay(Vertx vertx, URI url, String secret, Clock clock) {
        this.client = WebClient.create(vertx, new WebClientOptions().setFollowRedirects(false));
        this.url = url;
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.clock = clock;
    }

    @Override
    public Future<Void> send(Notice notice) {
        Buffer body = new JsonObject()
                .put("id", notice.id())
                .put("to", notice.address())
                .put("subject", notice.subject())
                .put("text", notice.text())
                .put("lawyer", notice.lawyer())
                .put("centre", notice.centre())
                .toBuffer();
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        return client.postAbs(url.toString())
                .timeout(LIMIT.toMillis())
                .putHeader("Content-Type", "application/json")
                .putHeader("Idempotency-Key", notice.id())
                .putHeader("X-Hotline-Timestamp", timestamp)
                .putHeader("X-Hotline-Signature", signature(secret, timestamp, body))
                .sendBuffer(body)
                .compose(answer -> {
                    int status = answer.statusCode();
                    if (status / 100 == 2) {
                        return Future.succeededFuture();
                    }
                    String what = "%s answered %d".formatted(url.getHost(), status);
                    return status / 100 == 4 && status != REQUEST_TIMEOUT && status != TOO_MANY
                            ? Future.failedFuture(new UndeliverableException(what))
                            : Future.failedFuture(what);
                });
    }

    /** The signature of a request, for those who check it. */
    public static String signature(byte[] secret, String timestamp, Buffer body) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body.getBytes()));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("Every Java has HmacSHA256.", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
