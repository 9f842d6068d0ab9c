package org.hotline12348.core.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * {@code run/ready.json}: there when the service serves, gone when it stops in order. After a kill -9 it stays, so its
 * reader looks whether the service's process lives.
 */
public final class ReadyFile {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * What the file says.
     *
     * @param http the address that is served
     * @param ports the ports in use, by the first words of their keys
     * @param pids service, postgres, asterisk; the last two only where they are ours
     * @param paths journal, queueLog, recordings, logs; absolute
     */
    public record Ready(String http, Map<String, Integer> ports, Map<String, Long> pids, Map<String, String> paths) {
        /** Whether the service that wrote this still runs. */
        public boolean serves() {
            Long pid = pids.get("service");
            return pid != null
                    && ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }

        /** A port by the first words of its key. @throws NoSuchElementException if there is none */
        public int port(String key) {
            return given(ports, key);
        }

        /** A process by its name. @throws NoSuchElementException if it is not ours */
        public long pid(String process) {
            return given(pids, process);
        }

        /** A place by its name. @throws NoSuchElementException if there is none */
        public Path path(String name) {
            return Path.of(given(paths, name));
        }

        private static <T> T given(Map<String, T> all, String key) {
            T value = all.get(key);
            if (value == null) {
                throw new NoSuchElementException("The ready file tells no %s, only %s.".formatted(key, all.keySet()));
            }
            return value;
        }
    }

    private final Path file;

    ReadyFile(Home home) {
        this.file = fileOf(home.root());
    }

    private static Path fileOf(Path homeRoot) {
        return homeRoot.resolve("run").resolve("ready.json");
    }

    /** What the instance on this home says, if it serves now. */
    public static Optional<Ready> read(Path homeRoot) {
        return readAny(homeRoot).filter(Ready::serves);
    }

    /** What the last instance on this home said, whether or not it still serves. */
    public static Optional<Ready> readAny(Path homeRoot) {
        Path file = fileOf(homeRoot);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), Ready.class));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Appears whole or not at all. */
    void write(Ready ready) throws IOException {
        Path half = file.resolveSibling("ready.json.new");
        Files.writeString(half, JSON.writeValueAsString(ready) + "\n");
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE);
    }

    void remove() throws IOException {
        Files.deleteIfExists(file);
    }
}
