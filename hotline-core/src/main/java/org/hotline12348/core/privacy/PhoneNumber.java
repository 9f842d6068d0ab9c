package org.hotline12348.core.privacy;

import java.util.Optional;

/**
 * A telephone number that prints masked, so that it can stand in a log line by mistake and harm nobody. Whoever needs
 * the digits asks for them by name, see {@link #plainDigits()}.
 *
 * <p>A national mobile number shows its first three and last four digits: {@code 138****1234} (personal information
 * protection law, PIPL art. 51: de-identification).
 */
public final class PhoneNumber {

    /** No network carries more: E.164 has 15 digits, plus trunk and service prefixes. */
    public static final int MAX_DIGITS = 24;

    private final String digits;

    private PhoneNumber(String digits) {
        this.digits = digits;
    }

    /**
     * Reads what a network or a person wrote: digits stay, one leading {@code +} stays, everything else goes.
     *
     * @return empty when no digit is left (an anonymous caller) or more than {@value #MAX_DIGITS} are
     */
    public static Optional<PhoneNumber> of(String written) {
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < written.length() && kept.length() <= MAX_DIGITS; i++) {
            char c = written.charAt(i);
            if (c >= '0' && c <= '9') {
                kept.append(c);
            } else if (c == '+' && kept.isEmpty()) {
                kept.append(c);
            }
        }
        String digits = kept.toString();
        boolean some = digits.chars().anyMatch(Character::isDigit);
        return some && digits.length() <= MAX_DIGITS
                ? Optional.of(new PhoneNumber(national(digits)))
                : Optional.empty();
    }

    /** {@code +8613800001234} and {@code 008613800001234} are {@code 13800001234}: one caller, one spelling. */
    private static String national(String digits) {
        String rest =
                digits.startsWith("+86") ? digits.substring(3) : digits.startsWith("0086") ? digits.substring(4) : "";
        return rest.length() == 11 && rest.startsWith("1") ? rest : digits;
    }

    /** The number in full. Only for dialling, encrypting, and for people who gave a reason. */
    public String plainDigits() {
        return digits;
    }

    /** For the screen: {@code 138****1234}. */
    public String masked() {
        int length = digits.length();
        if (length >= 9) {
            return digits.substring(0, 3) + "****" + digits.substring(length - 4);
        }
        return length >= 5 ? "****" + digits.substring(length - 2) : "****";
    }

    @Override
    public String toString() {
        return masked();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PhoneNumber that && digits.equals(that.digits);
    }

    @Override
    public int hashCode() {
        return digits.hashCode();
    }
}
