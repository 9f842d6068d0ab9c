package org.hotline12348.core.app.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.hotline12348.ivr.embedded.Programs;

/** The exchange's own console: what it believes, asked without the service. */
record Console(Path asterisk) {
    static Console of(Bed bed) {
        return new Console(
                new Programs(bed.place().root().resolve("config"), bed.place().cache())
                        .asterisk(bed.progress())
                        .program());
    }

    /** @param configuration the exchange's {@code asterisk.conf} */
    String say(Path configuration, String command) {
        try {
            Process process = new ProcessBuilder(asterisk.toString(), "-C", configuration.toString(), "-rx", command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
