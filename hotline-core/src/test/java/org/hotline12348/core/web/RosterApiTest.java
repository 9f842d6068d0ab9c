package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;
import org.hotline12348.core.web.ApiStand.Person;
import org.hotline12348.core.web.SeatStates.SeatState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("db")
class RosterApiTest {

    private static ApiStand stand;
    private static Person coordinator;

    @BeforeAll
    static void start() {
        stand = new ApiStand();
        coordinator = stand.signedIn("coordinator");
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @Test
    void nowTwoLawyersSitAndOneStandsBy() {
        stand.seats.put(
                "lawyer02",
                new SeatState(SeatStates.State.TALKING, Optional.of(Instant.parse("2026-10-16T01:59:00Z"))));
        JsonObject duty = coordinator.get("/duty").isAnswered(200).json();
        assertThat(duty.getBoolean("open")).isTrue();
        assertThat(duty.getString("opensAt")).isEqualTo("2026-10-16T08:00:00+08:00");
        assertThat(duty.getString("closesAt")).isEqualTo("2026-10-16T20:00:00+08:00");
        JsonArray seats = duty.getJsonArray("seats");
        assertThat(seats).hasSize(2);
        assertThat(seats.getJsonObject(0).getJsonObject("lawyer"))
                .isEqualTo(new JsonObject().put("id", "lawyer01").put("name", "律师1"));
        assertThat(seats.getJsonObject(0).getString("state")).isEqualTo("READY");
        assertThat(seats.getJsonObject(1).getString("state")).isEqualTo("TALKING");
        assertThat(seats.getJsonObject(1).getString("since")).isEqualTo("2026-10-16T09:59:00+08:00");
        assertThat(duty.getJsonArray("standby").getJsonObject(0).getString("id"))
                .isEqualTo("lawyer03");
    }

    @ParameterizedTest(name = "{0}: {1} {2}, {4}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-10-10T09:00:00+08:00 | true  | OPEN           | 2026-10-10T08:00:00+08:00 | a make-up Saturday is a service day
            2026-10-01T09:00:00+08:00 | false | CLOSED_HOLIDAY | 2026-10-08T08:00:00+08:00 | National Day
            2026-09-12T20:00:00+08:00 | false | CLOSED_HOURS   | 2026-09-13T08:00:00+08:00 | a shift excludes its end
            2026-09-12T11:59:59Z      | true  | OPEN           | 2026-09-12T08:00:00+08:00 | its last second, said in another zone
            """)
    void theLineAtAMoment(String at, boolean open, String reason, String opensAt, String why) {
        JsonObject duty = coordinator
                .get("/duty?at=" + at.replace("+", "%2B"))
                .isAnswered(200)
                .json();
        assertThat(duty.getBoolean("open")).as(why).isEqualTo(open);
        assertThat(duty.getString("reason")).isEqualTo(reason);
        assertThat(duty.getString("opensAt")).isEqualTo(opensAt);
        assertThat(duty.getJsonArray("seats")).hasSize(open ? 2 : 0);
        duty.getJsonArray("seats")
                .forEach(seat ->
                        assertThat(((JsonObject) seat).getString("state")).isEqualTo("ROSTERED"));
    }

    @Test
    void theCalendarSaysWhyADayIsServedOrNot() {
        JsonArray days = coordinator
                .get("/calendar?from=2026-10-07&to=2026-10-10")
                .isAnswered(200)
                .answer
                .bodyAsJsonArray();
        assertThat(days).hasSize(4);
        assertThat(days.getJsonObject(0).getBoolean("service")).isFalse();
        assertThat(days.getJsonObject(0).getJsonArray("windows")).isEmpty();
        assertThat(days.getJsonObject(0).getString("reasonText")).isEqualTo("国庆节");
        assertThat(days.getJsonObject(3).getString("reason")).isEqualTo("MAKE_UP_WORKDAY");
        assertThat(days.getJsonObject(3).getJsonArray("windows").getJsonObject(0))
                .isEqualTo(new JsonObject()
                        .put("from", "2026-10-10T08:00:00+08:00")
                        .put("to", "2026-10-10T20:00:00+08:00"));
    }

    @Test
    void theRosterListsTheDuties() {
        JsonObject roster = coordinator
                .get("/roster?from=2026-10-07&to=2026-10-08")
                .isAnswered(200)
                .json();
        assertThat(roster.getJsonArray("duties")).hasSize(3);
        assertThat(roster.getJsonArray("duties").getJsonObject(2).getBoolean("standby"))
                .isTrue();
    }

    @ParameterizedTest(name = "{0} -> {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            /duty?centre=nowhere                     | 403 | sees no other
            /duty?at=yesterday                       | 400 | is no time with an offset
            /duty?at=2026-10-10T09:00:00             | 400 | is no time with an offset
            /duty?at=2026-10-10T09:00:00+08:00       | 400 | %2B
            /duty?when=now                           | 400 | Known are: at, centre
            /duty?at=2026-10-10T09:00:00Z&at=2026-10-11T09:00:00Z | 400 | 2 times
            /calendar?from=2026-10-10                | 400 | to: is missing
            /calendar?from=2026-02-30&to=2026-03-01  | 400 | is no date
            /calendar?from=2026-10-10&to=2026-10-09  | 400 | before
            /calendar?from=2020-01-01&to=2026-10-09  | 400 | 400 days
            /roster?from=2020-01-01&to=2026-10-09    | 400 | 400 days
            /nothing                                 | 404 | nothing at
            """)
    void whatIsNotUnderstoodIsExplained(String path, int status, String words) {
        coordinator.get(path).isRefused(status, words);
    }

    @Test
    void anotherMethodIsRefused() {
        coordinator.post("/duty", new JsonObject()).isRefused(405);
    }

    @Test
    void anAdministratorSeesEveryCentreAndACoordinatorHisOwn() {
        Person admin = stand.signedIn("admin");
        assertThat(admin.get("/centres").json().getJsonArray("items")).hasSize(2);
        admin.get("/duty?centre=xiuwu").isAnswered(200);
        admin.get("/duty?centre=nowhere").isRefused(404, "nowhere");
        assertThat(coordinator.get("/centres").json().getJsonArray("items")).hasSize(1);
        coordinator.get("/duty?centre=xiuwu").isRefused(403);
        stand.signedIn("xiuwu.boss").get("/duty?centre=jiaozuo").isRefused(403);
    }

    @Test
    void everybodyMayAskForTheHours() {
        JsonObject hours = stand.anyone()
                .get("/public/hours?centre=jiaozuo")
                .isAnswered(200)
                .json();
        assertThat(hours.getBoolean("open")).isTrue();
        assertThat(hours.getJsonArray("days")).hasSize(14);
        stand.anyone().get("/public/hours").isAnswered(200);
        stand.anyone().get("/public/hours?centre=nowhere").isRefused(404);
    }
}
