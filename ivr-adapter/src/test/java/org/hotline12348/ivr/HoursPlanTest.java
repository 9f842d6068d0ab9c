package org.hotline12348.ivr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Service hours as the PBX keeps them, by UTC day. */
class HoursPlanTest {

    private static HoursSegment segment(Instant from, Instant until) {
        return new HoursSegment(
                from,
                until,
                HoursSegment.State.OPEN,
                Optional.empty(),
                LocalTime.of(8, 0),
                LocalTime.of(20, 0),
                Optional.empty());
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource(delimiter = '|', textBlock = """
        2026-11-24T00:00:00Z | 2026-11-24T12:00:00Z | PT0S   | 20781       | 08:00-20:00 in Jiaozuo lies in one UTC day
        2026-11-24T12:00:00Z | 2026-11-25T00:00:00Z | PT0S   | 20781       | a night that ends at UTC midnight does not touch the next day
        2026-11-24T12:00:00Z | 2026-11-25T00:00:01Z | PT0S   | 20781 20782 | one second after midnight does
        2026-11-23T16:00:00Z | 2026-11-24T16:00:00Z | PT0S   | 20780 20781 | a holiday by Chinese midnights touches two UTC days
        2026-11-24T00:00:00Z | 2026-11-24T12:00:00Z | PT10H  | 20780 20781 | the service's clock is 10 h ahead: shifted back
        2026-11-24T00:00:00Z | 2026-11-24T12:00:00Z | PT-24H | 20782       | a day behind: shifted forward
        2026-03-29T06:00:00Z | 2026-03-29T18:00:00Z | PT0S   | 20541       | the day Europe's clocks change is like any other here
        """)
    void eachSegmentStandsOnEveryUtcDayItTouches(
            Instant from, Instant until, Duration ahead, String days, String because) {
        HoursPlan plan = HoursPlan.of(List.of(segment(from, until)), ahead);
        assertThat(plan.days().keySet().stream().map(String::valueOf))
                .as(because)
                .containsExactly(days.split(" "));
        assertThat(plan.days().values())
                .allSatisfy(value -> assertThat(value)
                        .startsWith(from.minus(ahead).getEpochSecond() + ","
                                + until.minus(ahead).getEpochSecond() + ",OPEN,"));
    }

    @Test
    void saysTheHolidayAndTheNextOpeningAsTheCallerHearsThem() {
        Instant from = Instant.parse("2026-10-01T00:00:00Z");
        HoursPlan plan = HoursPlan.of(
                List.of(new HoursSegment(
                        from,
                        from.plusSeconds(60),
                        HoursSegment.State.CLOSED_HOLIDAY,
                        Optional.of("国庆节,中秋节;\n${X}"),
                        LocalTime.of(8, 0),
                        LocalTime.of(20, 30),
                        Optional.of(LocalDateTime.of(2026, 10, 8, 8, 0)))),
                Duration.ofDays(300));
        assertThat(plan.days().values())
                .singleElement()
                .asString()
                .endsWith(",CLOSED_HOLIDAY,国庆节中秋节X,0800,2030,10080800");
    }

    @Test
    void joinsTheSegmentsOfADayInOrder() {
        Instant day = Instant.parse("2026-11-24T00:00:00Z");
        HoursPlan plan = HoursPlan.of(
                List.of(segment(day.plusSeconds(7200), day.plusSeconds(10800)), segment(day, day.plusSeconds(3600))),
                Duration.ZERO);
        assertThat(plan.days().get(20781L).split(";")).hasSize(2);
        assertThat(plan.days().get(20781L)).startsWith("1795478400,");
    }

    @Test
    void refusesADayThatDoesNotFitIntoALineOfThePbx() {
        Instant day = Instant.parse("2026-11-24T00:00:00Z");
        List<HoursSegment> crumbs = IntStream.range(0, 40)
                .mapToObj(i -> segment(day.plusSeconds(i * 60L), day.plusSeconds(i * 60L + 60)))
                .toList();
        assertThatThrownBy(() -> HoursPlan.of(crumbs, Duration.ZERO))
                .hasMessageContaining("2026-11-24")
                .hasMessageContaining("too many windows");
    }
}
