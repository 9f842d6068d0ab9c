package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The callers of a bench: as many numbers as calls, each told from the others even when the log masks it. */
final class Numbers {
    /** The last four digits stay readable in the log, so that many callers can be told apart. */
    static final int MOST = 10_000;

    private static final int DIGITS = 4;

    private Numbers() {}

    /** @param from which of the {@link #MOST} is the first */
    static List<String> of(int from, int count) {
        if (from + count > MOST) {
            throw new IllegalArgumentException(
                    "%d callers from %d on are more than %d, which could not be told apart in the log."
                            .formatted(count, from, MOST));
        }
        return IntStream.range(from, from + count)
                .mapToObj("1381000%04d"::formatted)
                .toList();
    }

    /** A file of SIPp that hands the numbers out one after the other. */
    static Path file(Path directory, List<String> numbers) {
        Path file = directory.resolve("numbers.csv");
        try {
            Files.createDirectories(directory);
            Files.writeString(file, "SEQUENTIAL\n" + String.join("\n", numbers) + "\n");
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a number and its masked form have in common. */
    static String key(String number) {
        return number.length() < DIGITS ? number : number.substring(number.length() - DIGITS);
    }
}
