package org.hotline12348.scheduler.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.calendar.DailyWindow;
import org.hotline12348.scheduler.roster.WeeklyHours.Stretch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Hours of the week at which somebody can be there")
class WeeklyHoursTest {

    private static WeeklyHours on(DayOfWeek day, String hours) {
        return new WeeklyHours(Map.of(
                day, Arrays.stream(hours.split(" ")).map(DailyWindow::parse).toList()));
    }

    private static String at(String zone, List<Stretch> stretches) {
        return stretches.stream()
                .map(one -> one.from().atZone(ZoneId.of(zone)).toLocalDateTime() + "/"
                        + one.until().atZone(ZoneId.of(zone)).toLocalDateTime())
                .collect(Collectors.joining(" "));
    }

    // 2026-11-23 and 2026-03-23 are Mondays; daylight saving begins in Berlin on Sunday, 2026-03-29, at 02:00.
    @ParameterizedTest(name = "{5}")
    @CsvSource(delimiter = '|', textBlock = """
            MONDAY | 08:00-20:00             | Asia/Shanghai | 2026-11-23T08:00 | 2026-11-23T20:00 | the whole duty within, edges included            |
            MONDAY | 08:00-14:00             | Asia/Shanghai | 2026-11-23T08:00 | 2026-11-23T20:00 | he must leave before it ends                     | 2026-11-23T14:00/2026-11-23T20:00
            MONDAY | 09:00-20:00             | Asia/Shanghai | 2026-11-23T08:00 | 2026-11-23T20:00 | he comes an hour late                            | 2026-11-23T08:00/2026-11-23T09:00
            MONDAY | 08:00-12:00 14:00-20:00 | Asia/Shanghai | 2026-11-23T08:00 | 2026-11-23T20:00 | away at noon                                     | 2026-11-23T12:00/2026-11-23T14:00
            MONDAY | 08:00-14:00 12:00-20:00 | Asia/Shanghai | 2026-11-23T08:00 | 2026-11-23T20:00 | windows that overlap are one                     |
            MONDAY | 08:00-14:00 14:00-20:00 | Asia/Shanghai | 2026-11-23T08:00 | 2026-11-23T20:00 | windows that touch are one                       |
            MONDAY | 08:00-14:00             | Asia/Shanghai | 2026-11-24T08:00 | 2026-11-24T20:00 | Tuesday is not named: free as a whole            |
            MONDAY | 20:00-08:00             | Asia/Shanghai | 2026-11-23T20:00 | 2026-11-24T08:00 | a night that belongs to Monday                   |
            TUESDAY | 09:00-17:00            | Asia/Shanghai | 2026-11-23T20:00 | 2026-11-24T08:00 | Monday's night reaches into a Tuesday not free   | 2026-11-24T00:00/2026-11-24T08:00
            MONDAY | 20:00-08:00             | Asia/Shanghai | 2026-11-23T08:00 | 2026-11-23T20:00 | by day not, when he has the nights               | 2026-11-23T08:00/2026-11-23T20:00
            SUNDAY | 01:00-04:00             | Europe/Berlin | 2026-03-29T01:00 | 2026-03-29T04:00 | the night with an hour less                      |
            """)
    void table(String day, String hours, String zone, String from, String until, String why, String missing) {
        ZoneId at = ZoneId.of(zone);
        List<Stretch> away = on(DayOfWeek.valueOf(day), hours)
                .missing(
                        LocalDateTime.parse(from).atZone(at).toInstant(),
                        LocalDateTime.parse(until).atZone(at).toInstant(),
                        at);
        assertThat(at(zone, away)).as(why).isEqualTo(missing == null ? "" : missing);
        assertThat(on(DayOfWeek.valueOf(day), hours)
                        .admit(
                                LocalDateTime.parse(from).atZone(at).toInstant(),
                                LocalDateTime.parse(until).atZone(at).toInstant(),
                                at))
                .as(why)
                .isEqualTo(missing == null);
    }

    @ParameterizedTest(name = "{0} {1}, {2}-{3}: {5}")
    @CsvSource(delimiter = '|', textBlock = """
            ACTIVE    | jiaozuo | 09:00 | 12:00 | true  | active, on a day of his, within his hours
            ACTIVE    | jiaozuo | 08:00 | 12:00 | false | before his hours
            ACTIVE    | xiuwu   | 09:00 | 12:00 | false | another centre
            SUSPENDED | jiaozuo | 09:00 | 12:00 | false | suspended
            LEFT      | jiaozuo | 09:00 | 12:00 | false | left
            """)
    void whoMayBeGivenADuty(String standing, String centre, String from, String until, boolean may, String why) {
        Practitioner one = practitioner(Standing.valueOf(standing), 1);
        ZoneId zone = ZoneId.of("Asia/Shanghai");
        assertThat(one.serves(centre)
                        && one.available(
                                MONDAY,
                                MONDAY.atTime(LocalTime.parse(from))
                                        .atZone(zone)
                                        .toInstant(),
                                MONDAY.atTime(LocalTime.parse(until))
                                        .atZone(zone)
                                        .toInstant(),
                                zone))
                .as(why)
                .isEqualTo(may);
        assertThat(one.available(
                        MONDAY.plusDays(1),
                        MONDAY.plusDays(1).atTime(9, 0).atZone(zone).toInstant(),
                        MONDAY.plusDays(1).atTime(12, 0).atZone(zone).toInstant(),
                        zone))
                .as("Tuesdays he cannot")
                .isFalse();
        assertThat(practitioner(Standing.ACTIVE, 1000).sharePercent()).isEqualTo(1000);
        assertThatThrownBy(() -> practitioner(Standing.ACTIVE, 0)).hasMessageContaining("1 to 1000");
        assertThatThrownBy(() -> practitioner(Standing.ACTIVE, 1001)).hasMessageContaining("1 to 1000");
    }

    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);

    private static Practitioner practitioner(Standing standing, int share) {
        return new Practitioner(
                "anna",
                "安娜",
                PractitionerKind.LAWYER,
                "",
                "",
                List.of(),
                List.of(),
                "",
                "",
                standing,
                Set.of("jiaozuo"),
                Set.of(DayOfWeek.MONDAY),
                Set.of(),
                0,
                on(DayOfWeek.MONDAY, "09:00-17:00"),
                share,
                List.of());
    }

    @Test
    @DisplayName("a day without a window is a day on which duty is not possible, and is said so elsewhere")
    void nonsense() {
        assertThatThrownBy(() -> new WeeklyHours(Map.of(DayOfWeek.MONDAY, List.of())))
                .hasMessageContaining("MONDAY")
                .hasMessageContaining("Maybe");
        assertThat(on(DayOfWeek.MONDAY, "01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00 11:00-12:00")
                        .byDay())
                .hasSize(1);
        assertThatThrownBy(() -> on(
                        DayOfWeek.MONDAY,
                        "01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00 11:00-12:00 13:00-14:00"))
                .hasMessageContaining("1 to 6");
    }
}
