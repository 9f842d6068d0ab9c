package org.hotline12348.ivr.embedded;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Real programs that are found or fetched by {@code config/setup/bring}. */
public final class Programs {

    /** Asterisk 20 or newer: the program, its modules and its data (with the XML documentation it will not start without). */
    public record Asterisk(Path program, String version, Path modules, Path data) {}

    /** {@code $HOTLINE_CACHE}, else {@code $XDG_CACHE_HOME/hotline12348}, else {@code ~/.cache/hotline12348}. */
    public static Path usualCache(Map<String, String> environment, Path home) {
        String own = environment.getOrDefault("HOTLINE_CACHE", "");
        if (!own.isBlank()) {
            return Path.of(own);
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg)).resolve("hotline12348");
    }

    private final Path config;
    private final Path cache;

    public Programs(Path config, Path cache) {
        this.config = config;
        this.cache = cache;
    }

    /**
     * Finds or fetches Asterisk; minutes at the first time, milliseconds later.
     *
     * @param progress hears what goes on, line by line
     * @throws InstallationException with the script's own words when it cannot be had
     */
    public Asterisk asterisk(Consumer<String> progress) {
        Map<String, String> found = bring("asterisk", progress);
        return new Asterisk(
                path(found, "program"),
                found.getOrDefault("version", "unknown"),
                path(found, "modules"),
                path(found, "data"));
    }

    /** Finds or fetches espeak-ng 1.52 or newer. */
    public Path espeak(Consumer<String> progress) {
        return path(bring("espeak-ng", progress), "program");
    }

    /** Finds or fetches SIPp. */
    public Path sipp(Consumer<String> progress) {
        return path(bring("sip-tester", progress), "program");
    }

    private Map<String, String> bring(String what, Consumer<String> progress) {
        Path script = config.resolve("setup/bring");
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString(), what);
        builder.environment().put("HOTLINE_CACHE", cache.toString());
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            StringBuilder said = new StringBuilder();
            Thread listener = Thread.ofVirtual().start(() -> {
                try (var lines = new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8);
                        var reader = new java.io.BufferedReader(lines)) {
                    reader.lines().forEach(line -> {
                        synchronized (said) {
                            said.append(line).append('\n');
                        }
                        progress.accept(line);
                    });
                } catch (IOException | RuntimeException e) {
                    progress.accept(what + ": " + e.getMessage());
                }
            });
            Map<String, String> found = new HashMap<>();
            for (String line :
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    found.put(line.substring(0, equals), line.substring(equals + 1));
                }
            }
            int code = process.waitFor();
            listener.join();
            if (code != 0 || !found.containsKey("program")) {
                synchronized (said) {
                    throw new InstallationException(said.toString().strip());
                }
            }
            return found;
        } catch (IOException e) {
            throw new InstallationException("The script " + script + " cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InstallationException("Interrupted while looking for " + what + ".", e);
        }
    }

    private static Path path(Map<String, String> found, String key) {
        String value = found.get(key);
        if (value == null) {
            throw new InstallationException(
                    "The setup script named no '" + key + "'; it is of another version than the program.");
        }
        return Path.of(value);
    }
}
