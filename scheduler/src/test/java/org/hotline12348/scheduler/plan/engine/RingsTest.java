package org.hotline12348.scheduler.plan.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.hotline12348.scheduler.plan.HardRules;
import org.hotline12348.scheduler.plan.PlanningProblem;
import org.hotline12348.scheduler.plan.RandomProblems;
import org.hotline12348.scheduler.plan.SeatHolder;
import org.hotline12348.scheduler.plan.SoftRule;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A ring of hand-overs")
class RingsTest {
    private static final Effort EFFORT = new Effort(Duration.ofHours(1), () -> false);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 150);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("betters the roster and keeps the hard rules, or leaves it as it was")
    void bettersOrLeaves(long seed) {
        PlanningProblem problem = RandomProblems.small(seed, 6, 12, 20);
        Board board = Board.of(problem);
        Rings rings = new Rings(board, EFFORT);
        Assignment now = new Search(board, new SplittableRandom(seed), EFFORT).greedy(new Assignment(board));
        for (SoftRule rule : SoftRule.values()) {
            for (int seat = 0; seat < board.seats(); seat++) {
                int[] holders = now.holders();
                long[] before = now.penalties();
                if (rings.improve(now, seat, rule)) {
                    assertThat(now.compareTo(before)).isNegative();
                } else {
                    assertThat(now.holders()).isEqualTo(holders);
                }
                assertThat(now.penalties())
                        .as("the running penalties are those of the roster counted anew")
                        .isEqualTo(Assignment.of(board, now.holders()).penalties());
            }
        }
        assertThat(HardRules.broken(
                        problem,
                        java.util.stream.IntStream.range(0, board.seats())
                                .filter(seat -> now.holder(seat) != Board.NOBODY)
                                .mapToObj(seat -> new SeatHolder(
                                        board.seat(seat).id(),
                                        board.person(now.holder(seat)).id()))
                                .toList()))
                .isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    @DisplayName("costs what each hand-over was said to cost, where no two are of one day or one person")
    void saidCost(long seed) {
        PlanningProblem problem = RandomProblems.small(seed, 6, 12, 20);
        Board board = Board.of(problem);
        Assignment now = new Search(board, new SplittableRandom(seed), EFFORT).greedy(new Assignment(board));
        for (int s = 0; s < board.seats(); s++) {
            for (int t = 0; t < board.seats(); t++) {
                int a = now.holder(s);
                int b = now.holder(t);
                if (board.date(s) == board.date(t)
                        || a == b
                        || a == Board.NOBODY
                        || b == Board.NOBODY
                        || !now.canTake(s, b, t)
                        || !now.canTake(t, a, s)) {
                    continue;
                }
                long[] said = new long[SoftRule.values().length];
                now.addHandOver(said, b, t, s);
                now.addHandOver(said, a, s, t);
                long[] before = now.penalties();
                now.put(s, Board.NOBODY);
                now.put(t, a);
                now.put(s, b);
                long[] after = now.penalties();
                for (int i = 0; i < said.length; i++) {
                    assertThat(said[i]).as(SoftRule.values()[i].name()).isEqualTo(after[i] - before[i]);
                }
            }
        }
    }

    @Test
    @DisplayName("is found often enough to be worth its search")
    void found() {
        int found = 0;
        for (long seed = 1; seed <= 150; seed++) {
            Board board = Board.of(RandomProblems.small(seed, 6, 12, 20));
            Assignment now = new Search(board, new SplittableRandom(seed), EFFORT).greedy(new Assignment(board));
            for (int seat = 0; seat < board.seats(); seat++) {
                found += new Rings(board, EFFORT).improve(now, seat, SoftRule.PREFERENCES) ? 1 : 0;
            }
        }
        assertThat(found).isGreaterThan(20);
    }
}
