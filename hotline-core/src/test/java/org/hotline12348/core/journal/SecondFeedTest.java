package org.hotline12348.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.hotline12348.core.call.RecordedCalls;
import org.hotline12348.ivr.cel.CelRow;
import org.junit.jupiter.api.Test;

/** When the manager interface stands in for the file, and when the file is only late. */
class SecondFeedTest {
    private static final long SEEN = TimeUnit.SECONDS.toNanos(100);

    private final List<CelRow> rows = RecordedCalls.rows("answered");
    private final SecondFeed feed = new SecondFeed();

    private static long after(long millis) {
        return SEEN + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    @Test
    void whatTheFileBringsIsNotHandedOut() {
        rows.forEach(row -> feed.saw(row, SEEN));
        rows.forEach(feed::fileBrought);
        assertThat(feed.due(after(500))).isEmpty();
        assertThat(feed.missing()).isZero();
    }

    @Test
    void aFileThatWasReadToItsEndAndDidNotBringItIsSilent() {
        rows.forEach(row -> feed.saw(row, SEEN));
        assertThat(feed.due(after(399))).isEmpty();
        assertThat(feed.due(after(400))).containsExactlyElementsOf(rows);
        assertThat(feed.missing()).isEqualTo(rows.size());
    }

    @Test
    void aFileThatWasNotReadMeanwhileIsNotSilent() {
        // The database was slow or this process stood still: the last look at the file's end is from before.
        rows.forEach(row -> feed.saw(row, SEEN));
        assertThat(feed.due(after(-10))).isEmpty();
        rows.forEach(feed::fileBrought);
        assertThat(feed.due(after(60_000))).isEmpty();
        assertThat(feed.missing()).isZero();
    }

    @Test
    void whatTheFileBringsAfterAllIsMissingNoMore() {
        rows.forEach(row -> feed.saw(row, SEEN));
        assertThat(feed.due(after(500))).hasSize(rows.size());
        rows.forEach(feed::fileBrought);
        assertThat(feed.missing()).isZero();
        // And it is no twin for a row that comes later and looks the same.
        feed.saw(rows.getFirst(), after(1_000));
        assertThat(feed.due(after(2_000))).hasSize(1);
    }

    @Test
    void whatCouldNotBeStoredIsTriedAgainAndCountedOnce() {
        rows.forEach(row -> feed.saw(row, SEEN));
        List<CelRow> due = feed.due(after(500));
        feed.giveBack(due, after(600));
        assertThat(feed.missing()).isZero();
        assertThat(feed.due(after(900))).isEmpty();
        assertThat(feed.due(after(1_000))).containsExactlyElementsOf(rows);
        assertThat(feed.missing()).isEqualTo(rows.size());
    }

    @Test
    void whoeverTakesOverHandsOutOnlyWhatHisPredecessorDidNotStore() {
        CelRow old = rows.getFirst();
        List<CelRow> later = rows.stream()
                .filter(row -> row.eventTime().isAfter(old.eventTime()))
                .toList();
        List<CelRow> stored = later.subList(0, later.size() - 2);
        rows.forEach(row -> feed.sawBeside(row, SEEN));
        feed.beginAfter(old.eventTime(), after(9_000));
        stored.forEach(feed::fileBrought);
        assertThat(feed.due(after(9_399))).isEmpty();
        assertThat(feed.due(after(9_400))).containsExactlyElementsOf(later.subList(later.size() - 2, later.size()));
        assertThat(feed.missing()).isEqualTo(2);
    }

    @Test
    void whatIsForgottenBesideAnotherIsNotLost() {
        for (int i = 0; i < SecondFeed.LIMIT + 7; i++) {
            feed.sawBeside(rows.getFirst(), SEEN + i);
        }
        assertThat(feed.size()).isEqualTo(SecondFeed.LIMIT);
        assertThat(feed.dropped()).isZero();
    }

    @Test
    void thereIsALimitAndWhatIsDroppedIsCounted() {
        for (int i = 0; i < SecondFeed.LIMIT + 7; i++) {
            feed.saw(rows.getFirst(), SEEN + i);
        }
        assertThat(feed.size()).isEqualTo(SecondFeed.LIMIT);
        assertThat(feed.dropped()).isEqualTo(7);
    }
}
