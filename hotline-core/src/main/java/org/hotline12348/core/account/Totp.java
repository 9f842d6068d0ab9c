package org.hotline12348.core.account;

import com.google.common.io.BaseEncoding;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Time-based one-time codes (RFC 6238: SHA-1, 30 seconds, 6 digits, which every authenticator app knows). The clock of
 * the device may be one step early or late.
 */
public final class Totp {

    /** Seconds a code holds. */
    public static final int STEP_SECONDS = 30;

    /** Bytes of a secret (RFC 4226 recommends 20). */
    public static final int SECRET_BYTES = 20;

    private static final BaseEncoding BASE32 = BaseEncoding.base32().omitPadding();

    private Totp() {}

    /** A secret as it is shown and typed in. */
    public static String secret(byte[] random) {
        return BASE32.encode(random);
    }

    /** The address that an authenticator app reads from a picture. */
    public static String address(String secret, String issuer, String username) {
        return "otpauth://totp/%s:%s?secret=%s&issuer=%s&algorithm=SHA1&digits=6&period=%d"
                .formatted(issuer, username, secret, issuer, STEP_SECONDS);
    }

    /** The code of a step. */
    public static String code(String secret, long step) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(BASE32.decode(secret), "HmacSHA1"));
            byte[] sum =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
            int binary = ByteBuffer.wrap(sum).getInt(sum[sum.length - 1] & 0xf) & 0x7fffffff;
            return String.format(Locale.ROOT, "%06d", binary % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK has HmacSHA1.", e);
        }
    }

    /** The step whose code this is, among the present one and its two neighbours. */
    public static Optional<Long> stepOf(String secret, String code, Instant now) {
        long present = now.getEpochSecond() / STEP_SECONDS;
        for (long step = present - 1; step <= present + 1; step++) {
            if (Tokens.same(code(secret, step), code)) {
                return Optional.of(step);
            }
        }
        return Optional.empty();
    }
}
