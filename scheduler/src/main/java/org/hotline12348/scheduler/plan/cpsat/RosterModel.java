package org.hotline12348.scheduler.plan.cpsat;

import com.google.ortools.sat.BoolVar;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearArgument;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.LinearExprBuilder;
import com.google.ortools.sat.Literal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hotline12348.scheduler.plan.SoftRule;
import org.hotline12348.scheduler.plan.engine.Assignment;
import org.hotline12348.scheduler.plan.engine.Board;
import org.hotline12348.scheduler.plan.engine.Fairness;

/**
 * A board as a CP-SAT model: one Boolean for each seat and each person who may hold it. Hard rules are cliques ("at most
 * one of these seats") and monthly sums; the expression of a soft rule is added when it is first asked for.
 */
final class RosterModel {
    private final Board board;
    private final CpModel model = new CpModel();
    private final Map<Integer, BoolVar>[] holds;
    private final List<Extra> extras = new ArrayList<>();

    /** A variable beside the seats, and its value in an assignment (for hints). */
    private record Extra(IntVar variable, Meaning meaning) {}

    @FunctionalInterface
    private interface Meaning {
        long in(Assignment assignment);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // an array of maps
    RosterModel(Board board) {
        this.board = board;
        holds = new Map[board.people()];
        for (int p = 0; p < board.people(); p++) {
            holds[p] = new HashMap<>();
        }
        for (int s = 0; s < board.seats(); s++) {
            List<Literal> candidates = new ArrayList<>();
            for (int p : board.choices(s)) {
                BoolVar variable = model.newBoolVar("");
                holds[p].put(s, variable);
                candidates.add(variable);
            }
            if (candidates.size() > 1) {
                model.addAtMostOne(candidates);
            }
        }
        for (int p = 0; p < board.people(); p++) {
            cliques(p);
            months(p);
        }
    }

    CpModel model() {
        return model;
    }

    /** Requires that these seats have holders. */
    void fill(Set<Integer> seats) {
        for (int s : seats) {
            model.addBoolOr(candidates(s));
        }
    }

    private List<Literal> candidates(int s) {
        List<Literal> candidates = new ArrayList<>();
        for (int p : board.choices(s)) {
            candidates.add(held(p, s));
        }
        return candidates;
    }

    private BoolVar held(int p, int s) {
        BoolVar variable = holds[p].get(s);
        if (variable == null) {
            throw new IllegalStateException("Seat " + s + " is not open to person " + p + ".");
        }
        return variable;
    }

    /** Seats of one person that exclude each other, as maximal runs in time; what runs miss, as pairs. */
    private void cliques(int p) {
        int[] seats =
                holds[p].keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        int coveredTo = -1;
        Map<Integer, BitSet> covered = new HashMap<>();
        for (int i = 0; i < seats.length; i++) {
            int end = i;
            boolean clique = true;
            while (clique && end + 1 < seats.length) {
                for (int j = i; j <= end && clique; j++) {
                    clique = board.near(seats[j], seats[end + 1]);
                }
                if (clique) {
                    end++;
                }
            }
            if (end > i && end > coveredTo) {
                List<Literal> run = new ArrayList<>();
                for (int j = i; j <= end; j++) {
                    run.add(held(p, seats[j]));
                    covered.computeIfAbsent(seats[j], unused -> new BitSet()).set(seats[i], seats[end] + 1);
                }
                model.addAtMostOne(run);
                coveredTo = end;
            }
        }
        BitSet none = new BitSet();
        for (int i = 0; i < seats.length; i++) {
            for (int j = i + 1; j < seats.length; j++) {
                if (board.near(seats[i], seats[j])
                        && !covered.getOrDefault(seats[i], none).get(seats[j])) {
                    model.addAtMostOne(new Literal[] {held(p, seats[i]), held(p, seats[j])});
                }
            }
        }
    }

    private void months(int p) {
        List<List<BoolVar>> byMonth = new ArrayList<>();
        for (int m = 0; m < board.months(); m++) {
            byMonth.add(new ArrayList<>());
        }
        holds[p].forEach((s, variable) -> byMonth.get(board.month(s)).add(variable));
        for (int m = 0; m < board.months(); m++) {
            List<BoolVar> duties = byMonth.get(m);
            if (board.monthCap(p, m) < duties.size()) {
                model.addLessOrEqual(sum(duties), board.monthCap(p, m));
            }
        }
    }

    private static LinearArgument sum(List<? extends LinearArgument> terms) {
        return LinearExpr.sum(terms.toArray(LinearArgument[]::new));
    }

    /** The penalty of a rule as a linear expression; its helping variables are as small as the rule allows. */
    LinearExprBuilder penalty(SoftRule rule) {
        return switch (rule) {
            case UNFILLED -> unfilled();
            case CHANGES -> changes();
            case FAIR_TOTALS -> sharing(Fairness.TOTALS);
            case FAIR_WEEKENDS -> sharing(Fairness.WEEKENDS);
            case FAIR_EVES -> sharing(Fairness.EVES);
            case SPACING -> spacing();
            case SPECIALITY_MIX -> mix();
            case LAW_FIRMS -> repeats(false);
            case PREFERENCES -> dislikes();
        };
    }

    private LinearExprBuilder unfilled() {
        LinearExprBuilder cost = LinearExpr.newBuilder();
        cost.add(board.seats());
        holds().forEach(variable -> cost.addTerm(variable, -1));
        return cost;
    }

    private List<BoolVar> holds() {
        List<BoolVar> all = new ArrayList<>();
        for (int s = 0; s < board.seats(); s++) {
            for (int p : board.choices(s)) {
                all.add(held(p, s));
            }
        }
        return all;
    }

    private LinearExprBuilder changes() {
        LinearExprBuilder cost = LinearExpr.newBuilder();
        for (int s = 0; s < board.seats(); s++) {
            int p = board.published(s);
            if (p != Board.NOBODY) {
                cost.add(1);
                if (p < board.people() && board.allowed(s, p)) {
                    cost.addTerm(held(p, s), -1);
                }
            }
        }
        return cost;
    }

    /** A ladder of Booleans for each person: the n-th stands for his n-th duty of the kind and carries its cost. */
    private LinearExprBuilder sharing(Fairness fairness) {
        LinearExprBuilder cost = LinearExpr.newBuilder();
        for (int p = 0; p < board.people(); p++) {
            int person = p;
            List<BoolVar> duties = new ArrayList<>();
            for (int s = 0; s < board.seats(); s++) {
                if (board.counts(fairness, s) && board.allowed(s, p)) {
                    duties.add(held(p, s));
                }
            }
            int most = Math.min(duties.size(), mostDuties(p, fairness));
            List<LinearArgument> balance = new ArrayList<>(duties);
            List<BoolVar> ladder = new ArrayList<>();
            for (int n = 1; n <= most; n++) {
                int nth = n;
                BoolVar step = model.newBoolVar("");
                extras.add(new Extra(step, assignment -> assignment.count(fairness, person) >= nth ? 1 : 0));
                cost.addTerm(step, board.cost(fairness, p, n));
                if (!ladder.isEmpty()) {
                    model.addImplication(step, ladder.getLast());
                }
                ladder.add(step);
            }
            model.addEquality(sum(balance), sum(ladder));
        }
        return cost;
    }

    private int mostDuties(int p, Fairness fairness) {
        int[] perMonth = new int[board.months()];
        for (int s = 0; s < board.seats(); s++) {
            if (board.counts(fairness, s) && board.allowed(s, p)) {
                perMonth[board.month(s)]++;
            }
        }
        int most = 0;
        for (int m = 0; m < perMonth.length; m++) {
            most += Math.min(perMonth[m], board.monthCap(p, m));
        }
        return most;
    }

    /**
     * Windows of the comfortable gap's length, one a day: the duties of a person in a window beyond the first. Over all
     * windows they add up to the days by which his neighbouring duties fall short.
     */
    private LinearExprBuilder spacing() {
        LinearExprBuilder cost = LinearExpr.newBuilder();
        int length = board.comfortableGap();
        if (board.seats() == 0 || length <= 1) {
            return cost;
        }
        int first = Integer.MAX_VALUE;
        int last = Integer.MIN_VALUE;
        for (int s = 0; s < board.seats(); s++) {
            first = Math.min(first, board.day(s));
            last = Math.max(last, board.day(s));
        }
        for (int p = 0; p < board.people(); p++) {
            int[] fixed = board.fixedDays(p);
            int[] seats = holds[p].keySet().stream()
                    .mapToInt(Integer::intValue)
                    .sorted()
                    .toArray();
            for (int from = first - length + 1; from <= last; from++) {
                int begins = from;
                int ends = from + length;
                int[] inside = Arrays.stream(seats)
                        .filter(s -> board.day(s) >= begins && board.day(s) < ends)
                        .toArray();
                int already = (int) Arrays.stream(fixed)
                        .filter(day -> day >= begins && day < ends)
                        .count();
                if (inside.length == 0 || inside.length + already < 2) {
                    continue;
                }
                // With a fixed duty inside every further duty is one too many; without, the first is free.
                int free = already > 0 ? 0 : 1;
                if (cannotExceed(inside, free)) {
                    continue;
                }
                int person = p;
                IntVar excess = model.newIntVar(0, inside.length, "");
                List<LinearArgument> duties = new ArrayList<>();
                for (int s : inside) {
                    duties.add(held(p, s));
                }
                LinearExprBuilder limit = LinearExpr.newBuilder();
                limit.add(excess);
                limit.add(free);
                model.addLessOrEqual(sum(duties), limit);
                extras.add(new Extra(excess, assignment -> {
                    long held = Arrays.stream(inside)
                            .filter(s -> assignment.holder(s) == person)
                            .count();
                    return Math.max(0, held - free);
                }));
                cost.addTerm(excess, 1);
            }
        }
        return cost;
    }

    private boolean cannotExceed(int[] inside, int free) {
        return free == 1 && inside.length > 0 && board.near(inside[0], inside[inside.length - 1]) && allNear(inside);
    }

    private boolean allNear(int[] seats) {
        for (int i = 0; i < seats.length; i++) {
            for (int j = i + 1; j < seats.length; j++) {
                if (!board.near(seats[i], seats[j])) {
                    return false;
                }
            }
        }
        return true;
    }

    private LinearExprBuilder mix() {
        LinearExprBuilder cost = repeats(true);
        for (int s = 0; s < board.seats(); s++) {
            for (int p : board.choices(s)) {
                if (board.missesWish(s, p)) {
                    cost.addTerm(held(p, s), 1);
                }
            }
        }
        return cost;
    }

    /** On each date and for each speciality (or firm): holders beyond the first. */
    private LinearExprBuilder repeats(boolean bySpeciality) {
        LinearExprBuilder cost = LinearExpr.newBuilder();
        for (int d = 0; d < board.dates(); d++) {
            int[] today = board.seatsOfDate(d);
            if (today.length < 2) {
                continue;
            }
            Map<Integer, List<LinearArgument>> byKind = new HashMap<>();
            Map<Integer, BitSet> seatsOfKind = new HashMap<>();
            for (int s : today) {
                for (int p : board.choices(s)) {
                    int kind = bySpeciality ? board.speciality(p) : board.firm(p);
                    if (kind != Board.NOBODY) {
                        byKind.computeIfAbsent(kind, unused -> new ArrayList<>())
                                .add(held(p, s));
                        seatsOfKind
                                .computeIfAbsent(kind, unused -> new BitSet())
                                .set(s);
                    }
                }
            }
            byKind.keySet().stream().sorted().forEach(kind -> {
                BitSet seats = seatsOfKind.getOrDefault(kind, new BitSet());
                if (seats.cardinality() < 2) {
                    return;
                }
                IntVar repeated = model.newIntVar(0, seats.cardinality() - 1L, "");
                LinearExprBuilder limit = LinearExpr.newBuilder();
                limit.add(repeated);
                limit.add(1);
                model.addLessOrEqual(sum(byKind.getOrDefault(kind, List.of())), limit);
                extras.add(new Extra(repeated, assignment -> {
                    long held = seats.stream()
                            .filter(s -> assignment.holder(s) != Board.NOBODY)
                            .filter(s -> kind
                                    == (bySpeciality
                                            ? board.speciality(assignment.holder(s))
                                            : board.firm(assignment.holder(s))))
                            .count();
                    return Math.max(0, held - 1);
                }));
                cost.addTerm(repeated, 1);
            });
        }
        return cost;
    }

    private LinearExprBuilder dislikes() {
        LinearExprBuilder cost = LinearExpr.newBuilder();
        for (int s = 0; s < board.seats(); s++) {
            for (int p : board.choices(s)) {
                if (board.dislikes(s, p)) {
                    cost.addTerm(held(p, s), 1);
                }
            }
        }
        return cost;
    }

    /** Requires that a penalty stays at or below a value. */
    void keep(LinearExprBuilder penalty, long atMost) {
        model.addLessOrEqual(penalty, atMost);
    }

    /** Starts the search from an assignment. */
    void hint(Assignment assignment) {
        model.clearHints();
        for (int s = 0; s < board.seats(); s++) {
            for (int p : board.choices(s)) {
                model.addHint((Literal) held(p, s), assignment.holder(s) == p);
            }
        }
        for (Extra extra : extras) {
            model.addHint(extra.variable(), extra.meaning().in(assignment));
        }
    }

    /** Reads an assignment from the values of the variables, given by their index in the model. */
    Assignment assignment(List<Long> values) {
        int[] holders = new int[board.seats()];
        Arrays.fill(holders, Board.NOBODY);
        for (int s = 0; s < board.seats(); s++) {
            for (int p : board.choices(s)) {
                if (values.get(held(p, s).getIndex()) != 0) {
                    holders[s] = p;
                }
            }
        }
        return Assignment.of(board, holders);
    }
}
