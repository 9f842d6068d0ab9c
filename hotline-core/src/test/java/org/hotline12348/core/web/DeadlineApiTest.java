package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.hotline12348.core.web.ApiStand.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("db")
@DisplayName("GET /calendar/deadline")
class DeadlineApiTest {

    private static ApiStand stand;
    private static Person lawyer;

    @BeforeAll
    static void start() {
        stand = new ApiStand(List.of(new DeadlineFeature()));
        lawyer = stand.signedIn("lawyer01");
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @Test
    @DisplayName("rolls a limitation that would end on National Day to the working day after it, and says why")
    void limitation() {
        JsonObject found = lawyer.get("/calendar/deadline?from=2023-10-01&years=3")
                .isAnswered(200)
                .json();
        assertThat(found.getString("lastDay")).isEqualTo("2026-10-01");
        assertThat(found.getString("due")).isEqualTo("2026-10-08");
        assertThat(found.getBoolean("rolled")).isTrue();
        assertThat(found.getBoolean("provisional")).isFalse();
        assertThat(found.getJsonArray("passed")).hasSize(7);
        assertThat(found.getString("text")).contains("2023-10-02", "国庆节", "第203条");
        assertThat(found.getString("textEn")).contains("art. 203");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"days=7", "workingDays=5", "months=6", "years=1&months=6"})
    void everyLength(String length) {
        assertThat(lawyer.get("/calendar/deadline?from=2026-03-02&" + length)
                        .isAnswered(200)
                        .json()
                        .getString("firstDay"))
                .isEqualTo("2026-03-03");
    }

    @ParameterizedTest(name = "{0} is refused")
    @ValueSource(strings = {"from=2026-03-02", "from=2026-03-02&days=7&years=1", "days=7", "from=2026-02-30&days=7"})
    void unclear(String query) {
        lawyer.get("/calendar/deadline?" + query).isRefused(400);
    }

    @Test
    @DisplayName("is for those signed in")
    void nobody() {
        stand.anyone().get("/calendar/deadline?from=2026-03-02&days=7").isRefused(401);
    }
}
