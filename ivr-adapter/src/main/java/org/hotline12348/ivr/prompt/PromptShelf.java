package org.hotline12348.ivr.prompt;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The sound files the exchange plays, a set for each centre and language: {@code sounds/zh_jiaozuo/welcome.wav}. What the
 * centre has not recorded is a link to the generated voice ({@code sounds/zh/welcome.wav}). A file is replaced in one
 * step, so the next caller hears the new one and nobody half of each. Blocks.
 */
public final class PromptShelf {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
    private static final String WAV = ".wav";

    private final Path sounds;

    /** @param sounds the exchange's directory of sounds */
    public PromptShelf(Path sounds) {
        this.sounds = sounds;
    }

    /** Makes a centre's set whole: each generated prompt that is not there yet is linked. */
    public void hang(String language, String centre) throws IOException {
        Path set = set(language, centre);
        Files.createDirectories(set);
        try (DirectoryStream<Path> generated = Files.newDirectoryStream(sounds.resolve(language), "*" + WAV)) {
            for (Path file : generated) {
                Path link = set.resolve(String.valueOf(file.getFileName()));
                if (!Files.exists(link)) {
                    link(link, language);
                }
            }
        }
    }

    /** Plays this from the next time on. */
    public void put(String language, String centre, String key, byte[] wav) throws IOException {
        Path file = set(language, centre).resolve(name(key) + WAV);
        if (!Files.isSymbolicLink(file) && Files.exists(file) && Arrays.equals(Files.readAllBytes(file), wav)) {
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.write(fresh, wav);
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Back to the generated voice; where there is none, nothing is left. */
    public void back(String language, String centre, String key) throws IOException {
        Path file = set(language, centre).resolve(name(key) + WAV);
        if (Files.exists(sounds.resolve(language).resolve(name(key) + WAV))) {
            link(file, language);
        } else {
            Files.deleteIfExists(file);
        }
    }

    private static void link(Path file, String language) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        Files.createSymbolicLink(fresh, Path.of("..", language, String.valueOf(file.getFileName())));
        Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    /** What the generated voice says. */
    public Optional<byte[]> generated(String language, String key) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(sounds.resolve(name(language)).resolve(name(key) + WAV)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Path set(String language, String centre) {
        return sounds.resolve(name(language) + "_" + name(centre));
    }

    private static String name(String part) {
        if (!NAME.matcher(part).matches() || part.contains("..")) {
            throw new IllegalArgumentException(
                    "\"%s\" is no name of a prompt, a language or a centre.".formatted(part));
        }
        return part;
    }
}
