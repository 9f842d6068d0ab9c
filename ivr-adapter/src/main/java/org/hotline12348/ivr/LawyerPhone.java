package org.hotline12348.ivr;

/**
 * Which telephone a lawyer uses.
 *
 * @param address of a mobile: its number; of the others empty, since they register under his user name
 */
public record LawyerPhone(Kind kind, String address) {
    /** The kinds. */
    public enum Kind {
        /** A SIP telephone that registers as the lawyer. */
        SIP,
        /** The web page is his telephone. */
        BROWSER,
        /** Dialled through the outbound trunk; he presses 1 to accept. */
        MOBILE
    }

    public LawyerPhone {
        if (kind == Kind.MOBILE) {
            Names.checkNumber(address);
        }
    }

    public static LawyerPhone sip() {
        return new LawyerPhone(Kind.SIP, "");
    }

    public static LawyerPhone browser() {
        return new LawyerPhone(Kind.BROWSER, "");
    }

    public static LawyerPhone mobile(String number) {
        return new LawyerPhone(Kind.MOBILE, number);
    }

    /** What the queue rings. A mobile goes through the dialplan, which asks for the 1. */
    public String ringing(String lawyer) {
        return switch (kind) {
            case SIP, BROWSER -> "PJSIP/" + lawyer;
            case MOBILE -> "Local/" + lawyer + "@lawyer/n";
        };
    }

    /** As the PBX keeps it: {@code mobile|13900000001}. */
    public String kept(String lawyer) {
        return switch (kind) {
            case SIP -> "sip|" + lawyer;
            case BROWSER -> "browser|" + lawyer;
            case MOBILE -> "mobile|" + address;
        };
    }

    @Override
    public String toString() {
        return kind == Kind.MOBILE ? "mobile …" + address.substring(address.length() - 2) : kind.toString();
    }
}
