package org.hotline12348.core.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who comes first on a busy machine: the exchange, since a caller waits for it, and then this service, whose log may be a moment
 * later. A service that has just started compiles its own code for some seconds and would otherwise take half the machine.
 */
final class Precedence {
    private static final Logger log = LoggerFactory.getLogger(Precedence.class);
    private static final String NICENESS = "5";
    private static final int COMMAND_SECONDS = 5;

    private Precedence() {}

    /**
     * Steps back behind what was started before. Where that is not possible, nothing is changed.
     *
     * @param threadId the kernel's id of a thread that does not step back: what it starts comes first, too
     */
    static void yieldToTheExchange(String threadId) {
        // Linux knows a niceness for each thread; a new thread takes it from the one that starts it.
        List<String> command = new ArrayList<>(List.of("renice", "-n", NICENESS, "-p"));
        try (Stream<Path> threads = Files.list(Path.of("/proc/self/task"))) {
            threads.map(thread -> thread.getFileName().toString())
                    .filter(thread -> !thread.equals(threadId))
                    .forEach(command::add);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            log.info("the service cannot step back behind the exchange: {}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
