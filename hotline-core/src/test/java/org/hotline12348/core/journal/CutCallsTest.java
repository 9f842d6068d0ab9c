package org.hotline12348.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.hotline12348.core.journal.CutCalls.Open;
import org.hotline12348.ivr.LiveChannel;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which calls died with their exchange, and when. */
class CutCallsTest {

    private static final Instant TEN = Instant.parse("2026-11-24T02:00:00Z");

    private static List<Open> calls(String ids) {
        return words(ids).map(id -> new Open(id, TEN)).toList();
    }

    private static Stream<String> words(String text) {
        return text == null ? Stream.empty() : Arrays.stream(text.split(" "));
    }

    @ParameterizedTest(name = "{4}")
    @CsvSource(delimiter = '|', textBlock = """
        1 2   | 1 2   |             | 1 2 | the exchange died: no channel is left
        1 2   | 1 2   | 1/1 2/2     |     | the connection alone was lost
        1 2   | 1 2   | 2/2         | 1   | one has gone, the other talks on
        1     | 1     | 9/1         |     | his channel is another now, the call is the same
        1 2   | 2     |             | 2   | the end of the first came from the journal meanwhile
        1     | 1 3   |             | 1   | the third began after we asked: it is no candidate
              | 3     |             |     | nothing was open
        """)
    void cut(String before, String now, String channels, String cut, String why) {
        List<LiveChannel> up = words(channels)
                .map(ids -> ids.split("/"))
                .map(ids -> new LiveChannel("PJSIP/trunk-00000001", ids[0], ids[1], "", "queue", "s"))
                .toList();
        assertThat(CutCalls.cut(calls(before), calls(now), up))
                .as(why)
                .extracting(Open::id)
                .containsExactlyElementsOf(words(cut).toList());
    }

    @ParameterizedTest(name = "last row {0} s, died {1} s, now {2} s: ended {3} s")
    @CsvSource({"10, 60, 70, 60", "10, 5, 70, 10", "10, 90, 70, 70", "80, 60, 70, 80"})
    void endsNotBeforeItsLastSignOfLifeAndNotInTheFuture(int lastRow, int died, int now, int ended) {
        assertThat(CutCalls.endOf(new Open("1", TEN.plusSeconds(lastRow)), TEN.plusSeconds(died), TEN.plusSeconds(now)))
                .isEqualTo(TEN.plusSeconds(ended));
    }
}
