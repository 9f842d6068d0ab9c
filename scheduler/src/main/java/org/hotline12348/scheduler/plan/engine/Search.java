package org.hotline12348.scheduler.plan.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.hotline12348.scheduler.plan.SoftRule;
import org.jspecify.annotations.Nullable;

/**
 * A greedy start and a local search that mends the most important rule still above its bound: hand a duty over,
 * exchange two duties, or make room by a chain of two. It ends when every bound is met, when nothing has helped for a
 * while, or when told to stop; the same generator gives the same result.
 */
public final class Search {
    private static final int EXCHANGES_TRIED = 400;
    /** Rounds without improvement after which duties are exchanged that cost the same, to stand elsewhere. */
    private static final int IDLE_BEFORE_WANDERING = 4;

    private static final int EXCHANGES_WANDERED = 200;
    /** Rounds without improvement after which rings are looked for. */
    private static final int IDLE_BEFORE_RINGS = 120;
    /** Costly seats through which a ring is looked for at a time. */
    private static final int RINGS_TRIED = 2;

    private static final SoftRule[] RULES = SoftRule.values();

    private final Board board;
    private final RandomGenerator random;
    private final Effort effort;

    public Search(Board board, RandomGenerator random, Effort effort) {
        this.board = board;
        this.random = random;
        this.effort = effort;
    }

    /** Published holders where they may stay, and nobody elsewhere. */
    public Assignment published() {
        Assignment start = new Assignment(board);
        for (int s = 0; s < board.seats(); s++) {
            int p = board.published(s);
            if (p != Board.NOBODY && p < board.people() && start.canTake(s, p)) {
                start.put(s, p);
            }
        }
        return start;
    }

    /** Eves first, then weekends: few can take one fairly, and later their other duties would stand in the way. */
    private int sharedByFew(int s) {
        return board.counts(Fairness.EVES, s) ? 0 : board.counts(Fairness.WEEKENDS, s) ? 1 : 2;
    }

    /** Fills empty seats, those with the fewest choices first, each by whoever costs least. */
    public Assignment greedy(Assignment start) {
        Integer[] order = IntStream.range(0, board.seats()).boxed().toArray(Integer[]::new);
        Arrays.sort(
                order,
                Comparator.comparingInt((Integer s) -> board.locked(s) ? 0 : 1)
                        .thenComparingInt(s -> board.choices(s).length * 8 / Math.max(1, board.people()))
                        .thenComparingInt(this::sharedByFew)
                        .thenComparingInt(s -> s));
        long[] best = new long[RULES.length];
        for (int s : order) {
            if (start.holder(s) != Board.NOBODY) {
                continue;
            }
            int chosen = Board.NOBODY;
            int ties = 0;
            for (int p : board.choices(s)) {
                if (!start.canTake(s, p)) {
                    continue;
                }
                start.put(s, p);
                effort.weighed(1);
                int order2 = chosen == Board.NOBODY ? -1 : start.compareTo(best);
                if (order2 < 0) {
                    ties = 1;
                    chosen = p;
                    start.copyPenaltiesTo(best);
                } else if (order2 == 0 && random.nextInt(++ties) == 0) {
                    chosen = p;
                }
                start.put(s, Board.NOBODY);
            }
            if (chosen != Board.NOBODY) {
                start.put(s, chosen);
            }
        }
        return start;
    }

    /**
     * Improves an assignment that keeps the hard rules.
     *
     * @param patience rounds without improvement after which to give up
     */
    public Assignment improve(Assignment start, Bounds bounds, int patience) {
        Assignment now = start;
        int[] best = now.holders();
        long[] bestPenalties = now.penalties();
        long[] before = new long[RULES.length];
        int[] tabuUntil = new int[board.seats()];
        int idle = 0;
        for (int round = 1; idle < patience && !effort.over(); round++) {
            SoftRule rule = bounds.firstOpen(now).orElse(null);
            if (rule == null) {
                break;
            }
            int seat = culprit(now, rule);
            if (seat == Board.NOBODY) {
                idle++;
                continue;
            }
            now.copyPenaltiesTo(before);
            Move move = bestMove(now, seat, rule, tabuUntil, round);
            if (move == null) {
                idle++;
                continue;
            }
            move.apply(now);
            int compared = now.compareTo(before);
            boolean sideways = compared > 0 && worsensOnlyBelow(now.penalties(), before, rule);
            if (compared > 0 && !(sideways && random.nextInt(4) == 0)) {
                move.undo(now);
                idle++;
                continue;
            }
            for (int s : move.seats) {
                tabuUntil[s] = round + 5 + random.nextInt(10);
            }
            if (now.compareTo(bestPenalties) < 0) {
                best = now.holders();
                now.copyPenaltiesTo(bestPenalties);
                idle = 0;
            } else {
                idle++;
            }
            if (idle > 0 && idle % IDLE_BEFORE_WANDERING == 0) {
                Assignment again = Assignment.of(board, best);
                if (idle % IDLE_BEFORE_RINGS == 0 && ring(again, rule)) {
                    idle = 0;
                } else {
                    wander(again);
                }
                now = again;
                best = now.holders();
                now.copyPenaltiesTo(bestPenalties);
            }
            if (idle > 0 && idle % 200 == 0 && now.compareTo(bestPenalties) > 0) {
                now = Assignment.of(board, best);
            }
        }
        return Assignment.of(board, best);
    }

    /** Exchanges duties at random where that costs nothing under any rule. */
    private void wander(Assignment now) {
        long[] before = now.penalties();
        for (int i = 0; i < EXCHANGES_WANDERED; i++) {
            int s = random.nextInt(board.seats());
            int t = random.nextInt(board.seats());
            int a = now.holder(s);
            int b = now.holder(t);
            if (a == b || a == Board.NOBODY || b == Board.NOBODY || !now.canTake(s, b, t) || !now.canTake(t, a, s)) {
                continue;
            }
            Move move = new Move(new int[] {s, t}, new int[] {b, a}, now);
            move.apply(now);
            effort.weighed(1);
            int compared = now.compareTo(before);
            if (compared > 0) {
                move.undo(now);
            } else if (compared < 0) {
                now.copyPenaltiesTo(before);
            }
        }
    }

    private boolean ring(Assignment now, SoftRule rule) {
        Rings rings = new Rings(board, effort);
        for (int i = 0; i < RINGS_TRIED; i++) {
            int seat = culprit(now, rule);
            if (seat != Board.NOBODY && rings.improve(now, seat, rule)) {
                return true;
            }
        }
        return false;
    }

    private static boolean worsensOnlyBelow(long[] now, long[] before, SoftRule rule) {
        for (int i = 0; i <= rule.ordinal(); i++) {
            if (now[i] > before[i]) {
                return false;
            }
        }
        return true;
    }

    /** A seat at random among those that cost something under the rule. */
    private int culprit(Assignment now, SoftRule rule) {
        int chosen = Board.NOBODY;
        int seen = 0;
        long cheapest = Long.MAX_VALUE;
        Fairness fairness = null;
        for (Fairness each : Fairness.values()) {
            if (each.rule() == rule) {
                fairness = each;
            }
        }
        if (fairness != null) {
            for (int p = 0; p < board.people(); p++) {
                cheapest = Math.min(cheapest, board.cost(fairness, p, now.count(fairness, p) + 1));
            }
        }
        for (int s = 0; s < board.seats(); s++) {
            if (board.choices(s).length == 0) {
                continue;
            }
            int p = now.holder(s);
            boolean costs = switch (rule) {
                case UNFILLED -> p == Board.NOBODY;
                case CHANGES -> board.published(s) != Board.NOBODY && board.published(s) != p;
                case FAIR_TOTALS, FAIR_WEEKENDS, FAIR_EVES ->
                    fairness != null
                            && p != Board.NOBODY
                            && board.counts(fairness, s)
                            && board.cost(fairness, p, now.count(fairness, p)) > cheapest;
                case SPACING -> p != Board.NOBODY && tooNear(now, s, p);
                case SPECIALITY_MIX -> p != Board.NOBODY && (board.missesWish(s, p) || repeats(now, s, p, true));
                case LAW_FIRMS -> p != Board.NOBODY && repeats(now, s, p, false);
                case PREFERENCES -> p != Board.NOBODY && board.dislikes(s, p);
            };
            if (costs && random.nextInt(++seen) == 0) {
                chosen = s;
            }
        }
        return chosen;
    }

    private boolean tooNear(Assignment now, int s, int p) {
        int comfortable = board.comfortableGap();
        for (int i = 0; i < now.count(p); i++) {
            int t = now.held(p, i);
            if (t != s && Math.abs(board.day(t) - board.day(s)) < comfortable) {
                return true;
            }
        }
        for (int day : board.fixedDays(p)) {
            if (Math.abs(day - board.day(s)) < comfortable) {
                return true;
            }
        }
        return false;
    }

    private boolean repeats(Assignment now, int s, int p, boolean bySpeciality) {
        int kind = bySpeciality ? board.speciality(p) : board.firm(p);
        if (kind == Board.NOBODY) {
            return false;
        }
        for (int t : board.seatsOfDate(board.date(s))) {
            int q = now.holder(t);
            if (t != s && q != Board.NOBODY && kind == (bySpeciality ? board.speciality(q) : board.firm(q))) {
                return true;
            }
        }
        return false;
    }

    private static final class Move {
        private final int[] seats;
        private final int[] to;
        private final int[] from;

        Move(int[] seats, int[] to, Assignment now) {
            this.seats = seats;
            this.to = to;
            this.from = Arrays.stream(seats).map(now::holder).toArray();
        }

        void apply(Assignment now) {
            for (int i = 0; i < seats.length; i++) {
                now.put(seats[i], Board.NOBODY);
            }
            for (int i = 0; i < seats.length; i++) {
                now.put(seats[i], to[i]);
            }
        }

        void undo(Assignment now) {
            for (int i = 0; i < seats.length; i++) {
                now.put(seats[i], Board.NOBODY);
            }
            for (int i = 0; i < seats.length; i++) {
                now.put(seats[i], from[i]);
            }
        }
    }

    /** Keeps the best of the moves it is shown, ties broken at random. */
    private final class Best {
        private final Assignment now;
        private final long[] penalties = new long[RULES.length];
        private @Nullable Move move;
        private int ties;

        Best(Assignment now) {
            this.now = now;
        }

        void consider(int[] seats, int[] to) {
            Move candidate = new Move(seats, to, now);
            candidate.apply(now);
            effort.weighed(1);
            int compared = move == null ? -1 : now.compareTo(penalties);
            if (compared < 0) {
                ties = 1;
                move = candidate;
                now.copyPenaltiesTo(penalties);
            } else if (compared == 0 && random.nextInt(++ties) == 0) {
                move = candidate;
            }
            candidate.undo(now);
        }
    }

    private @Nullable Move bestMove(Assignment now, int s, SoftRule rule, int[] tabuUntil, int round) {
        Best best = new Best(now);
        int a = now.holder(s);
        for (int p : board.choices(s)) {
            if (p == a) {
                continue;
            }
            if (now.canTake(s, p)) {
                best.consider(new int[] {s}, new int[] {p});
            } else if (rule == SoftRule.UNFILLED || rule == SoftRule.CHANGES || random.nextInt(4) == 0) {
                chain(now, best, s, p, tabuUntil, round);
            }
        }
        if (a != Board.NOBODY) {
            exchanges(now, best, s, a, tabuUntil, round);
        }
        return best.move;
    }

    /** p takes s and gives up the one duty in its way, to whoever can take that, or to nobody. */
    private void chain(Assignment now, Best best, int s, int p, int[] tabuUntil, int round) {
        int inTheWay = Board.NOBODY;
        for (int i = 0; i < now.count(p); i++) {
            int t = now.held(p, i);
            if (board.near(s, t)) {
                if (inTheWay != Board.NOBODY) {
                    return;
                }
                inTheWay = t;
            }
        }
        if (inTheWay == Board.NOBODY && now.monthFull(s, p)) {
            int nth = random.nextInt(now.count(p) + 1);
            for (int i = 0; i < now.count(p); i++) {
                int t = now.held(p, (i + nth) % now.count(p));
                if (board.month(t) == board.month(s)) {
                    inTheWay = t;
                    break;
                }
            }
        }
        if (inTheWay == Board.NOBODY || inTheWay == s || tabuUntil[inTheWay] > round || !now.canTake(s, p, inTheWay)) {
            return;
        }
        int t = inTheWay;
        int before = now.holder(s);
        for (int q : board.choices(t)) {
            if (q != p && (q == before ? now.canTake(t, q, s) : now.canTake(t, q))) {
                best.consider(new int[] {s, t}, new int[] {p, q});
            }
        }
        if (before == Board.NOBODY) {
            best.consider(new int[] {s, t}, new int[] {p, Board.NOBODY});
        }
    }

    private void exchanges(Assignment now, Best best, int s, int a, int[] tabuUntil, int round) {
        int n = board.seats();
        int tries = Math.min(n, EXCHANGES_TRIED);
        int start = random.nextInt(n);
        for (int i = 0; i < tries; i++) {
            int t = (start + i) % n;
            int b = now.holder(t);
            if (b != Board.NOBODY && b != a && tabuUntil[t] <= round && now.canTake(s, b, t) && now.canTake(t, a, s)) {
                best.consider(new int[] {s, t}, new int[] {b, a});
            }
        }
    }
}
