package org.hotline12348.core.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.hotline12348.ivr.embedded.InstallationException;
import org.hotline12348.ivr.embedded.Programs;

/**
 * Where the program itself lies on this machine.
 *
 * @param root the project's directory, with {@code config/}
 * @param cache what is unpacked once and shared by all homes
 */
public record Place(Path root, Path cache) {

    /** As the launcher says ({@code -Dhotline.root}), or the working directory. */
    public static Place ofThisProgram() {
        Path root = Path.of(System.getProperty("hotline.root", "")).toAbsolutePath();
        return new Place(root, cacheDirectory());
    }

    /** {@code HOTLINE_CACHE}, else {@code hotline12348} in the user's cache directory. */
    static Path cacheDirectory() {
        String own = System.getenv("HOTLINE_CACHE");
        if (own != null && !own.isBlank()) {
            return Path.of(own).toAbsolutePath();
        }
        String user = System.getenv("XDG_CACHE_HOME");
        Path base =
                user != null && !user.isBlank() ? Path.of(user) : Path.of(System.getProperty("user.home"), ".cache");
        return base.resolve("hotline12348").toAbsolutePath();
    }

    Path config() {
        return root.resolve("config");
    }

    /** SIPp, found or fetched. @throws Trouble if it cannot be had */
    public Path sipp(Consumer<String> progress) {
        try {
            return new Programs(config(), cache).sipp(progress);
        } catch (InstallationException e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    String settingsText(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new Trouble(
                    Trouble.Kind.CONFIGURATION,
                    "The settings file %s cannot be read: %s%nMend: see its name and rights, or leave --config out."
                            .formatted(file, Home.reason(e)),
                    e);
        }
    }
}
