package org.hotline12348.scheduler.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every planner must do. */
public abstract class PlannerContract {

    protected abstract Planner planner();

    /** Whether the planner proves everything that can be proven on small rosters. */
    protected abstract boolean provesSmallOnes();

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 120);
    }

    @ParameterizedTest(name = "a small roster is planned within the hard rules, and no better than the best, seed {0}")
    @MethodSource("seeds")
    void smallRostersAgainstAllThereAre(long seed) {
        PlanningProblem problem = RandomProblems.small(seed, 3 + (int) (seed % 2), 4, 5);
        Judge judge = new Judge(problem);

        Plan plan = planner().plan(problem);

        judgedSound(problem, plan);
        List<Long> penalties = judge.penalties(Judge.holders(plan));
        List<Long> best = judge.best();
        assertThat(Judge.compare(penalties, best)).as("nothing beats the best").isNotNegative();
        if (plan.objective() == plan.bound()) {
            assertThat(penalties).as("what is called proven is the best").isEqualTo(best);
        }
        if (provesSmallOnes()) {
            assertThat(plan.bound()).as("proven").isEqualTo(plan.objective());
        }
        if (plan.status() == PlanStatus.INFEASIBLE) {
            assertThat(best.getFirst()).isPositive();
        }
        if (plan.status() == PlanStatus.OPTIMAL) {
            assertThat(plan.gaps()).isEmpty();
        }
    }

    /** What becomes of the world after a roster was published. */
    enum Change {
        SICK {
            @Override
            PlanningProblem of(PlanningProblem before, List<SeatHolder> published, SplittableRandom random) {
                return before.withCandidate(somebody(before, random).withLeave(DateSpan.day(someDay(before, random))));
            }
        },
        LEAVE {
            @Override
            PlanningProblem of(PlanningProblem before, List<SeatHolder> published, SplittableRandom random) {
                LocalDate from = someDay(before, random);
                return before.withCandidate(
                        somebody(before, random).withLeave(new DateSpan(from, from.plusDays(1 + random.nextInt(3)))));
            }
        },
        /** Two duties exchanged, whether or not the rules allow it: what they forbid stays empty. */
        SWAP {
            @Override
            PlanningProblem of(PlanningProblem before, List<SeatHolder> published, SplittableRandom random) {
                if (published.size() < 2) {
                    return before;
                }
                SeatHolder one = published.get(random.nextInt(published.size()));
                SeatHolder other = published.get(random.nextInt(published.size()));
                List<SeatHolder> locked = new ArrayList<>(before.locked());
                locked.removeIf(
                        lock -> lock.seat().equals(one.seat()) || lock.seat().equals(other.seat()));
                locked.add(new SeatHolder(one.seat(), other.candidate()));
                if (!one.equals(other)) {
                    locked.add(new SeatHolder(other.seat(), one.candidate()));
                }
                return before.withLocked(locked);
            }
        },
        LEAVER {
            @Override
            PlanningProblem of(PlanningProblem before, List<SeatHolder> published, SplittableRandom random) {
                Candidate leaver = somebody(before, random);
                return before.withCandidate(
                        random.nextBoolean()
                                ? leaver.withStanding(Standing.LEFT)
                                : leaver.withServes(new DateSpan(LocalDate.MIN, someDay(before, random))));
            }
        },
        /** A day is closed, and mostly another one opened. */
        CHANGED_NOTICE {
            @Override
            PlanningProblem of(PlanningProblem before, List<SeatHolder> published, SplittableRandom random) {
                LocalDate closed = someDay(before, random);
                List<SeatToFill> seats = new ArrayList<>(before.seats());
                seats.removeIf(seat -> seat.date().equals(closed));
                if (random.nextInt(4) > 0) {
                    LocalDate opened = before.seats().getLast().date().plusDays(1);
                    seats.add(RandomProblems.seat(opened, 1, 8, 12));
                }
                Set<String> left = seats.stream().map(SeatToFill::id).collect(Collectors.toSet());
                return before.withLocked(before.locked().stream()
                                .filter(lock -> left.contains(lock.seat()))
                                .toList())
                        .withSeats(seats);
            }
        };

        abstract PlanningProblem of(PlanningProblem before, List<SeatHolder> published, SplittableRandom random);

        private static Candidate somebody(PlanningProblem problem, SplittableRandom random) {
            return problem.candidates().get(random.nextInt(problem.candidates().size()));
        }

        private static LocalDate someDay(PlanningProblem problem, SplittableRandom random) {
            return problem.seats().get(random.nextInt(problem.seats().size())).date();
        }
    }

    static Stream<Arguments> changes() {
        return Stream.of(Change.values())
                .flatMap(change -> LongStream.rangeClosed(1, 24).mapToObj(seed -> Arguments.of(change, seed)));
    }

    @ParameterizedTest(name = "a published roster is mended with the fewest changes there can be: {0}, seed {1}")
    @MethodSource("changes")
    void fewestChangesAgainstAllThereAre(Change change, long seed) {
        PlanningProblem before = RandomProblems.small(100 * change.ordinal() + seed, 4, 4, 5);
        List<SeatHolder> published = Judge.holders(planner().plan(before));
        PlanningProblem after = change.of(before, published, new SplittableRandom(seed));
        Map<String, String> holders =
                published.stream().collect(Collectors.toMap(SeatHolder::seat, SeatHolder::candidate));
        // The judge plans the same future: nothing has begun.
        Judge judge = new Judge(after, holders);

        Replan replan = planner().replan(new ReplanningProblem(after, published, Instant.MIN));

        judgedSound(after, replan.plan());
        List<Long> penalties = judge.penalties(Judge.holders(replan.plan()));
        List<Long> best = judge.best();
        assertThat(Judge.compare(penalties, best)).isNotNegative();
        assertThat(replan.fewestChanges().value()).isEqualTo(penalties.get(1));
        if (replan.fewestChanges().proven()
                && replan.plan().score(SoftRule.UNFILLED).proven()) {
            assertThat(penalties.subList(0, 2)).isEqualTo(best.subList(0, 2));
        }
        if (provesSmallOnes()) {
            assertThat(replan.plan().bound()).isEqualTo(replan.plan().objective());
            assertThat(penalties).isEqualTo(best);
        }
    }

    @ParameterizedTest(name = "a month of a middling centre keeps every hard rule, seed {0}")
    @MethodSource("someSeeds")
    void middlingRosters(long seed) {
        PlanningProblem problem =
                RandomProblems.small(seed, 8, 28, 50).withLimits(new PlanningLimits(Duration.ofSeconds(1), seed, 2));

        Plan plan = planner().plan(problem);

        judgedSound(problem, plan);
        assertThat(plan.bound()).isLessThanOrEqualTo(plan.objective());
    }

    @ParameterizedTest(name = "totals of equally available lawyers, past ones counted, differ by at most one, seed {0}")
    @MethodSource("someSeeds")
    void equalsAreEqual(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        PlanningProblem plain = SampleProblems.centre(12, 40, 3, seed);
        int past = random.nextInt(3);
        PlanningProblem problem = plain.withCandidates(plain.candidates().stream()
                        .map(one -> one.leaves().isEmpty()
                                ? one.withPast(new DutyTally(past + random.nextInt(2), 0, 0))
                                : one)
                        .toList())
                .withRules(plain.rules().withoutMaximumPerMonth())
                .withLimits(new PlanningLimits(Duration.ofSeconds(2), seed, 2));

        Plan plan = planner().plan(problem);

        assertThat(plan.score(SoftRule.FAIR_TOTALS).proven()).isTrue();
        List<Integer> totals = problem.candidates().stream()
                .filter(one -> one.leaves().isEmpty())
                .map(one -> one.past().total() + plan.totals().getOrDefault(one.id(), 0))
                .sorted()
                .toList();
        assertThat(totals).hasSizeGreaterThan(4);
        assertThat(totals.getLast() - totals.getFirst()).isLessThanOrEqualTo(1);
    }

    static LongStream someSeeds() {
        return LongStream.rangeClosed(1, 3);
    }

    private static void judgedSound(PlanningProblem problem, Plan plan) {
        List<SeatHolder> holders = Judge.holders(plan);
        assertThat(HardRules.broken(problem, holders)).isEmpty();
        assertThat(plan.duties().size() + plan.gaps().size())
                .isEqualTo(problem.seats().size());
        Set<String> locked = problem.locked().stream().map(SeatHolder::seat).collect(Collectors.toSet());
        assertThat(holders.stream().filter(duty -> locked.contains(duty.seat())))
                .allSatisfy(duty -> assertThat(problem.locked()).contains(duty));
        assertThat(plan.score(SoftRule.UNFILLED).value()).isEqualTo(plan.gaps().size());
        assertThat(plan.gaps()).allSatisfy(gap -> {
            assertThat(gap.rules()).isNotEmpty();
            assertThat(gap.chinese()).contains(gap.seat().date().toString()).contains("席");
            assertThat(gap.english()).contains(gap.seat().date().toString());
        });
    }

    @Test
    @DisplayName("thirty lawyers, sixty days, five closures: every seat filled, totals differ by at most one, proven")
    void thirtyLawyersSixtyDays() {
        PlanningProblem problem = SampleProblems.centre(30, 60, 5, 1);

        Plan plan = planner().plan(problem);

        judgedSound(problem, plan);
        assertThat(plan.status()).isEqualTo(PlanStatus.OPTIMAL);
        assertThat(plan.objective()).isEqualTo(plan.bound());
        assertThat(plan.duties()).hasSize(110);
        assertThat(plan.totals().values()).containsOnly(3, 4);
    }

    @Test
    @DisplayName("the same seed gives the same plan, on a busy machine too, and where the effort ends before the proof")
    void deterministic() throws InterruptedException {
        PlanningProblem roomy = SampleProblems.centre(12, 25, 2, 5);
        PlanningProblem problem = roomy.withRules(roomy.rules().withComfortableGapDays(8))
                .withLimits(new PlanningLimits(Duration.ofMinutes(10), Duration.ofMillis(500), 5, 1));

        Plan undisturbed = planner().plan(problem);
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> busy = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    while (!done.get()) {
                        Thread.onSpinWait();
                    }
                }))
                .toList();
        Plan disturbed = planner().plan(problem);
        done.set(true);
        for (Thread thread : busy) {
            thread.join();
        }

        assertThat(disturbed).isEqualTo(undisturbed);
        assertThat(undisturbed.status())
                .as("it was not proven before the effort ended")
                .isEqualTo(PlanStatus.FEASIBLE);
    }

    @Test
    @DisplayName("a sick call in a published roster changes one duty, proven, and nothing that has begun")
    void sickCall() {
        PlanningProblem problem = SampleProblems.centre(30, 60, 5, 3);
        Plan published = planner().plan(problem);
        PlannedDuty duty = published.duties().get(40);
        Instant now = published.duties().get(20).seat().from();
        Candidate sick = problem.candidates().stream()
                .filter(person -> person.id().equals(duty.candidate()))
                .findFirst()
                .orElseThrow()
                .withLeave(DateSpan.day(duty.seat().date()));

        Replan replan =
                planner().replan(new ReplanningProblem(problem.withCandidate(sick), Judge.holders(published), now));

        assertThat(replan.changes()).hasSize(1);
        assertThat(replan.changes().getFirst().before()).contains(sick.id());
        assertThat(replan.fewestChanges()).isEqualTo(new Score(SoftRule.CHANGES, 1, 1));
        assertThat(replan.plan().status()).isEqualTo(PlanStatus.OPTIMAL);
        judgedSound(problem.withCandidate(sick), replan.plan());
    }

    @Test
    @DisplayName("a leaver's duties go to others, the rest stays")
    void leaver() {
        PlanningProblem problem = SampleProblems.centre(30, 60, 5, 4);
        Plan published = planner().plan(problem);
        Candidate leaver = problem.candidates().get(6);
        LocalDate last = published.duties().get(50).seat().date();
        long his = published.duties().stream()
                .filter(duty -> duty.candidate().equals(leaver.id()))
                .filter(duty -> duty.seat().date().isAfter(last))
                .count();
        PlanningProblem after = problem.withCandidate(leaver.withServes(new DateSpan(LocalDate.MIN, last)));

        Replan replan = planner().replan(new ReplanningProblem(after, Judge.holders(published), Instant.MIN));

        assertThat(his).isPositive();
        assertThat(replan.fewestChanges()).isEqualTo(new Score(SoftRule.CHANGES, his, his));
        judgedSound(after, replan.plan());
    }

    @Test
    @DisplayName("a day opened by a changed notice is filled and changes no other; a closed one only goes")
    void changedNotice() {
        PlanningProblem problem = SampleProblems.centre(30, 60, 5, 4);
        LocalDate changed = problem.seats().get(40).date();
        PlanningProblem without = problem.withSeats(problem.seats().stream()
                .filter(seat -> !seat.date().equals(changed))
                .toList());

        Plan published = planner().plan(without);
        Replan opened = planner().replan(new ReplanningProblem(problem, Judge.holders(published), Instant.MIN));
        Replan closed = planner().replan(new ReplanningProblem(without, Judge.holders(opened.plan()), Instant.MIN));

        assertThat(opened.changes())
                .hasSize(2)
                .allSatisfy(change -> assertThat(change.before()).isEmpty());
        assertThat(opened.plan().gaps()).isEmpty();
        assertThat(opened.fewestChanges()).isEqualTo(new Score(SoftRule.CHANGES, 0, 0));
        assertThat(closed.changes()).isEmpty();
    }

    @Test
    @DisplayName("locked duties are kept")
    void locked() {
        PlanningProblem problem = SampleProblems.centre(30, 60, 5, 4);
        List<SeatHolder> locked = List.of(
                new SeatHolder(problem.seats().get(3).id(), "lawyer02"),
                new SeatHolder(problem.seats().get(30).id(), "lawyer02"));

        Plan plan = planner().plan(problem.withLocked(locked));

        assertThat(Judge.holders(plan)).containsAll(locked);
        assertThat(plan.duties().stream().filter(PlannedDuty::locked)).hasSize(2);
    }

    @Test
    @DisplayName("with nobody to plan, every seat is a gap that says so")
    void noPractitioners() {
        PlanningProblem problem = SampleProblems.centre(30, 60, 5, 4).withCandidates(List.of());

        Plan plan = planner().plan(problem);

        assertThat(plan.status()).isEqualTo(PlanStatus.INFEASIBLE);
        assertThat(plan.gaps()).hasSize(110).allSatisfy(gap -> {
            assertThat(gap.rules()).containsExactly(HardRule.PRACTITIONERS);
            assertThat(gap.chinese()).contains("没有任何律师");
        });
    }

    @Test
    @DisplayName("with no seats, the plan is empty and optimal")
    void noSeats() {
        Plan plan = planner().plan(SampleProblems.centre(30, 60, 5, 4).withSeats(List.of()));

        assertThat(plan.status()).isEqualTo(PlanStatus.OPTIMAL);
        assertThat(plan.duties()).isEmpty();
    }

    @Test
    @DisplayName("a day on which everybody is on leave is empty because of leave, and of nothing else")
    void everybodyOnLeave() {
        PlanningProblem problem = SampleProblems.centre(6, 6, 0, 4);
        LocalDate day = problem.seats().get(4).date();
        PlanningProblem away = problem.withCandidates(problem.candidates().stream()
                .map(person -> person.withLeave(DateSpan.day(day)))
                .toList());

        Plan plan = planner().plan(away);

        assertThat(plan.status()).isEqualTo(PlanStatus.INFEASIBLE);
        assertThat(plan.gaps()).isNotEmpty();
        assertThat(plan.gaps().stream().filter(gap -> gap.seat().date().equals(day)))
                .hasSize(2)
                .allSatisfy(gap -> {
                    assertThat(gap.rules()).containsExactly(HardRule.LEAVE);
                    assertThat(gap.proven()).isTrue();
                    assertThat(gap.chinese()).contains("请假（6人）");
                    assertThat(gap.english()).contains("leave (6)");
                });
    }

    @Test
    @DisplayName("somebody who is not in the list of practitioners can lose a published duty")
    void publishedHolderUnknown() {
        PlanningProblem problem = SampleProblems.centre(30, 60, 5, 4);
        Plan published = planner().plan(problem);
        String gone = published.duties().getLast().candidate();
        PlanningProblem after = problem.withCandidates(problem.candidates().stream()
                .filter(person -> !person.id().equals(gone))
                .toList());

        Replan replan = planner().replan(new ReplanningProblem(after, Judge.holders(published), Instant.MIN));

        assertThat(replan.fewestChanges().proven()).isTrue();
        assertThat(replan.changes())
                .allSatisfy(change -> assertThat(change.before()).contains(gone));
    }

    @Test
    @DisplayName("a plan that is cancelled at once still keeps the hard rules, and progress is told")
    void cancelled() {
        PlanningProblem problem = SampleProblems.centre(30, 60, 5, 4);
        AtomicInteger told = new AtomicInteger();

        Plan plan = planner().plan(problem, PlanningWatch.of(progress -> told.incrementAndGet(), () -> true));

        judgedSound(problem, plan);
        assertThat(told).hasPositiveValue();
    }
}
