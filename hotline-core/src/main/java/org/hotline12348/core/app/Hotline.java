package org.hotline12348.core.app;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hotline12348.core.account.Accounts;
import org.hotline12348.core.account.Passwords;
import org.hotline12348.core.account.SecondFactor;
import org.hotline12348.core.callback.CallbackDesk;
import org.hotline12348.core.centre.CentreLines;
import org.hotline12348.core.consultation.CallWriter;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.consultation.PgConsultationBook;
import org.hotline12348.core.copies.Lease;
import org.hotline12348.core.copies.LeasedLine;
import org.hotline12348.core.dispatch.Dispatch;
import org.hotline12348.core.journal.CallsUp;
import org.hotline12348.core.journal.JournalWriter;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.report.Reports;
import org.hotline12348.core.web.CallbackEndpoints;
import org.hotline12348.core.web.CentreEndpoints;
import org.hotline12348.core.web.DeadlineFeature;
import org.hotline12348.core.web.Probe;
import org.hotline12348.core.web.ReconciliationEndpoints;
import org.hotline12348.core.web.ReportFeature;
import org.hotline12348.core.web.SeatStates;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.core.web.WebParts;
import org.hotline12348.core.web.WebServer;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.ivr.embedded.InstallationException;
import org.hotline12348.ivr.embedded.PbxSettings;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.store.PgRosterStore;
import org.hotline12348.scheduler.store.Seal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running whole: every part made, joined and started, and stopped in the opposite order. The only place that knows
 * which adapter serves which port.
 */
public final class Hotline implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Hotline.class);
    private static final int STOP_SECONDS = 20;
    private static final int STEP_SECONDS = 60;
    private static final int CONNECTIONS = 12;

    /** One thing to undo at the end. */
    private interface Undo {
        void run() throws Exception;
    }

    /** @param outlives whether it runs on where the service alone goes away */
    private record Started(String what, boolean outlives, Undo undo) {}

    private final Settings settings;
    private final Home home;
    private final Place place;
    private final Consumer<String> progress;
    private final Deque<Started> started = new ArrayDeque<>();
    private final Map<String, Long> pids = new ConcurrentHashMap<>();
    private final Map<String, String> paths = new LinkedHashMap<>();
    private volatile Optional<EmbeddedPostgres> postgres = Optional.empty();

    private Hotline(Settings settings, Home home, Place place, Consumer<String> progress) {
        this.settings = settings;
        this.home = home;
        this.place = place;
        this.progress = progress;
    }

    /**
     * Starts everything; blocks until it serves. What was started is stopped again if something later fails.
     *
     * @param demo whether to keep a demonstration centre
     * @throws Trouble in words for the operator
     */
    public static Hotline start(Settings settings, Home home, Place place, boolean demo, Consumer<String> progress) {
        Hotline hotline = new Hotline(settings, home, place, progress);
        try {
            hotline.startAll(demo);
            return hotline;
        } catch (RuntimeException | Error e) {
            hotline.close();
            throw e;
        }
    }

    private void startAll(boolean demo) {
        requireAnotherHome();
        requirePorts();
        pids.put("service", ProcessHandle.current().pid());
        paths.put("logs", home.logs().toString());

        Database database = startDatabase();
        Migrations.run(database);
        Clock clock = settings.clock().clock();
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(metrics);
        new ProcessorMetrics().bindTo(metrics);
        Vertx vertx = Vertx.vertx();
        onStop("Vert.x", () -> vertx.close().await(STOP_SECONDS, TimeUnit.SECONDS));
        Pool pool = Pool.pool(vertx, database.connectOptions(), new PoolOptions().setMaxSize(CONNECTIONS));

        Vault vault = openVault();
        PgRosterStore store = new PgRosterStore(pool, new Seal(vault::seal, vault::open));
        done("The sealing of old numbers", store.sealOldRows());
        Accounts accounts = new Accounts(pool);
        Passwords passwords = new Passwords(vertx);
        if (demo && settings.copies().beside().isEmpty()) {
            done(
                    "The demonstration centre",
                    DemoRoster.seed(store, clock, settings.demo().seats()));
            done("The demonstration accounts", DemoCentre.seedAccounts(accounts, passwords, home, clock, progress));
        }
        done("The first account", OfficePart.firstAccount(accounts, passwords, clock, progress));
        LiveRoster roster = new LiveRoster(vertx, store, clock);
        done("The roster", roster.start());
        onStop("the roster", roster::stop);

        ExchangePart.requireKnownCentres(settings, roster);
        Map<String, String> numbers = done("The lines", ExchangeCentres.numbers(new CentreLines(pool), roster));
        Map<Settings.Exchange, EmbeddedAsterisk> pbxs = new LinkedHashMap<>();
        settings.exchanges().forEach(one -> pbxs.put(one, startPbx(one, roster, numbers)));
        CopiesPart copies = new CopiesPart(
                vertx,
                database,
                vault,
                settings.http().address().toString(),
                home,
                settings.database().url().isEmpty()
                        && settings.copies().beside().isEmpty());
        done("The first sign of life", copies.live());
        List<ExchangePart> exchanges = pbxs.entrySet().stream()
                .map(one -> ExchangePart.of(vertx, settings, one.getKey(), one.getValue(), copies))
                .toList();
        // For what is done once for all exchanges: one copy of the service has it at a time.
        Lease lease = exchanges.getFirst().lease();
        Lease jobs = copies.lease("jobs");
        done(
                "The leases",
                Future.all(Stream.concat(exchanges.stream().map(ExchangePart::lease), Stream.of(jobs))
                        .map(Lease::start)
                        .toList()));
        SecondFactor secondFactor = new SecondFactor(pool, vault);
        done("The second factors", secondFactor.sealOld());
        Function<String, ZoneId> zones = centre ->
                roster.centre(centre).map(known -> known.calendar().zone()).orElse(ZoneOffset.UTC);
        ConsultationBook book = new PgConsultationBook(vertx, pool, vault, zones);
        CallbackPart callbacks = new CallbackPart(vertx, pool, vault, roster, settings);
        PhoneLine standing = ExchangePart.joined(vertx, exchanges, roster, LeasedLine::standing);
        PhoneLine forPeople = ExchangePart.joined(vertx, exchanges, roster, LeasedLine::forPeople);
        PhoneLine forBoth = ExchangePart.joined(vertx, exchanges, roster, LeasedLine::forBoth);
        DeskPart lawyers = new DeskPart(
                vertx,
                pool,
                roster,
                clock,
                settings.clock().offset(),
                vault,
                forBoth,
                Duration.ofSeconds(exchanges.getFirst().pbx().settings().pace().wrapUp()),
                ExchangePart.sipPasswords(exchanges));
        List<ExchangeRecord> records = exchanges.stream()
                .map(one -> ExchangeRecord.of(
                        vertx,
                        pool,
                        one,
                        new JournalWriter(
                                pool,
                                vault,
                                new CallWriter(vault, zones),
                                one::lines,
                                new Followers(callbacks, lawyers)),
                        metrics))
                .toList();
        for (ExchangeRecord one : records) {
            one.keep();
            onStop("the journal", () -> one.journal().stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        }
        exchanges.forEach(one -> {
            one.answer(vertx, book, roster, clock);
            one.measure(metrics);
        });
        Dispatch dispatch = startDispatch(vertx, roster, exchanges, standing, lawyers, clock, metrics);
        LineChoicePart choices = new LineChoicePart(vertx, pool, vault, standing, roster, lawyers.telephones(), clock);
        done("What the centres chose of their lines", choices.start());
        onStop("what the centres chose of their lines", () -> choices.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        for (ExchangeRecord one : records) {
            done("Calls that were cut", one.cutCalls().start());
            onStop(
                    "the look for calls that were cut",
                    () -> one.cutCalls().stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        }
        CallbackDesk callbackDesk = callbacks.start(
                forPeople,
                dispatch,
                centre -> ExchangePart.of(exchanges, centre).lease().isHeld(),
                () -> linesOf(exchanges),
                metrics);
        done("Callbacks", callbackDesk.start());
        onStop("callbacks", () -> callbackDesk.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        SeatStates seats = lawyers.seats();
        PromptPart prompts = new PromptPart(vertx, pool, exchanges, clock);
        done("The prompts", prompts.start());
        CentreEndpoints.Exchange served = ExchangeCentres.joined(exchanges.stream()
                .map(one -> {
                    ExchangeCentres centres = new ExchangeCentres(
                            vertx,
                            one.pbx(),
                            one.serves(),
                            one.lease()::isHeld,
                            new CentreLines(pool),
                            roster,
                            () -> prompts.start().onComplete(_ -> dispatch.lookSoon()));
                    centres.start();
                    onStop("what the exchange serves", centres::stop);
                    return centres;
                })
                .toList());
        OfficePart office = OfficePart.make(
                vertx,
                pool,
                accounts,
                passwords,
                secondFactor,
                roster,
                store,
                forBoth,
                served,
                seats,
                (centre, now) -> callbackDesk.due(centre, now).map(Optional::of),
                systemLook(vertx, pool, exchanges, metrics, clock),
                clock);
        done("The emergency switch", office.start());
        onStop("the emergency switch", () -> office.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        RecordingPart recordings = new RecordingPart(
                vertx,
                pool,
                vault,
                book,
                exchanges.stream().map(one -> one.pbx().paths()).toList(),
                sharedHome(),
                settings.recordings(),
                clock,
                metrics);
        lease.during("The sealing of recordings", recordings.sealing());
        onStop("the sealing of recordings", () -> recordings.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        List<WebFeature> features = new ArrayList<>(office.features());
        features.add(choices.feature());
        features.add(new DeadlineFeature());
        features.add(IntakePart.web(vertx, store, roster, clock));
        RosterPart desk = new RosterPart(vertx, store, roster, clock, settings.notices());
        features.add(desk.web());
        features.add(recordings.feature());
        features.add(prompts.feature());
        ExportPart exports = new ExportPart(vertx, pool, vault, book, home, clock);
        done("The exports", exports.start());
        features.add(exports.feature());
        features.add(new ReportFeature(new Reports(pool), book, clock));
        features.add(new CallbackEndpoints(callbackDesk, clock));
        features.add(lawyers.feature(
                centre -> ExchangePart.of(exchanges, centre).settings().http()));
        features.add(DeskPart.knowledge(vertx, pool, clock, place, home));
        records.forEach(one -> one.compare(metrics, tags(one.exchange())));
        features.add(new ReconciliationEndpoints(
                records.stream().map(ExchangeRecord::reconciler).toList(), Clock.systemUTC()));
        WatchPart watch = new WatchPart(
                vertx,
                records,
                dispatch,
                roster,
                volumes(exchanges),
                clock,
                home.root().resolve("certificates"),
                AlarmPart.make(vertx, pool, vault, store, clock, lease::isHeld),
                metrics);
        watch.start();
        onStop("the watch", watch::stop);
        features.add(watch.web());
        features.add(copies.web());
        WebServer web = startWeb(new WebParts(
                vertx,
                clock,
                Clock.systemUTC(),
                pool,
                accounts,
                passwords,
                secondFactor,
                roster,
                book,
                CallsUp.on(records.stream()
                        .<CallsUp>map(one -> one.journal().live())
                        .toList()),
                seats,
                office::closedByHand,
                probes(pool, exchanges, recordings),
                metrics::scrape,
                features));
        onStop("the web server", () -> web.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        desk.start();
        jobs.during("The look after those on duty", desk.watching());
        for (ExchangeRecord one : records) {
            PhoneLine.Registration byKeys = desk.follow(
                    one.exchange().line(), one.journal(), settings.clock().offset());
            onStop("what lawyers sign by keys", byKeys::close);
        }
        onStop("the roster's desk", () -> desk.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        copies.read(
                "The roster",
                () -> roster.refresh().compose(_ -> served.takeUp().get()),
                "roster");
        copies.read("The emergency switch", office::read, "closure");
        copies.read("The lawyers' desks", lawyers::read, "lawyer_phone", "lawyer_status");
        done("The wire between the copies", copies.join());
        onStop("the copies of the service", () -> copies.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        writeReady();
        onStop("the ready file", new ReadyFile(home)::remove);
        if (settings.copies().beside().isEmpty()) {
            keepCompanions(exchanges, watch, metrics);
        }
    }

    /** Where exchange, database, keys and recordings are: our own home, or that of the copy beside which we run. */
    private Path sharedHome() {
        return settings.copies().beside().orElse(home.root());
    }

    private void requireAnotherHome() {
        if (settings.copies().beside().filter(home.root()::equals).isPresent()) {
            throw new Trouble(Trouble.Kind.CONFIGURATION, """
                    copies.beside is %s, the home of this copy itself.
                    Mend: give this one another with --home DIR, or leave copies.beside empty.""".formatted(home.root()));
        }
    }

    /** Looks before anything is started, so that a taken port leaves nothing half-made. */
    private void requirePorts() {
        Ports.requireFree("http.port", settings.http().port(), Ports.Protocol.TCP);
        if (settings.copies().beside().isPresent()) {
            return;
        }
        for (Settings.Exchange one : settings.exchanges()) {
            // What a killed service left running is adopted, ports and all; whether it is ours is looked at more
            // closely
            // then.
            if (!runs(one.directory() + "/asterisk.pid")) {
                // Else another copy may answer the running exchange's questions just now.
                Ports.requireFree(one.key("agi.port"), one.agi(), Ports.Protocol.TCP);
                Ports.requireFree(one.key("sip.port"), one.sip(), Ports.Protocol.UDP);
                Ports.requireFree(one.key("ami.port"), one.ami().port(), Ports.Protocol.TCP);
                Ports.requireFree(one.key("pbx.http.port"), one.http(), Ports.Protocol.TCP);
            }
        }
        if (settings.database().url().isEmpty() && !runs("postgres/postmaster.pid")) {
            Ports.requireFree("database.port", settings.database().port(), Ports.Protocol.TCP);
        }
    }

    private boolean runs(String pidFile) {
        try {
            return Files.readAllLines(home.root().resolve(pidFile)).stream()
                    .findFirst()
                    .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                    .map(ProcessHandle::isAlive)
                    .orElse(false);
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }

    private Vault openVault() {
        try {
            return Vault.open(sharedHome().resolve("secrets/data.keys.json"));
        } catch (IOException e) {
            throw new Trouble(Trouble.Kind.CANNOT_CREATE, String.valueOf(e.getMessage()), e);
        }
    }

    /** Centre by number dialled, on whichever exchange. */
    private static Map<String, String> linesOf(List<ExchangePart> exchanges) {
        Map<String, String> lines = new LinkedHashMap<>();
        exchanges.forEach(one -> lines.putAll(one.lines()));
        return lines;
    }

    /** What tells the figures of one exchange from those of another, where there are several. */
    private Tags tags(ExchangePart exchange) {
        return settings.exchanges().size() > 1 ? Tags.of("pbx", exchange.name()) : Tags.empty();
    }

    /** What stands before the names of things of an exchange other than the first. */
    private String before(Settings.Exchange exchange) {
        return exchange.equals(settings.exchange()) ? "" : exchange.name() + ".";
    }

    private List<Probe> probes(Pool pool, List<ExchangePart> exchanges, RecordingPart recordings) {
        List<Probe> probes = new ArrayList<>();
        probes.add(new Probe(
                "database", true, () -> pool.query("select 1").execute().map("")));
        for (ExchangePart one : exchanges) {
            String of = exchanges.size() > 1 ? " " + one.name() : "";
            probes.add(one.probe(of));
            probes.add(CopiesPart.probe(one.lease(), of));
        }
        probes.add(recordings.probe());
        return probes;
    }

    /** Those on duty in the queues, hours and telephones in the exchanges. */
    private Dispatch startDispatch(
            Vertx vertx,
            LiveRoster roster,
            List<ExchangePart> exchanges,
            PhoneLine line,
            DeskPart lawyers,
            Clock clock,
            PrometheusMeterRegistry metrics) {
        Dispatch dispatch = new Dispatch(
                vertx,
                line,
                roster,
                lawyers.telephones(),
                clock,
                settings.clock().offset(),
                lawyers.wrapUp(),
                metrics);
        done("The lawyers' desks", lawyers.join(dispatch));
        done("Dispatch", dispatch.start());
        onStop("dispatch", () -> dispatch.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        for (ExchangePart one : exchanges) {
            done("The line to the exchange", one.line().start());
            onStop("the line to the exchange", () -> one.line().close().await(STOP_SECONDS, TimeUnit.SECONDS));
        }
        return dispatch;
    }

    private SystemLook systemLook(
            Vertx vertx, Pool pool, List<ExchangePart> exchanges, PrometheusMeterRegistry metrics, Clock clock) {
        return new SystemLook(
                vertx,
                pool,
                exchanges,
                metrics,
                volumes(exchanges),
                clock,
                settings.clock().offset());
    }

    /** What is written to, each maybe a volume of its own. */
    private Map<String, Path> volumes(List<ExchangePart> exchanges) {
        Map<String, Path> volumes = new LinkedHashMap<>();
        volumes.put("home", home.root());
        for (ExchangePart one : exchanges) {
            EmbeddedAsterisk.Paths places = one.pbx().paths();
            volumes.put(
                    before(one.settings()) + "journal",
                    Objects.requireNonNull(places.journal().getParent()));
            volumes.put(before(one.settings()) + "recordings", places.recordings());
        }
        postgres.ifPresent(_ -> volumes.put("database", home.root().resolve("postgres")));
        return volumes;
    }

    private WebServer startWeb(WebParts parts) {
        return done(
                "The web server",
                WebServer.start(parts, settings.http().host(), settings.http().port(), false));
    }

    private EmbeddedAsterisk startPbx(Settings.Exchange exchange, LiveRoster roster, Map<String, String> lines) {
        String before = before(exchange);
        try {
            PbxSettings wanted = PbxOf.settings(settings, exchange, sharedHome(), place, roster, lines);
            boolean ours = settings.copies().beside().isEmpty();
            EmbeddedAsterisk pbx =
                    ours ? EmbeddedAsterisk.prepare(wanted, progress) : EmbeddedAsterisk.beside(wanted, progress);
            if (ours) {
                EmbeddedAsterisk.Started running = pbx.start();
                onStopOfAll("Asterisk", pbx::stop);
                pids.put(before + "asterisk", running.pid());
            }
            paths.put(before + "journal", pbx.paths().journal().toString());
            paths.put(before + "queueLog", pbx.paths().queueLog().toString());
            paths.put(before + "recordings", pbx.paths().recordings().toString());
            return pbx;
        } catch (InstallationException e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    /** Exchange and database are started again when they die; both come before this service on a busy machine. */
    private void keepCompanions(List<ExchangePart> exchanges, WatchPart watch, MeterRegistry metrics) {
        Companions companions = new Companions(metrics);
        onStop("the watch over exchange and database", companions::close);
        for (ExchangePart one : exchanges) {
            String name = exchanges.size() > 1 ? "Asterisk " + one.name() : "Asterisk";
            one.pbx()
                    .running()
                    .ifPresent(process -> companions.keep(name, process, () -> startAgain(one.pbx()), pid -> {
                        watch.died(one.name());
                        announce(before(one.settings()) + "asterisk", pid);
                    }));
        }
        postgres.ifPresent(database -> companions.keep(
                "PostgreSQL",
                database.process(),
                () -> {
                    EmbeddedPostgres again = EmbeddedPostgres.start(
                            home, place.cache(), settings.database().port(), progress);
                    postgres = Optional.of(again);
                    return again.process();
                },
                pid -> announce("postgres", pid)));
        Precedence.yieldToTheExchange(companions.threadId());
    }

    private static ProcessHandle startAgain(EmbeddedAsterisk pbx) {
        pbx.start();
        return pbx.running().orElseThrow(() -> new InstallationException("Asterisk ended again at once."));
    }

    /** Waits for one step of the start. */
    private static <T> T done(String what, Future<T> step) {
        try {
            return step.await(STEP_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new Trouble(
                    Trouble.Kind.UNAVAILABLE,
                    what + " did not come up within " + STEP_SECONDS + " s.\nMend: see the log in the home.",
                    e);
        }
    }

    private Database startDatabase() {
        if (settings.database().url().isPresent()) {
            return Database.of(settings.database().url().get());
        }
        if (settings.copies().beside().isPresent()) {
            return EmbeddedPostgres.beside(
                    settings.copies().beside().get(), settings.database().port());
        }
        EmbeddedPostgres ours =
                EmbeddedPostgres.start(home, place.cache(), settings.database().port(), progress);
        postgres = Optional.of(ours);
        onStopOfAll("the database", () -> postgres.ifPresent(EmbeddedPostgres::stop));
        pids.put("postgres", ours.pid());
        return settings.database().via().map(ours.database()::at).orElse(ours.database());
    }

    /** What the ready file says. */
    public ReadyFile.Ready ready() {
        return new ReadyFile.Ready(
                settings.http().address().toString(), settings.ports(), Map.copyOf(pids), Map.copyOf(paths));
    }

    /** A companion runs as another process now. */
    private void announce(String companion, long pid) {
        pids.put(companion, pid);
        writeReady();
    }

    private void writeReady() {
        try {
            new ReadyFile(home).write(ready());
        } catch (IOException e) {
            throw new Trouble(Trouble.Kind.CANNOT_CREATE, "The ready file cannot be written: " + Home.reason(e), e);
        }
    }

    private void onStop(String what, Undo undo) {
        started.push(new Started(what, false, undo));
    }

    /** For what the next service on this home adopts. */
    private void onStopOfAll(String what, Undo undo) {
        started.push(new Started(what, true, undo));
    }

    /** Stops the service and leaves exchange and database running, for the next start on this home to adopt. */
    public void leave() {
        started.removeIf(Started::outlives);
        close();
    }

    /** Stops all that was started, the last first. Goes on where one part cannot be stopped. */
    @Override
    public void close() {
        while (!started.isEmpty()) {
            Started last = started.pop();
            try {
                last.undo().run();
            } catch (Exception e) {
                log.warn("{} could not be stopped in order: {}", last.what(), e.toString(), e);
            }
        }
    }
}
