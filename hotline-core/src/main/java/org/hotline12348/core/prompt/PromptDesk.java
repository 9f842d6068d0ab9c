package org.hotline12348.core.prompt;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hotline12348.core.prompt.PromptBook.Version;
import org.hotline12348.ivr.prompt.PromptShelf;
import org.hotline12348.ivr.prompt.PromptUpload;
import org.hotline12348.ivr.prompt.Prompts;
import org.hotline12348.ivr.prompt.Sound;

/** Takes recordings of prompts, keeps every version, and has the exchange play the chosen one from the next call on. */
public final class PromptDesk {

    private final Vertx vertx;
    private final PromptBook book;
    private final Function<String, PromptShelf> shelves;
    private final Texts texts;
    private final Supplier<List<String>> centres;
    private final Clock clock;

    /** Key -> text of every prompt of a language. Blocks. */
    @FunctionalInterface
    public interface Texts {
        Map<String, String> of(String language) throws IOException;
    }

    /**
     * @param shelves the shelf of the exchange that serves a centre
     * @param centres ids of those whose sets are kept
     */
    public PromptDesk(
            Vertx vertx,
            PromptBook book,
            Function<String, PromptShelf> shelves,
            Texts texts,
            Supplier<List<String>> centres,
            Clock clock) {
        this.vertx = vertx;
        this.book = book;
        this.shelves = shelves;
        this.texts = texts;
        this.centres = centres;
        this.clock = clock;
    }

    /** Why a recording cannot be a prompt, in words for who sent it. */
    public static final class Unusable extends Exception {
        private static final long serialVersionUID = 1;

        Unusable(String message) {
            super(message);
        }
    }

    /** Lays out every centre's set as it was chosen; what a crash left undone is done here. */
    public Future<Void> start() {
        Future<Void> all = Future.succeededFuture();
        for (String centre : centres.get()) {
            all = all.compose(ignored -> blocking(() -> {
                        for (String language : Prompts.LANGUAGES) {
                            shelves.apply(centre).hang(language, centre);
                        }
                    }))
                    .compose(ignored -> book.versions(centre, Optional.empty(), Optional.empty()))
                    .compose(versions -> {
                        Future<Void> put = Future.succeededFuture();
                        for (Version one : versions) {
                            if (one.active()) {
                                put = put.compose(ignored -> lay(centre, one.language(), one.key(), one.version()));
                            }
                        }
                        return put;
                    });
        }
        return all;
    }

    /** The prompts of a centre in a language, with those of its announcements that exist as recordings only. */
    public Future<List<Prompt>> prompts(String centre, String language) {
        return Future.all(
                        vertx.executeBlocking(() -> texts.of(language), false),
                        book.versions(centre, Optional.of(language), Optional.empty()))
                .map(both -> {
                    Map<String, String> known = both.resultAt(0);
                    List<Version> versions = both.resultAt(1);
                    List<Prompt> prompts = new ArrayList<>();
                    boolean own = known.containsKey("welcome-" + centre);
                    known.forEach((key, text) -> {
                        boolean foreign = key.startsWith("welcome-") && !key.equals("welcome-" + centre);
                        if (!foreign && !(own && key.equals("welcome"))) {
                            prompts.add(Prompt.of(key, text));
                        }
                    });
                    versions.stream()
                            .map(Version::key)
                            .distinct()
                            .filter(key -> !known.containsKey(key))
                            .forEach(key -> prompts.add(Prompt.of(key, "")));
                    return List.copyOf(prompts);
                });
    }

    /** Whether a prompt may be recorded under this key: a known one, or an announcement {@code closure-NAME}. */
    public Future<Boolean> knows(String centre, String language, String key) {
        if (Prompt.key(key).isEmpty()) {
            return Future.succeededFuture(false);
        }
        return key.startsWith("closure-")
                ? Future.succeededFuture(true)
                : prompts(centre, language)
                        .map(prompts ->
                                prompts.stream().anyMatch(one -> one.key().equals(key)));
    }

    /**
     * Takes a recording, keeps it as a new version, and plays it from the next call on.
     *
     * @return the version's number; fails with {@link Unusable} when it cannot be a prompt
     */
    public Future<Integer> take(String centre, String language, String key, byte[] file, String fileName, String by) {
        return vertx.executeBlocking(() -> prompt(file), false)
                .map(Objects::requireNonNull)
                .compose(sound ->
                        book.add(centre, language, key, sound.wav(), sound.millis(), fileName, by, clock.instant()))
                .compose(version ->
                        choose(centre, language, key, Optional.of(version)).map(version));
    }

    private static Sound prompt(byte[] file) throws Unusable {
        try {
            return PromptUpload.prompt(file);
        } catch (IOException e) {
            throw new Unusable(String.valueOf(e.getMessage()));
        }
    }

    /** Plays a version, or with none the generated voice, from the next call on. */
    public Future<Void> choose(String centre, String language, String key, Optional<Integer> version) {
        return book.choose(centre, language, key, version)
                .compose(ignored -> version.isPresent()
                        ? lay(centre, language, key, version.get())
                        : blocking(() -> shelves.apply(centre).back(language, centre, key)));
    }

    private Future<Void> lay(String centre, String language, String key, int version) {
        return book.wav(centre, language, key, version)
                .compose(wav -> wav.isEmpty()
                        ? Future.succeededFuture()
                        : blocking(() -> shelves.apply(centre)
                                .put(language, centre, key, wav.get().getBytes())));
    }

    /** Versions of one prompt, the latest first. */
    public Future<List<Version>> versions(String centre, Optional<String> language, Optional<String> key) {
        return book.versions(centre, language, key);
    }

    /** The sound of a version; 0 is the generated voice. */
    public Future<Optional<Buffer>> sound(String centre, String language, String key, int version) {
        return version > 0
                ? book.wav(centre, language, key, version)
                : vertx.executeBlocking(
                                () -> shelves.apply(centre)
                                        .generated(language, key)
                                        .map(Buffer::buffer),
                                false)
                        .map(Objects::requireNonNull);
    }

    private interface Step {
        void run() throws IOException;
    }

    private Future<Void> blocking(Step step) {
        return vertx.executeBlocking(
                        () -> {
                            step.run();
                            return true;
                        },
                        true)
                .mapEmpty();
    }
}
