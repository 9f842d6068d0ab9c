package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.callback.CallbackRules;
import org.hotline12348.core.choice.LineChoiceBook;
import org.hotline12348.core.choice.LineTeller;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.ApiStand.Person;
import org.hotline12348.core.web.ApiStand.Setting;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A coordinator chooses what his centre's line does; the exchange knows it at once. */
@Tag("db")
class LineChoiceApiTest {

    private static ApiStand stand;
    private static LineTeller teller;

    @BeforeAll
    static void start() {
        stand = new ApiStand(on -> {
            teller = new LineTeller(
                    on.vertx,
                    new LineChoiceBook(on.pool, Vault.forgetful()),
                    on.line,
                    on.roster,
                    _ -> Optional.empty());
            ApiStand.await(teller.start());
            return new Setting(
                    on.roster,
                    java.util.List.of(
                            new LineChoiceFeature(teller, on.roster, CallbackRules.usual()::mayDial, on.clock)));
        });
    }

    @AfterAll
    static void stop() {
        ApiStand.await(teller.stop());
        stand.close();
    }

    @BeforeEach
    void clear() {
        ApiStand.await(stand.pool
                .query("delete from hotline.line_choice; delete from hotline.centre")
                .execute());
    }

    private static Person choose(Person person, String centre, JsonObject body) {
        return person.write(HttpMethod.PUT, "/line/choices?centre=" + centre, Map.of(), body);
    }

    private static Optional<String> kept(String family, String key) {
        return ApiStand.await(stand.line.kept(family + "/" + key));
    }

    @Test
    void keysOfTheWelcomeAndWhoIsCalledForHelp() {
        Person coordinator = stand.signedIn("coordinator");
        JsonObject after = choose(
                        coordinator,
                        "jiaozuo",
                        new JsonObject()
                                .put("earlierTurnKey", true)
                                .put("overflowSeconds", 45)
                                .put("helpPerson", "coordinator")
                                .put("helpNumber", "139 0000 0040"))
                .isAnswered(200)
                .json();
        assertThat(after.getBoolean("told")).isTrue();
        assertThat(after.getString("helpNumber")).isEqualTo("139****0040");
        assertThat(kept("option", "jiaozuo/vulnerable-key")).contains("1");
        assertThat(kept("option", "jiaozuo/english-key")).isEmpty();
        assertThat(kept("option", "jiaozuo/overflow")).contains("45");
        assertThat(kept("help", "jiaozuo")).contains("coordinator");
        assertThat(kept("phone", "coordinator")).contains("mobile|13900000040");

        // What is not named stays; what is null goes.
        choose(coordinator, "jiaozuo", new JsonObject().put("englishKey", true).put("helpPerson", null))
                .isAnswered(200);
        assertThat(kept("option", "jiaozuo/vulnerable-key")).contains("1");
        assertThat(kept("option", "jiaozuo/english-key")).contains("1");
        assertThat(kept("help", "jiaozuo")).isEmpty();
    }

    @Test
    void centresNearInTheTreeHelpOutUnlessOthersAreChosen() {
        Person admin = stand.signedIn("admin");
        choose(admin, "xiuwu", new JsonObject().put("above", "jiaozuo").put("shortNumber", "20"))
                .isAnswered(200);
        assertThat(kept("overflow", "xiuwu")).contains("jiaozuo");
        assertThat(kept("overflow", "jiaozuo")).contains("xiuwu");
        assertThat(kept("short", "20")).contains("xiuwu");
        choose(admin, "jiaozuo", new JsonObject().put("helping", new JsonArray()))
                .isAnswered(200);
        assertThat(kept("overflow", "jiaozuo")).isEmpty();
        choose(admin, "xiuwu", new JsonObject().put("shortNumber", null)).isAnswered(200);
        assertThat(kept("short", "20")).isEmpty();
    }

    @ParameterizedTest(name = "{0}: {1} {2}, {3}")
    @CsvSource(delimiter = '|', textBlock = """
        coordinator | {"helping": ["xiuwu"]}                                    | 403 | concerns another centre
        coordinator | {"above": null}                                           | 403 | concerns another centre
        xiuwu.boss  | {"englishKey": true}                                      | 403 | another's centre
        lawyer01    | {"englishKey": true}                                      | 403 | a lawyer
        admin       | {"helping": ["jiaozuo"]}                                  | 422 | itself
        admin       | {"helping": ["nowhere"]}                                  | 422 | no such centre
        admin       | {"above": "jiaozuo"}                                      | 422 | under itself
        admin       | {"shortNumber": "105"}                                    | 422 | 1 leads to lawyers
        coordinator | {"overflowSeconds": 2}                                    | 400 | below 5 s
        coordinator | {"helpPerson": "lawyer01", "helpNumber": "13900000099"}   | 422 | his number is in the register
        coordinator | {"helpPerson": "boss", "helpNumber": "0014155550100"}     | 422 | abroad
        coordinator | {"helpPerson": "a;b", "helpNumber": "13900000099"}        | 422 | no user name
        """)
    void refused(String who, String body, int status, String why) {
        choose(stand.signedIn(who), "jiaozuo", new JsonObject(body)).isRefused(status);
        assertThat(kept("help", "jiaozuo")).as(why).isEmpty();
    }
}
