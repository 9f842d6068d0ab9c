package org.hotline12348.scheduler.plan.engine;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** Looks at every assignment where there are few: the proof for a sick call, and for tiny rosters. */
public final class Exhaustive {
    private Exhaustive() {}

    /** The number of assignments to look at, or empty if more than the limit. */
    public static Optional<Long> size(Board board, long limit) {
        long size = 1;
        for (int s = 0; s < board.seats(); s++) {
            size *= board.choices(s).length + 1L;
            if (size > limit) {
                return Optional.empty();
            }
        }
        return Optional.of(size);
    }

    /** The best assignment there is, or empty if told to stop. */
    public static Optional<Assignment> best(Board board, BooleanSupplier stop) {
        Walk walk = new Walk(board, stop);
        walk.from(0);
        return walk.stopped ? Optional.empty() : Optional.of(Assignment.of(board, walk.best));
    }

    /**
     * The best assignment in which seats with a single choice keep it: for boards on which that is known to be
     * necessary.
     */
    public static Optional<Assignment> bestAround(Board board, Assignment base, long limit, BooleanSupplier stop) {
        int[] open = IntStream.range(0, board.seats())
                .filter(s -> base.holder(s) == Board.NOBODY)
                .toArray();
        long size = 1;
        for (int s : open) {
            size *= board.choices(s).length + 1L;
            if (size > limit) {
                return Optional.empty();
            }
        }
        Walk walk = new Walk(board, stop, base, open);
        walk.from(0);
        return walk.stopped ? Optional.empty() : Optional.of(Assignment.of(board, walk.best));
    }

    private static final class Walk {
        private final Board board;
        private final BooleanSupplier stop;
        private final Assignment now;
        private final int[] open;
        private int[] best;
        private long[] bestPenalties;
        private boolean stopped;

        Walk(Board board, BooleanSupplier stop) {
            this(
                    board,
                    stop,
                    new Assignment(board),
                    IntStream.range(0, board.seats()).toArray());
        }

        Walk(Board board, BooleanSupplier stop, Assignment base, int[] open) {
            this.board = board;
            this.stop = stop;
            this.now = base;
            this.open = open;
            best = now.holders();
            bestPenalties = now.penalties();
        }

        void from(int i) {
            if (stopped || (i & 3) == 0 && stop.getAsBoolean()) {
                stopped = true;
                return;
            }
            if (i == open.length) {
                if (now.compareTo(bestPenalties) < 0) {
                    best = now.holders();
                    bestPenalties = now.penalties();
                }
                return;
            }
            for (int p : board.choices(open[i])) {
                if (now.canTake(open[i], p)) {
                    now.put(open[i], p);
                    from(i + 1);
                    now.put(open[i], Board.NOBODY);
                }
            }
            from(i + 1);
        }
    }
}
