package org.hotline12348.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.hotline12348.core.app.bench.FreePorts;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator may get wrong, each done for real: a clear message, its exit code, and nothing half-made. */
class BadInputTest {
    private static final int PATIENCE_SECONDS = 60;
    private static final List<String> TOOLS = List.of(
            ("apt-get bash cat cut dirname env find flock grep head mkdir mv node npm paste readlink rm sed sha256sum sort tail tr"
                            + " uname")
                    .split(" "));

    private static final String MAVEN_WITHOUT_NETWORK = """
            #!/bin/bash
            case "$*" in *-v*) echo "Apache Maven 3.9.9"; exit 0 ;; esac
            echo "[ERROR] Could not transfer artifact from/to central: Unknown host repo.maven.apache.org"
            exit 1
            """;

    @TempDir
    private Path directory;

    private record Ended(int code, String said) {}

    // ---- the program

    @Test
    @DisplayName("wrong settings: all of them told, exit code 78, no home is made")
    void wrongSettings() throws Exception {
        Path file = Files.writeString(directory.resolve("wrong.yaml"), "http: {port: 99999}\nsip: {prot: 5060}\n");
        Path home = directory.resolve("home");
        Ended ended = program(List.of("run", "--home", home.toString(), "--config", file.toString()));
        assertThat(ended.code()).isEqualTo(78);
        assertThat(ended.said())
                .contains("http.port", "99999", "Maybe sip.port is meant")
                .doesNotContain("\tat ");
        assertThat(home).doesNotExist();
    }

    @Test
    @DisplayName("a settings file that is not there: exit code 78")
    void noSettingsFile() throws Exception {
        Ended ended =
                program(List.of("run", "--config", directory.resolve("no.yaml").toString()));
        assertThat(ended.code()).isEqualTo(78);
        assertThat(ended.said()).contains("no.yaml", "Mend:");
    }

    @Test
    @DisplayName("a taken TCP port: named with its key, exit code 75, nothing is started")
    void takenPort() throws Exception {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));
            refusesThePort("ami.port", taken.getLocalPort());
        }
    }

    @Test
    @DisplayName("a taken SIP port: named with its key, exit code 75, nothing is started")
    void takenSipPort() throws Exception {
        try (DatagramSocket taken = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            refusesThePort("sip.port", taken.getLocalPort());
        }
    }

    private void refusesThePort(String key, int port) throws Exception {
        Path home = directory.resolve("home");
        List<String> words = new ArrayList<>(List.of("run", "--demo", "--home", home.toString()));
        FreePorts.words().forEach(word -> words.addAll(List.of("--set", word)));
        words.addAll(List.of("--set", key + "=" + port));
        Ended ended = program(words);
        assertThat(ended.code()).isEqualTo(75);
        assertThat(ended.said()).contains(Integer.toString(port), "--set " + key + "=PORT");
        assertThat(home.resolve("postgres")).doesNotExist();
        assertThat(home.resolve("asterisk")).doesNotExist();
        assertThat(home.resolve("run/ready.json")).doesNotExist();
    }

    @Test
    @DisplayName("a home that is in use: exit code 75")
    void homeInUse() throws Exception {
        try (Home home = Home.open(directory.resolve("home"))) {
            Ended ended = program(List.of("run", "--home", home.root().toString()));
            assertThat(ended.code()).isEqualTo(75);
            assertThat(ended.said()).contains("Another instance runs on the home", "--home DIR");
        }
    }

    @Test
    @DisplayName("a home where nothing can be made: exit code 73")
    void readOnlyHome() throws Exception {
        // Not even root can make a directory there.
        Ended ended = program(List.of("run", "--home", "/proc/hotline"));
        assertThat(ended.code()).isEqualTo(73);
        assertThat(ended.said()).contains("/proc/hotline", "--home DIR").doesNotContain("\tat ");
    }

    @Test
    @DisplayName("a home on a full volume: exit code 73, and no database is begun")
    void fullHome() throws Exception {
        Path volume = Files.createDirectory(directory.resolve("volume"));
        Assumptions.assumeTrue(
                ended(new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=1m", "none", volume.toString()))
                                .code()
                        == 0,
                "A small volume can be mounted by root only.");
        try {
            Ended ended =
                    program(List.of("run", "--home", volume.resolve("home").toString()));
            assertThat(ended.code()).isEqualTo(73);
            assertThat(ended.said()).contains("MB are free on its volume", "--home DIR");
            assertThat(volume.resolve("home/postgres")).doesNotExist();
        } finally {
            ended(new ProcessBuilder("umount", volume.toString()));
        }
    }

    @Test
    @DisplayName("a verb or word that is not known: exit code 64")
    void wrongWords() throws Exception {
        assertThat(program(List.of("dance")).code()).isEqualTo(64);
        assertThat(program(List.of("run", "twice")).code()).isEqualTo(64);
        assertThat(program(List.of("run", "--home")).code()).isEqualTo(64);
        assertThat(program(List.of("bench", "nothing")).code()).isEqualTo(64);
    }

    @Test
    @DisplayName("the doctor tells all of it at once and changes nothing")
    void doctor() throws Exception {
        Path home = directory.resolve("home");
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress("127.0.0.1", 0));
            List<String> words = new ArrayList<>(List.of("doctor", "--home", home.toString()));
            FreePorts.words().forEach(word -> words.addAll(List.of("--set", word)));
            words.addAll(List.of("--set", "http.port=" + taken.getLocalPort()));
            Ended ended = program(words);
            assertThat(ended.code()).isEqualTo(69);
            assertThat(ended.said()).contains("MEND  http.port", "ok    sip.port");
        }
        Ended wrong = program(List.of("doctor", "--home", home.toString(), "--set", "htp.port=1"));
        assertThat(wrong.code()).isEqualTo(69);
        assertThat(wrong.said()).contains("Maybe http.port is meant");
        assertThat(home).doesNotExist();
    }

    private Ended program(List<String> words) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dhotline.root=" + Path.of("..").toAbsolutePath().normalize(),
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(words);
        return ended(new ProcessBuilder(command));
    }

    // ---- the launcher

    @Test
    @DisplayName("only an old JDK: the launcher names it and says what to install, exit code 69")
    void oldJdk() throws Exception {
        Path old = Files.createDirectories(directory.resolve("jvm/jdk-17/bin"));
        executable(old.resolve("javac"));
        Files.writeString(old.resolveSibling("release"), "JAVA_VERSION=\"17.0.12\"\n");
        Ended ended = launcher("run", without("javac", "java"));
        assertThat(ended.code()).isEqualTo(69);
        assertThat(ended.said()).contains("A JDK 25 is needed; found only: 17", "Mend");
        assertThat(directory.resolve("project/target")).doesNotExist();
    }

    @Test
    @DisplayName("no Node: told before anything is built, exit code 69")
    void noNode() throws Exception {
        aJdk();
        Ended ended = launcher("run", without("node", "npm"));
        assertThat(ended.code()).isEqualTo(69);
        assertThat(ended.said()).contains("Node (20.19 or newer) is needed", "Mend");
        assertThat(directory.resolve("project/target")).doesNotExist();
    }

    @Test
    @DisplayName("neither JDK nor Maven nor Node: the doctor tells all three at once")
    void nothingInstalled() throws Exception {
        Ended ended = launcher("doctor", without("javac", "java", "mvn", "node", "npm"));
        assertThat(ended.code()).isEqualTo(69);
        assertThat(ended.said())
                .contains("A JDK 25 is needed", "Maven (3.8 or newer) is needed", "Node (20.19 or newer)");
    }

    @Test
    @DisplayName("no network at the first build: told in words, exit code 69, and nothing counts as built")
    void noNetwork() throws Exception {
        aJdk();
        Ended ended = launcher("run", without());
        assertThat(ended.code()).isEqualTo(69);
        assertThat(ended.said()).contains("Maven Central (and npm), which cannot be reached", "Mend");
        assertThat(directory.resolve("project/target/launcher/stamp")).doesNotExist();
    }

    @Test
    @DisplayName("a project that cannot be written: told in words, exit code 73")
    void readOnlyProject() throws Exception {
        aJdk();
        project();
        Files.writeString(directory.resolve("project/target"), "a file where a directory must be");
        Ended ended = launcher("run", without());
        assertThat(ended.code()).isEqualTo(73);
        assertThat(ended.said()).contains("cannot be written", "Mend");
    }

    /** A JDK of the right kind, by its looks. */
    private void aJdk() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("jvm/jdk-25/bin"));
        executable(bin.resolve("javac"));
        executable(bin.resolve("java"));
        Files.writeString(bin.resolveSibling("release"), "JAVA_VERSION=\"25.0.1\"\n");
    }

    /** A small project with the real launcher, which looks for JDKs in a directory of the test. */
    private Path project() throws IOException {
        Path project = Files.createDirectories(directory.resolve("project"));
        Files.createDirectories(project.resolve(".mvn"));
        for (String module : List.of("scheduler", "ivr-adapter", "hotline-core")) {
            Files.createDirectories(project.resolve(module).resolve("src/main"));
            Files.writeString(project.resolve(module).resolve("pom.xml"), "<project/>");
        }
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        String launcher = Files.readString(Path.of("..", "hotline"))
                .replace("/usr/lib/jvm/*", directory.resolve("jvm") + "/*")
                .replace("/usr/java/* /opt/java/* /opt/*jdk* /usr/local/*jdk*", "");
        Files.writeString(executable(project.resolve("hotline")), launcher);
        return project;
    }

    /** A directory for the PATH with what the launcher needs, but these programs. */
    private Path without(String... missing) throws IOException {
        Path tools = Files.createDirectory(directory.resolve("tools"));
        for (String program : TOOLS) {
            Path found = Stream.of("/usr/bin", "/bin", "/usr/local/bin")
                    .map(place -> Path.of(place, program))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElse(Path.of("/bin/false"));
            if (!List.of(missing).contains(program) && !found.equals(Path.of("/bin/false"))) {
                Files.writeString(executable(tools.resolve(program)), "#!/bin/bash\nexec " + found + " \"$@\"\n");
            }
        }
        if (!List.of(missing).contains("mvn")) {
            Files.writeString(executable(tools.resolve("mvn")), MAVEN_WITHOUT_NETWORK);
        }
        return tools;
    }

    private static Path executable(Path file) throws IOException {
        Files.writeString(file, "#!/bin/bash\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return file;
    }

    private Ended launcher(String verb, Path path) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(project().resolve("hotline").toString(), verb);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.put("PATH", path.toString());
        environment.put("HOME", directory.toString());
        return ended(builder);
    }

    private Ended ended(ProcessBuilder builder) throws Exception {
        Path output = Files.createTempFile(directory, "said", "");
        Process process = builder.redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .start();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        return new Ended(process.waitFor(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
