package org.hotline12348.scheduler.plan.engine;

import java.util.Arrays;
import org.hotline12348.scheduler.plan.SoftRule;

/**
 * Who holds which seat, with every penalty kept up to date. It may hold any assignment; {@link #canTake} tells whether
 * one more duty keeps the hard rules. Not for several threads.
 */
public final class Assignment {
    private static final int RULES = SoftRule.values().length;

    private final Board board;
    private final int[] holder;
    private final int[][] held;
    private final int[] count;
    private final int[][] heldOf;
    private final int[][] inMonth;
    private final long[] spacing;
    private final long[] baseline;
    private final long[] penalty = new long[RULES];

    public Assignment(Board board) {
        this.board = board;
        holder = new int[board.seats()];
        Arrays.fill(holder, Board.NOBODY);
        held = new int[board.people()][4];
        count = new int[board.people()];
        heldOf = new int[Fairness.values().length][board.people()];
        inMonth = new int[board.people()][board.months()];
        spacing = new long[board.people()];
        baseline = new long[board.people()];
        for (int p = 0; p < board.people(); p++) {
            baseline[p] = spacingOf(p);
        }
        penalty[SoftRule.UNFILLED.ordinal()] = board.seats();
        for (int s = 0; s < board.seats(); s++) {
            if (board.published(s) != Board.NOBODY) {
                penalty[SoftRule.CHANGES.ordinal()]++;
            }
        }
    }

    public static Assignment of(Board board, int[] holders) {
        Assignment made = new Assignment(board);
        for (int s = 0; s < holders.length; s++) {
            made.put(s, holders[s]);
        }
        return made;
    }

    public Board board() {
        return board;
    }

    public int holder(int s) {
        return holder[s];
    }

    public int[] holders() {
        return holder.clone();
    }

    public int count(int p) {
        return count[p];
    }

    public int count(Fairness fairness, int p) {
        return heldOf[fairness.ordinal()][p];
    }

    /** The i-th seat a person holds, in order of time. */
    public int held(int p, int i) {
        return held[p][i];
    }

    public long penalty(SoftRule rule) {
        return penalty[rule.ordinal()];
    }

    public long[] penalties() {
        return penalty.clone();
    }

    public void copyPenaltiesTo(long[] target) {
        System.arraycopy(penalty, 0, target, 0, RULES);
    }

    /** Lexicographic: negative if this is better than the penalties given. */
    public int compareTo(long[] other) {
        return compare(penalty, other);
    }

    public static int compare(long[] a, long[] b) {
        for (int i = 0; i < RULES; i++) {
            if (a[i] != b[i]) {
                return a[i] < b[i] ? -1 : 1;
            }
        }
        return 0;
    }

    /** Whether the person may hold the seat beside the duties he holds now. */
    public boolean canTake(int s, int p) {
        return canTake(s, p, Board.NOBODY);
    }

    /** The same if he gave up one seat. */
    public boolean canTake(int s, int p, int givenUp) {
        if (!board.allowed(s, p)) {
            return false;
        }
        for (int i = 0; i < count[p]; i++) {
            int t = held[p][i];
            if (t != givenUp && (t == s || board.near(s, t))) {
                return false;
            }
        }
        int m = board.month(s);
        int duties = inMonth[p][m] - (givenUp != Board.NOBODY && board.month(givenUp) == m ? 1 : 0);
        return duties < board.monthCap(p, m);
    }

    public boolean monthFull(int s, int p) {
        return inMonth[p][board.month(s)] >= board.monthCap(p, board.month(s));
    }

    /** Gives the seat to a person or to {@link Board#NOBODY}, whoever held it. */
    public void put(int s, int p) {
        int before = holder[s];
        if (before == p) {
            return;
        }
        dateShare(s, -1);
        if (before == Board.NOBODY) {
            penalty[SoftRule.UNFILLED.ordinal()]--;
        } else {
            drop(s, before);
        }
        holder[s] = p;
        if (p == Board.NOBODY) {
            penalty[SoftRule.UNFILLED.ordinal()]++;
        } else {
            take(s, p);
        }
        dateShare(s, 1);
        int published = board.published(s);
        if (published != Board.NOBODY) {
            penalty[SoftRule.CHANGES.ordinal()] += (p == published ? 0 : 1) - (before == published ? 0 : 1);
        }
    }

    private void take(int s, int p) {
        int[] list = held[p];
        if (count[p] == list.length) {
            list = Arrays.copyOf(list, list.length * 2);
            held[p] = list;
        }
        int i = count[p]++;
        while (i > 0 && list[i - 1] > s) {
            list[i] = list[i - 1];
            i--;
        }
        list[i] = s;
        inMonth[p][board.month(s)]++;
        for (Fairness fairness : Fairness.values()) {
            if (board.counts(fairness, s)) {
                int n = ++heldOf[fairness.ordinal()][p];
                penalty[fairness.rule().ordinal()] += board.cost(fairness, p, n);
            }
        }
        personal(s, p, 1);
    }

    private void drop(int s, int p) {
        int[] list = held[p];
        int i = 0;
        while (list[i] != s) {
            i++;
        }
        System.arraycopy(list, i + 1, list, i, --count[p] - i);
        inMonth[p][board.month(s)]--;
        for (Fairness fairness : Fairness.values()) {
            if (board.counts(fairness, s)) {
                int n = heldOf[fairness.ordinal()][p]--;
                penalty[fairness.rule().ordinal()] -= board.cost(fairness, p, n);
            }
        }
        personal(s, p, -1);
    }

    private void personal(int s, int p, int sign) {
        if (board.dislikes(s, p)) {
            penalty[SoftRule.PREFERENCES.ordinal()] += sign;
        }
        if (board.missesWish(s, p)) {
            penalty[SoftRule.SPECIALITY_MIX.ordinal()] += sign;
        }
        long now = spacingOf(p) - baseline[p];
        penalty[SoftRule.SPACING.ordinal()] += now - spacing[p];
        spacing[p] = now;
    }

    /** Days by which neighbours among a person's duties, fixed ones included, fall short of the comfortable gap. */
    long spacingOf(int p) {
        return spacingOf(p, Board.NOBODY, Board.NOBODY);
    }

    /** The same if he gave up one seat and took another. */
    private long spacingOf(int p, int givenUp, int taken) {
        int[] fixed = board.fixedDays(p);
        int comfortable = board.comfortableGap();
        long shortfall = 0;
        long previous = Long.MIN_VALUE / 2;
        int i = 0;
        int j = 0;
        boolean toTake = taken != Board.NOBODY;
        while (true) {
            if (i < count[p] && held[p][i] == givenUp) {
                i++;
                continue;
            }
            int next = Integer.MAX_VALUE;
            int from = 0;
            if (i < count[p]) {
                next = board.day(held[p][i]);
                from = 1;
            }
            if (toTake && board.day(taken) < next) {
                next = board.day(taken);
                from = 2;
            }
            if (j < fixed.length && fixed[j] < next) {
                next = fixed[j];
                from = 3;
            }
            switch (from) {
                case 1 -> i++;
                case 2 -> toTake = false;
                case 3 -> j++;
                default -> {
                    return shortfall;
                }
            }
            shortfall += Math.max(0, comfortable - (next - previous));
            previous = next;
        }
    }

    /**
     * Adds to {@code cost} what it would cost if a person gave up one seat and took another in place of its holder; either
     * may be {@link Board#NOBODY}. What the holder would save is not counted, nor what the day he leaves would.
     */
    void addHandOver(long[] cost, int p, int givenUp, int taken) {
        for (Fairness fairness : Fairness.values()) {
            boolean less = givenUp != Board.NOBODY && board.counts(fairness, givenUp);
            boolean more = taken != Board.NOBODY && board.counts(fairness, taken);
            int n = heldOf[fairness.ordinal()][p];
            if (less && !more) {
                cost[fairness.rule().ordinal()] -= board.cost(fairness, p, n);
            } else if (more && !less) {
                cost[fairness.rule().ordinal()] += board.cost(fairness, p, n + 1);
            }
        }
        if (givenUp != Board.NOBODY) {
            cost[SoftRule.PREFERENCES.ordinal()] -= board.dislikes(givenUp, p) ? 1 : 0;
            cost[SoftRule.SPECIALITY_MIX.ordinal()] -= board.missesWish(givenUp, p) ? 1 : 0;
        }
        if (taken != Board.NOBODY) {
            cost[SoftRule.PREFERENCES.ordinal()] += board.dislikes(taken, p) ? 1 : 0;
            cost[SoftRule.SPECIALITY_MIX.ordinal()] += board.missesWish(taken, p) ? 1 : 0;
            int published = board.published(taken);
            if (published != Board.NOBODY) {
                cost[SoftRule.CHANGES.ordinal()] += (p == published ? 0 : 1) - (holder[taken] == published ? 0 : 1);
            }
            cost[SoftRule.SPECIALITY_MIX.ordinal()] += repeats(taken, p, true) - repeats(taken, holder[taken], true);
            cost[SoftRule.LAW_FIRMS.ordinal()] += repeats(taken, p, false) - repeats(taken, holder[taken], false);
        }
        cost[SoftRule.SPACING.ordinal()] += spacingOf(p, givenUp, taken) - baseline[p] - spacing[p];
    }

    /** How many repeats of a speciality (or firm) a person in the seat adds to its day. */
    private int repeats(int s, int p, boolean bySpeciality) {
        if (p == Board.NOBODY) {
            return 0;
        }
        int kind = bySpeciality ? board.speciality(p) : board.firm(p);
        if (kind == Board.NOBODY) {
            return 0;
        }
        for (int t : board.seatsOfDate(board.date(s))) {
            int q = holder[t];
            if (t != s && q != Board.NOBODY && kind == (bySpeciality ? board.speciality(q) : board.firm(q))) {
                return 1;
            }
        }
        return 0;
    }

    private void dateShare(int s, int sign) {
        int[] today = board.seatsOfDate(board.date(s));
        int mix = 0;
        int firms = 0;
        for (int i = 1; i < today.length; i++) {
            int p = holder[today[i]];
            if (p == Board.NOBODY) {
                continue;
            }
            boolean sameSpeciality = false;
            boolean sameFirm = false;
            for (int j = 0; j < i; j++) {
                int q = holder[today[j]];
                if (q != Board.NOBODY) {
                    sameSpeciality |= board.speciality(p) != Board.NOBODY && board.speciality(p) == board.speciality(q);
                    sameFirm |= board.firm(p) != Board.NOBODY && board.firm(p) == board.firm(q);
                }
            }
            mix += sameSpeciality ? 1 : 0;
            firms += sameFirm ? 1 : 0;
        }
        penalty[SoftRule.SPECIALITY_MIX.ordinal()] += (long) sign * mix;
        penalty[SoftRule.LAW_FIRMS.ordinal()] += (long) sign * firms;
    }
}
