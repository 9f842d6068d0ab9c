package org.hotline12348.core.call;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Whose a channel is, by its name. Names are the agreement with the dialplan: {@code PJSIP/trunk-…} is the citizens'
 * trunk, {@code PJSIP/outbound-…} leads to the outside, {@code Local/ID@lawyer-…;1} stands for a lawyer's mobile,
 * {@code PJSIP/ID-…} is a lawyer's SIP or browser phone.
 */
sealed interface Channel {

    /** A call from the citizens' trunk. */
    record Trunk() implements Channel {}

    /** A lawyer's end, which is bridged with the citizen. */
    record Lawyer(String id) implements Channel {}

    /** The far half of a lawyer's Local channel: never bridged with a citizen. */
    record FarHalf() implements Channel {}

    /** Somebody outside, or whoever was reached by keys in a transfer: who it is was said by the dialplan. */
    record Outside() implements Channel {}

    /** Anything else. */
    record Other() implements Channel {}

    String TRUNK = "trunk";
    String OUTBOUND = "outbound";
    Pattern PHONE = Pattern.compile("PJSIP/(.+)-[0-9a-f]{8}");
    /** A lawyer asks another by keys: this half is bridged with the citizen once he leaves. */
    Pattern PASSED = Pattern.compile("Local/[^@]+@transfer-[0-9a-f]{8};1");

    Pattern LOCAL = Pattern.compile("Local/([^@]+)@lawyer-[0-9a-f]{8};([12])");

    static Channel named(String name) {
        Matcher phone = PHONE.matcher(name);
        if (phone.matches()) {
            return switch (phone.group(1)) {
                case TRUNK -> new Trunk();
                case OUTBOUND -> new Outside();
                default -> new Lawyer(phone.group(1));
            };
        }
        Matcher local = LOCAL.matcher(name);
        if (local.matches()) {
            return local.group(2).equals("1") ? new Lawyer(local.group(1)) : new FarHalf();
        }
        return PASSED.matcher(name).matches() ? new Outside() : new Other();
    }
}
