package org.hotline12348.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.hotline12348.core.app.ApiClient;
import org.hotline12348.core.app.Home;
import org.hotline12348.core.app.Hotline;
import org.hotline12348.core.app.Place;
import org.hotline12348.core.app.Settings;
import org.hotline12348.core.app.SettingsReader;
import org.hotline12348.core.app.bench.FreePorts;
import org.hotline12348.core.app.bench.Instance;
import org.hotline12348.ivr.sipp.SippPhones;
import org.hotline12348.ivr.sipp.Telephone;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.roster.Practitioner;
import org.jspecify.annotations.Nullable;

/**
 * A whole instance with its demo centre, telephones for everybody, and a client signed in as coordinator. One a JVM; its
 * prompts are short tones. The service's clock stands in service hours unless a test moves it.
 */
final class WholeLine {
    static final String CENTRE = DemoRoster.CENTRE;
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static @Nullable WholeLine shared;

    /**
     * A lawyer's telephone that rang.
     *
     * @param lawyer whose it is
     * @param ring the call
     */
    record Rang(String lawyer, Telephone.Ring ring) {}

    private final Place place;
    private final Path directory;
    private final List<String> words;
    private final AtomicInteger serial = new AtomicInteger();
    private final BlockingQueue<Rang> rung = new LinkedBlockingQueue<>();
    private final Home home;
    private final SippPhones phones;
    private Settings settings;
    private Hotline hotline;
    private ApiClient api;

    private WholeLine() throws IOException {
        place = new Place(
                Path.of("..").toAbsolutePath().normalize(),
                Place.ofThisProgram().cache());
        directory = Files.createTempDirectory("hotline-line");
        words = new ArrayList<>(FreePorts.words());
        words.addAll(List.of("pbx.pace=brisk", "pbx.name=pbxline", "callback.automatic=false"));
        settings = settings(Instance.offsetIntoService(Instant.now()));
        home = Home.open(directory);
        hotline = start();
        api = signedIn();
        phones = new SippPhones(
                place.sipp(text -> {}),
                directory.resolve("sipp"),
                "127.0.0.1:" + settings.exchange().sip(),
                settings.exchange().trunk().inbound(),
                settings.exchange().trunk().outbound());
    }

    /** The one instance of this JVM; it ends with it. */
    static synchronized WholeLine shared() {
        if (shared == null) {
            try {
                WholeLine started = new WholeLine();
                Runtime.getRuntime().addShutdownHook(new Thread(started::stopAndDelete));
                shared = started;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return shared;
    }

    /** Nobody has a habit, no call is up, the clock is in service hours. */
    void quiet() {
        phones.forget();
        moveClock(Instance.offsetIntoService(Instant.now()));
        until(
                "no call is up",
                () -> api.get("/calls", Map.of("state", "live", "centre", CENTRE))
                        .path("items")
                        .isEmpty());
        rung.clear();
        DemoRoster.lawyers()
                .forEach(lawyer ->
                        phones.telephone(lawyer.mobile()).always(ring -> rung.add(new Rang(lawyer.id(), ring))));
    }

    /** Moves the service's clock so that it is now this time in Henan; the exchange and the database run on. */
    void itIs(LocalDateTime local) {
        moveClock(Duration.between(
                Instant.now(),
                local.atZone(DemoRoster.centre().calendar().zone()).toInstant()));
    }

    private void moveClock(Duration offset) {
        if (settings.clock().offset().minus(offset).abs().compareTo(Duration.ofMinutes(5)) < 0) {
            return;
        }
        hotline.leave();
        settings = settings(offset);
        hotline = start();
        api.close();
        api = signedIn();
    }

    /** The service goes away without a word, as if killed; the exchange and the database run on. */
    void serviceDies() {
        hotline.leave();
    }

    void serviceComesBack() {
        hotline = start();
        api.close();
        api = signedIn();
    }

    private Hotline start() {
        return Hotline.start(settings, home, place, true, text -> {});
    }

    private ApiClient signedIn() {
        ApiClient client = new ApiClient(URI.create(hotline.ready().http()));
        client.signIn("coordinator", password());
        return client;
    }

    /** The password of every demo account. */
    String password() {
        return home.secret("demo.password");
    }

    /** Those who sit in the queue now. */
    List<String> onDuty() {
        List<String> lawyers = new ArrayList<>();
        api.get("/duty", Map.of("centre", CENTRE))
                .path("seats")
                .forEach(seat -> lawyers.add(seat.path("lawyer").path("id").asText()));
        return lawyers;
    }

    /** Whether a lawyer has signed in to his duty of today and not out again. */
    boolean hasSignedIn(String lawyer) {
        return dutyOf(lawyer).path("state").asText().equals("PRESENT");
    }

    /** Undoes what another story on this line may have done. */
    void hasNotSignedIn(String lawyer) {
        if (hasSignedIn(lawyer)) {
            String duty = dutyOf(lawyer).path("duty").path("id").asText();
            api.post("/duties/" + duty + "/sign-out", JsonNodeFactory.instance.objectNode(), Duration.ofSeconds(20));
        }
    }

    private JsonNode dutyOf(String lawyer) {
        String today =
                api.get("/duty", Map.of("centre", CENTRE)).path("at").asText().substring(0, "2026-10-16".length());
        for (JsonNode one : api.get("/attendance", Map.of("centre", CENTRE, "from", today, "to", today))
                .path("items")) {
            if (one.path("duty").path("lawyer").path("id").asText().equals(lawyer)) {
                return one;
            }
        }
        return MissingNode.getInstance();
    }

    ApiClient api() {
        return api;
    }

    SippPhones phones() {
        return phones;
    }

    Hotline hotline() {
        return hotline;
    }

    /** The state of the live call from this number; empty when none is up. */
    String liveState(String number) {
        for (JsonNode call :
                api.get("/calls", Map.of("state", "live", "centre", CENTRE)).path("items")) {
            if (call.path("caller").path("masked").asText().endsWith(number.substring(7))) {
                return call.path("state").asText();
            }
        }
        return "";
    }

    /** Whether a lawyer on duty can be rung. */
    boolean seatIsUp(String lawyer) {
        for (JsonNode seat : api.get("/duty", Map.of("centre", CENTRE)).path("seats")) {
            if (seat.path("lawyer").path("id").asText().equals(lawyer)) {
                return seat.path("state").asText().equals("READY");
            }
        }
        return false;
    }

    /**
     * Audio packets of a lawyer's telephone as the exchange counts them.
     *
     * @param received from the telephone
     * @param sent to the telephone
     */
    record Packets(long received, long sent) {}

    /** What the exchange counts of a lawyer's telephone that talks; nothing when none does. */
    Packets packetsOf(String lawyer) {
        // bridge, channel, time, codec, received, lost, percent, jitter, sent, …
        return said("pjsip show channelstats").stream()
                .map(text -> text.strip().split("\\s+"))
                .filter(words -> words.length > 8 && words[1].startsWith(lawyer + "-"))
                .map(words -> new Packets(Long.parseLong(words[4]), Long.parseLong(words[8])))
                .findFirst()
                .orElse(new Packets(0, 0));
    }

    /** What the exchange answers to a command, line by line. */
    List<String> said(String command) {
        Properties secrets = new Properties();
        try (Reader in = Files.newBufferedReader(directory.resolve("asterisk/secrets.properties"));
                Socket socket =
                        new Socket("127.0.0.1", settings.exchange().ami().port())) {
            secrets.load(in);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String asked = """
                    Action: Login
                    Username: %s
                    Secret: %s
                    Events: off

                    Action: Command
                    Command: %s

                    Action: Logoff

                    """.formatted(secrets.getProperty("ami.user"), secrets.getProperty("ami.secret"), command);
            socket.getOutputStream().write(asked.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("Output:"))
                    .map(line -> line.substring("Output:".length()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Telephone phoneOf(String lawyer) {
        Practitioner known = DemoRoster.lawyers().stream()
                .filter(candidate -> candidate.id().equals(lawyer))
                .findFirst()
                .orElseThrow();
        return phones.telephone(known.mobile());
    }

    /** A number nobody has called from. */
    String someNumber() {
        return "138%08d".formatted(10_000_000 + serial.incrementAndGet());
    }

    /** Waits until some lawyer's telephone rings. */
    Rang someoneRings() throws InterruptedException {
        Rang next = rung.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(next).as("a lawyer's telephone rings").isNotNull();
        return next;
    }

    /** Waits until the call from this number is over and in the log, and gives its only record. */
    JsonNode recordOf(String number) {
        List<JsonNode> found = new ArrayList<>();
        until("the call from " + number + " is in the log, ended", () -> {
            found.clear();
            api.get("/consultations", Map.of("centre", CENTRE, "caller", number))
                    .path("items")
                    .forEach(found::add);
            return !found.isEmpty()
                    && found.stream()
                            .noneMatch(entry -> entry.path("endedAt").isNull()
                                    || entry.path("endedAt").isMissingNode());
        });
        assertThat(found).as("records of %s", number).hasSize(1);
        return found.getFirst();
    }

    /** What the exchange knows of a live call from this number: the state the screen shows. */
    void until(String what, java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("%s within %s", what, PATIENCE).isLessThan(deadline);
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    private Settings settings(Duration offset) {
        List<String> all = new ArrayList<>(words);
        all.add("clock.offset=" + offset);
        return SettingsReader.read("", all);
    }

    private void stopAndDelete() {
        phones.close();
        hotline.close();
        home.close();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("left behind: " + directory + " (" + e + ")");
        }
    }
}
