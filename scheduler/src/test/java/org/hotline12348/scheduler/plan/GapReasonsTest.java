package org.hotline12348.scheduler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hotline12348.scheduler.plan.cpsat.CpSatPlanner;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Why a seat stays empty. The rules named are judged by trying every roster under them: with all of them the seat cannot
 * be filled beside the duties of the plan, without any one of them it can.
 */
@DisplayName("The reason for an empty seat")
class GapReasonsTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LocalDate MONDAY = LocalDate.of(2026, 5, 18);
    private static final Planner PLANNER = CpSatPlanner.load(System::nanoTime).orElseThrow();

    private static SeatToFill seat(int day, int number, Optional<String> role, int fromHour, int hours) {
        LocalDate date = MONDAY.plusDays(day);
        return new SeatToFill(
                date + "/" + fromHour + "/" + number,
                date,
                fromHour < 18 ? "白班" : "夜班",
                String.valueOf(number),
                role,
                new TimeSpan(
                        date.atTime(fromHour, 0).atZone(ZONE).toInstant(),
                        date.atTime(fromHour, 0).plusHours(hours).atZone(ZONE).toInstant()),
                DayKind.WORKING_DAY,
                Set.of());
    }

    private static SeatToFill seat(int day, int number) {
        return seat(day, number, Optional.empty(), 8, 12);
    }

    private static Candidate lawyer(int i) {
        return Candidate.lawyer("l" + i, "律师" + i);
    }

    private static List<Candidate> lawyers(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(GapReasonsTest::lawyer).toList();
    }

    private static final PlanningRules NO_LIMITS =
            new PlanningRules(0, Duration.ZERO, OptionalInt.empty(), OptionalInt.of(0));

    private static PlanningProblem problem(List<SeatToFill> seats, List<Candidate> people, PlanningRules rules) {
        return new PlanningProblem(
                ZONE,
                seats,
                people,
                List.of(),
                List.of(),
                rules,
                new PlanningLimits(Duration.ofMinutes(5), Duration.ofSeconds(5), 1, 1));
    }

    private static DateSpan day(int day) {
        return DateSpan.day(MONDAY.plusDays(day));
    }

    static Stream<Arguments> causes() {
        SeatToFill monday = seat(0, 1);
        SeatToFill tuesday = seat(1, 1);
        SeatToFill friday = seat(4, 1);
        return Stream.of(
                Arguments.of(
                        "two lawyers for three seats a day",
                        problem(List.of(monday, seat(0, 2), seat(0, 3)), lawyers(2), NO_LIMITS),
                        "ONE_DUTY_A_DAY",
                        "一天最多一班（2人）",
                        "one duty a day (2)"),
                Arguments.of(
                        "a gap of seven days, one lawyer, two days of one week",
                        problem(List.of(monday, friday), lawyers(1), NO_LIMITS.withMinimumGapDays(7)),
                        "MINIMUM_GAP",
                        "两班之间的最少间隔天数（1人）",
                        "minimum gap (1)"),
                Arguments.of(
                        "a gap of four days, three lawyers, four days running",
                        problem(
                                List.of(monday, tuesday, seat(2, 1), seat(3, 1)),
                                lawyers(3),
                                NO_LIMITS.withMinimumGapDays(4)),
                        "MINIMUM_GAP",
                        "两班之间的最少间隔天数（3人）",
                        "minimum gap (3)"),
                Arguments.of(
                        "everybody's leave overlaps on one day",
                        problem(
                                List.of(monday, tuesday),
                                List.of(
                                        lawyer(1).withLeave(new DateSpan(MONDAY, MONDAY.plusDays(1))),
                                        lawyer(2).withLeave(new DateSpan(MONDAY.plusDays(1), MONDAY.plusDays(5)))),
                                NO_LIMITS),
                        "LEAVE",
                        "请假（2人）",
                        "leave (2)"),
                Arguments.of(
                        "a night reaches into the leave of the next day",
                        problem(
                                List.of(seat(0, 1, Optional.empty(), 20, 12)),
                                List.of(lawyer(1).withLeave(day(1))),
                                NO_LIMITS),
                        "LEAVE",
                        "请假（1人）",
                        "leave (1)"),
                Arguments.of(
                        "a seat for one of the staff, and only lawyers",
                        problem(List.of(seat(0, 1, Optional.of("STAFF"), 8, 12)), lawyers(4), NO_LIMITS),
                        "ROLE",
                        "席位要求的身份（4人）",
                        "role of the seat (4)"),
                Arguments.of(
                        "a seat locked for somebody who is on leave",
                        problem(List.of(monday), List.of(lawyer(1).withLeave(day(0)), lawyer(2)), NO_LIMITS)
                                .withLocked(List.of(new SeatHolder(monday.id(), "l1"))),
                        "LOCKED LEAVE",
                        "锁定的班次（1人）、请假（1人）",
                        "locked duty (1), leave (1)"),
                Arguments.of(
                        "two seats locked for one lawyer within his gap",
                        problem(List.of(monday, tuesday), lawyers(3), NO_LIMITS.withMinimumGapDays(2))
                                .withLocked(
                                        List.of(new SeatHolder(monday.id(), "l1"), new SeatHolder(tuesday.id(), "l1"))),
                        "LOCKED MINIMUM_GAP",
                        "锁定的班次（2人）、两班之间的最少间隔天数（1人）",
                        "locked duty (2), minimum gap (1)"),
                Arguments.of(
                        "one suspended, one on leave, one of the wrong role, one whose Mondays are taken",
                        problem(
                                List.of(seat(0, 1, Optional.of("LAWYER"), 8, 12)),
                                List.of(
                                        lawyer(1).withStanding(Standing.SUSPENDED),
                                        lawyer(2).withLeave(day(0)),
                                        lawyer(3).withRoles(Set.of("STAFF")),
                                        lawyer(4).withUnavailableWeekdays(DayOfWeek.MONDAY)),
                                NO_LIMITS),
                        "ROLE STANDING AVAILABILITY LEAVE",
                        "席位要求的身份（1人）、执业状态与在岗期间（1人）、可值班时间（1人）、请假（1人）",
                        "role of the seat (1), standing and time of service (1), availability (1), leave (1)"),
                Arguments.of(
                        "a leaver whose last day was yesterday, and nobody else",
                        problem(
                                List.of(monday),
                                List.of(lawyer(1).withServes(new DateSpan(LocalDate.MIN, MONDAY.minusDays(1)))),
                                NO_LIMITS),
                        "STANDING",
                        "执业状态与在岗期间（1人）",
                        "standing and time of service (1)"),
                Arguments.of(
                        "hours of the afternoon only, and a shift in the morning",
                        problem(
                                List.of(seat(0, 1, Optional.empty(), 8, 6)),
                                List.of(lawyer(1)
                                        .withUnavailable(new TimeSpan(
                                                MONDAY.atTime(0, 0).atZone(ZONE).toInstant(),
                                                MONDAY.atTime(13, 0)
                                                        .atZone(ZONE)
                                                        .toInstant()))),
                                NO_LIMITS),
                        "AVAILABILITY",
                        "可值班时间（1人）",
                        "availability (1)"),
                Arguments.of(
                        "two lawyers with one duty a month each, three days",
                        problem(List.of(monday, tuesday, friday), lawyers(2), NO_LIMITS.withMaximumPerMonth(1)),
                        "MAXIMUM_PER_MONTH",
                        "每月最多班次（2人）",
                        "maximum per month (2)"),
                Arguments.of(
                        "a night, and the next morning with less rest than asked for",
                        problem(
                                List.of(seat(0, 1, Optional.empty(), 20, 12), tuesday),
                                lawyers(1),
                                NO_LIMITS.withMinimumRest(Duration.ofHours(11))),
                        "MINIMUM_REST",
                        "两班之间的最少休息（1人）",
                        "minimum rest (1)"),
                Arguments.of(
                        "leave of one, and the month of the other is full",
                        problem(
                                List.of(monday, friday),
                                List.of(lawyer(1).withLeave(new DateSpan(MONDAY, MONDAY.plusDays(6))), lawyer(2)),
                                NO_LIMITS.withMaximumPerMonth(1)),
                        "LEAVE MAXIMUM_PER_MONTH",
                        "请假（1人）、每月最多班次（1人）",
                        "leave (1), maximum per month (1)"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("causes")
    void causes(String cause, PlanningProblem problem, String rules, String chinese, String english) {
        Plan plan = PLANNER.plan(problem);

        assertThat(plan.status()).isEqualTo(PlanStatus.INFEASIBLE);
        assertThat(plan.gaps()).hasSize(1);
        Gap gap = plan.gaps().getFirst();
        assertThat(new TreeSet<>(gap.rules()).stream().map(HardRule::name).collect(Collectors.joining(" ")))
                .isEqualTo(rules);
        assertThat(gap.proven()).isTrue();
        assertThat(gap.chinese())
                .isEqualTo("%s %s %s 席无人可排：共%d人，受限于%s。"
                        .formatted(
                                gap.seat().date(),
                                gap.seat().shift(),
                                gap.seat().seat(),
                                problem.candidates().size(),
                                chinese));
        assertThat(gap.english())
                .contains("of %d practitioners, kept out by %s."
                        .formatted(problem.candidates().size(), english));
        minimal(problem, plan, gap);
    }

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 120);
    }

    @ParameterizedTest(name = "is a smallest set of rules in any roster, seed {0}")
    @MethodSource("seeds")
    void smallestInAnyRoster(long seed) {
        // Few people for many seats, so that most of these have gaps.
        PlanningProblem problem = RandomProblems.small(seed, 2 + (int) (seed % 2), 4, 5);

        Plan plan = PLANNER.plan(problem);

        plan.gaps().forEach(gap -> {
            assertThat(gap.proven()).isTrue();
            minimal(problem, plan, gap);
        });
    }

    private static void minimal(PlanningProblem problem, Plan plan, Gap gap) {
        Set<String> wanted =
                plan.duties().stream().map(duty -> duty.seat().id()).collect(Collectors.toCollection(TreeSet::new));
        wanted.add(gap.seat().id());
        assertThat(fillable(problem, wanted, gap.rules()))
                .as("under %s alone it cannot be filled", gap.rules())
                .isFalse();
        for (HardRule rule : gap.rules()) {
            Set<HardRule> without = EnumSet.copyOf(gap.rules());
            without.remove(rule);
            assertThat(fillable(problem, wanted, without))
                    .as("without %s it can", rule)
                    .isTrue();
        }
        for (Set<HardRule> smaller : subsetsSmallerThan(gap.rules().size())) {
            assertThat(fillable(problem, wanted, smaller))
                    .as("no smaller set such as %s explains it", smaller)
                    .isTrue();
        }
    }

    private static List<Set<HardRule>> subsetsSmallerThan(int size) {
        List<HardRule> rules = Stream.of(HardRule.values())
                .filter(rule -> rule != HardRule.PRACTITIONERS)
                .toList();
        return IntStream.range(0, 1 << rules.size())
                .filter(bits -> Integer.bitCount(bits) < size)
                .mapToObj(bits -> IntStream.range(0, rules.size())
                        .filter(i -> (bits >> i & 1) == 1)
                        .mapToObj(rules::get)
                        .collect(Collectors.toSet()))
                .toList();
    }

    /** Whether some roster holds all of these seats and breaks none of these rules, whatever others it breaks. */
    private static boolean fillable(PlanningProblem problem, Set<String> wanted, Set<HardRule> enforced) {
        return fillable(problem, List.copyOf(wanted), enforced, new ArrayList<>());
    }

    private static boolean fillable(
            PlanningProblem problem, List<String> wanted, Set<HardRule> enforced, List<SeatHolder> held) {
        if (held.size() == wanted.size()) {
            return true;
        }
        for (Candidate person : problem.candidates()) {
            held.add(new SeatHolder(wanted.get(held.size()), person.id()));
            boolean allowed =
                    HardRules.broken(problem, held).stream().noneMatch(broken -> enforced.contains(broken.rule()));
            boolean found = allowed && fillable(problem, wanted, enforced, held);
            held.removeLast();
            if (found) {
                return true;
            }
        }
        return false;
    }
}
