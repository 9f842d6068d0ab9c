package org.hotline12348.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.hotline12348.ivr.cel.CelRow;
import org.junit.jupiter.api.Test;

/**
 * Rows shuffled, doubled, missing and seen by the wrong feed: what must hold for every seed. {@code -Dhotline.seeds=1000000}
 * runs more, {@code -Dfold.first=SEED} begins elsewhere; a failure names its seed.
 */
class FoldSimulationTest {

    private static final int SEEDS = Integer.getInteger("hotline.seeds", 20_000);
    private static final long FIRST = Long.getLong("fold.first", 1);

    private final List<List<CelRow>> recorded =
            RecordedCalls.NAMES.stream().map(RecordedCalls::rows).toList();
    private final List<CallProjection> whole =
            RecordedCalls.NAMES.stream().map(RecordedCalls::fold).toList();

    @Test
    void orderRepeatsFeedsAndGapsKeepTheRules() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Random random = new Random(seed);
            int which = random.nextInt(recorded.size());
            List<SeenRow> all = disturbed(recorded.get(which), random);
            assertThat(CallFold.project(all, RecordedCalls.LINES))
                    .as("seed %d: shuffled, doubled, both feeds", seed)
                    .containsExactly(whole.get(which));

            List<SeenRow> some = new ArrayList<>(all);
            some.removeIf(_ -> random.nextInt(4) == 0);
            keepsTheRules(some, seed);
        }
    }

    /** Each row at least once from the file, some twice, some from the second feed too and a little later. */
    private static List<SeenRow> disturbed(List<CelRow> rows, Random random) {
        List<SeenRow> seen = new ArrayList<>();
        for (CelRow row : rows) {
            seen.add(new SeenRow(row, Feed.FILE));
            if (random.nextInt(4) == 0) {
                seen.add(new SeenRow(row, Feed.FILE));
            }
            if (random.nextInt(3) == 0) {
                seen.add(new SeenRow(row.at(row.eventTime().plusMillis(random.nextInt(900))), Feed.AMI));
            }
        }
        Collections.shuffle(seen, random);
        return seen;
    }

    private static void keepsTheRules(List<SeenRow> some, long seed) {
        List<CallProjection> calls = CallFold.project(some, RecordedCalls.LINES);
        assertThat(calls).as("seed %d: rows missing", seed).hasSizeLessThanOrEqualTo(1);
        for (CallProjection call : calls) {
            assertThat(call.endedAt().isPresent())
                    .as("seed %d", seed)
                    .isEqualTo(call.outcome().isPresent());
            assertThat(call.live().isPresent())
                    .as("seed %d", seed)
                    .isNotEqualTo(call.outcome().isPresent());
            assertThat(call.waitSeconds()).as("seed %d", seed).isNotNegative();
            assertThat(call.talkSeconds()).as("seed %d", seed).isNotNegative();
            call.endedAt().ifPresent(ended -> {
                assertThat(ended).as("seed %d", seed).isAfterOrEqualTo(call.startedAt());
                long length = Duration.between(call.startedAt(), ended).toSeconds() + 1;
                assertThat((long) call.talkSeconds()).as("seed %d", seed).isLessThanOrEqualTo(length);
                assertThat(call.legs())
                        .as("seed %d", seed)
                        .allMatch(leg -> leg.endedAt().isPresent());
            });
            assertThat(call.lawyer().isPresent())
                    .as("seed %d", seed)
                    .isEqualTo(call.answeredAt().isPresent());
        }
    }
}
