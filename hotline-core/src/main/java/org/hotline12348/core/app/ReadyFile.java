package org.hotline12348.core.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
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
        Path file = fileOf(homeRoot);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), Ready.class)).filter(Ready::serves);
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
