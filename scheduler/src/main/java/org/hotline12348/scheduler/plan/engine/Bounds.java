package org.hotline12348.scheduler.plan.engine;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.hotline12348.scheduler.plan.SoftRule;

/**
 * What no plan can beat, proven by relaxations that are solved exactly: flows for the seats that can be filled and for
 * fair sharing, matchings within a day, counts for the rest. Every bound holds for all plans with the fewest empty
 * seats, whatever the other rules cost. For boards under all hard rules.
 */
public final class Bounds {
    private final Map<SoftRule, Long> bounds = new EnumMap<>(SoftRule.class);

    private Bounds() {
        for (SoftRule rule : SoftRule.values()) {
            bounds.put(rule, 0L);
        }
    }

    public long of(SoftRule rule) {
        return bounds.getOrDefault(rule, 0L);
    }

    /** Raises a bound that has been proven elsewhere (by search). */
    public void prove(SoftRule rule, long bound) {
        bounds.merge(rule, bound, Math::max);
    }

    /** The first rule in which the assignment is not proven best; all are proven if it is empty. */
    public Optional<SoftRule> firstOpen(Assignment assignment) {
        for (SoftRule rule : SoftRule.values()) {
            if (assignment.penalty(rule) > of(rule)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }

    /** The bound on empty seats alone. */
    public static Bounds ofFilling(Board board, Assignment found) {
        Bounds made = new Bounds();
        made.prove(SoftRule.UNFILLED, Math.min(found.penalty(SoftRule.UNFILLED), leastUnfilled(board, found)));
        return made;
    }

    /**
     * Bounds on every rule.
     *
     * @param found any assignment that keeps the hard rules; if it is not known to fill as many seats as possible, only
     *     the bound on empty seats can be told
     * @param unfilledProven whether it is
     */
    public static Bounds of(Board board, Assignment found, boolean unfilledProven) {
        Bounds made = ofFilling(board, found);
        long unfilled = found.penalty(SoftRule.UNFILLED);
        if (unfilledProven) {
            made.prove(SoftRule.UNFILLED, unfilled);
        }
        if (made.of(SoftRule.UNFILLED) != unfilled) {
            return made;
        }
        long forced = IntStream.range(0, board.seats())
                .filter(s -> board.published(s) != Board.NOBODY)
                .filter(s -> board.published(s) == board.people() || !board.allowed(s, board.published(s)))
                .count();
        made.prove(SoftRule.CHANGES, forced);
        for (Fairness fairness : Fairness.values()) {
            made.prove(fairness.rule(), new Sharing(board, fairness, found).leastCost());
        }
        made.prove(SoftRule.SPECIALITY_MIX, repeats(board, true) + missedWishes(board) - 2 * unfilled);
        made.prove(SoftRule.LAW_FIRMS, repeats(board, false) - unfilled);
        made.prove(SoftRule.PREFERENCES, unavoidableDislikes(board) - unfilled);
        return made;
    }

    private static long unavoidableDislikes(Board board) {
        return IntStream.range(0, board.seats())
                .filter(s -> board.choices(s).length > 0)
                .filter(s -> Arrays.stream(board.choices(s)).allMatch(p -> board.dislikes(s, p)))
                .count();
    }

    private static long missedWishes(Board board) {
        return IntStream.range(0, board.seats())
                .filter(s -> board.choices(s).length > 0)
                .filter(s -> Arrays.stream(board.choices(s)).allMatch(p -> board.missesWish(s, p)))
                .count();
    }

    /** On each date: seats less the most different specialities (or firms) that can sit there. */
    private static long repeats(Board board, boolean bySpeciality) {
        long least = 0;
        int kinds = bySpeciality ? board.specialities() : board.firms();
        for (int d = 0; d < board.dates(); d++) {
            int[] today = board.seatsOfDate(d);
            BitSet[] options = new BitSet[today.length];
            int constrained = 0;
            for (int i = 0; i < today.length; i++) {
                BitSet kindsHere = new BitSet(kinds);
                boolean free = board.choices(today[i]).length == 0;
                for (int p : board.choices(today[i])) {
                    int kind = bySpeciality ? board.speciality(p) : board.firm(p);
                    if (kind == Board.NOBODY) {
                        free = true;
                    } else {
                        kindsHere.set(kind);
                    }
                }
                if (!free) {
                    options[constrained++] = kindsHere;
                }
            }
            least += constrained - matching(Arrays.copyOf(options, constrained), kinds);
        }
        return least;
    }

    private static int matching(BitSet[] options, int kinds) {
        int[] matchOf = new int[kinds];
        Arrays.fill(matchOf, -1);
        int size = 0;
        for (int i = 0; i < options.length; i++) {
            if (augment(options, i, matchOf, new BitSet(kinds))) {
                size++;
            }
        }
        return size;
    }

    private static boolean augment(BitSet[] options, int i, int[] matchOf, BitSet seen) {
        for (int k = options[i].nextSetBit(0); k >= 0; k = options[i].nextSetBit(k + 1)) {
            if (!seen.get(k)) {
                seen.set(k);
                if (matchOf[k] < 0 || augment(options, matchOf[k], matchOf, seen)) {
                    matchOf[k] = i;
                    return true;
                }
            }
        }
        return false;
    }

    /** A bound on the duties one person can have among these seats: by the gap between dates, and by months. */
    static int mostDuties(Board board, int p, int[] seats) {
        int gap = Math.max(1, board.problem().rules().minimumGapDays());
        int byGap = 0;
        int[] perMonth = new int[board.months()];
        long next = Long.MIN_VALUE;
        for (int s : seats) {
            if (board.allowed(s, p)) {
                perMonth[board.month(s)]++;
                if (board.day(s) >= next) {
                    byGap++;
                    next = (long) board.day(s) + gap;
                }
            }
        }
        long byMonth = 0;
        for (int m = 0; m < perMonth.length; m++) {
            byMonth += Math.min(perMonth[m], board.monthCap(p, m));
        }
        return (int) Math.min(byGap, byMonth);
    }

    /** Fewest empty seats when each person is limited per month, and again when limited to one duty per gap's length. */
    private static long leastUnfilled(Board board, Assignment found) {
        if (found.penalty(SoftRule.UNFILLED) == 0) {
            return 0;
        }
        int[] all = IntStream.range(0, board.seats()).toArray();
        int[] most = IntStream.range(0, board.people())
                .map(p -> mostDuties(board, p, all))
                .toArray();
        long byMonths = unfilledBy(board, most, board.months(), board::month, board::monthCap);
        int gap = board.problem().rules().minimumGapDays();
        if (gap <= 1) {
            return byMonths;
        }
        int origin = Arrays.stream(all).map(board::day).min().orElse(0);
        int last = Arrays.stream(all).map(board::day).max().orElse(0);
        long byBlocks =
                unfilledBy(board, most, (last - origin) / gap + 1, s -> (board.day(s) - origin) / gap, (p, block) -> 1);
        return Math.max(byMonths, byBlocks);
    }

    private interface Limit {
        int of(int person, int group);
    }

    /** Seats that stay empty in a maximum flow seat -> (person, group) -> person, by augmenting paths. */
    private static long unfilledBy(Board board, int[] most, int groups, IntUnaryOperator groupOf, Limit limit) {
        int seats = board.seats();
        int[] holder = new int[seats];
        Arrays.fill(holder, Board.NOBODY);
        int[] total = new int[board.people()];
        int[][] inGroup = new int[board.people()][groups];
        long empty = 0;
        for (int start = 0; start < seats; start++) {
            // Breadth first over seats; a seat in the queue is one that needs a (new) person.
            int[] cameFrom = new int[seats];
            int[] through = new int[seats];
            Arrays.fill(cameFrom, -2);
            cameFrom[start] = -1;
            ArrayDeque<Integer> queue = new ArrayDeque<>();
            queue.add(start);
            BitSet wholeSeen = new BitSet();
            BitSet groupSeen = new BitSet();
            int end = -1;
            int endPerson = -1;
            search:
            while (!queue.isEmpty()) {
                int s = queue.poll();
                for (int p : board.choices(s)) {
                    int g = groupOf.applyAsInt(s);
                    boolean groupFree = inGroup[p][g] < limit.of(p, g);
                    if (groupFree && total[p] < most[p]) {
                        end = s;
                        endPerson = p;
                        break search;
                    }
                    // Taking the seat needs another of his back: any one if only the whole is full, else one of the
                    // group.
                    boolean any = groupFree;
                    if (any ? wholeSeen.get(p) : groupSeen.get(p * groups + g)) {
                        continue;
                    }
                    if (any) {
                        wholeSeen.set(p);
                    } else {
                        groupSeen.set(p * groups + g);
                    }
                    for (int t = 0; t < seats; t++) {
                        if (holder[t] == p && cameFrom[t] == -2 && (any || groupOf.applyAsInt(t) == g)) {
                            cameFrom[t] = s;
                            through[t] = p;
                            queue.add(t);
                        }
                    }
                }
            }
            if (end < 0) {
                empty++;
                continue;
            }
            int s = end;
            int p = endPerson;
            while (true) {
                int before = holder[s];
                if (before != Board.NOBODY) {
                    total[before]--;
                    inGroup[before][groupOf.applyAsInt(s)]--;
                }
                holder[s] = p;
                total[p]++;
                inGroup[p][groupOf.applyAsInt(s)]++;
                if (cameFrom[s] < 0) {
                    break;
                }
                p = through[s];
                s = cameFrom[s];
            }
        }
        return empty;
    }

    /**
     * The fairest sharing of a kind of duty when rest, gap and the other rules are forgotten but nobody takes more than
     * he could: a convex flow, optimal when no chain of hand-overs from a dear duty to a cheaper one is left.
     */
    private static final class Sharing {
        private final Board board;
        private final Fairness fairness;
        private final int[] seats;
        private final int people;
        private final int[] holder;
        private final int[] count;
        private final int[] cap;

        Sharing(Board board, Fairness fairness, Assignment found) {
            this.board = board;
            this.fairness = fairness;
            seats = board.seatsOf(fairness);
            // One more person than there are: the empty seat, which costs nothing.
            people = board.people() + 1;
            holder = new int[seats.length];
            count = new int[people];
            cap = new int[people];
            for (int i = 0; i < seats.length; i++) {
                int p = found.holder(seats[i]);
                holder[i] = p == Board.NOBODY ? board.people() : p;
                count[holder[i]]++;
            }
            for (int p = 0; p < board.people(); p++) {
                cap[p] = Math.max(count[p], mostDuties(board, p, seats));
            }
            cap[board.people()] = (int) Math.min(found.penalty(SoftRule.UNFILLED), seats.length);
        }

        private long costOfLast(int p) {
            return p == board.people() ? 0 : board.cost(fairness, p, count[p]);
        }

        private long costOfNext(int p) {
            return p == board.people() ? 0 : board.cost(fairness, p, count[p] + 1);
        }

        long leastCost() {
            boolean improved = true;
            while (improved) {
                improved = false;
                long cheapest = IntStream.range(0, people)
                        .filter(p -> count[p] < cap[p])
                        .mapToLong(this::costOfNext)
                        .min()
                        .orElse(Long.MAX_VALUE);
                PriorityQueue<Integer> dear = new PriorityQueue<>((a, b) -> Long.compare(costOfLast(b), costOfLast(a)));
                IntStream.range(0, people)
                        .filter(p -> count[p] > 0 && costOfLast(p) > cheapest)
                        .forEach(dear::add);
                while (!dear.isEmpty() && !improved) {
                    improved = handOn(dear.poll());
                }
            }
            long cost = 0;
            for (int p = 0; p < board.people(); p++) {
                for (int n = 1; n <= count[p]; n++) {
                    cost += board.cost(fairness, p, n);
                }
            }
            return cost;
        }

        /** Moves one duty of this person along a chain to the person whose next duty is cheapest, if that helps. */
        private boolean handOn(int from) {
            int[] seatInto = new int[people];
            int[] before = new int[people];
            Arrays.fill(before, -1);
            before[from] = from;
            ArrayDeque<Integer> queue = new ArrayDeque<>();
            queue.add(from);
            int best = -1;
            while (!queue.isEmpty()) {
                int p = queue.poll();
                if (p != from && count[p] < cap[p] && (best < 0 || costOfNext(p) < costOfNext(best))) {
                    best = p;
                }
                for (int i = 0; i < seats.length; i++) {
                    if (holder[i] != p) {
                        continue;
                    }
                    for (int q : board.choices(seats[i])) {
                        if (before[q] < 0) {
                            before[q] = p;
                            seatInto[q] = i;
                            queue.add(q);
                        }
                    }
                    if (cap[people - 1] > 0 && before[people - 1] < 0) {
                        before[people - 1] = p;
                        seatInto[people - 1] = i;
                        queue.add(people - 1);
                    }
                }
            }
            if (best < 0 || costOfNext(best) >= costOfLast(from)) {
                return false;
            }
            count[best]++;
            count[from]--;
            for (int q = best; q != from; q = before[q]) {
                holder[seatInto[q]] = q;
            }
            return true;
        }
    }
}
