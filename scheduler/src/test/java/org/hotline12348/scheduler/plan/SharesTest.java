package org.hotline12348.scheduler.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Part-time shares and hours of availability")
class SharesTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LocalDate FIRST = LocalDate.of(2026, 5, 18);

    private static PlanningProblem problem(List<SeatToFill> seats, List<Candidate> people) {
        return new PlanningProblem(
                ZONE,
                seats,
                people,
                List.of(),
                List.of(),
                new PlanningRules(1, Duration.ofHours(11), OptionalInt.empty(), OptionalInt.of(1)),
                new PlanningLimits(Duration.ofMinutes(5), Duration.ofSeconds(5), 1, 1));
    }

    private static SeatToFill seat(LocalDate date, int number, int fromHour, int hours) {
        return new SeatToFill(
                date + "/" + fromHour + "/" + number,
                date,
                fromHour < 12 ? "上午" : "下午",
                String.valueOf(number),
                Optional.empty(),
                new TimeSpan(
                        date.atTime(fromHour, 0).atZone(ZONE).toInstant(),
                        date.atTime(fromHour + hours, 0).atZone(ZONE).toInstant()),
                DayKind.WORKING_DAY,
                Set.of());
    }

    private static List<SeatToFill> days(int days, int seats) {
        List<SeatToFill> all = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            for (int n = 1; n <= seats; n++) {
                all.add(seat(FIRST.plusDays(day), n, 8, 12));
            }
        }
        return all;
    }

    private static Candidate lawyer(int i, int share) {
        return Candidate.lawyer("l" + i, "律师" + i).withShare(share);
    }

    private static Plan planned(PlanningProblem problem) {
        Plan plan = Planners.best().plan(problem);
        assertThat(HardRules.broken(problem, Judge.holders(plan))).isEmpty();
        assertThat(plan.gaps()).isEmpty();
        assertThat(plan.score(SoftRule.FAIR_TOTALS).proven()).isTrue();
        return plan;
    }

    @ParameterizedTest(name = "{0}: shares {1} %, {2} days of {3}: {4} duties")
    @CsvSource(delimiter = '|', textBlock = """
    half a share is half the duties                   | 100 100 50     | 10 | 1 | 4 4 2
    in the same way with two seats                    | 100 100 100 50 50 | 20 | 2 | 10 10 10 5 5
    a double share is twice as many                   | 200 100        | 6  | 1 | 4 2
    a quarter                                         | 100 25         | 10 | 1 | 8 2
    all half: nobody is less than another             | 50 50 50       | 9  | 1 | 3 3 3
    one in a hundred waits until it is his turn       | 100 1          | 20 | 1 | 20 0
    what cannot be split goes to whom it wrongs least | 100 50         | 4  | 1 | 3 1
    """)
    void shares(String why, String shares, int days, int seats, String duties) {
        int[] percent =
                Arrays.stream(shares.split(" ")).mapToInt(Integer::parseInt).toArray();
        List<Candidate> people = IntStream.range(0, percent.length)
                .mapToObj(i -> lawyer(i, percent[i]))
                .toList();

        Plan plan = planned(problem(days(days, seats), people));

        assertThat(people.stream()
                        .map(one -> plan.totals().getOrDefault(one.id(), 0))
                        .sorted((a, b) -> b - a)
                        .map(String::valueOf)
                        .collect(Collectors.joining(" ")))
                .isEqualTo(duties);
    }

    @ParameterizedTest(name = "everybody is within one duty of what his share entitles him to, seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void withinOneOfTheEntitlement(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Candidate> people = IntStream.range(0, 8)
                .mapToObj(i -> lawyer(i, 25 * (1 + random.nextInt(4))))
                .toList();
        int days = 20 + random.nextInt(20);
        double whole = people.stream().mapToInt(Candidate::sharePercent).sum();

        Plan plan = planned(problem(days(days, 2), people));

        assertThat(people).allSatisfy(one -> {
            double entitled = 2 * days * one.sharePercent() / whole;
            assertThat(Math.abs(plan.totals().getOrDefault(one.id(), 0) - entitled))
                    .as("%s is entitled to %.2f", one.name(), entitled)
                    .isLessThanOrEqualTo(1);
        });
    }

    @Test
    @DisplayName("who may only come in the afternoon holds afternoons only, and no fewer duties than the others")
    void hours() {
        List<SeatToFill> seats = new ArrayList<>();
        for (int day = 0; day < 12; day++) {
            seats.add(seat(FIRST.plusDays(day), 1, 8, 6));
            seats.add(seat(FIRST.plusDays(day), 1, 14, 6));
        }
        TimeSpan[] mornings = IntStream.range(0, 12)
                .mapToObj(day -> new TimeSpan(
                        FIRST.plusDays(day).atTime(0, 0).atZone(ZONE).toInstant(),
                        FIRST.plusDays(day).atTime(13, 30).atZone(ZONE).toInstant()))
                .toArray(TimeSpan[]::new);
        List<Candidate> people =
                List.of(lawyer(0, 100).withUnavailable(mornings), lawyer(1, 100), lawyer(2, 100), lawyer(3, 100));

        Plan plan = planned(problem(seats, people));

        assertThat(plan.totals().values()).containsExactly(6, 6, 6, 6);
        assertThat(plan.duties().stream()
                        .filter(duty -> duty.candidate().equals("l0"))
                        .map(duty -> duty.seat().shift()))
                .containsOnly("下午");
    }

    @Test
    @DisplayName("a share beyond its bounds is refused with the mend")
    void bounds() {
        assertThatThrownBy(() -> lawyer(1, 0))
                .hasMessageContaining("The share of 律师1 is 0 %; it must be from 1 to 1000")
                .hasMessageContaining("suspended");
        assertThatThrownBy(() -> lawyer(1, 1001)).hasMessageContaining("1001 %");
    }
}
