package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.hotline12348.scheduler.plan.Candidate;
import org.hotline12348.scheduler.plan.DateSpan;
import org.hotline12348.scheduler.plan.Plan;
import org.hotline12348.scheduler.plan.PlanStatus;
import org.hotline12348.scheduler.plan.PlannedDuty;
import org.hotline12348.scheduler.plan.Planner;
import org.hotline12348.scheduler.plan.Planners;
import org.hotline12348.scheduler.plan.PlanningProblem;
import org.hotline12348.scheduler.plan.Replan;
import org.hotline12348.scheduler.plan.ReplanningProblem;
import org.hotline12348.scheduler.plan.SampleProblems;
import org.hotline12348.scheduler.plan.SeatHolder;
import org.hotline12348.scheduler.plan.cpsat.PlainModel;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.DutyTimeline;
import org.hotline12348.scheduler.roster.SeatRole;

/**
 * Plans years of a city with 430 lawyers, one beside a plain model of the same problem in the same run; a month's sick
 * calls; and asks who is on duty.
 */
final class RosterBench implements Bench {
    private static final int LAWYERS = 430;
    private static final long SEED = 1;
    private static final List<Integer> GAPS_DAYS = List.of(60, 40);
    /** Cities of the same size with other people, to see that the first is no lucky one. */
    private static final List<Long> MORE_SEEDS = List.of(2L, 3L, 4L, 5L, 6L);

    private static final int SICK_CALLS = 10;
    private static final int QUESTIONS = 1_000_000;
    private static final int QUESTION_ROUNDS = 5;
    private static final Duration PLAIN_LIMIT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "roster";
    }

    @Override
    public String tells() {
        return "plans years of 430 lawyers with proof, one beside a plain CP-SAT model; sick calls; who is on duty";
    }

    @Override
    public Duration limit() {
        return Duration.ofMinutes(8);
    }

    @Override
    public Report run(Bed bed) {
        Report report = new Report("roster: 430 lawyers, the service days of 2026, two seats", Instant.now());
        Planner planner = Planners.best();
        // Ours before the plain models: what those leave in memory would count as ours.
        List<Year> years =
                GAPS_DAYS.stream().map(gap -> plan(planner, gap, SEED, bed)).toList();
        List<Year> more = GAPS_DAYS.stream()
                .flatMap(gap -> MORE_SEEDS.stream().map(seed -> plan(planner, gap, seed, bed)))
                .toList();
        years.forEach(year -> tell(report, year, bed));
        more.forEach(year -> tellProof(report, year));
        centre(report, planner);
        onDuty(report, years.getFirst().plan());
        return report;
    }

    private record Year(
            int gapDays, long seed, PlanningProblem problem, Plan plan, double seconds, long peakMegabytes) {}

    private static Year plan(Planner planner, int gapDays, long seed, Bed bed) {
        PlanningProblem problem = SampleProblems.cityYear(LAWYERS, gapDays, seed);
        bed.say("planning city %d with a gap of %d days", seed, gapDays);
        forgetPeak();
        long began = System.nanoTime();
        Plan plan = planner.plan(problem);
        return new Year(gapDays, seed, problem, plan, seconds(began), peakMegabytes());
    }

    private static void tell(Report report, Year year, Bed bed) {
        Plan plan = year.plan();
        PlanningProblem problem = year.problem();
        String of = "gap %d d: ".formatted(year.gapDays());
        bed.say("the plain model, at most %d s", PLAIN_LIMIT.toSeconds());
        forgetPeak();
        PlainModel.Answer plain = PlainModel.solve(problem, PLAIN_LIMIT);
        long plainPeak = peakMegabytes();
        report.must(of + "status", plan.status(), plain.status(), "OPTIMAL", plan.status() == PlanStatus.OPTIMAL)
                .must(
                        of + "objective",
                        plan.objective(),
                        "%.0f".formatted(plain.objective()),
                        "= bound",
                        plan.objective() == plan.bound())
                .tells(of + "bound", plan.bound(), "%.0f".formatted(plain.bound()))
                .tells(of + "time, s (aim 10)", decimal(year.seconds()), decimal(plain.seconds()))
                .tells(of + "peak of the process, MB (aim 1000)", year.peakMegabytes(), plainPeak);
        List<Integer> totals = problem.candidates().stream()
                .map(one -> plan.totals().getOrDefault(one.id(), 0))
                .toList();
        int least = totals.stream().min(Integer::compare).orElse(0);
        int most = totals.stream().max(Integer::compare).orElse(0);
        report.must(of + "duties a lawyer", "%d-%d".formatted(least, most), "", "1-2", least == 1 && most == 2);
    }

    /** The bounds of another city are met too. */
    private static void tellProof(Report report, Year year) {
        Plan plan = year.plan();
        report.must(
                "gap %d d, city %d: objective, bound, s".formatted(year.gapDays(), year.seed()),
                "%d, %d, %s".formatted(plan.objective(), plan.bound(), decimal(year.seconds())),
                "",
                "OPTIMAL",
                plan.status() == PlanStatus.OPTIMAL && plan.objective() == plan.bound());
    }

    private static void centre(Report report, Planner planner) {
        PlanningProblem problem = SampleProblems.centre(30, 60, 5, SEED);
        long began = System.nanoTime();
        Plan plan = planner.plan(problem);
        report.tells("30 lawyers, 60 days, 5 closures: time, s", decimal(seconds(began)), plan.status());
        List<SeatHolder> published = plan.duties().stream()
                .map(duty -> new SeatHolder(duty.seat().id(), duty.candidate()))
                .toList();
        List<Double> times = new ArrayList<>();
        boolean proven = true;
        long changes = 0;
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < SICK_CALLS; i++) {
            PlannedDuty missed = plan.duties().get(random.nextInt(plan.duties().size()));
            Candidate sick = problem.candidates().stream()
                    .filter(one -> one.id().equals(missed.candidate()))
                    .findFirst()
                    .orElseThrow()
                    .withLeave(DateSpan.day(missed.seat().date()));
            long asked = System.nanoTime();
            Replan replan = planner.replan(new ReplanningProblem(problem.withCandidate(sick), published, Instant.MIN));
            times.add(seconds(asked));
            proven &= replan.fewestChanges().proven();
            changes += replan.changes().size();
        }
        times.sort(Double::compare);
        report.must(
                        "sick call: changes of %d calls, proven fewest".formatted(SICK_CALLS),
                        changes,
                        "",
                        "proven",
                        proven)
                .tells("sick call: median s (aim 0.1)", decimal(times.get(SICK_CALLS / 2)), "")
                .tells("sick call: longest s", decimal(times.getLast()), "");
    }

    private static void onDuty(Report report, Plan year) {
        List<Duty> duties = year.duties().stream()
                .map(duty -> new Duty(
                        duty.seat().id(),
                        "bench",
                        duty.seat().date(),
                        "day",
                        Duty.Kind.SEAT,
                        Integer.parseInt(duty.seat().seat()),
                        SeatRole.ANY,
                        duty.candidate(),
                        duty.seat().from(),
                        duty.seat().until(),
                        false))
                .toList();
        DutyTimeline timeline = DutyTimeline.of(duties);
        Instant from = duties.getFirst().from();
        long span = Duration.between(from, duties.getLast().until()).toSeconds();
        double best = Double.MAX_VALUE;
        long seated = 0;
        for (int round = 0; round < QUESTION_ROUNDS; round++) {
            SplittableRandom random = new SplittableRandom(round);
            long began = System.nanoTime();
            for (int i = 0; i < QUESTIONS; i++) {
                seated += timeline.at(from.plusSeconds(random.nextLong(span)))
                        .seats()
                        .size();
            }
            best = Math.min(best, (System.nanoTime() - began) / (double) QUESTIONS);
        }
        report.must("who is on duty, ns a question", "%.0f".formatted(best), "", "< 1000", best < 1000 && seated > 0);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }

    private static String decimal(double seconds) {
        return String.format(Locale.ROOT, "%.3f", seconds);
    }

    /** The kernel's high-water mark of this process starts anew (proc(5), clear_refs). */
    private static void forgetPeak() {
        System.gc();
        try {
            Files.writeString(Path.of("/proc/self/clear_refs"), "5");
        } catch (IOException e) {
            // Then the peak of the whole process is shown, which is no smaller.
            return;
        }
    }

    private static long peakMegabytes() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                    .findFirst()
                    .orElse(-1L);
        } catch (IOException e) {
            return -1;
        }
    }
}
