package org.hotline12348.core.knowledge;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The laws in the folders, read anew when a file has changed. Folders that come later win over those before. */
public final class LawShelf {

    /** Bytes of one file that are read at most. */
    static final long MAX_FILE_BYTES = 4 * 1024 * 1024;

    private static final String ENDING = ".md";

    private final Vertx vertx;
    private final List<Path> folders;
    private volatile Shelf shelf = new Shelf(Map.of(), List.of());

    private record Shelf(Map<Path, FileTime> state, List<Law> laws) {}

    public LawShelf(Vertx vertx, List<Path> folders) {
        this.vertx = vertx;
        this.folders = List.copyOf(folders);
    }

    /** Articles that hold every word, the best first; see {@link Law#search}. */
    public Future<List<Law.Found>> search(String words, int limit) {
        return vertx.executeBlocking(() -> Law.search(laws(), words, limit)).map(Objects::requireNonNull);
    }

    private List<Law> laws() {
        Map<String, Path> files = new TreeMap<>();
        Map<Path, FileTime> state = new TreeMap<>();
        try {
            for (Path folder : folders) {
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> all = Files.list(folder)) {
                        all.filter(LawShelf::isLaw)
                                .forEach(file -> files.put(file.getFileName().toString(), file));
                    }
                }
            }
            for (Path file : files.values()) {
                state.put(file, Files.getLastModifiedTime(file));
            }
            Shelf known = shelf;
            if (known.state().equals(state)) {
                return known.laws();
            }
            List<Law> laws = new ArrayList<>();
            for (Map.Entry<String, Path> file : files.entrySet()) {
                String name = file.getKey().substring(0, file.getKey().length() - ENDING.length());
                laws.add(Law.read(name, Files.readString(file.getValue(), StandardCharsets.UTF_8)));
            }
            shelf = new Shelf(state, List.copyOf(laws));
            return shelf.laws();
        } catch (IOException e) {
            throw new UncheckedIOException("The laws cannot be read from " + folders + ".", e);
        }
    }

    private static boolean isLaw(Path file) {
        String name = file.getFileName().toString();
        try {
            return name.endsWith(ENDING) && !name.equals("README.md") && Files.size(file) <= MAX_FILE_BYTES;
        } catch (IOException e) {
            return false;
        }
    }
}
