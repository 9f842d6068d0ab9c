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
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.core.app.Main;
import org.hotline12348.core.app.Place;
import org.hotline12348.core.app.ReadyFile;
import org.hotline12348.core.app.bench.FreePorts;
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

/**
 * The service as a process of its own, killed with -9 as the kernel or an operator would; exchange and database run on. Alone, and
 * as one of two copies.
 */
@Tag("pbx")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ServiceDeathTest {
    private static final long PATIENCE_SECONDS = 40;

    @TempDir
    private static Path directory;

    private static final List<String> words = new ArrayList<>(Instance.briskWords(Instant.now()));
    private static Place place;
    private static Instance instance;
    private static Optional<Instance> second = Optional.empty();
    private static ReadyFile.Ready secondReady;
    private static SippPhones phones;
    private static ReadyFile.Ready ready;
    private static final BlockingQueue<Telephone.Ring> rung = new LinkedBlockingQueue<>();
    private static int serial = 10_000_000;

    @BeforeAll
    static void start() throws Exception {
        place = new Place(
                Path.of("..").toAbsolutePath().normalize(),
                Place.ofThisProgram().cache());
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
        until("two lawyers are seated", ready, api -> seated(api) == 2);
    }

    @AfterAll
    static void stop() {
        if (phones != null) {
            phones.close();
        }
        second.ifPresent(Instance::close);
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
        isAnsweredAndHangsUp(number);
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
    @DisplayName(
            "standing still while they talk: a second copy, which showed the call, takes over; going on, the first is refused, and"
                    + " every call is logged once")
    void standsStillBesideAnother() throws Exception {
        List<String> beside = new ArrayList<>(words);
        beside.add("http.port=" + FreePorts.tcp());
        beside.add("copies.beside=" + instance.home().toAbsolutePath());
        Instance other = new Instance(place, directory.resolve("second"), beside);
        second = Optional.of(other);
        secondReady = other.start();
        until("the second copy knows who is seated", secondReady, api -> seated(api) == 2);
        until(
                "the first copy knows of the second",
                ready,
                api -> lease(api).path("patienceSeconds").asInt() < 60);
        String before = someNumber();
        CallLeg caller = phones.citizen(before).dials("12348");
        CallLeg lawyer = someoneRings().accepts();
        caller.awaitAudio(25);
        until(
                "the second copy shows the call and the talk",
                secondReady,
                api -> api.get("/calls", Map.of("state", "live")).path("items").size() == 1
                        && states(api).contains("TALKING"));
        assertThat(commands(secondReady)).as("the second copy commands").isFalse();
        long token = token(secondReady);

        instance.signalService("STOP");
        try {
            caller.hangsUp();
            lawyer.awaitEnd();
            String meanwhile = someNumber();
            CallLeg next = phones.citizen(meanwhile).dials("12348");
            CallLeg answers = someoneRings().accepts();
            next.awaitAudio(25);
            until("the second copy commands", () -> commands(secondReady));
            instance.signalService("CONT");
            next.hangsUp();
            answers.awaitEnd();
            assertThat(onlyRecordOf(before).path("outcome").asText()).isEqualTo("ANSWERED");
            assertThat(onlyRecordOf(meanwhile).path("outcome").asText()).isEqualTo("ANSWERED");
        } finally {
            instance.signalService("CONT");
        }
        until("the first copy serves and does not command", () -> !commands(ready));
        assertThat(token(ready)).isEqualTo(token + 1);
        assertThat(Files.readString(instance.output())).contains("is not ours any more");
    }

    @Test
    @Order(6)
    @DisplayName("told to stop, the copy that commands hands over at once; exchange and database run on")
    void handsOver() throws Exception {
        ProcessHandle leaving = ProcessHandle.of(secondReady.pid("service")).orElseThrow();
        second.orElseThrow().signalService("TERM");
        until("the first copy commands again", () -> commands(ready));
        leaving.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        String number = someNumber();
        isAnsweredAndHangsUp(number);
        assertThat(onlyRecordOf(number).path("outcome").asText()).isEqualTo("ANSWERED");
    }

    @Test
    @Order(7)
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

    private static void isAnsweredAndHangsUp(String number) throws InterruptedException {
        CallLeg caller = phones.citizen(number).dials("12348");
        CallLeg lawyer = someoneRings().accepts();
        caller.awaitAudio(25);
        caller.hangsUp();
        lawyer.awaitEnd();
    }

    private static List<String> states(ApiClient api) {
        return api.get("/duty", Map.of("centre", DemoRoster.CENTRE))
                .path("seats")
                .findValuesAsText("state");
    }

    private static long seated(ApiClient api) {
        return states(api).stream().filter("READY"::equals).count();
    }

    /** The lease of the exchange, as a copy sees it. */
    private static JsonNode lease(ApiClient api) {
        return StreamSupport.stream(api.get("/copies", Map.of()).path("leases").spliterator(), false)
                .filter(lease -> lease.path("name").asText().startsWith("pbx:"))
                .findFirst()
                .orElseThrow();
    }

    private static boolean commands(ReadyFile.Ready copy) {
        try (ApiClient api = instance.coordinator(copy)) {
            return lease(api).path("own").asBoolean();
        }
    }

    private static long token(ReadyFile.Ready copy) {
        try (ApiClient api = instance.coordinator(copy)) {
            return lease(api).path("token").asLong();
        }
    }

    private static void until(String what, ReadyFile.Ready copy, Predicate<ApiClient> condition) {
        try (ApiClient api = instance.coordinator(copy)) {
            until(what, () -> condition.test(api));
        }
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
