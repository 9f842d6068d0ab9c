package org.hotline12348.core.callback;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.hotline12348.core.privacy.PhoneNumber;

/**
 * What a centre has decided on callbacks (choices, therefore configurable).
 *
 * @param missedAfter         who waited longer than this and hung up is called back
 * @param delay               from the end of the call until it is due, by reason
 * @param scale               from one vain attempt to the next: so many attempts less one
 * @param afterLawyerDeclined pause before another lawyer's telephone rings
 * @param rest                how long a lawyer must have been free before the list rings his telephone
 * @param oldest              a need that arose longer ago is history (a replay of old journals makes no calls)
 * @param automatic           whether the next free lawyer's telephone rings by itself
 * @param concurrent          callbacks under way at once in a centre, at most
 * @param daily               attempts in a centre within 24 hours, at most
 * @param dailyPerNumber      attempts at one number within 24 hours, at most
 * @param allowed             numbers that may be dialled, whole; against toll fraud
 */
public record CallbackRules(
        Duration missedAfter,
        Map<Reason, Duration> delay,
        List<Duration> scale,
        Duration afterLawyerDeclined,
        Duration rest,
        Duration oldest,
        boolean automatic,
        int concurrent,
        int daily,
        int dailyPerNumber,
        List<Pattern> allowed) {

    /** Mobiles of mainland China, its landlines with and without area code, and 400 numbers. */
    public static final List<Pattern> MAINLAND = List.of(
            Pattern.compile("1[3-9]\\d{9}"),
            Pattern.compile("0\\d{2,3}[2-8]\\d{6,7}"),
            Pattern.compile("[2-8]\\d{6,7}"),
            Pattern.compile("400\\d{7}"));

    public CallbackRules {
        delay = Map.copyOf(delay);
        scale = List.copyOf(scale);
        allowed = List.copyOf(allowed);
    }

    /** What holds unless somebody decides otherwise: three attempts, at once, after 15 minutes and after 2 hours more. */
    public static CallbackRules usual() {
        return new CallbackRules(
                Duration.ofSeconds(10),
                Map.of(Reason.MISSED, Duration.ofMinutes(3)),
                List.of(Duration.ofMinutes(15), Duration.ofHours(2)),
                Duration.ofMinutes(1),
                Duration.ofSeconds(15),
                Duration.ofDays(3),
                true,
                4,
                300,
                6,
                MAINLAND);
    }

    /** The same, with or without the list ringing telephones by itself. */
    public CallbackRules withAutomatic(boolean on) {
        return new CallbackRules(
                missedAfter,
                delay,
                scale,
                afterLawyerDeclined,
                rest,
                oldest,
                on,
                concurrent,
                daily,
                dailyPerNumber,
                allowed);
    }

    int maxAttempts() {
        return scale.size() + 1;
    }

    Duration delayOf(Reason reason) {
        return delay.getOrDefault(reason, Duration.ZERO);
    }

    /** The pause after this many vain attempts. */
    Duration pauseAfter(int attempts) {
        return scale.isEmpty() ? Duration.ofMinutes(15) : scale.get(Math.clamp(attempts - 1L, 0, scale.size() - 1));
    }

    /** Whether a number may be dialled from here. */
    public boolean mayDial(PhoneNumber number) {
        return allowed.stream()
                .anyMatch(pattern -> pattern.matcher(number.plainDigits()).matches());
    }
}
