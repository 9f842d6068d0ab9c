package org.hotline12348.scheduler.plan;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Judges a roster from the words of the rules alone, slowly, and finds the best one by trying all. Shares no code with
 * the planners.
 */
public final class Judge {
    private final PlanningProblem problem;
    private final Map<String, String> published;
    private final int comfortableGap;

    public Judge(PlanningProblem problem) {
        this(problem, Map.of());
    }

    public Judge(PlanningProblem problem, Map<String, String> published) {
        this.problem = problem;
        this.published = published;
        int days = 0;
        if (!problem.seats().isEmpty()) {
            LocalDate first = problem.seats().stream()
                    .map(SeatToFill::date)
                    .min(LocalDate::compareTo)
                    .get();
            LocalDate last = problem.seats().stream()
                    .map(SeatToFill::date)
                    .max(LocalDate::compareTo)
                    .get();
            days = (int) (last.toEpochDay() - first.toEpochDay()) + 1;
        }
        comfortableGap = problem.rules()
                .comfortableGapDays()
                .orElse(Math.max(
                        problem.rules().minimumGapDays(),
                        problem.seats().isEmpty()
                                ? 0
                                : days
                                        * problem.candidates().size()
                                        / problem.seats().size()
                                        / 2));
    }

    public static List<SeatHolder> holders(Plan plan) {
        return plan.duties().stream()
                .map(duty -> new SeatHolder(duty.seat().id(), duty.candidate()))
                .toList();
    }

    /** Penalties in the order of {@link SoftRule}; the fair ones in full, not above even sharing. */
    public List<Long> penalties(List<SeatHolder> holders) {
        Map<String, String> holderOf = new HashMap<>();
        holders.forEach(duty -> holderOf.put(duty.seat(), duty.candidate()));
        long changes = problem.seats().stream()
                .filter(seat -> published.containsKey(seat.id()))
                .filter(seat -> !published.get(seat.id()).equals(holderOf.get(seat.id())))
                .count();
        return List.of(
                (long) problem.seats().size() - holders.size(),
                changes,
                fair(holderOf, Set.of(DayKind.values())),
                fair(holderOf, Set.of(DayKind.WEEKEND)),
                fair(holderOf, Set.of(DayKind.HOLIDAY_EVE, DayKind.HOLIDAY)),
                spacing(holderOf),
                mix(holderOf),
                firms(holderOf),
                problem.seats().stream()
                        .filter(seat -> holder(holderOf, seat)
                                .filter(person -> person.dislikedWeekdays()
                                        .contains(seat.date().getDayOfWeek()))
                                .isPresent())
                        .count());
    }

    private Optional<Candidate> holder(Map<String, String> holderOf, SeatToFill seat) {
        return problem.candidates().stream()
                .filter(person -> person.id().equals(holderOf.get(seat.id())))
                .findFirst();
    }

    private long fair(Map<String, String> holderOf, Set<DayKind> kinds) {
        long cost = 0;
        for (Candidate person : problem.candidates()) {
            int past = kinds.size() == DayKind.values().length
                    ? person.past().total()
                    : kinds.contains(DayKind.WEEKEND)
                            ? person.past().weekends()
                            : person.past().eves();
            int duties = (int) problem.seats().stream()
                    .filter(seat -> kinds.contains(seat.dayKind()))
                    .filter(seat -> person.id().equals(holderOf.get(seat.id())))
                    .count();
            for (int n = past + 1; n <= past + duties; n++) {
                cost += (2L * n - 1) * 10_000 / share(person);
            }
        }
        return cost;
    }

    private int share(Candidate person) {
        Set<LocalDate> dates = new HashSet<>();
        Set<LocalDate> present = new HashSet<>();
        for (SeatToFill seat : problem.seats()) {
            dates.add(seat.date());
            boolean away = HardRules.broken(problem, List.of(new SeatHolder(seat.id(), person.id()))).stream()
                    .anyMatch(broken -> Set.of(HardRule.LEAVE, HardRule.AVAILABILITY, HardRule.STANDING)
                            .contains(broken.rule()));
            if (!away) {
                present.add(seat.date());
            }
        }
        return Math.max(1, Math.round((float) person.sharePercent() * present.size() / Math.max(1, dates.size())));
    }

    private long spacing(Map<String, String> holderOf) {
        long shortfall = 0;
        for (Candidate person : problem.candidates()) {
            List<Long> fixed = new ArrayList<>();
            problem.fixed().stream()
                    .filter(duty -> duty.candidate().equals(person.id()))
                    .forEach(duty -> fixed.add(duty.date().toEpochDay()));
            List<Long> all = new ArrayList<>(fixed);
            problem.seats().stream()
                    .filter(seat -> person.id().equals(holderOf.get(seat.id())))
                    .forEach(seat -> all.add(seat.date().toEpochDay()));
            shortfall += shortfall(all) - shortfall(fixed);
        }
        return shortfall;
    }

    private long shortfall(List<Long> days) {
        List<Long> sorted = days.stream().sorted().toList();
        long shortfall = 0;
        for (int i = 1; i < sorted.size(); i++) {
            shortfall += Math.max(0, comfortableGap - (sorted.get(i) - sorted.get(i - 1)));
        }
        return shortfall;
    }

    private long mix(Map<String, String> holderOf) {
        long penalty = 0;
        Map<LocalDate, List<String>> mains = new HashMap<>();
        for (SeatToFill seat : problem.seats()) {
            Optional<Candidate> person = holder(holderOf, seat);
            if (person.isEmpty()) {
                continue;
            }
            if (!person.get().specialities().isEmpty()) {
                mains.computeIfAbsent(seat.date(), unused -> new ArrayList<>())
                        .add(person.get().specialities().getFirst());
            }
            if (!seat.wishedSpecialities().isEmpty()
                    && person.get().specialities().stream().noneMatch(seat.wishedSpecialities()::contains)) {
                penalty++;
            }
        }
        return penalty + repeats(mains);
    }

    private long firms(Map<String, String> holderOf) {
        Map<LocalDate, List<String>> firms = new HashMap<>();
        for (SeatToFill seat : problem.seats()) {
            holder(holderOf, seat)
                    .flatMap(Candidate::firm)
                    .ifPresent(firm -> firms.computeIfAbsent(seat.date(), unused -> new ArrayList<>())
                            .add(firm));
        }
        return repeats(firms);
    }

    private static long repeats(Map<LocalDate, List<String>> byDate) {
        return byDate.values().stream()
                .mapToLong(names -> names.size() - new HashSet<>(names).size())
                .sum();
    }

    /** The penalties of the best roster of all, found by trying every one. */
    public List<Long> best() {
        List<List<Long>> best = new ArrayList<>();
        walk(0, new ArrayList<>(), best);
        return best.getFirst();
    }

    private void walk(int i, List<SeatHolder> holders, List<List<Long>> best) {
        if (i == problem.seats().size()) {
            List<Long> penalties = penalties(holders);
            if (best.isEmpty() || compare(penalties, best.getFirst()) < 0) {
                best.clear();
                best.add(penalties);
            }
            return;
        }
        for (Candidate person : problem.candidates()) {
            holders.add(new SeatHolder(problem.seats().get(i).id(), person.id()));
            if (HardRules.broken(problem, holders).isEmpty()) {
                walk(i + 1, holders, best);
            }
            holders.removeLast();
        }
        if (best.isEmpty()
                || problem.seats().size() - holders.size() - (problem.seats().size() - i) + 1
                        <= best.getFirst().getFirst()) {
            walk(i + 1, holders, best);
        }
    }

    public static int compare(List<Long> a, List<Long> b) {
        return Arrays.compare(
                a.stream().mapToLong(Long::longValue).toArray(),
                b.stream().mapToLong(Long::longValue).toArray());
    }

    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
}
