package org.hotline12348.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.core.app.Main;
import org.hotline12348.core.app.Place;
import org.hotline12348.core.app.ReadyFile;
import org.hotline12348.core.app.bench.Instance;
import org.hotline12348.ivr.sipp.CallLeg;
import org.hotline12348.ivr.sipp.SippPhones;
import org.hotline12348.ivr.sipp.Telephone;
import org.hotline12348.scheduler.DemoRoster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The service as a process of its own, killed with -9 as the kernel or an operator would; exchange and database run on. */
@Tag("pbx")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServiceDeathTest {
    private static final long PATIENCE_SECONDS = 40;

    @TempDir
    private static Path directory;

    private static Instance instance;
    private static SippPhones phones;
    private static ReadyFile.Ready ready;
    private static final BlockingQueue<Telephone.Ring> rung = new LinkedBlockingQueue<>();
    private static int serial = 10_000_000;

    @BeforeAll
    static void start() throws Exception {
        Place place = new Place(
                Path.of("..").toAbsolutePath().normalize(),
                Place.ofThisProgram().cache());
        List<String> words = new ArrayList<>(Instance.briskWords(Instant.now()));
        instance = new Instance(place, directory.resolve("home"), words);
        ready = instance.start();
        String outbound = words.stream()
                .filter(word -> word.startsWith("trunk.outbound="))
                .map(word -> word.substring("trunk.outbound=".length()))
                .findFirst()
                .orElseThrow();
        phones = new SippPhones(
                place.sipp(_ -> {}),
                directory.resolve("sipp"),
                "127.0.0.1:" + ready.port("sip"),
                "127.0.0.2",
                outbound);
        DemoRoster.lawyers().forEach(lawyer -> phones.telephone(lawyer.mobile()).always(rung::add));
        try (ApiClient api = instance.coordinator(ready)) {
            until(
                    "two lawyers are seated",
                    () ->
                            api
                                            .get("/duty", Map.of("centre", DemoRoster.CENTRE))
                                            .path("seats")
                                            .findValuesAsText("state")
                                            .stream()
                                            .filter("READY"::equals)
                                            .count()
                                    == 2);
        }
    }

    @AfterAll
    static void stop() {
        if (phones != null) {
            phones.close();
        }
        if (instance != null) {
            instance.close();
        }
    }

    @Test
    @Order(1)
    @DisplayName(
            "killed while they talk: the talk goes on; started again, the service finds exchange and database and logs it once")
    void killedInATalk() throws Exception {
        String number = someNumber();
        CallLeg caller = phones.citizen(number).dials("12348");
        CallLeg lawyer = someoneRings().accepts();
        caller.awaitAudio(25);

        instance.killService();
        assertThat(ReadyFile.read(instance.home()))
                .as("it does not claim to serve")
                .isEmpty();
        caller.awaitAudio(50);
        lawyer.awaitAudio(50);
        ReadyFile.Ready before = ready;
        ready = instance.start();

        assertThat(ready.pids())
                .containsEntry("asterisk", before.pid("asterisk"))
                .containsEntry("postgres", before.pid("postgres"));
        assertThat(ready.pid("service")).isNotEqualTo(before.pid("service"));
        caller.awaitAudio(25);
        caller.hangsUp();
        lawyer.awaitEnd();
        JsonNode entry = onlyRecordOf(number);
        assertThat(entry.path("outcome").asText()).isEqualTo("ANSWERED");
        assertThat(entry.path("waitSeconds").asLong()
                        + entry.path("talkSeconds").asLong())
                .isBetween(caller.talked().toSeconds() - 2, caller.talked().toSeconds() + 2);
    }

    @Test
    @Order(2)
    @DisplayName("dead when a call comes and until after its end: a lawyer answers, and the log has it once afterwards")
    void deadWhenACallComes() throws Exception {
        instance.killService();
        String number = someNumber();
        CallLeg caller = phones.citizen(number).dials("12348");
        CallLeg lawyer = someoneRings().accepts();
        caller.awaitAudio(25);
        caller.hangsUp();
        lawyer.awaitEnd();
        ready = instance.start();
        assertThat(onlyRecordOf(number).path("outcome").asText()).isEqualTo("ANSWERED");
    }

    @Test
    @Order(3)
    @DisplayName("killed again and again while it starts: the next start finds all as it was")
    void killedInItsStart() throws Exception {
        instance.killService();
        String number = someNumber();
        phones.citizen(number).dials("12348").awaitAnswer().hangsUp();
        for (int i = 1; i <= 3; i++) {
            Process starting = instance.launch();
            assertThat(starting.waitFor(i * 700L, TimeUnit.MILLISECONDS))
                    .as("it is still starting, or serves")
                    .isFalse();
            instance.killService();
        }
        ready = instance.start();
        assertThat(onlyRecordOf(number).path("outcome").asText()).isEqualTo("ABANDONED");
    }

    @Test
    @Order(4)
    @DisplayName(
            "the record is verified against the exchange's own logs and made anew from them, beside the running service")
    void verifiedAndReplayed() throws Exception {
        assertThat(journal("verify")).contains("0 differences.");
        assertThat(journal("replay")).contains(" 0 of them new in the book");
        assertThat(journal("verify")).contains("0 differences.");
    }

    /** What {@code ./hotline journal} says; it must succeed. */
    private static String journal(String what) throws Exception {
        Process verb = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dhotline.root=" + Path.of("..").toAbsolutePath().normalize(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "journal",
                        what,
                        "--home",
                        instance.home().toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(verb.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(verb.waitFor()).as(said).isZero();
        return said;
    }

    @Test
    @Order(5)
    @DisplayName("told to stop, it stops exchange and database too, and leaves no word that it serves")
    void stopsAll() throws Exception {
        ProcessHandle exchange = ProcessHandle.of(ready.pid("asterisk")).orElseThrow();
        ProcessHandle database = ProcessHandle.of(ready.pid("postgres")).orElseThrow();
        ProcessHandle service = ProcessHandle.of(ready.pid("service")).orElseThrow();
        instance.signalService("TERM");
        service.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(exchange.isAlive()).as("the exchange runs").isFalse();
        assertThat(database.isAlive()).as("the database runs").isFalse();
        assertThat(Files.exists(instance.home().resolve("run/ready.json"))).isFalse();
    }

    private static String someNumber() {
        return "138" + ++serial;
    }

    private static Telephone.Ring someoneRings() throws InterruptedException {
        Telephone.Ring ring = rung.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(ring).as("a lawyer's telephone rings").isNotNull();
        return ring;
    }

    /** Waits until a call is in the log and over, and gives its entry: the only one. */
    private static JsonNode onlyRecordOf(String number) {
        List<JsonNode> found = new ArrayList<>();
        try (ApiClient api = instance.coordinator(ready)) {
            until("the call from " + number + " is in the log, ended", () -> {
                found.clear();
                api.get("/consultations", Map.of("centre", DemoRoster.CENTRE, "caller", number))
                        .path("items")
                        .forEach(found::add);
                return !found.isEmpty()
                        && found.stream()
                                .allMatch(entry -> entry.path("endedAt").isTextual());
            });
        }
        assertThat(found).as("entries of the call from %s", number).hasSize(1);
        return found.getFirst();
    }

    private static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime())
                    .as("%s within %d s", what, PATIENCE_SECONDS)
                    .isLessThan(deadline);
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
