package org.hotline12348.core.app.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.hotline12348.core.app.Place;

/**
 * What a bench works with.
 *
 * @param place where the program lies
 * @param directory empty, its own, removed afterwards when all went well
 * @param parts what was typed after the bench's name: which part of it
 * @param words what {@code --set} said; wins over what the bench would choose
 * @param progress told what goes on
 */
public record Bed(Place place, Path directory, List<String> parts, List<String> words, Consumer<String> progress) {
    /** For a bench that has no parts. */
    void noParts() {
        parts.stream().findFirst().ifPresent(part -> {
            throw Benches.noSuchPart(part, List.of("(none)"));
        });
    }

    void say(String text, Object... values) {
        progress.accept(text.formatted(values));
    }
}
