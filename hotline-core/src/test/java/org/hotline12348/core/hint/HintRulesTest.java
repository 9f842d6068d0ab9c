package org.hotline12348.core.hint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.hotline12348.ivr.Hint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is led to whom, who gets an earlier turn, and when a caller is told how long he waits. */
class HintRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-24T04:00:00Z");
    private static final Set<String> ON_DUTY = Set.of("anna", "boris");

    /** Days ago, lawyer (- for none), talk in seconds, groups. */
    private static HintRules.Earlier earlier(String text) {
        String[] words = text.strip().split(" ");
        return new HintRules.Earlier(
                NOW.minus(Duration.ofDays(Long.parseLong(words[0]))),
                words[1].equals("-") ? "" : words[1],
                Duration.ofSeconds(Long.parseLong(words[2])),
                words.length > 3 ? Set.of(words[3].split("\\+")) : Set.of());
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', nullValues = "nobody", textBlock = """
                                                     | nobody | false | nothing is known of him
                    3 anna 300                       | anna   | false | talked with Anna three days ago
                    40 anna 300                      | nobody | false | that was too long ago
                    3 clara 300                      | nobody | false | Clara is not on duty
                    3 anna 10                        | nobody | false | a talk of ten seconds binds nobody
                    9 anna 300, 3 boris 300          | boris  | false | the last one counts
                    9 anna 300, 3 clara 300          | nobody | false | he was passed on to Clara, who is not on duty: anybody
                    9 anna 300, 3 - 0                | anna   | false | a call that nobody answered changes nothing
                    300 clara 300 elderly            | nobody | true  | he was old before, and is so still
                    2 anna 300 migrant-worker        | anna   | false | this group gets no earlier turn
                    2 anna 300 minor+migrant-worker  | anna   | true  | one of his groups does
                    -1 anna 300 disabled             | nobody | false | what stands in the future does not count
                    """)
    void hints(String history, String lawyer, boolean earlierTurn, String why) {
        List<HintRules.Earlier> earlier = history == null
                ? List.of()
                : Stream.of(history.split(",")).map(HintRulesTest::earlier).toList();
        Hint hint = HintRules.usual().hint(earlier, ON_DUTY, NOW);
        assertThat(hint.lawyer()).as(why).isEqualTo(Optional.ofNullable(lawyer));
        assertThat(hint.earlierTurn()).as(why).isEqualTo(earlierTurn);
        assertThat(hint.patience()).isEqualTo(lawyer == null ? Duration.ZERO : Duration.ofSeconds(20));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void theOrderOfTheHistoryDoesNotMatter(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 2_000; round++) {
            List<HintRules.Earlier> history = new ArrayList<>();
            for (int i = random.nextInt(6); i > 0; i--) {
                history.add(new HintRules.Earlier(
                        NOW.minusSeconds(random.nextInt(60 * 86_400)),
                        List.of("anna", "boris", "clara", "").get(random.nextInt(4)),
                        Duration.ofSeconds(random.nextInt(90)),
                        random.nextInt(4) == 0 ? Set.of("elderly") : Set.of()));
            }
            Hint hint = HintRules.usual().hint(history, ON_DUTY, NOW);
            assertThat(HintRules.usual().hint(history.reversed(), ON_DUTY, NOW)).isEqualTo(hint);
            hint.lawyer().ifPresent(lawyer -> assertThat(ON_DUTY).contains(lawyer));
        }
    }

    private static Optional<Duration> mean(int... seconds) {
        return TalkTimes.mean(
                Arrays.stream(seconds).mapToObj(Duration::ofSeconds).toList());
    }

    @Test
    void aWaitIsToldOnlyWhenItIsSound() {
        int[] even = new int[20];
        Arrays.fill(even, 480);
        assertThat(mean(even)).contains(Duration.ofMinutes(8));
        assertThat(mean(Arrays.copyOf(even, 19))).as("too few").isEmpty();
        int[] scattered = new int[20];
        Arrays.fill(scattered, 10);
        scattered[0] = 7_200;
        assertThat(mean(scattered)).as("too scattered").isEmpty();
        assertThat(mean(new int[30])).as("nobody talked").isEmpty();
    }
}
