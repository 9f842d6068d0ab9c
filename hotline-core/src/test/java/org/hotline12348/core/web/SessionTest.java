package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.PASSWORD;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Map;
import org.hotline12348.core.web.ApiStand.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("db")
class SessionTest {

    private static ApiStand stand;

    @BeforeAll
    static void start() {
        stand = new ApiStand();
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @Test
    void whoIsNotSignedInIsToldSoAndGetsTheCookieForWriting() {
        Person person = stand.anyone().get("/session").isAnswered(200);
        assertThat(person.json()).isEqualTo(new JsonObject().put("signedIn", false));
        assertThat(person.answer.cookies()).singleElement().asString().contains("XSRF-TOKEN=", "SameSite=Strict");
        assertThat(person.answer.cookies().getFirst()).doesNotContain("HTTPOnly");
    }

    @Test
    void signingInGivesASessionThatScriptsCannotRead() {
        Person person =
                stand.anyone().get("/session").signIn("lawyer01", PASSWORD).isAnswered(200);
        assertThat(person.json().getJsonObject("account").getString("username")).isEqualTo("lawyer01");
        assertThat(person.answer.cookies())
                .anySatisfy(cookie -> assertThat(cookie)
                        .startsWith("hotline_session=")
                        .containsIgnoringCase("HttpOnly")
                        .contains("SameSite=Strict"));
        person.get("/session").isAnswered(200);
        assertThat(person.json().getBoolean("signedIn")).isTrue();
        assertThat(person.json().getString("now")).isEqualTo("2026-10-16T10:00:00+08:00");
    }

    @Test
    void signingOutEndsTheSession() {
        Person person = stand.signedIn("lawyer01");
        String stolen = person.cookies.get("hotline_session");
        person.delete("/session").isAnswered(204);
        person.get("/duty").isRefused(401, "Sign in");
        person.cookies.put("hotline_session", stolen);
        person.get("/duty").isRefused(401, "Sign in");
        person.delete("/session").isAnswered(204);
    }

    @Test
    void aWriteWithoutTheHeaderIsRefused() {
        Person person = stand.anyone().get("/session");
        JsonObject body = new JsonObject().put("username", "lawyer01").put("password", PASSWORD);
        person.post("/session", body, Map.of("X-XSRF-TOKEN", "")).isRefused(403, "X-XSRF-TOKEN", "GET /session");
        person.post("/session", body, Map.of("X-XSRF-TOKEN", "A".repeat(43))).isRefused(403);
        String value = person.cookies.remove("XSRF-TOKEN");
        person.post("/session", body, Map.of("X-XSRF-TOKEN", value)).isRefused(403);
    }

    @Test
    void aPlantedCookieIsOfNoUseInASession() {
        Person person = stand.signedIn("lawyer01");
        String planted = stand.anyone().get("/session").cookies.get("XSRF-TOKEN");
        person.cookies.put("XSRF-TOKEN", planted);
        person.post("/consultations", new JsonObject().put("channel", "ONLINE")).isRefused(403);
        person.get("/session").isAnswered(200);
        assertThat(person.cookies.get("XSRF-TOKEN")).isNotEqualTo(planted);
        person.post("/consultations", new JsonObject().put("channel", "ONLINE")).isAnswered(201);
    }

    @Test
    void aSessionThatWasPlantedBeforeTheSignInIsNotTheOneAfterIt() {
        Person attacker = stand.signedIn("lawyer02");
        String planted = attacker.cookies.get("hotline_session");
        Person victim = stand.anyone().get("/session");
        victim.cookies.put("hotline_session", planted);
        victim.cookies.put("XSRF-TOKEN", attacker.cookies.get("XSRF-TOKEN"));
        victim.signIn("lawyer01", PASSWORD).isAnswered(200);
        assertThat(victim.cookies.get("hotline_session")).isNotEqualTo(planted);
        attacker.get("/duty").isRefused(401);
    }

    @Test
    void aWrongPasswordAndAnUnknownNameSoundTheSame() {
        Person person = stand.anyone();
        String wrong = person.signIn("lawyer03", "not the password")
                .isRefused(401)
                .json()
                .encode();
        String unknown = person.signIn("nobody", "not the password")
                .isRefused(401)
                .json()
                .encode();
        assertThat(unknown).isEqualTo(wrong);
    }

    @Test
    void fiveFailuresLockForFifteenMinutes() {
        try (ApiStand own = new ApiStand()) {
            Person person = own.anyone();
            for (int i = 0; i < 4; i++) {
                person.signIn("lawyer01", "not the password").isRefused(401);
            }
            person.signIn("lawyer01", "not the password").isRefused(429, "15 minutes");
            assertThat(person.answer.getHeader("Retry-After")).isEqualTo("900");
            person.signIn("lawyer01", PASSWORD).isRefused(429);
            own.clock.forward(Duration.ofMinutes(14));
            person.signIn("lawyer01", PASSWORD).isRefused(429, "1 minutes");
            own.clock.forward(Duration.ofMinutes(1));
            person.signIn("lawyer01", PASSWORD).isAnswered(200);
            person.signIn("lawyer02", PASSWORD).isAnswered(200);
        }
    }

    @Test
    void halfAnHourWithoutARequestEndsTheSession() {
        try (ApiStand own = new ApiStand()) {
            Person busy = own.signedIn("lawyer01");
            Person asleep = own.signedIn("lawyer02");
            for (int i = 0; i < 4; i++) {
                own.clock.forward(Duration.ofMinutes(10));
                busy.get("/duty").isAnswered(200);
                asleep.get("/duty", Map.of("X-Hotline-Background", "1"));
            }
            asleep.isRefused(401);
            busy.get("/duty").isAnswered(200);
            for (int i = 0; i < 16 * 6; i++) {
                own.clock.forward(Duration.ofMinutes(10));
                busy.get("/duty");
            }
            busy.isRefused(401);
        }
    }

    @Test
    void theDatabaseHoldsNoToken() {
        Person person = stand.signedIn("lawyer01");
        String token = person.cookies.get("hotline_session");
        String rows = ApiStand.await(stand.pool
                        .query("select s::text from hotline.session s")
                        .execute())
                .iterator()
                .next()
                .getString(0);
        assertThat(rows).doesNotContain(token);
        String account = ApiStand.await(stand.pool
                        .query("select a::text from hotline.account a")
                        .execute())
                .iterator()
                .next()
                .getString(0);
        assertThat(account).doesNotContain(PASSWORD).contains("$argon2id$");
    }

    @Test
    void aBodyThatDoesNotFitIsRefusedWithAllThatIsWrong() {
        Person person = stand.anyone().get("/session");
        person.post("/session", new JsonObject().put("username", 7).put("extra", true))
                .isRefused(400);
        assertThat(person.json().getJsonArray("errors").encode()).contains("username", "password", "extra");
        person.write(
                        io.vertx.core.http.HttpMethod.POST,
                        "/session",
                        Map.of("Content-Type", "text/plain"),
                        new JsonObject())
                .isRefused(415, "application/json");
        person.send(
                        io.vertx.core.http.HttpMethod.POST,
                        "/session",
                        Map.of("X-XSRF-TOKEN", person.cookies.get("XSRF-TOKEN"), "Content-Type", "application/json"),
                        io.vertx.core.buffer.Buffer.buffer("{not json"))
                .isRefused(400, "not JSON");
        person.post(
                        "/session",
                        new JsonObject().put("username", "x".repeat(200_000)).put("password", "x"))
                .isRefused(413);
    }
}
