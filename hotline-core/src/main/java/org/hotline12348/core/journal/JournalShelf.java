package org.hotline12348.core.journal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** The journal's files of the days before: one a day, kept for thirty days. Blocking. */
final class JournalShelf {

    /** How long a file is kept after its last line. */
    static final Duration KEPT = Duration.ofDays(30);

    private final Path journal;

    JournalShelf(Path journal) {
        this.journal = journal;
    }

    /**
     * Renames the file in use to {@code journal.csv.DATE}; the exchange begins a new one with its next row, and the
     * reader reads the old one to its end. Does nothing where that day's file is there already or nothing was written.
     */
    void putAway(LocalDate day) throws IOException {
        Path shelved =
                journal.resolveSibling(journal.getFileName() + "." + DateTimeFormatter.BASIC_ISO_DATE.format(day));
        if (Files.isRegularFile(journal) && Files.size(journal) > 0 && !Files.exists(shelved)) {
            Files.move(journal, shelved);
        }
    }

    /**
     * Deletes files whose last line is older than they are kept.
     *
     * @return their names
     */
    List<String> clear(Instant now) throws IOException {
        Path folder = Objects.requireNonNull(journal.toAbsolutePath().getParent());
        List<Path> old;
        try (Stream<Path> files = Files.list(folder)) {
            String prefix = journal.getFileName() + ".";
            old = files.filter(file -> String.valueOf(file.getFileName()).startsWith(prefix))
                    .filter(file -> changed(file).plus(KEPT).isBefore(now))
                    .sorted()
                    .toList();
        }
        for (Path file : old) {
            Files.delete(file);
        }
        return old.stream().map(file -> String.valueOf(file.getFileName())).toList();
    }

    private static Instant changed(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            // In doubt it is kept.
            return Instant.MAX.minus(KEPT);
        }
    }
}
