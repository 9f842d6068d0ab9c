package org.hotline12348.core.dispatch;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hotline12348.ivr.cel.CelRow;

/**
 * What a lawyer said of himself by his telephone's keys ({@code *12} to {@code *18}). The PBX has done it already.
 *
 * @param state SIGNED_IN, SIGNED_OUT, READY, or the reason why he shall not be rung
 */
public record PhoneStatus(String lawyer, String state) {
    private static final String EVENT = "HOTLINE_STATUS";
    private static final Pattern WORDS = Pattern.compile("lawyer=([A-Za-z0-9_.-]+);state=([A-Z_]+)");
    private static final Set<String> READY = Set.of("READY", "SIGNED_IN");

    /** From a row of the PBX's event log; empty when it tells something else. */
    public static Optional<PhoneStatus> of(CelRow row) {
        if (!row.userDefType().equals(EVENT)) {
            return Optional.empty();
        }
        Matcher words = WORDS.matcher(row.extra());
        return words.find() ? Optional.of(new PhoneStatus(words.group(1), words.group(2))) : Optional.empty();
    }

    /** Why he shall not be rung; empty when he is ready. */
    public Optional<String> reason() {
        return READY.contains(state) ? Optional.empty() : Optional.of(state);
    }

    /** Whether he came to his duty or left it; empty when he said something else. */
    public Optional<Boolean> signedIn() {
        return switch (state) {
            case "SIGNED_IN" -> Optional.of(true);
            case "SIGNED_OUT" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
