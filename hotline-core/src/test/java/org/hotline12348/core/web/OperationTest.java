package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.web.ApiStand.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("db")
class OperationTest {

    private static ApiStand stand;

    @BeforeAll
    static void start() {
        stand = new ApiStand();
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/health/live", "//health/live", "/health/ready", "//health/ready"})
    void itIsHealthy(String path) {
        assertThat(stand.anyone().get(path).isAnswered(200).json().getString("status"))
                .isEqualTo("UP");
    }

    @Test
    void aPbxThatDoesNotAnswerIsShownButDoesNotStopTheRest() {
        stand.pbxTrouble = Optional.of("AMI is silent");
        JsonObject health = stand.anyone().get("/health/ready").isAnswered(200).json();
        stand.pbxTrouble = Optional.empty();
        assertThat(health.getString("status")).isEqualTo("UP");
        assertThat(health.encode()).contains("\"DOWN\"", "AMI is silent");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "//metrics"})
    void metricsArePrometheusText(String path) {
        Person person = stand.anyone().get(path).isAnswered(200);
        assertThat(person.answer.bodyAsString()).contains("hotline_calls_total 3");
        assertThat(person.answer.getHeader("Content-Type")).startsWith("text/plain");
    }

    @Test
    void theDocumentIsServedWithItsAddress() {
        JsonObject document =
                stand.anyone().get("/openapi.json").isAnswered(200).json();
        assertThat(document.getString("openapi")).startsWith("3.1");
        assertThat(document.getJsonArray("servers").getJsonObject(0).getString("url"))
                .isEqualTo("/api/v1");
        assertThat(document.getJsonObject("paths").size()).isGreaterThan(15);
    }

    @Test
    void everyAnswerIsHardened() {
        Person person = stand.anyone().get("//");
        assertThat(person.answer.getHeader("Content-Security-Policy"))
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'")
                .doesNotContain("unsafe");
        assertThat(person.answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(person.answer.getHeader("X-Frame-Options")).isEqualTo("DENY");
        assertThat(person.answer.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
    }

    @Test
    void thePageIsServedForEveryAddressWithinIt() {
        assumeTrue(
                OperationTest.class.getResource("/webroot/index.html") != null,
                "the web client was not built this time");
        String page = stand.anyone().get("//").isAnswered(200).answer.bodyAsString();
        assertThat(page).containsIgnoringCase("<!doctype html>");
        assertThat(stand.anyone()
                        .get("//log/2026-000001")
                        .isAnswered(200)
                        .answer
                        .bodyAsString())
                .isEqualTo(page);
        stand.anyone().get("//assets/none.js").isRefused(404);
        stand.anyone().get("//none.png").isRefused(404);
        for (String path :
                new String[] {"//../../etc/passwd", "//%2e%2e/%2e%2e/etc/passwd", "//openapi/hotline.yaml"}) {
            assertThat(stand.anyone().get(path).answer.bodyAsString()).doesNotContain("root:", "openapi: 3");
        }
        stand.anyone().get("//api/v2/nothing").isRefused(404);
    }

    @Test
    void longAnswersAreCompressed() {
        Person person = stand.anyone();
        person.send(io.vertx.core.http.HttpMethod.GET, "/openapi.json", Map.of("Accept-Encoding", "gzip"), null);
        assertThat(person.json().getString("openapi")).startsWith("3.1");
    }
}
