package org.hotline12348.ivr.asterisk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.LineException;
import org.hotline12348.ivr.PhoneAccount;

/**
 * Makes and withdraws what lawyers' telephones register with, by ARI's push configuration: no reload, calls go on. The PBX
 * keeps it in AstDB ({@code config/asterisk/sorcery.conf}).
 *
 * @see <a href="https://docs.asterisk.org/Configuration/Interfaces/Asterisk-REST-Interface-ARI/ARI-Push-Configuration/">ARI Push Configuration</a>
 */
final class PhoneAccounts {
    /** The PBX's default realm ({@code default_realm} of pjsip.conf). */
    private static final String REALM = "asterisk";

    private static final int CONNECTIONS = 4;
    private static final Set<Integer> DONE = Set.of(200, 204);

    private final HttpClient http;
    private final AriLogin login;
    private final Duration patience;

    PhoneAccounts(Vertx vertx, AriLogin login, Duration patience) {
        this.login = login;
        this.patience = patience;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout((int) patience.toMillis()),
                new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    }

    /** The endpoint comes last: before it nothing of the account can be used. */
    Future<Void> admit(PhoneAccount account) {
        String id = account.lawyer();
        return put("auth", id, auth(account))
                .compose(ignored -> put("aor", id, AOR))
                .compose(ignored -> put("endpoint", id, endpoint(account)));
    }

    /** The endpoint goes first. A call that is up goes on. */
    Future<Void> withdraw(String lawyer) {
        return delete("endpoint", lawyer)
                .compose(ignored -> delete("aor", lawyer))
                .compose(ignored -> delete("auth", lawyer));
    }

    Future<Void> close() {
        return http.close();
    }

    private static Map<String, String> auth(PhoneAccount account) {
        return Map.of(
                "auth_type",
                "md5",
                "username",
                account.lawyer(),
                "md5_cred",
                md5(account.lawyer() + ":" + REALM + ":" + account.password()));
    }

    /** One telephone a lawyer, the last one to register. */
    private static final Map<String, String> AOR = Map.of(
            "max_contacts", "1",
            "remove_existing", "yes",
            "qualify_frequency", "30",
            "qualify_timeout", "3",
            "minimum_expiration", "30",
            "maximum_expiration", "600");

    /** Never with {@code disallow}: over ARI it merges into "(nothing)". */
    private static Map<String, String> endpoint(PhoneAccount account) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("auth", account.lawyer());
        fields.put("aors", account.lawyer());
        fields.put("callerid", "\"%1$s\" <%1$s>".formatted(account.lawyer()));
        fields.put("context", "from-lawyer");
        fields.put("language", "zh");
        fields.put("allow_transfer", "yes");
        fields.put("trust_id_inbound", "no");
        fields.put("send_connected_line", "no");
        fields.put("device_state_busy_at", "1");
        fields.put("direct_media", "no");
        fields.put("rtp_symmetric", "yes");
        fields.put("force_rport", "yes");
        fields.put("rewrite_contact", "yes");
        boolean browser = account.kind() == LawyerPhone.Kind.BROWSER;
        fields.put("webrtc", browser ? "yes" : "no");
        fields.put("transport", browser ? "ws" : "udp");
        fields.put("allow", browser ? "!all,ulaw,opus" : "!all,alaw,ulaw");
        fields.put("dtmf_mode", browser ? "rfc4733" : "auto_info");
        // A page that is gone sends nothing; a desk telephone may send nothing while it only listens.
        fields.put("rtp_timeout", browser ? "15" : "0");
        fields.put("rtp_timeout_hold", browser ? "120" : "0");
        return fields;
    }

    private Future<Void> put(String type, String id, Map<String, String> fields) {
        List<JsonObject> attributes = fields.entrySet().stream()
                .map(field -> new JsonObject().put("attribute", field.getKey()).put("value", field.getValue()))
                .toList();
        return send(
                        HttpMethod.PUT,
                        type,
                        id,
                        new JsonObject()
                                .put("fields", new JsonArray(attributes))
                                .toBuffer())
                .compose(status -> DONE.contains(status) ? Future.succeededFuture() : refused(type, id, status));
    }

    private Future<Void> delete(String type, String id) {
        return send(HttpMethod.DELETE, type, id, Buffer.buffer())
                .compose(status ->
                        DONE.contains(status) || status == 404 ? Future.succeededFuture() : refused(type, id, status));
    }

    private static Future<Void> refused(String type, String id, int status) {
        return Future.failedFuture(new LineException(
                LineException.Kind.REFUSED,
                "The PBX refuses the %s of %s with status %d. Maybe one of that name stands in pjsip.lawyers.conf."
                        .formatted(type, id, status)));
    }

    private Future<Integer> send(HttpMethod method, String type, String id, Buffer body) {
        String credentials = Base64.getEncoder()
                .encodeToString((login.user() + ":" + login.secret()).getBytes(StandardCharsets.UTF_8));
        return http.request(new RequestOptions()
                        .setMethod(method)
                        .setHost(login.host())
                        .setPort(login.port())
                        .setURI("/ari/asterisk/config/dynamic/res_pjsip/%s/%s".formatted(type, id))
                        .setTimeout(patience.toMillis())
                        .putHeader("Authorization", "Basic " + credentials)
                        .putHeader("Content-Type", "application/json"))
                .compose(request -> request.send(body))
                .compose(response -> response.body().map(ignored -> response.statusCode()))
                .recover(e -> Future.failedFuture(new LineException(
                        LineException.Kind.DOWN, "The PBX's HTTP interface does not answer: " + e.getMessage())));
    }

    private static String md5(String text) {
        try {
            // What SIP's digest authentication is made of (RFC 2617), not a way to hide a weak password.
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has MD5.", e);
        }
    }
}
