package org.hotline12348.ivr;

/**
 * What a lawyer's SIP or browser telephone registers with: his user name and a password.
 *
 * @param lawyer   user name at the PBX
 * @param kind     {@link LawyerPhone.Kind#SIP} or {@link LawyerPhone.Kind#BROWSER}; a mobile registers nowhere
 * @param password 12 to 100 visible ASCII characters; the PBX keeps only its digest
 */
public record PhoneAccount(String lawyer, LawyerPhone.Kind kind, String password) {
    /** Shortest password, in characters. */
    public static final int SHORTEST_PASSWORD = 12;
    /** Longest password, in characters. */
    public static final int LONGEST_PASSWORD = 100;

    public PhoneAccount {
        Names.check("lawyer", lawyer);
        if (kind == LawyerPhone.Kind.MOBILE) {
            throw new IllegalArgumentException(
                    "The mobile of %s cannot register at the PBX. Maybe its owner shall get a SIP or browser telephone."
                            .formatted(lawyer));
        }
        boolean plain = password.chars().allMatch(c -> c > ' ' && c < 127);
        if (!plain || password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw new IllegalArgumentException(
                    "The telephone password of %s has %d characters; it must be %d to %d visible ASCII characters."
                            .formatted(lawyer, password.length(), SHORTEST_PASSWORD, LONGEST_PASSWORD));
        }
    }

    @Override
    public String toString() {
        return "PhoneAccount[" + lawyer + ", " + kind + "]";
    }
}
