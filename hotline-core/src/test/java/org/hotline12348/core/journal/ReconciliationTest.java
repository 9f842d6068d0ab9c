package org.hotline12348.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.call.RecordedCalls;
import org.hotline12348.core.journal.Reconciliation.Difference;
import org.hotline12348.core.journal.Reconciliation.Entry;
import org.hotline12348.core.journal.Reconciliation.Kind;
import org.hotline12348.core.journal.Reconciliation.QueueLine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three sources of the same calls, and what it means where they differ. */
class ReconciliationTest {

    private static final List<CallProjection> CALLS =
            RecordedCalls.NAMES.stream().map(RecordedCalls::fold).toList();
    private static final Instant FROM = CALLS.stream()
            .map(CallProjection::startedAt)
            .min(Instant::compareTo)
            .orElseThrow()
            .minusSeconds(60);
    private static final Instant UNTIL = FROM.plus(Duration.ofDays(1));

    private static Entry entry(CallProjection call) {
        return new Entry(
                call.callId(),
                call.startedAt(),
                call.outcome(),
                call.lawyer(),
                call.waitSeconds(),
                call.talkSeconds(),
                call.queuedAt().isPresent(),
                false);
    }

    private static List<Entry> book() {
        return CALLS.stream().map(ReconciliationTest::entry).toList();
    }

    private static List<QueueLine> queue() {
        List<QueueLine> lines = new ArrayList<>();
        for (CallProjection call : CALLS) {
            call.queuedAt().ifPresent(at -> lines.add(new QueueLine(at, call.callId(), "ENTERQUEUE")));
            call.answeredAt().ifPresent(at -> lines.add(new QueueLine(at, call.callId(), "CONNECT")));
        }
        return lines;
    }

    private static List<Difference> differences(List<CallProjection> log, List<QueueLine> queue, List<Entry> book) {
        return Reconciliation.of("pbx1", FROM, UNTIL, UNTIL, log, queue, book).differences();
    }

    private static List<Entry> changed(String name, UnaryOperator<Entry> change) {
        String id = RecordedCalls.fold(name).callId();
        return book().stream()
                .map(entry -> entry.callId().equals(id) ? change.apply(entry) : entry)
                .toList();
    }

    @Test
    void threeSourcesThatAgree() {
        assertThat(differences(CALLS, queue(), book())).isEmpty();
    }

    @Test
    void aCallThatTheBookLost() {
        List<Entry> short_ = book().subList(1, CALLS.size());
        assertThat(differences(CALLS, queue(), short_))
                .extracting(Difference::kind)
                .containsExactly(Kind.NOT_IN_BOOK);
    }

    @Test
    void aCallThatNoLogKnows() {
        assertThat(differences(CALLS.subList(1, CALLS.size()), queue(), book()))
                .extracting(Difference::kind)
                .containsExactly(Kind.NOT_IN_LOG);
    }

    @Test
    void aCallThatOnlyTheManagerInterfaceToldIsCountedAndNoDifference() {
        List<Entry> told = changed(
                "answered",
                e -> new Entry(
                        e.callId(),
                        e.startedAt(),
                        e.outcome(),
                        e.lawyer(),
                        e.waitSeconds(),
                        e.talkSeconds(),
                        e.queued(),
                        true));
        List<CallProjection> log = CALLS.stream()
                .filter(call ->
                        !call.callId().equals(RecordedCalls.fold("answered").callId()))
                .toList();
        Reconciliation result = Reconciliation.of("pbx1", FROM, UNTIL, UNTIL, log, queue(), told);
        assertThat(result.differences()).isEmpty();
        assertThat(result.secondFeed()).isEqualTo(1);
    }

    @Test
    void anotherEndAnotherLengthAnotherLawyer() {
        for (UnaryOperator<Entry> change : List.<UnaryOperator<Entry>>of(
                e -> new Entry(
                        e.callId(),
                        e.startedAt(),
                        Optional.of(Outcome.INTERRUPTED),
                        e.lawyer(),
                        1,
                        2,
                        e.queued(),
                        false),
                e -> new Entry(e.callId(), e.startedAt(), e.outcome(), e.lawyer(), 1, 600, e.queued(), false),
                e -> new Entry(
                        e.callId(), e.startedAt(), e.outcome(), Optional.of("lawyer09"), 1, 2, e.queued(), false))) {
            assertThat(differences(CALLS, queue(), changed("answered", change)))
                    .extracting(Difference::kind)
                    .containsExactly(Kind.TOLD_DIFFERENTLY);
        }
    }

    @Test
    void theQueueLogKnowsOfACallerWhomNobodyElseKnows() {
        List<QueueLine> more = new ArrayList<>(queue());
        long second = FROM.plusSeconds(30).getEpochSecond();
        more.add(new QueueLine(FROM.plusSeconds(31), "pbx1-" + second + ".99", "ENTERQUEUE"));
        // One who came before midnight and waited over it belongs to the day before.
        more.add(new QueueLine(FROM.plusSeconds(1), "pbx1-" + (FROM.getEpochSecond() - 9) + ".98", "ENTERQUEUE"));
        assertThat(differences(CALLS, more, book()))
                .extracting(Difference::kind)
                .containsExactly(Kind.UNKNOWN_IN_QUEUE);
    }

    @Test
    void aLawyerTookTheCallAndTheBookDoesNotSaySo() {
        List<Entry> book = changed(
                "answered",
                e -> new Entry(
                        e.callId(),
                        e.startedAt(),
                        Optional.of(Outcome.ABANDONED),
                        Optional.empty(),
                        1,
                        0,
                        true,
                        false));
        assertThat(differences(CALLS, queue(), book))
                .extracting(Difference::kind)
                .containsExactly(Kind.TOLD_DIFFERENTLY, Kind.ANSWER);
    }

    @Test
    void linesOfTheQueueLog() {
        assertThat(Stream.of(
                                "1795551196|pbx1-1795551165.0|jiaozuo|NONE|ENTERQUEUE||13812345678|1",
                                "1795551491|MANAGER|jiaozuo|lawyer01|REMOVEMEMBER|",
                                "1795551487|NONE|NONE|NONE|QUEUESTART|",
                                "garbage",
                                "1795|x.y",
                                "")
                        .map(QueueLine::read)
                        .flatMap(Optional::stream))
                .containsExactly(new QueueLine(Instant.ofEpochSecond(1795551196L), "pbx1-1795551165.0", "ENTERQUEUE"));
    }

    @Test
    void filesArePutAwayByDayAndGoAfterThirtyDays(@TempDir Path folder) throws Exception {
        Path journal = folder.resolve("journal.csv");
        JournalShelf shelf = new JournalShelf(journal);
        shelf.putAway(LocalDate.of(2026, 11, 23));
        Files.writeString(journal, "rows\n");
        shelf.putAway(LocalDate.of(2026, 11, 23));
        assertThat(journal).doesNotExist();
        Files.writeString(journal, "more\n");
        shelf.putAway(LocalDate.of(2026, 11, 23));
        assertThat(journal).hasContent("more\n");
        assertThat(folder.resolve("journal.csv.20261123")).hasContent("rows\n");
        Instant now = Instant.now();
        assertThat(shelf.clear(now)).isEmpty();
        Files.setLastModifiedTime(
                folder.resolve("journal.csv.20261123"), FileTime.from(now.minus(Duration.ofDays(31))));
        assertThat(shelf.clear(now)).containsExactly("journal.csv.20261123");
        assertThat(journal).exists();
    }
}
