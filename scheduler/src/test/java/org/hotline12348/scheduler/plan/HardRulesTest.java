package org.hotline12348.scheduler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The hard rules, at their edges")
class HardRulesTest {

    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    private static TimeSpan span(String written) {
        List<LocalDateTime> ends =
                Stream.of(written.split("/")).map(LocalDateTime::parse).toList();
        return new TimeSpan(
                ends.getFirst().atZone(ZONE).toInstant(),
                ends.getLast().atZone(ZONE).toInstant());
    }

    private static SeatToFill seat(int number, String written) {
        return new SeatToFill(
                "s" + number,
                LocalDate.parse(written.substring(0, 10)),
                "班",
                "1",
                Optional.empty(),
                span(written),
                DayKind.WORKING_DAY,
                Set.of());
    }

    private static String broken(Candidate anna, PlanningRules rules, String... seats) {
        List<SeatToFill> asked = IntStream.range(0, seats.length)
                .mapToObj(i -> seat(i, seats[i]))
                .toList();
        PlanningProblem problem =
                new PlanningProblem(ZONE, asked, List.of(anna), List.of(), List.of(), rules, PlanningLimits.USUAL);
        return HardRules.broken(
                        problem,
                        asked.stream()
                                .map(seat -> new SeatHolder(seat.id(), anna.id()))
                                .toList())
                .stream()
                .map(violation -> violation.rule().name())
                .distinct()
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest(name = "{0} and {1}: {2}")
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            2026-05-30T08:00/2026-05-30T20:00 | 2026-06-05T08:00/2026-06-05T20:00 | ''                          | one in each month
            2026-05-01T08:00/2026-05-01T20:00 | 2026-05-30T08:00/2026-05-30T20:00 | MAXIMUM_PER_MONTH           | two in a month of at most one
            2026-05-30T08:00/2026-05-30T20:00 | 2026-06-01T08:00/2026-06-01T20:00 | MINIMUM_GAP                 | two days apart where three are asked for
            2026-05-30T08:00/2026-05-30T20:00 | 2026-06-02T08:00/2026-06-02T20:00 | ''                          | three days apart
            2026-05-31T08:00/2026-05-31T12:00 | 2026-05-31T14:00/2026-05-31T20:00 | ONE_DUTY_A_DAY MINIMUM_REST MAXIMUM_PER_MONTH | twice on a day
            """)
    void twoDuties(String first, String second, String rules, String why) {
        PlanningRules strict = new PlanningRules(3, Duration.ofHours(11), OptionalInt.of(1), OptionalInt.empty());
        assertThat(broken(Candidate.lawyer("anna", "安娜"), strict, first, second))
                .as(why)
                .isEqualTo(rules);
        assertThat(broken(Candidate.lawyer("anna", "安娜"), strict, second, first))
                .as("in the other order")
                .isEqualTo(rules);
    }

    @ParameterizedTest(name = "away {0}: {1}")
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            2026-05-18T08:00/2026-05-18T20:00 | AVAILABILITY | an equal interval
            2026-05-18T00:00/2026-05-19T00:00 | AVAILABILITY | an enclosing one
            2026-05-18T12:00/2026-05-18T13:00 | AVAILABILITY | an enclosed one
            2026-05-18T19:59/2026-05-18T21:00 | AVAILABILITY | the last minute
            2026-05-18T07:00/2026-05-18T08:01 | AVAILABILITY | the first minute
            2026-05-18T20:00/2026-05-18T21:00 | ''           | an adjacent one
            2026-05-18T07:00/2026-05-18T08:00 | ''           | an adjacent one before
            """)
    void availability(String away, String rules, String why) {
        assertThat(broken(
                        Candidate.lawyer("anna", "安娜").withUnavailable(span(away)),
                        PlanningRules.USUAL,
                        "2026-05-18T08:00/2026-05-18T20:00"))
                .as(why)
                .isEqualTo(rules);
    }

    @ParameterizedTest(name = "leave on {0}, duty {1}: {2}")
    @CsvSource(delimiter = '|', emptyValue = "", textBlock = """
            2026-05-18 | 2026-05-18T08:00/2026-05-18T20:00 | LEAVE | its day
            2026-05-17 | 2026-05-18T08:00/2026-05-18T20:00 | ''    | the day before
            2026-05-19 | 2026-05-18T08:00/2026-05-18T20:00 | ''    | the day after
            2026-05-18 | 2026-05-18T20:00/2026-05-19T08:00 | LEAVE | a night's first day
            2026-05-19 | 2026-05-18T20:00/2026-05-19T08:00 | LEAVE | a night's second day
            2026-05-19 | 2026-05-18T12:00/2026-05-19T00:00 | ''    | one that ends at midnight does not touch the next day
            """)
    void leave(LocalDate away, String duty, String rules, String why) {
        assertThat(broken(Candidate.lawyer("anna", "安娜").withLeave(DateSpan.day(away)), PlanningRules.USUAL, duty))
                .as(why)
                .isEqualTo(rules);
    }
}
