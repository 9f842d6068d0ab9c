package org.hotline12348.ivr.embedded;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text with places {@code @{name}}; Asterisk's own {@code ${...}} is left alone. */
final class Template {
    private static final Pattern PLACE = Pattern.compile("@\\{([a-z.]+)}");

    private Template() {}

    /** Fills every place. @throws InstallationException naming the file and a place that has no value */
    static String fill(String file, String text, Map<String, String> values) {
        Matcher matcher = PLACE.matcher(text);
        return matcher.replaceAll(found -> {
            String name = found.group(1);
            String value = values.get(name);
            if (value == null) {
                throw new InstallationException(
                        "The template %s names @{%s}, which is not one of %s. Maybe it was misspelled."
                                .formatted(
                                        file,
                                        name,
                                        values.keySet().stream().sorted().toList()));
            }
            return Matcher.quoteReplacement(value);
        });
    }
}
