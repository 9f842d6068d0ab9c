package org.hotline12348.ivr.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12348.ivr.prompt.Music;
import org.hotline12348.ivr.prompt.Prompts;
import org.hotline12348.ivr.prompt.Voice;

/**
 * One Asterisk instance of our own. It lives in its own session, so it goes on when this process is killed; the next
 * {@link #start} on the same directory adopts it with all its calls.
 *
 * <p>Every method blocks (files, processes): call it from a virtual thread, never from an event loop. One change at a time;
 * {@link #settings} may be asked from any thread.
 */
public final class EmbeddedAsterisk {

    /** Where the rest of the program finds things. All are absolute. */
    public record Paths(
            Path directory,
            Path journal,
            Path queueLog,
            Path recordings,
            Path messages,
            Path logs,
            Path sounds,
            Path pidFile) {}

    /** @param adopted it was already running; its calls go on */
    public record Started(long pid, boolean adopted) {}

    private static final Duration BOOT = Duration.ofSeconds(60);

    private volatile PbxSettings settings;
    private final Programs programs;
    private final Programs.Asterisk asterisk;
    private final Consumer<String> progress;
    private final PbxSecrets secrets;
    private final Path run;
    private final List<String> warnings = new ArrayList<>();

    private EmbeddedAsterisk(
            PbxSettings settings,
            Programs programs,
            Programs.Asterisk asterisk,
            PbxSecrets secrets,
            Path run,
            Consumer<String> progress) {
        this.settings = settings;
        this.programs = programs;
        this.asterisk = asterisk;
        this.secrets = secrets;
        this.run = run;
        this.progress = progress;
    }

    /**
     * Brings Asterisk if need be and writes the instance directory; starts nothing.
     *
     * @throws InstallationException when Asterisk cannot be had or the directory cannot be written
     */
    public static EmbeddedAsterisk prepare(PbxSettings given, Consumer<String> progress) {
        PbxSettings settings = absolute(given);
        Programs programs = new Programs(settings.config(), settings.cache());
        Programs.Asterisk asterisk = programs.asterisk(progress);
        Path directory = settings.directory();
        try {
            for (String part : List.of("etc", "lib/sounds", "lib/moh", "lib/keys", "lib/agi-bin", "log/cel-custom")) {
                Files.createDirectories(directory.resolve(part));
            }
            for (String part : List.of("monitor", "voicemessages", "tmp", "recording", "outgoing", "voicemail")) {
                Files.createDirectories(directory.resolve("spool").resolve(part));
            }
            // Without the XML documentation under astdatadir, res_pjsip and others refuse to load.
            for (String part : List.of("documentation", "rest-api")) {
                link(directory.resolve("lib").resolve(part), asterisk.data().resolve(part));
            }
            List<String> lawyers =
                    settings.lawyers().stream().map(PbxSettings.Lawyer::id).toList();
            PbxSecrets secrets = PbxSecrets.keep(directory, lawyers, new SecureRandom());
            EmbeddedAsterisk pbx =
                    new EmbeddedAsterisk(settings, programs, asterisk, secrets, runDirectory(directory), progress);
            pbx.shelves();
            pbx.write();
            pbx.sounds();
            return pbx;
        } catch (IOException | UncheckedIOException e) {
            throw new InstallationException(
                    "The PBX's directory %s cannot be written: %s. Maybe the disk is full or read-only; another place: --home DIR."
                            .formatted(directory, e.getMessage()),
                    e);
        }
    }

    /**
     * One that another service has prepared and started and keeps running; nothing of it is written or started here, save what {@link #serve} changes.
     *
     * @throws InstallationException when there is none in the directory
     */
    public static EmbeddedAsterisk beside(PbxSettings given, Consumer<String> progress) {
        PbxSettings settings = absolute(given);
        Path directory = settings.directory();
        if (!Files.isReadable(directory.resolve("secrets.properties"))) {
            throw new InstallationException(
                    "No exchange that this user may share is in %s. Maybe the service that keeps it was never started, or runs as another user."
                            .formatted(directory));
        }
        Programs programs = new Programs(settings.config(), settings.cache());
        Programs.Asterisk asterisk = programs.asterisk(progress);
        PbxSecrets secrets = PbxSecrets.keep(directory, List.of(), new SecureRandom());
        return new EmbeddedAsterisk(settings, programs, asterisk, secrets, runDirectory(directory), progress);
    }

    /**
     * Starts it, or adopts the one that already runs on this directory, and waits until it takes calls.
     *
     * @throws InstallationException when it does not come up; the message holds the last lines of its log
     */
    public Started start() {
        Optional<ProcessHandle> running = running();
        if (running.isPresent()) {
            long pid = running.get().pid();
            awaitBoot(running.get());
            reload();
            progress.accept("adopted the PBX that runs as process " + pid);
            return new Started(pid, true);
        }
        checkPorts();
        try {
            Files.createDirectories(run);
            Path console = settings.directory().resolve("log/console.log");
            ProcessBuilder builder = new ProcessBuilder(
                    "setsid",
                    asterisk.program().toString(),
                    "-C",
                    settings.directory().resolve("etc/asterisk.conf").toString(),
                    "-f");
            builder.directory(settings.directory().toFile());
            builder.redirectInput(Path.of("/dev/null").toFile());
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.to(console.toFile()));
            builder.environment().put("LC_ALL", "C.UTF-8");
            Process process = builder.start();
            OwnFile.write(paths().pidFile(), (process.pid() + "\n").getBytes(StandardCharsets.UTF_8), false);
            awaitBoot(process.toHandle());
            progress.accept("Asterisk %s takes calls on 127.0.0.1:%d, process %d"
                    .formatted(asterisk.version(), settings.ports().sip(), process.pid()));
            return new Started(process.pid(), false);
        } catch (IOException e) {
            throw new InstallationException("Asterisk cannot be started: " + e.getMessage(), e);
        }
    }

    /** Writes changed settings (lawyers, centres, templates) and has the PBX read them; calls go on. */
    public void reload() {
        try {
            if (write()) {
                cli("dialplan reload");
                cli("module reload res_pjsip.so");
                cli("queue reload all");
                cli("module reload res_musiconhold.so");
                cli("manager reload");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The PBX's directory cannot be written.", e);
        }
    }

    /**
     * Has the running PBX take up other numbers and centres: their sounds and shelves first, their queues next, and the
     * numbers last, so that nobody reaches what is not there yet. No call is touched. Where it does not run it finds them at
     * its next start.
     *
     * @return whether it says that it knows them all
     */
    public boolean serve(Map<String, String> lines, List<PbxSettings.Centre> centres) {
        settings = settings.serving(lines, centres);
        try {
            shelves();
            sounds();
            writeMade();
        } catch (IOException e) {
            throw new UncheckedIOException("The PBX's directory cannot be written.", e);
        }
        if (running().isEmpty()) {
            return false;
        }
        cli("queue reload parameters");
        cli("dialplan reload");
        return serves(lines, centres);
    }

    /** Whether the running PBX says that it knows these: for one who does not command it, and goes by them from now on. */
    public boolean serves(Map<String, String> lines, List<PbxSettings.Centre> centres) {
        settings = settings.serving(lines, centres);
        return running().isPresent() && PbxFiles.known(settings, cli("dialplan show globals"), cli("queue show"));
    }

    /** Ends it, and with it every call on it; waits until it is gone. Does nothing when it does not run. */
    public void stop() {
        running().ifPresent(process -> {
            try {
                cli("core stop now");
            } catch (RuntimeException e) {
                process.destroy();
            }
            if (!gone(process, Duration.ofSeconds(10))) {
                process.destroy();
                if (!gone(process, Duration.ofSeconds(5))) {
                    process.destroyForcibly();
                    gone(process, Duration.ofSeconds(5));
                }
            }
        });
        try {
            Files.deleteIfExists(paths().pidFile());
        } catch (IOException e) {
            progress.accept("the PBX's pid file stays: " + e.getMessage());
        }
    }

    /** The process that runs on this very directory, if any: the pid file is believed only when /proc agrees. */
    public Optional<ProcessHandle> running() {
        Path pidFile = paths().pidFile();
        try {
            if (!Files.exists(pidFile)) {
                return Optional.empty();
            }
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            String commandLine = Files.readString(Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            String own = settings.directory().resolve("etc/asterisk.conf").toString();
            boolean ours = List.of(commandLine.split("\0"))
                    .contains(new String(own.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
            return ours ? ProcessHandle.of(pid).filter(ProcessHandle::isAlive) : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * Runs a command on the PBX's console and returns what it says. For tests, the doctor and short commands: it starts a
     * process each time (some 30 ms).
     */
    public String cli(String command) {
        return cli(command, Duration.ofSeconds(15));
    }

    private String cli(String command, Duration patience) {
        try {
            Process process = new ProcessBuilder(
                            asterisk.program().toString(),
                            "-C",
                            settings.directory().resolve("etc/asterisk.conf").toString(),
                            "-rx",
                            command)
                    .redirectErrorStream(true)
                    .redirectInput(Path.of("/dev/null").toFile())
                    .start();
            Thread watch = Thread.ofVirtual().start(() -> {
                try {
                    if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                        process.destroyForcibly();
                    }
                } catch (InterruptedException e) {
                    process.destroyForcibly();
                }
            });
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            watch.join();
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException("The PBX's console cannot be reached for '" + command + "'.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the PBX ran '" + command + "'.", e);
        }
    }

    public PbxSecrets secrets() {
        return secrets;
    }

    public PbxSettings settings() {
        return settings;
    }

    public String version() {
        return asterisk.version();
    }

    public Paths paths() {
        Path directory = settings.directory();
        return new Paths(
                directory,
                directory.resolve("log/cel-custom/journal.csv"),
                directory.resolve("log/queue_log"),
                directory.resolve("spool/monitor"),
                directory.resolve("spool/voicemessages"),
                directory.resolve("log"),
                directory.resolve("lib/sounds"),
                directory.resolve("asterisk.pid"));
    }

    /** What the last {@link #prepare} could not do as it should (a missing voice, a recording of the wrong kind). */
    public List<String> warnings() {
        return List.copyOf(warnings);
    }

    /** Where each centre's recordings and messages are laid. */
    private void shelves() throws IOException {
        for (PbxSettings.Centre centre : settings.centres()) {
            for (String part : List.of("spool/monitor", "spool/voicemessages")) {
                Files.createDirectories(settings.directory().resolve(part).resolve(centre.id()));
            }
        }
    }

    private void sounds() throws IOException {
        warnings.clear();
        Voice voice = Voice.tone();
        if (settings.pace().spoken()) {
            try {
                voice = Voice.espeak(programs.espeak(progress));
            } catch (InstallationException e) {
                warnings.add("No voice for the prompts, callers hear tones. " + e.getMessage());
            }
        }
        Prompts prompts = new Prompts(settings.config().resolve("prompts"), settings.cache());
        for (String language : Prompts.LANGUAGES) {
            Map<String, String> centres = settings.centres().stream()
                    .collect(Collectors.toMap(
                            PbxSettings.Centre::id, c -> language.equals("zh") ? c.name() : c.englishName()));
            warnings.addAll(prompts.write(settings.directory().resolve("lib/sounds"), language, centres, voice));
        }
        OwnFile.write(
                settings.directory().resolve("lib/moh/calm.wav"), Music.calm().wav(), false);
        warnings.forEach(progress);
    }

    /** @return true when a file was changed */
    private boolean write() throws IOException {
        Map<String, String> values =
                PbxFiles.values(settings, secrets, asterisk, run, Math.min(openFilesLimit(), 65535), hostAddress());
        boolean changed = false;
        Path etc = settings.directory().resolve("etc");
        List<Path> templates;
        try (Stream<Path> files = Files.list(settings.config().resolve("asterisk"))) {
            templates = files.filter(file -> file.toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
        for (Path template : templates) {
            String name = template.getFileName().toString();
            String text = Template.fill(name, Files.readString(template), values);
            changed |= OwnFile.write(etc.resolve(name), text.getBytes(StandardCharsets.UTF_8), true);
        }
        return changed | writeMade();
    }

    /** @return true when a file was changed */
    private boolean writeMade() throws IOException {
        boolean changed = false;
        Path etc = settings.directory().resolve("etc");
        Path globals = etc.resolve("extensions.globals.conf");
        Set<String> former = Files.exists(globals) && running().isPresent()
                ? PbxFiles.numbersIn(Files.readString(globals))
                : Set.of();
        for (Map.Entry<String, String> made : PbxFiles.made(settings, former).entrySet()) {
            changed |=
                    OwnFile.write(etc.resolve(made.getKey()), made.getValue().getBytes(StandardCharsets.UTF_8), true);
        }
        return changed;
    }

    private void awaitBoot(ProcessHandle process) {
        long until = System.nanoTime() + BOOT.toNanos();
        while (System.nanoTime() < until) {
            if (!process.isAlive()) {
                throw new InstallationException("Asterisk ended at its start. " + lastWords());
            }
            if (Files.exists(run.resolve("asterisk.ctl"))
                    && cli("core waitfullybooted", Duration.ofSeconds(30)).contains("fully booted")) {
                return;
            }
            pause(50);
        }
        throw new InstallationException(
                "Asterisk did not come up within %d s. %s".formatted(BOOT.toSeconds(), lastWords()));
    }

    private String lastWords() {
        List<String> words = new ArrayList<>();
        for (String log : List.of("console.log", "messages.log")) {
            try {
                List<String> lines = Files.readAllLines(
                        settings.directory().resolve("log").resolve(log), StandardCharsets.ISO_8859_1);
                words.addAll(lines.subList(Math.max(0, lines.size() - 4), lines.size()));
            } catch (IOException e) {
                words.add(log + ": nothing");
            }
        }
        return "The last lines of its logs in %s/log:%n    %s"
                .formatted(settings.directory(), String.join(System.lineSeparator() + "    ", words));
    }

    /** A taken port makes Asterisk start deaf; better to say so before. */
    private void checkPorts() {
        PbxSettings.Ports ports = settings.ports();
        try (DatagramSocket socket = new DatagramSocket(null)) {
            socket.setReuseAddress(false);
            socket.bind(new InetSocketAddress("127.0.0.1", ports.sip()));
        } catch (SocketException e) {
            throw new InstallationException(taken("sip.port", ports.sip(), "udp"), e);
        }
        checkTcp("ami.port", ports.ami());
        checkTcp("pbx.http.port", ports.http());
    }

    private static void checkTcp(String key, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress("127.0.0.1", port));
        } catch (IOException e) {
            throw new InstallationException(taken(key, port, "tcp"), e);
        }
    }

    private static String taken(String key, int port, String protocol) {
        return "The port 127.0.0.1:%d/%s (%s) is taken by another process. Choose another: --set %s=PORT."
                .formatted(port, protocol, key, key);
    }

    /** The control socket's path may have 107 characters at most, so a deep home has it elsewhere. */
    private static Path runDirectory(Path directory) {
        Path run = directory.resolve("run");
        if (run.toString().getBytes(StandardCharsets.UTF_8).length < 90) {
            return run;
        }
        return Path.of("/tmp", "hotline12348-%s-%08x".formatted(System.getProperty("user.name"), directory.hashCode()));
    }

    private static PbxSettings absolute(PbxSettings s) {
        return new PbxSettings(
                s.name(),
                s.directory().toAbsolutePath().normalize(),
                s.config().toAbsolutePath().normalize(),
                s.cache().toAbsolutePath().normalize(),
                s.ports(),
                s.trunkInbound(),
                s.trunkOutbound(),
                s.lines(),
                s.centres(),
                s.lawyers(),
                s.pace());
    }

    private static void link(Path link, Path target) throws IOException {
        if (Files.isSymbolicLink(link) && Files.readSymbolicLink(link).equals(target)) {
            return;
        }
        Files.deleteIfExists(link);
        if (Files.exists(target)) {
            Files.createSymbolicLink(link, target);
        }
    }

    private static long openFilesLimit() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
            if (line.startsWith("Max open files")) {
                String hard = line.substring("Max open files".length()).strip().split("\\s+")[1];
                return hard.equals("unlimited") ? Long.MAX_VALUE : Long.parseLong(hard);
            }
        }
        return 1024;
    }

    private static String hostAddress() {
        try {
            InetAddress own = InetAddress.getLocalHost();
            return own.isLoopbackAddress() || own.getAddress().length != 4 ? "" : own.getHostAddress();
        } catch (IOException e) {
            return "";
        }
    }

    private static boolean gone(ProcessHandle process, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        while (process.isAlive() && System.nanoTime() < until) {
            pause(50);
        }
        return !process.isAlive();
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the PBX.", e);
        }
    }
}
