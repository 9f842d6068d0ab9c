package org.hotline12348.core.app;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.hotline12348.core.app.bench.Bench;
import org.hotline12348.core.app.bench.Benches;
import org.hotline12348.ivr.sipp.SippPhones;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where the program begins: reads the command line, does one verb, and turns trouble into a message and a code. */
public final class Main {
    private static final int SOFTWARE_ERROR = 70;
    private static final int STOP_SECONDS = 90;

    private final Place place;
    private final PrintStream out;
    private final PrintStream err;

    private Main(Place place, PrintStream out, PrintStream err) {
        this.place = place;
        this.out = out;
        this.err = err;
    }

    /** @param arguments a verb and its words; see {@code ./hotline help} */
    public static void main(String[] arguments) {
        PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        int code = new Main(Place.ofThisProgram(), out, err).run(List.of(arguments));
        System.exit(code);
    }

    private int run(List<String> arguments) {
        try {
            CommandLine line = CommandLine.parse(arguments);
            return switch (line.verb()) {
                case "run" -> serve(line);
                case "demo" -> demo(line);
                case "bench" -> bench(line);
                case "doctor" -> doctor(line);
                case "roster" -> roster(line);
                case "journal" -> journal(line);
                default ->
                    throw new Trouble(
                            Trouble.Kind.USAGE,
                            "There is no verb \"%s\".%nMend: see ./hotline help.".formatted(line.verb()));
            };
        } catch (Trouble e) {
            say(String.valueOf(e.getMessage()));
            log().debug("trouble", e);
            return e.kind().exitCode();
        } catch (InvalidSettingsException e) {
            say(String.valueOf(e.getMessage()));
            return Trouble.Kind.CONFIGURATION.exitCode();
        } catch (RuntimeException e) {
            say("An error of the program: " + e + "\nMend: please report it with the log in the home's logs/.");
            log().error("an error of the program", e);
            return SOFTWARE_ERROR;
        }
    }

    private int serve(CommandLine line) {
        line.requireNoWords();
        Settings settings = settings(line);
        Home home = Home.open(homeOf(line));
        LogFiles.openIn(home.logs());
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.countDown();
                            await(stopped);
                        },
                        "stop"));
        try (home;
                Hotline hotline = Hotline.start(settings, home, place, line.demo(), this::say)) {
            say("ready at " + settings.http().address());
            stop.await();
            say("stopping");
            if (settings.copies().leave()) {
                hotline.leave();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    private int demo(CommandLine line) {
        line.requireNoWords();
        Settings settings = settings(line);
        Path homeRoot = homeOf(line);
        try {
            Optional<ReadyFile.Ready> running = ReadyFile.read(homeRoot);
            if (running.isPresent()) {
                say("using the instance that runs at " + running.get().http());
                return demoOn(running.get(), settings, homeRoot);
            }
            return demoAlone(settings, homeRoot);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return SOFTWARE_ERROR;
        }
    }

    private int demoOn(ReadyFile.Ready running, Settings settings, Path homeRoot) throws InterruptedException {
        try (ApiClient api = ApiClient.coordinator(running, homeRoot)) {
            DemoCall call = new DemoCall(running, api, this::say);
            if (call.untilOpening().isPresent()) {
                throw new Trouble(Trouble.Kind.UNAVAILABLE, """
                        The running instance is outside its service hours, so no lawyer is on duty.
                        Mend: stop it and run ./hotline demo again, which shifts the clock of its own instance.""");
            }
            return show(call, running, settings, homeRoot);
        }
    }

    private int demoAlone(Settings settings, Path homeRoot) throws InterruptedException {
        Home home = Home.open(homeRoot);
        try (home) {
            LogFiles.openIn(home.logs());
            Settings used = settings;
            for (int attempt = 1; attempt <= 2; attempt++) {
                try (Hotline hotline = Hotline.start(used, home, place, true, this::say);
                        ApiClient api = ApiClient.coordinator(hotline.ready(), homeRoot)) {
                    DemoCall call = new DemoCall(hotline.ready(), api, this::say);
                    Optional<Duration> closedFor = call.untilOpening();
                    if (closedFor.isEmpty()) {
                        return show(call, hotline.ready(), used, homeRoot);
                    }
                    Duration offset = used.clock().offset().plus(closedFor.get());
                    say("it is outside the service hours now; the service's clock is shifted by " + offset
                            + " into the next service window");
                    used = settings.withClockOffset(offset);
                }
            }
            throw new Trouble(Trouble.Kind.UNAVAILABLE, "The demo centre does not open even with a shifted clock.");
        }
    }

    private int bench(CommandLine line) {
        if (line.words().isEmpty()) {
            out.print(Benches.list());
            return 0;
        }
        Bench bench = Benches.named(line.words().getFirst());
        SettingsReader.read("", line.set());
        Benches.Kept kept = Benches.run(
                bench,
                line.words().subList(1, line.words().size()),
                place,
                homeOf(line),
                line.set(),
                Clock.systemUTC(),
                this::say);
        out.print(kept.report().table());
        say("kept as " + kept.file());
        return kept.report().holds() ? 0 : Trouble.Kind.UNAVAILABLE.exitCode();
    }

    private int roster(CommandLine line) {
        RosterCommand.check(line.words());
        Path homeRoot = homeOf(line);
        ReadyFile.Ready running = ReadyFile.read(homeRoot)
                .orElseThrow(() -> new Trouble(
                        Trouble.Kind.UNAVAILABLE,
                        "No instance runs on %s.%nMend: start it with ./hotline run, or name its home with --home."
                                .formatted(homeRoot)));
        try (ApiClient api = RosterCommand.asker(System.getenv(), running, homeRoot)) {
            return new RosterCommand(api, out).run(line.words());
        }
    }

    private int journal(CommandLine line) {
        if (line.words().size() != 1) {
            throw new Trouble(Trouble.Kind.USAGE, "journal takes one of: verify, replay.\nMend: see ./hotline help.");
        }
        JournalVerb verb = new JournalVerb(place, settings(line), homeOf(line), out, this::say);
        return verb.run(line.words().getFirst()) ? 0 : Trouble.Kind.UNAVAILABLE.exitCode();
    }

    private int doctor(CommandLine line) {
        line.requireNoWords();
        List<Doctor.Finding> findings = new Doctor(place, homeOf(line)).examine(settingsFile(line), line.set());
        findings.forEach(out::println);
        boolean well = findings.stream().allMatch(Doctor.Finding::well);
        return well ? 0 : Trouble.Kind.UNAVAILABLE.exitCode();
    }

    private int show(DemoCall call, ReadyFile.Ready instance, Settings settings, Path homeRoot)
            throws InterruptedException {
        JsonNode consultation;
        try (SippPhones phones = new SippPhones(
                place.sipp(this::say),
                homeRoot.resolve("run").resolve("sipp"),
                "127.0.0.1:" + instance.ports().get("sip"),
                settings.exchange().trunk().inbound(),
                settings.exchange().trunk().outbound())) {
            consultation = call.make(phones);
        }
        out.println(consultation.toPrettyString());
        boolean answered = consultation.path("outcome").asText().equals("ANSWERED");
        if (!answered) {
            say("the call was not answered: " + consultation.path("outcome").asText());
        }
        return answered ? 0 : Trouble.Kind.UNAVAILABLE.exitCode();
    }

    private static void await(CountDownLatch stopped) {
        try {
            if (!stopped.await(STOP_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("hotline: not all could be stopped in " + STOP_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Settings settings(CommandLine line) {
        return SettingsReader.read(place.settingsText(settingsFile(line)), line.set());
    }

    private Path settingsFile(CommandLine line) {
        return line.config().orElse(place.config().resolve("hotline.yaml"));
    }

    private Path homeOf(CommandLine line) {
        return line.home().orElse(place.root().resolve("var")).toAbsolutePath().normalize();
    }

    private void say(String text) {
        text.lines().forEach(line -> err.println("hotline: " + line));
    }

    private static Logger log() {
        return LoggerFactory.getLogger(Main.class);
    }
}
