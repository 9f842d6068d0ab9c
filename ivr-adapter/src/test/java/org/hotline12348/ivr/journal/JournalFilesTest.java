package org.hotline12348.ivr.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.hotline12348.ivr.cel.CelLine;
import org.hotline12348.ivr.cel.CelRow;
import org.hotline12348.ivr.cel.CelWriter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may happen to a log file, and that no line is lost by it. */
class JournalFilesTest {

    @TempDir
    Path folder;

    Path file;
    final AtomicLong clock = new AtomicLong();
    JournalFiles files;
    JournalPosition place;

    @BeforeEach
    void begin() {
        file = folder.resolve("journal.csv");
        files = from(null);
    }

    @AfterEach
    void end() throws IOException {
        files.close();
    }

    private JournalFiles from(JournalPosition position) {
        return new JournalFiles(file, Optional.ofNullable(position), 3, clock::get);
    }

    private static String line(int number) {
        return CelWriter.line(new CelRow(
                "CHAN_START",
                Instant.ofEpochSecond(1795477895),
                "",
                "",
                "pbx1-1795477895." + number,
                "l",
                "c",
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                ""));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Numbers of the rows that come, until nothing comes any more; a torn line is -1. */
    private List<Integer> come() throws IOException {
        List<Integer> numbers = new ArrayList<>();
        for (int idle = 0; idle < 4; idle++) {
            Optional<JournalBatch> batch = files.next();
            clock.addAndGet(JournalFiles.ROTATION_GRACE.toNanos());
            if (batch.isPresent()) {
                idle = 0;
                place = batch.get().upTo();
                for (CelLine line : batch.get().lines()) {
                    numbers.add(
                            line instanceof CelLine.Good good
                                    ? Integer.parseInt(good.row().uniqueId().substring("pbx1-1795477895.".length()))
                                    : -1);
                }
            }
        }
        return numbers;
    }

    private void restart() throws IOException {
        files.close();
        files = from(place);
    }

    private void rotate(String to, int ageSeconds) throws IOException {
        Path old = folder.resolve(to);
        Files.move(file, old);
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(ageSeconds)));
    }

    @Test
    void aFileThatIsNotThereYetIsWaitedFor() throws IOException {
        assertThat(come()).isEmpty();
        write(line(1));
        assertThat(come()).containsExactly(1);
    }

    @Test
    void linesComeOnceAndInBatches() throws IOException {
        write(line(1) + line(2) + line(3) + line(4) + line(5));
        assertThat(come()).containsExactly(1, 2, 3, 4, 5);
        write(line(6));
        assertThat(come()).containsExactly(6);
    }

    @Test
    void aLineInTheMakingIsWaitedFor() throws IOException {
        write(line(1) + line(2).substring(0, 20));
        assertThat(come()).containsExactly(1);
        write(line(2).substring(20));
        assertThat(come()).containsExactly(2);
    }

    @Test
    void aRestartGoesOnWhereItEnded() throws IOException {
        write(line(1) + line(2));
        come();
        restart();
        write(line(3));
        assertThat(come()).containsExactly(3);
    }

    @Test
    void aRotatedFileIsReadToItsEndBeforeTheNew() throws IOException {
        write(line(1));
        come();
        write(line(2));
        rotate("journal.csv.1", 0);
        write(line(3));
        assertThat(come()).containsExactly(2, 3);
    }

    @Test
    void rotatedTwiceWhileTheServiceWasDead() throws IOException {
        write(line(1));
        come();
        write(line(2));
        rotate("journal.csv.2", 20);
        write(line(3));
        rotate("journal.csv.1", 10);
        write(line(4));
        restart();
        assertThat(come()).containsExactly(2, 3, 4);
    }

    @Test
    void aTornLastLineOfARotatedFileIsPutAside() throws IOException {
        write(line(1) + line(2).substring(0, 30));
        come();
        rotate("journal.csv.1", 0);
        write(line(3));
        assertThat(come()).containsExactly(-1, 3);
    }

    @Test
    void aFileThatWasCutIsReadFromItsBeginning() throws IOException {
        write(line(1) + line(2));
        come();
        Files.writeString(file, "", StandardOpenOption.TRUNCATE_EXISTING);
        write(line(3));
        assertThat(come()).containsExactly(3);
        assertThat(files.cuts()).isEqualTo(1);
    }

    @Test
    void aFileThatWasCutAndGrewBetweenTwoLooks() throws IOException {
        write(line(1));
        come();
        Files.writeString(file, line(7) + line(8) + line(9), StandardOpenOption.TRUNCATE_EXISTING);
        assertThat(come()).containsExactly(7, 8, 9);
    }

    @Test
    void aFileThatWasCutAndGrewWhileTheServiceWasDead() throws IOException {
        write(line(1));
        come();
        Files.writeString(file, line(7) + line(8) + line(9), StandardOpenOption.TRUNCATE_EXISTING);
        restart();
        assertThat(come()).containsExactly(7, 8, 9);
    }

    @Test
    void aPlaceInAFileThatIsGoneReadsAllThatIsLeft() throws IOException {
        write(line(1));
        come();
        place = new JournalPosition(place.inode() + 4711, place.offset(), place.fingerprint());
        write(line(2));
        restart();
        assertThat(come()).containsExactly(1, 2);
    }

    @Test
    void compressedPredecessorsAreLeftAlone() throws IOException {
        Files.write(folder.resolve("journal.csv.3.gz"), "no text".getBytes(UTF_8));
        write(line(1));
        assertThat(come()).containsExactly(1);
    }
}
