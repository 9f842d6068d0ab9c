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
        int[] fixed = board.fixedDays(p);
        int comfortable = board.comfortableGap();
        int i = 0;
        int j = 0;
        long shortfall = 0;
        long previous = Long.MIN_VALUE / 2;
        while (i < count[p] || j < fixed.length) {
            int next;
            if (j == fixed.length || (i < count[p] && board.day(held[p][i]) <= fixed[j])) {
                next = board.day(held[p][i++]);
            } else {
                next = fixed[j++];
            }
            shortfall += Math.max(0, comfortable - (next - previous));
            previous = next;
        }
        return shortfall;
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
