package org.hotline12348.scheduler.plan.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.hotline12348.scheduler.plan.SoftRule;

/**
 * Looks for a ring of hand-overs through a costly seat: its holder makes room for another, who makes room for a third, and
 * so on, until the last seat goes to the first holder or to somebody who gives up nothing. A breadth-first search over
 * seats, so that of the rings it can find the shortest comes first; where one exchange of two no longer helps, a ring of
 * four or five mostly does.
 */
final class Rings {
    private static final int RULES = SoftRule.values().length;
    /** Hand-overs looked at for one seat, about a second's work. */
    private static final int MOST_LOOKED_AT = 600_000;

    private final Board board;
    private final Effort effort;

    Rings(Board board, Effort effort) {
        this.board = board;
        this.effort = effort;
    }

    /**
     * Carries out the first ring through the seat that betters the assignment; false where none is found.
     *
     * @param rule the rule under which the seat is costly
     */
    boolean improve(Assignment now, int start, SoftRule rule) {
        Walk walk = new Walk(now, start, rule);
        boolean improved = walk.improve();
        effort.weighed(walk.lookedAt);
        return improved;
    }

    private final class Walk {
        private final Assignment now;
        private final int start;
        private final int first;
        private final long[] before;
        /** What the first holder's leaving may save at most. */
        private final long[] saving = new long[RULES];

        private final long[][] soFar = new long[board.seats()][];
        private final int[] cameFrom = new int[board.seats()];
        private int lookedAt;

        Walk(Assignment now, int start, SoftRule rule) {
            this.now = now;
            this.start = start;
            this.first = now.holder(start);
            this.before = now.penalties();
            if (first == Board.NOBODY) {
                saving[SoftRule.UNFILLED.ordinal()] = 1;
            } else {
                now.addHandOver(saving, first, start, Board.NOBODY);
                for (int i = 0; i < RULES; i++) {
                    saving[i] = Math.max(0, -saving[i]);
                }
                if (rule != SoftRule.FAIR_TOTALS) {
                    // What he holds in all does not change in a ring.
                    saving[SoftRule.FAIR_TOTALS.ordinal()] = 0;
                }
            }
        }

        boolean improve() {
            soFar[start] = new long[RULES];
            cameFrom[start] = start;
            ArrayDeque<Integer> open = new ArrayDeque<>();
            open.add(start);
            long[] next = new long[RULES];
            while (!open.isEmpty() && lookedAt < MOST_LOOKED_AT && !effort.over()) {
                int seat = open.poll();
                if (closes(seat)) {
                    return true;
                }
                for (int from = 0; from < board.seats(); from++) {
                    int person = now.holder(from);
                    if (soFar[from] != null
                            || person == Board.NOBODY
                            || person == first
                            || person == now.holder(seat)) {
                        continue;
                    }
                    if (!now.canTake(seat, person, from)) {
                        continue;
                    }
                    lookedAt++;
                    System.arraycopy(soFar[seat], 0, next, 0, RULES);
                    now.addHandOver(next, person, from, seat);
                    if (promising(next)) {
                        soFar[from] = next.clone();
                        cameFrom[from] = seat;
                        open.add(from);
                    }
                }
            }
            return false;
        }

        /** Whether the hand-overs so far, with all that the first holder can save, would be a gain. */
        private boolean promising(long[] cost) {
            for (int rule = 0; rule < RULES; rule++) {
                if (cost[rule] != saving[rule]) {
                    return cost[rule] < saving[rule];
                }
            }
            return false;
        }

        private boolean closes(int seat) {
            if (seat != start && first != Board.NOBODY && now.canTake(seat, first, start)) {
                lookedAt++;
                long[] total = soFar[seat].clone();
                now.addHandOver(total, first, start, seat);
                if (gain(total) && carriedOut(seat, first)) {
                    return true;
                }
            }
            for (int person : board.choices(seat)) {
                if (person == first || person == now.holder(seat) || !now.canTake(seat, person)) {
                    continue;
                }
                lookedAt++;
                long[] total = soFar[seat].clone();
                now.addHandOver(total, person, Board.NOBODY, seat);
                if (first == Board.NOBODY) {
                    total[SoftRule.UNFILLED.ordinal()]--;
                } else {
                    now.addHandOver(total, first, start, Board.NOBODY);
                }
                if (gain(total) && carriedOut(seat, person)) {
                    return true;
                }
            }
            return false;
        }

        private boolean gain(long[] total) {
            for (long cost : total) {
                if (cost != 0) {
                    return cost < 0;
                }
            }
            return false;
        }

        /** Does it, and takes it back where hand-overs in one day or of one person stand in each other's way. */
        private boolean carriedOut(int last, int taker) {
            List<Integer> seats = new ArrayList<>();
            for (int seat = last; seat != start; seat = cameFrom[seat]) {
                seats.add(seat);
            }
            seats.add(start);
            Collections.reverse(seats);
            int[] ring = seats.stream().mapToInt(Integer::intValue).toArray();
            int[] holders = Arrays.stream(ring).map(now::holder).toArray();
            for (int seat : ring) {
                now.put(seat, Board.NOBODY);
            }
            boolean fits = true;
            for (int i = 0; i < ring.length && fits; i++) {
                int person = i + 1 < ring.length ? holders[i + 1] : taker;
                fits = now.canTake(ring[i], person);
                if (fits) {
                    now.put(ring[i], person);
                }
            }
            if (fits && now.compareTo(before) < 0) {
                return true;
            }
            for (int seat : ring) {
                now.put(seat, Board.NOBODY);
            }
            for (int i = 0; i < ring.length; i++) {
                now.put(ring[i], holders[i]);
            }
            return false;
        }
    }
}
