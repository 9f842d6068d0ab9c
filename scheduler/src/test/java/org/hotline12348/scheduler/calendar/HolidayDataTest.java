package org.hotline12348.scheduler.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The calendar against the data, read here a second time in the plainest way. */
class HolidayDataTest {

    static final Map<LocalDate, String> OFF = new HashMap<>();
    static final Map<LocalDate, String> WORK = new HashMap<>();

    @BeforeAll
    static void readTheDataAgain() throws IOException {
        JsonNode data = new ObjectMapper().readTree(HolidayFile.class.getResource("cn-holidays.json"));
        for (JsonNode year : data) {
            year.get("holidays")
                    .forEach(day -> OFF.put(
                            LocalDate.parse(day.get("date").asText()),
                            day.get("name").asText()));
            year.get("workdays")
                    .forEach(day -> WORK.put(
                            LocalDate.parse(day.get("date").asText()),
                            day.get("name").asText()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void equalsTheDataOnEveryDayFrom2013To2026(ServicePolicy policy) {
        ServiceCalendar calendar = new ServiceCalendar(
                ZoneId.of("Asia/Shanghai"), policy, ServiceHours.of("08:00-20:00"), List.of(), HolidayFile.shipped());
        LocalDate.of(2013, 1, 1).datesUntil(LocalDate.of(2027, 1, 1)).forEach(date -> {
            ServiceDay day = calendar.day(date);
            boolean weekend = Set.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY).contains(date.getDayOfWeek());
            boolean expected = switch (policy) {
                case EVERY_DAY_EXCEPT_STATE_HOLIDAYS -> !OFF.containsKey(date) && !betweenDaysOff(date, weekend);
                case STATUTORY_DAYS_ONLY -> StatutoryDays.nameOf(date).isEmpty();
                case WORKING_DAYS_ONLY -> WORK.containsKey(date) || (!weekend && !OFF.containsKey(date));
                case ALWAYS -> true;
            };
            assertThat(day.open()).as("%s %s", date, day.reason()).isEqualTo(expected);
            if (OFF.containsKey(date) && policy != ServicePolicy.STATUTORY_DAYS_ONLY) {
                assertThat(day.reason().name()).isEqualTo(OFF.get(date));
            }
        });
    }

    /** In the data a gap within a holiday is at most one day wide. */
    private static boolean betweenDaysOff(LocalDate date, boolean weekend) {
        return weekend
                && !WORK.containsKey(date)
                && OFF.containsKey(date.minusDays(1))
                && OFF.containsKey(date.plusDays(1));
    }

    @Test
    void everyStatutoryDayWasAnnouncedUnderItsName() {
        for (int year = 2013; year <= 2026; year++) {
            StatutoryDays.of(year).forEach((date, name) -> {
                assertThat(OFF).as("%s %s", date, name).containsKey(date);
                if (!date.equals(LocalDate.of(2020, 10, 1))) {
                    assertThat(OFF.get(date)).as("%s", date).isEqualTo(name);
                }
            });
        }
        assertThat(StatutoryDays.of(2026)).hasSize(13);
        assertThat(StatutoryDays.of(2024)).hasSize(11);
        assertThat(StatutoryDays.of(2020)).as("Mid-Autumn fell on National Day").hasSize(10);
    }

    @ParameterizedTest(name = "{0} + {1} working days = {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-23 |  1 | 2026-11-24 | Monday, the day itself is not counted
            2026-11-20 |  1 | 2026-11-23 | over a weekend
            2026-09-30 |  1 | 2026-10-08 | over National Day
            2026-10-08 |  2 | 2026-10-10 | a make-up Saturday counts
            2026-02-13 |  2 | 2026-02-24 | the Saturday works, then Spring Festival
            2026-10-08 | -1 | 2026-09-30 | backwards
            2026-10-01 |  0 | 2026-10-08 | none: rolls forward to a working day
            2026-11-23 |  0 | 2026-11-23 | none, on a working day
            """)
    void countsWorkingDays(LocalDate from, int days, LocalDate expected, String why) {
        assertThat(HolidayFile.shipped().addWorkingDays(from, days)).as(why).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} + {1} days ends {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-23 |  7 | 2026-11-30 | the first day is not counted (Civil Code 201)
            2026-09-24 |  7 | 2026-10-08 | the last day is National Day and rolls forward (Civil Code 203)
            2026-11-21 |  7 | 2026-11-30 | a Saturday rolls forward to Monday
            2026-10-03 |  7 | 2026-10-10 | a make-up Saturday stays
            """)
    void aLastDayOnAHolidayRollsForward(LocalDate from, int days, LocalDate expected, String why) {
        assertThat(HolidayFile.shipped().deadline(from, days)).as(why).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            nonsense | no JSON
            [] | object of years
            {"soon": {}} | a year such as 2027
            {"2027": {"holidays": []}} | no list "workdays"
            {"2027": {"holidays": [], "workdays": []}} | names no day off
            {"2027": {"holidays": [{"date": "2027-02-30", "name": "春节"}], "workdays": []}} | "2027-02-30", which is no date
            {"2027": {"holidays": [{"date": "2027-02-06"}], "workdays": []}} | no name
            {"2027": {"holidays": [{"date": "2026-02-06", "name": "春节"}], "workdays": []}} | not in that year
            {"2027": {"holidays": [{"date": "2027-02-06", "name": "春节"}, {"date": "2027-02-06", "name": "春节"}], "workdays": []}} | twice
            {"2027": {"holidays": [{"date": "2027-02-06", "name": "春节"}], "workdays": [{"date": "2027-02-10", "name": "春节"}]}} | only a Saturday or Sunday
            {"2027": {"holidays": [{"date": "2027-02-06", "name": "春节"}], "workdays": [{"date": "2027-02-06", "name": "春节"}]}} | both a day off and a working day
            """, quoteCharacter = '~')
    void aBadNoticeIsRefusedWithItsReason(String json, String why) {
        assertThatThrownBy(() -> HolidayFile.parse(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
    }
}
