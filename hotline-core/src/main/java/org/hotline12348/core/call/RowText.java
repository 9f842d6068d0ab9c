package org.hotline12348.core.call;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hotline12348.ivr.cel.CelRow;

/**
 * Reads the small texts inside a row. The {@code extra} field is a flat JSON object of strings and numbers; of a user
 * event it is {@code {"extra":"k=v;k=v"}}. Whatever is damaged reads as absent.
 */
final class RowText {

    private static final Pattern MEMBER =
            Pattern.compile("\"([a-z_]+)\"\\s*:\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(-?[0-9]+))");

    private RowText() {}

    /** One member of the {@code extra} object; empty when absent. */
    static String extra(CelRow row, String key) {
        Matcher members = MEMBER.matcher(row.extra());
        while (members.find()) {
            if (members.group(1).equals(key)) {
                return members.group(2) != null ? unescaped(members.group(2)) : members.group(3);
            }
        }
        return "";
    }

    /** The values of a user event: of {@code {"extra":"k=v;k=v"}}, of a bare {@code k=v;k=v}, or of its arguments. */
    static Map<String, String> values(CelRow row) {
        String text = row.extra().startsWith("{") ? extra(row, "extra") : row.extra();
        if (text.isEmpty()) {
            int comma = row.applicationData().indexOf(',');
            text = comma < 0 ? "" : row.applicationData().substring(comma + 1);
        }
        Map<String, String> values = new HashMap<>();
        for (String pair : text.split(";", 64)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(
                        pair.substring(0, equals).strip(),
                        pair.substring(equals + 1).strip());
            }
        }
        return values;
    }

    private static String unescaped(String json) {
        return json.indexOf('\\') < 0
                ? json
                : json.replace("\\/", "/").replace("\\\"", "\"").replace("\\\\", "\\");
    }
}
