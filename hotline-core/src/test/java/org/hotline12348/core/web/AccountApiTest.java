package org.hotline12348.core.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hotline12348.core.account.Totp;
import org.hotline12348.core.web.ApiStand.Person;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The office of security, everybody's own account, and the office of audit that sees what both did. */
@Tag("db")
class AccountApiTest {

    private static final String OWN = "a password of her own";

    private static ApiStand stand;
    private static int made;

    @BeforeAll
    static void start() {
        stand = new ApiStand(OfficeStand::setting);
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    @Test
    void eachOfficeDoesItsOwnAndNoOther() {
        assertThat(PermissionTable.read().wrongCells(stand)).isEmpty();
    }

    /** A new account; the answer with its first password. */
    private static JsonObject account(String... roles) {
        return stand.signedIn("security")
                .post(
                        "/accounts",
                        new JsonObject()
                                .put("username", "person%d".formatted(++made))
                                .put("name", "王<b>芳</b>")
                                .put("roles", new JsonArray(List.of(roles))))
                .isAnswered(201)
                .json();
    }

    /** Signed in with a password of her own. */
    private static Person settled(JsonObject account) {
        Person person = stand.anyone().signIn(account.getString("username"), account.getString("password"));
        person.write(
                        HttpMethod.PUT,
                        "/me/password",
                        Map.of(),
                        new JsonObject()
                                .put("password", account.getString("password"))
                                .put("next", OWN))
                .isAnswered(204);
        return person;
    }

    private static Person put(Person person, String path, JsonObject body) {
        return person.write(HttpMethod.PUT, path, Map.of(), body);
    }

    private static JsonObject password(String text) {
        return new JsonObject().put("password", text);
    }

    @Test
    void aFirstPasswordOpensNothingButTheChangeOfIt() {
        JsonObject account = account("coordinator");
        assertThat(account.getBoolean("passwordByOther")).isTrue();
        Person person = stand.anyone()
                .signIn(account.getString("username"), account.getString("password"))
                .isAnswered(200);
        assertThat(person.json().getString("owes")).isEqualTo("OWN_PASSWORD");
        person.get("/duty").isRefused(403, "/me/password");
        person.get("/consultations").isRefused(403, "/me/password");
        put(person, "/me/password", password(account.getString("password")).put("next", "short"))
                .isRefused(422, "10");
        put(person, "/me/password", password("wrong wrong wrong").put("next", OWN))
                .isRefused(422, "not your password");
        put(person, "/me/password", password(account.getString("password")).put("next", OWN))
                .isAnswered(204);
        person.get("/session");
        assertThat(person.json().getString("owes")).isNull();
        person.get("/duty").isAnswered(200);
    }

    @Test
    void aPasswordChangeEndsTheOtherSessions() {
        JsonObject account = account("lawyer");
        Person here = settled(account);
        Person elsewhere =
                stand.anyone().signIn(account.getString("username"), OWN).isAnswered(200);
        put(here, "/me/password", password(OWN).put("next", OWN + "!")).isAnswered(204);
        elsewhere.get("/duty").isRefused(401);
        here.get("/duty").isAnswered(200);
    }

    @ParameterizedTest(name = "{0}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            Person   | Wang | lawyer                 | small letters
            x        | Wang | lawyer                 | small letters
            person-a | ' '  | lawyer                 | name
            person-b | Wang | auditor,administrator  | audit log
            person-c | Wang | auditor,security       | audit log
            """)
    void anAccountKeepsToTheRules(String username, String name, String roles, String why) {
        stand.signedIn("security")
                .post(
                        "/accounts",
                        new JsonObject()
                                .put("username", username)
                                .put("name", name)
                                .put("roles", new JsonArray(List.of(roles.split(",")))))
                .isRefused(422, why);
    }

    @Test
    void aUsernameIsTakenOnce() {
        stand.signedIn("security")
                .post(
                        "/accounts",
                        new JsonObject()
                                .put("username", "coordinator")
                                .put("name", "Another")
                                .put("roles", new JsonArray().add("lawyer")))
                .isRefused(409, "coordinator");
    }

    @Test
    void nobodyChangesHisOwnRolesAndTheLastOfTheOfficeStays() {
        Person security = stand.signedIn("security");
        security.get("/accounts").isAnswered(200);
        long version = version(security, "security");
        security.patch(
                        "/accounts/security",
                        "",
                        new JsonObject().put("version", version).put("roles", new JsonArray().add("administrator")))
                .isRefused(422, "own roles");
        security.patch(
                        "/accounts/security",
                        "",
                        new JsonObject().put("version", version).put("active", false))
                .isRefused(422, "own roles");
    }

    private static long version(Person security, String username) {
        return security.get("/accounts").json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .filter(one -> one.getString("username").equals(username))
                .findFirst()
                .orElseThrow()
                .getLong("version");
    }

    @Test
    void aChangeByTwoIsSeen() {
        JsonObject account = account("lawyer");
        Person security = stand.signedIn("security");
        long version = version(security, account.getString("username"));
        String path = "/accounts/" + account.getString("username");
        security.patch(path, "", new JsonObject().put("version", version).put("name", "First"))
                .isAnswered(200);
        security.patch(path, "", new JsonObject().put("version", version).put("name", "Second"))
                .isRefused(409, "somebody else");
    }

    @Test
    void whoIsClosedLockedOrResetIsOutAtOnce() {
        Person security = stand.signedIn("security");
        for (String step : List.of("close", "lock", "reset", "roles")) {
            JsonObject account = account("lawyer");
            String username = account.getString("username");
            Person person = settled(account);
            long version = version(security, username);
            switch (step) {
                case "close" ->
                    security.patch(
                            "/accounts/" + username,
                            "",
                            new JsonObject().put("version", version).put("active", false));
                case "lock" -> put(security, "/accounts/" + username + "/lock", new JsonObject().put("locked", true));
                case "reset" -> security.write(HttpMethod.POST, "/accounts/" + username + "/password", Map.of(), null);
                default ->
                    security.patch(
                            "/accounts/" + username,
                            "",
                            new JsonObject().put("version", version).put("roles", new JsonArray().add("auditor")));
            }
            security.isAnswered(200);
            person.get("/duty").isRefused(401);
            if (step.equals("close") || step.equals("lock")) {
                person.signIn(username, OWN).isRefused(401);
            }
        }
    }

    @Test
    void aLockThatFailuresSetIsLifted() {
        JsonObject account = account("lawyer");
        settled(account);
        String username = account.getString("username");
        Person person = stand.anyone();
        for (int n = 0; n < 5; n++) {
            person.signIn(username, "wrong wrong wrong");
        }
        person.signIn(username, OWN).isRefused(429);
        Person security = stand.signedIn("security");
        put(security, "/accounts/" + username + "/lock", new JsonObject().put("locked", false))
                .isAnswered(200);
        person.signIn(username, OWN).isAnswered(200);
    }

    @Test
    void anAuthenticatorAppIsSetUpUsedAndRemoved() {
        JsonObject account = account("coordinator");
        Person person = settled(account);
        String username = account.getString("username");
        person.post("/me/second-factor", password("not hers at all")).isRefused(422);
        person.post("/me/second-factor", password(OWN)).isAnswered(200);
        assertThat(person.json().getString("address")).startsWith("otpauth://totp/12348:" + username);
        String secret = person.json().getString("secret");
        put(person, "/me/second-factor", new JsonObject().put("code", "000000")).isRefused(422, "clock");
        long step = stand.clock.instant().getEpochSecond() / Totp.STEP_SECONDS;
        put(person, "/me/second-factor", new JsonObject().put("code", Totp.code(secret, step)))
                .isAnswered(204);
        person.get("/me/security").isAnswered(200);
        assertThat(person.json().getBoolean("code")).isTrue();

        Person again = stand.anyone().signIn(username, OWN).isRefused(401, "code");
        assertThat(again.json().getJsonArray("ways")).containsExactly("code");
        JsonObject with = new JsonObject().put("username", username).put("password", OWN);
        again.post("/session", with.copy().put("code", Totp.code(secret, step))).isRefused(401);
        again.post("/session", with.copy().put("code", Totp.code(secret, step + 1)))
                .isAnswered(200);
        again.post("/me/second-factor/removal", password(OWN)).isAnswered(204);
        stand.anyone().signIn(username, OWN).isAnswered(200);
    }

    @Test
    void aRoleThatNeedsASecondFactorGetsNowhereWithout() {
        JsonObject account = account("auditor");
        Person auditor = settled(account);
        auditor.get("/audit").isAnswered(200);
        Person security = stand.signedIn("security");
        JsonObject policy = new JsonObject().put("secondFactorRoles", new JsonArray().add("auditor"));
        try {
            put(security, "/security-policy", policy).isAnswered(200);
            auditor.get("/audit").isRefused(403, "/me/second-factor");
            auditor.get("/me/security").isAnswered(200);
            auditor.post("/me/second-factor", password(OWN)).isAnswered(200);
            String secret = auditor.json().getString("secret");
            long step = stand.clock.instant().getEpochSecond() / Totp.STEP_SECONDS;
            put(auditor, "/me/second-factor", new JsonObject().put("code", Totp.code(secret, step)))
                    .isAnswered(204);
            auditor.get("/audit").isAnswered(200);
            auditor.post("/me/second-factor/removal", password(OWN)).isRefused(422, "add another");
        } finally {
            put(security, "/security-policy", new JsonObject().put("secondFactorRoles", new JsonArray()))
                    .isAnswered(200);
        }
    }

    @Test
    void theAuditLogTellsWhoDidWhatAndProvesIt() {
        JsonObject account = account("lawyer");
        Person auditor = stand.signedIn("auditor");
        auditor.get("/audit?action=account.&subject=" + account.getString("username"))
                .isAnswered(200);
        JsonArray items = auditor.json().getJsonArray("items");
        assertThat(items).hasSize(1);
        JsonObject entry = items.getJsonObject(0);
        assertThat(entry.getString("actor")).isEqualTo("security");
        assertThat(entry.getString("action")).isEqualTo("account.create");
        assertThat(entry.getJsonObject("detail").getString("name")).isEqualTo("王<b>芳</b>");
        assertThat(items.encode()).doesNotContain(account.getString("password"));
        auditor.get("/audit?limit=2").isAnswered(200);
        String next = auditor.json().getString("next");
        long last = auditor.json().getJsonArray("items").getJsonObject(1).getLong("number");
        auditor.get("/audit?limit=2&page=" + next).isAnswered(200);
        assertThat(auditor.json().getJsonArray("items").getJsonObject(0).getLong("number"))
                .isEqualTo(last - 1);
        auditor.get("/audit/proof").isAnswered(200);
        assertThat(auditor.json().getBoolean("whole")).isTrue();
    }

    @Test
    void accountsAreMadeForThoseWhoDoDuty() {
        Person security = stand.signedIn("security");
        security.post("/accounts/practitioners", new JsonObject().put("centre", "xiuwu"))
                .isAnswered(201);
        List<String> names = Stream.of(security.json().getJsonArray("items").stream()
                        .map(JsonObject.class::cast)
                        .map(one -> one.getString("username"))
                        .toArray(String[]::new))
                .toList();
        assertThat(names).doesNotContain("lawyer01").doesNotHaveDuplicates();
        security.post("/accounts/practitioners", new JsonObject().put("centre", "xiuwu"))
                .isAnswered(201);
        assertThat(security.json().getJsonArray("items")).isEmpty();
    }

    @Test
    void anAdministratorOfTheSystemFoundsACentreAndGivesItANumber() {
        Person admin = stand.signedIn("admin");
        admin.get("/centres/jiaozuo").isAnswered(200);
        assertThat(admin.json().getString("policy")).isEqualTo("EVERY_DAY_EXCEPT_STATE_HOLIDAYS");
        admin.write(
                        HttpMethod.PATCH,
                        "/centres/jiaozuo",
                        Map.of(),
                        new JsonObject().put("name", "焦作市法律援助中心").put("line", "12348"))
                .isAnswered(200);
        assertThat(admin.json().getString("line")).isEqualTo("12348");
        admin.write(
                        HttpMethod.PATCH,
                        "/centres/xiuwu",
                        Map.of(),
                        new JsonObject().put("name", "修武县").put("line", "12348"))
                .isRefused(409, "12348");
        admin.write(
                        HttpMethod.PATCH,
                        "/centres/jiaozuo",
                        Map.of(),
                        new JsonObject().put("hours", new JsonArray().add("eight to eight")))
                .isRefused(422);
    }

    @Test
    void theSystemIsSeenByItsAdministrator() {
        stand.signedIn("admin").get("/system").isAnswered(200);
        stand.signedIn("security").get("/system").isRefused(403, "administrator");
    }

    @Test
    void everyOperationOfAFirstPasswordIsKnown() {
        List<String> open = stand.document().operations().stream()
                .filter(Operation::whileOwing)
                .map(Operation::id)
                .toList();
        assertThat(open)
                .containsExactlyInAnyOrder(
                        "getOwnSecurity",
                        "changeOwnPassword",
                        "beginSecondFactor",
                        "confirmSecondFactor",
                        "askNewKey",
                        "addKey");
    }
}
