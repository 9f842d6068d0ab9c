package org.hotline12348.core.dispatch;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hotline12348.ivr.LineSetting;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.Practitioner;

/**
 * By which digits a lawyer is reached in a transfer from a telephone's keys: 1 and the digits at the end of his user name
 * (lawyer05 is 105). Whoever has none there is reached by a telephone's own transfer button only.
 */
public final class ShortNumbers {
    private static final Pattern DIGITS = Pattern.compile(".*?([0-9]{1,3})");

    private ShortNumbers() {}

    public static List<LineSetting> of(Roster roster) {
        return roster.centres().stream()
                .flatMap(centre -> roster.practitioners(centre.id()).stream())
                .map(Practitioner::id)
                .distinct()
                .flatMap(lawyer -> {
                    Matcher digits = DIGITS.matcher(lawyer);
                    return digits.matches()
                            ? java.util.stream.Stream.<LineSetting>of(
                                    new LineSetting.ShortNumber("1" + digits.group(1), Optional.of(lawyer)))
                            : java.util.stream.Stream.empty();
                })
                .toList();
    }
}
