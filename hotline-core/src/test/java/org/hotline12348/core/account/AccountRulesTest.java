package org.hotline12348.core.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountRulesTest {

    private static final Instant NOW = Instant.parse("2026-10-16T02:00:00Z");

    @Test
    void theFifthFailureLocksAndTheCountBeginsAnewAfterwards() {
        LockOut lockOut = LockOut.NONE;
        for (int i = 0; i < 4; i++) {
            lockOut = lockOut.failedAt(NOW);
            assertThat(lockOut.lockedAt(NOW)).isFalse();
        }
        lockOut = lockOut.failedAt(NOW);
        assertThat(lockOut.lockedAt(NOW)).isTrue();
        assertThat(lockOut.lockedAt(NOW.plus(Duration.ofMinutes(15)).minusMillis(1)))
                .isTrue();
        Instant after = NOW.plus(Duration.ofMinutes(15));
        assertThat(lockOut.lockedAt(after)).isFalse();
        assertThat(lockOut.failedAt(after).failures()).isEqualTo(1);
        assertThat(lockOut.failedAt(after).lockedAt(after)).isFalse();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            lawyer01 | correct horse   |
            lawyer01 | 九个字符太短了吧   | at least 10 characters
            lawyer01 | 123456789       | at least 10 characters
            lawyer01 | my-Lawyer01-2026| must not contain the username
            lawyer01 | aaaaaaaaaaab    | four different
            """)
    void aNewPassword(String username, String password, String objection) {
        if (objection == null) {
            assertThat(PasswordRule.objection(username, password)).isEmpty();
        } else {
            assertThat(PasswordRule.objection(username, password))
                    .hasValueSatisfying(text -> assertThat(text).contains(objection));
        }
    }

    @ParameterizedTest(name = "{0} s: {1}")
    @CsvSource({"59,287082", "1111111109,081804", "1111111111,050471", "1234567890,005924", "2000000000,279037"})
    void theCodesOfRfc6238(long seconds, String code) {
        String secret = Totp.secret("12345678901234567890".getBytes(StandardCharsets.US_ASCII));
        assertThat(Totp.code(secret, seconds / 30)).isEqualTo(code);
        Instant now = Instant.ofEpochSecond(seconds);
        assertThat(Totp.stepOf(secret, code, now.plusSeconds(30))).isPresent();
        assertThat(Totp.stepOf(secret, code, now.plusSeconds(90))).isEmpty();
    }
}
