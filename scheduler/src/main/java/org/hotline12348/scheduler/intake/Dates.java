package org.hotline12348.scheduler.intake;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates as people and spreadsheets write them: 2027-02-05, 2027/2/5, 2027.2.5, 2027年2月5日, and Excel's count of days. */
final class Dates {

    private static final Pattern WRITTEN =
            Pattern.compile("(\\d{4})\\s*[-/.年]\\s*(\\d{1,2})\\s*[-/.月]\\s*(\\d{1,2})\\s*日?");
    /** Excel counts from here (its 29 February 1900, which never was, is behind every date of today). */
    private static final LocalDate EXCEL_ZERO = LocalDate.of(1899, 12, 30);
    /** Numbers of days that Excel writes for 2000 to 2099. */
    private static final Pattern COUNTED = Pattern.compile("(3[6-9]|[4-6]\\d|7[0-3])\\d{3}");

    private Dates() {}

    /** Empty for what is no date, and for days there are not, such as 30 February. */
    static Optional<LocalDate> parse(String text) {
        Matcher written = WRITTEN.matcher(text.strip());
        if (written.matches()) {
            try {
                return Optional.of(LocalDate.of(
                        Integer.parseInt(written.group(1)),
                        Integer.parseInt(written.group(2)),
                        Integer.parseInt(written.group(3))));
            } catch (DateTimeException e) {
                return Optional.empty();
            }
        }
        return COUNTED.matcher(text.strip()).matches()
                ? Optional.of(EXCEL_ZERO.plusDays(Long.parseLong(text.strip())))
                : Optional.empty();
    }
}
