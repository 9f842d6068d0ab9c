package org.hotline12348.scheduler.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.hotline12348.scheduler.calendar.Deadline.Term;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A period's last day")
class DeadlineTest {

    private static final HolidayCalendar HOLIDAYS = HolidayFile.shipped();

    private static Term term(String text) {
        int count = Integer.parseInt(text.substring(0, text.length() - 1));
        return switch (text.charAt(text.length() - 1)) {
            case 'd' -> new Term.Days(count);
            case 'w' -> new Term.WorkingDays(count);
            case 'm' -> new Term.Months(count);
            case 'y' -> new Term.Months(12 * count);
            default -> throw new IllegalArgumentException(text);
        };
    }

    @ParameterizedTest(name = "{1} from {0} end on {3}: {5}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-03-02 | 7d  | 2026-03-09 | 2026-03-09 | false | seven days for the decision (法律援助法 art. 43), the first not counted
            2026-03-02 | 5d  | 2026-03-07 | 2026-03-09 | false | a Saturday rolls to Monday
            2026-03-03 | 5d  | 2026-03-08 | 2026-03-09 | false | a Sunday rolls to Monday
            2026-02-04 | 10d | 2026-02-14 | 2026-02-14 | false | a make-up Saturday is a working day
            2026-02-08 | 7d  | 2026-02-15 | 2026-02-24 | false | the Spring Festival's nine days are passed over
            2026-02-18 | 10d | 2026-02-28 | 2026-02-28 | false | the other make-up Saturday
            2026-09-24 | 7d  | 2026-10-01 | 2026-10-08 | false | National Day, to the working day after it
            2026-01-31 | 1m  | 2026-02-28 | 2026-02-28 | false | no 31 February: the month's last day, a make-up Saturday
            2024-01-31 | 1m  | 2024-02-29 | 2024-02-29 | false | a leap year
            2026-03-31 | 1m  | 2026-04-30 | 2026-04-30 | false | art. 202: the month's last day
            2023-06-10 | 3y  | 2026-06-10 | 2026-06-10 | false | three years' limitation (art. 188)
            2023-10-01 | 3y  | 2026-10-01 | 2026-10-08 | false | limitation that would end on National Day
            2024-02-29 | 1y  | 2025-02-28 | 2025-02-28 | false | from a leap day
            2024-02-29 | 4y  | 2028-02-29 | 2028-02-29 | true  | the notice for 2028 is not known
            2026-02-13 | 1w  | 2026-02-14 | 2026-02-14 | false | working days: the make-up Saturday counts
            2026-02-14 | 1w  | 2026-02-24 | 2026-02-24 | false | working days: over the Spring Festival
            2026-12-30 | 3w  | 2027-01-05 | 2027-01-05 | true  | over a turn of the year whose notice is not known: New Year by law
            2012-12-20 | 27d | 2013-01-16 | 2013-01-16 | false | days are asked for where they end, not on the way
            2012-12-28 | 3w  | 2013-01-05 | 2013-01-05 | true  | working days on the way, too: nothing is known of 2012
            2026-12-31 | 1d  | 2027-01-01 | 2027-01-04 | true  | New Year by law, then a weekend
            """)
    void table(String from, String length, String lastDay, String due, boolean provisional, String why) {
        Deadline deadline = Deadline.of(HOLIDAYS, LocalDate.parse(from), term(length));

        assertThat(deadline.firstDay()).isEqualTo(LocalDate.parse(from).plusDays(1));
        assertThat(deadline.lastDay()).as(why).isEqualTo(LocalDate.parse(lastDay));
        assertThat(deadline.due()).as(why).isEqualTo(LocalDate.parse(due));
        assertThat(deadline.provisional()).as(why).isEqualTo(provisional);
        assertThat(deadline.rolledBecauseOf().isPresent()).isEqualTo(!lastDay.equals(due));
        assertThat(deadline.passed())
                .hasSize((int) (deadline.due().toEpochDay() - deadline.lastDay().toEpochDay()));
    }

    @Test
    @DisplayName("names each day of rest it rolls over")
    void namesTheRest() {
        Deadline deadline = Deadline.of(HOLIDAYS, LocalDate.of(2026, 2, 20), new Term.Days(2));
        assertThat(deadline.passed())
                .containsExactly(
                        new Deadline.Rest(LocalDate.of(2026, 2, 22), "春节"),
                        new Deadline.Rest(LocalDate.of(2026, 2, 23), "春节"));
        assertThat(Deadline.of(HOLIDAYS, LocalDate.of(2026, 3, 6), new Term.Days(1))
                        .rolledBecauseOf())
                .contains(new Deadline.Rest(LocalDate.of(2026, 3, 7), "周末"));
    }

    @Test
    @DisplayName("needs a length that can be counted")
    void lengths() {
        assertThatThrownBy(() -> new Term.Days(0)).hasMessageContaining("from 1 to 36600");
        assertThatThrownBy(() -> new Term.Months(1201)).hasMessageContaining("1201 months");
        assertThatThrownBy(() -> new Term.WorkingDays(10_001)).hasMessageContaining("10001 working days");
        assertThat(new Term.WorkingDays(10_000).days()).isEqualTo(10_000);
    }
}
