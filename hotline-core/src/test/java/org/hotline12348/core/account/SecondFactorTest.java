package org.hotline12348.core.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hotline12348.core.web.ApiStand.FRIDAY_TEN;
import static org.hotline12348.core.web.ApiStand.PASSWORD;
import static org.hotline12348.core.web.ApiStand.await;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.ApiStand;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Secrets of authenticator apps lie sealed in the database, those of an earlier version too. */
@Tag("db")
class SecondFactorTest {

    private static final String SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    private static ApiStand stand;

    @BeforeAll
    static void start() {
        stand = new ApiStand();
    }

    @AfterAll
    static void stop() {
        stand.close();
    }

    private static String code() {
        return Totp.code(SECRET, stand.clock.instant().getEpochSecond() / Totp.STEP_SECONDS);
    }

    private static String rows() {
        return await(stand.pool
                        .query("select string_agg(a::text, ' ') from hotline.account a")
                        .execute())
                .iterator()
                .next()
                .getString(0);
    }

    @Test
    @DisplayName("a new secret is sealed at once, opens for its account only, and its code opens the door once")
    void aNewOneIsSealed() {
        assertThat(await(stand.secondFactor.prepare("lawyer01", SECRET))).isTrue();
        assertThat(rows()).doesNotContain(SECRET);
        assertThat(await(stand.secondFactor.confirm("lawyer01", code(), FRIDAY_TEN)))
                .isTrue();
        assertThat(await(stand.secondFactor.accepts("lawyer01", code(), FRIDAY_TEN)))
                .as("each code once")
                .isFalse();
        // Moved to another's row it opens nothing.
        await(stand.pool.query("""
                        update hotline.account set totp_confirmed_at = now(), totp_sealed =
                          (select totp_sealed from hotline.account where username = 'lawyer01')
                        where username = 'lawyer02'""").execute());
        assertThat(await(stand.secondFactor.accepts("lawyer02", code(), FRIDAY_TEN)))
                .isFalse();
        assertThat(await(new SecondFactor(stand.pool, Vault.forgetful()).accepts("lawyer01", code(), FRIDAY_TEN)))
                .as("other keys")
                .isFalse();
    }

    @Test
    @DisplayName("what an earlier version kept in plain words is sealed at the start, and still opens the door")
    void anOldOneIsSealedWithoutLoss() {
        await(stand.pool
                .preparedQuery(
                        "update hotline.account set totp_secret = $1, totp_confirmed_at = $2 where username = 'lawyer03'")
                .execute(Tuple.of(SECRET, OffsetDateTime.ofInstant(FRIDAY_TEN, ZoneOffset.UTC))));
        assertThat(rows()).contains(SECRET);
        assertThat(await(stand.secondFactor.sealOld())).isEqualTo(1);
        assertThat(rows()).doesNotContain(SECRET);
        assertThat(await(stand.secondFactor.sealOld())).as("once is enough").isZero();
        var lawyer = stand.anyone();
        lawyer.signIn("lawyer03", PASSWORD).isAnswered(401);
        lawyer.post(
                        "/session",
                        new JsonObject()
                                .put("username", "lawyer03")
                                .put("password", PASSWORD)
                                .put("code", code()))
                .isAnswered(200);
    }
}
