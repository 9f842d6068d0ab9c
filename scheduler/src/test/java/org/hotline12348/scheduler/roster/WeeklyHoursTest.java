package org.hotline12348.scheduler.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
    }

    @Test
    @DisplayName("a day without a window is a day on which duty is not possible, and is said so elsewhere")
    void nonsense() {
        assertThatThrownBy(() -> new WeeklyHours(Map.of(DayOfWeek.MONDAY, List.of())))
                .hasMessageContaining("MONDAY")
                .hasMessageContaining("Maybe");
    }
}
