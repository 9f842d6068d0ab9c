package org.hotline12348.core.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
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
import org.hotline12348.core.copies.Work;
import org.hotline12348.core.dispatch.Dispatch;
import org.hotline12348.core.journal.CutCalls;
import org.hotline12348.core.journal.Journal;
import org.hotline12348.core.journal.JournalWriter;
import org.hotline12348.core.journal.Reconciler;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.report.Reports;
import org.hotline12348.core.web.CallbackEndpoints;
import org.hotline12348.core.web.DeadlineFeature;
import org.hotline12348.core.web.Probe;
import org.hotline12348.core.web.ReconciliationEndpoints;
import org.hotline12348.core.web.ReportFeature;
import org.hotline12348.core.web.SeatStates;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.core.web.WebParts;
import org.hotline12348.core.web.WebServer;
import org.hotline12348.ivr.LineEvent;
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

        EmbeddedAsterisk pbx =
                startPbx(roster, done("The lines", ExchangeCentres.numbers(new CentreLines(pool), roster)));
        CopiesPart copies = new CopiesPart(
                vertx,
                database,
                vault,
                settings.http().address().toString(),
                home,
                settings.database().url().isEmpty()
                        && settings.copies().beside().isEmpty());
        done("The first sign of life", copies.live());
        Lease lease = copies.lease("pbx:" + settings.pbx().name());
        Lease jobs = copies.lease("jobs");
        done("The leases", Future.all(lease.start(), jobs.start()));
        SecondFactor secondFactor = new SecondFactor(pool, vault);
        done("The second factors", secondFactor.sealOld());
        Function<String, ZoneId> zones = centre ->
                roster.centre(centre).map(known -> known.calendar().zone()).orElse(ZoneOffset.UTC);
        ConsultationBook book = new PgConsultationBook(vertx, pool, vault, zones);
        CallbackPart callbacks = new CallbackPart(vertx, pool, vault, roster, settings);
        PhoneLine exchange = LinePart.line(vertx, pbx, settings.ami(), lease::isHeld);
        LeasedLine line = copies.line(exchange, lease);
        DeskPart lawyers =
                new DeskPart(vertx, pool, roster, clock, settings.clock().offset(), vault, line.forBoth(), pbx);
        Journal journal = journal(vertx, pool, vault, zones, pbx, new Followers(callbacks, lawyers), metrics);
        lease.during("The journal", CopiesPart.keeping(journal, lease));
        onStop("the journal", () -> journal.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        lease.during("The hints for callers", LinePart.hints(vertx, pbx, line.standing(), book, roster, clock));
        Dispatch dispatch = startDispatch(vertx, roster, journal, exchange, line.standing(), lawyers, clock, metrics);
        LineChoicePart choices =
                new LineChoicePart(vertx, pool, vault, line.standing(), roster, lawyers.telephones(), clock);
        done("What the centres chose of their lines", choices.start());
        onStop("what the centres chose of their lines", () -> choices.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        CutCalls cutCalls = new CutCalls(vertx, journal, line.standing(), Clock.systemUTC(), metrics);
        done("Calls that were cut", cutCalls.start());
        onStop("the look for calls that were cut", () -> cutCalls.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        CallbackDesk callbackDesk = callbacks.start(
                line.forPeople(), dispatch, lease::isHeld, () -> pbx.settings().lines(), metrics);
        done("Callbacks", callbackDesk.start());
        onStop("callbacks", () -> callbackDesk.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        SeatStates seats = lawyers.seats();
        PromptPart prompts = new PromptPart(vertx, pool, pbx, clock);
        done("The prompts", prompts.start());
        ExchangeCentres served = new ExchangeCentres(
                vertx,
                pbx,
                lease::isHeld,
                new CentreLines(pool),
                roster,
                () -> prompts.start().onComplete(_ -> dispatch.lookSoon()));
        served.start();
        onStop("what the exchange serves", served::stop);
        OfficePart office = OfficePart.make(
                vertx,
                pool,
                accounts,
                passwords,
                secondFactor,
                roster,
                store,
                line.forBoth(),
                served,
                seats,
                (centre, now) -> callbackDesk.due(centre, now).map(Optional::of),
                systemLook(vertx, pool, exchange, pbx, metrics, clock),
                clock);
        done("The emergency switch", office.start());
        onStop("the emergency switch", () -> office.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        RecordingPart recordings = new RecordingPart(
                vertx, pool, vault, book, pbx.paths(), sharedHome(), settings.recordings(), clock, metrics);
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
        features.add(lawyers.feature(settings.pbx().httpPort()));
        features.add(DeskPart.knowledge(vertx, pool, clock, place, home));
        Reconciler reconciler = new Reconciler(
                vertx,
                pool,
                settings.pbx().name(),
                pbx.paths().journal(),
                pbx.paths().queueLog(),
                () -> pbx.settings().lines(),
                journal::behindBytes,
                Clock.systemUTC(),
                ZoneId.of("Asia/Shanghai"));
        lease.during("The nightly comparison", Work.of(reconciler::start, reconciler::stop));
        Gauge.builder("hotline.reconciliation.differences", reconciler, Reconciler::differences)
                .description("between the record and the exchange's own logs, by the last comparison")
                .register(metrics);
        features.add(new ReconciliationEndpoints(reconciler, Clock.systemUTC()));
        WatchPart watch = new WatchPart(
                vertx,
                exchange,
                dispatch,
                journal,
                roster,
                volumes(pbx),
                clock,
                reconciler::differences,
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
                journal.live(),
                seats,
                office::closedByHand,
                List.of(
                        new Probe(
                                "database",
                                true,
                                () -> pool.query("select 1").execute().map("")),
                        new Probe("pbx", false, () -> pbxState(pbx)),
                        CopiesPart.probe(lease),
                        recordings.probe()),
                metrics::scrape,
                features));
        onStop("the web server", () -> web.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        desk.start();
        jobs.during("The look after those on duty", desk.watching());
        PhoneLine.Registration byKeys =
                desk.follow(exchange, journal, settings.clock().offset());
        onStop("what lawyers sign by keys", byKeys::close);
        onStop("the roster's desk", () -> desk.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        copies.read("The roster", () -> roster.refresh().compose(_ -> served.takeUp()), "roster");
        copies.read("The emergency switch", office::read, "closure");
        copies.read("The lawyers' desks", lawyers::read, "lawyer_phone", "lawyer_status");
        done("The wire between the copies", copies.join());
        onStop("the copies of the service", () -> copies.stop().await(STOP_SECONDS, TimeUnit.SECONDS));
        writeReady();
        onStop("the ready file", new ReadyFile(home)::remove);
        if (settings.copies().beside().isEmpty()) {
            keepCompanions(pbx, watch::exchangeDied, metrics);
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
        // What a killed service left running is adopted, ports and all; whether it is ours is looked at more closely
        // then.
        if (!runs("asterisk/asterisk.pid")) {
            // Else another copy may answer the running exchange's questions just now.
            Ports.requireFree("agi.port", settings.agi().port(), Ports.Protocol.TCP);
            Ports.requireFree("sip.port", settings.sip().port(), Ports.Protocol.UDP);
            Ports.requireFree("ami.port", settings.ami().port(), Ports.Protocol.TCP);
            Ports.requireFree("pbx.http.port", settings.pbx().httpPort(), Ports.Protocol.TCP);
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

    /** The journal becomes the book; it keeps to the time of the exchange, which no clock of ours shifts. */
    private static Journal journal(
            Vertx vertx,
            Pool pool,
            Vault vault,
            Function<String, ZoneId> zones,
            EmbeddedAsterisk pbx,
            JournalWriter.CallFollower follower,
            PrometheusMeterRegistry metrics) {
        JournalWriter writer = new JournalWriter(
                pool, vault, new CallWriter(vault, zones), () -> pbx.settings().lines(), follower);
        return Journal.of(vertx, writer, pbx.settings().name(), pbx.paths().journal(), Clock.systemUTC(), metrics);
    }

    /** Those on duty in the queue, hours and telephones in the exchange; its events to the journal as they happen. */
    private Dispatch startDispatch(
            Vertx vertx,
            LiveRoster roster,
            Journal journal,
            PhoneLine exchange,
            PhoneLine line,
            DeskPart lawyers,
            Clock clock,
            PrometheusMeterRegistry metrics) {
        exchange.onEvent(event -> {
            if (event instanceof LineEvent.CelSeen seen) {
                journal.seen(seen.row());
            }
        });
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
        done("The line to the exchange", exchange.start());
        onStop("the line to the exchange", () -> exchange.close().await(STOP_SECONDS, TimeUnit.SECONDS));
        return dispatch;
    }

    private SystemLook systemLook(
            Vertx vertx,
            Pool pool,
            PhoneLine line,
            EmbeddedAsterisk pbx,
            PrometheusMeterRegistry metrics,
            Clock clock) {
        return new SystemLook(
                vertx,
                pool,
                line,
                () -> Optional.of(pbx.version()),
                metrics,
                volumes(pbx),
                clock,
                settings.clock().offset());
    }

    /** What is written to, each maybe a volume of its own. */
    private Map<String, Path> volumes(EmbeddedAsterisk pbx) {
        Map<String, Path> volumes = new LinkedHashMap<>();
        volumes.put("home", home.root());
        volumes.put("journal", Objects.requireNonNull(pbx.paths().journal().getParent()));
        volumes.put("recordings", pbx.paths().recordings());
        postgres.ifPresent(_ -> volumes.put("database", home.root().resolve("postgres")));
        return volumes;
    }

    private WebServer startWeb(WebParts parts) {
        return done(
                "The web server",
                WebServer.start(parts, settings.http().host(), settings.http().port(), false));
    }

    private static Future<String> pbxState(EmbeddedAsterisk pbx) {
        return pbx.running().isPresent()
                ? Future.succeededFuture("Asterisk " + pbx.version())
                : Future.failedFuture("Asterisk does not run");
    }

    private EmbeddedAsterisk startPbx(LiveRoster roster, Map<String, String> lines) {
        try {
            PbxSettings wanted = PbxOf.settings(settings, sharedHome(), place, roster, lines);
            boolean ours = settings.copies().beside().isEmpty();
            EmbeddedAsterisk pbx =
                    ours ? EmbeddedAsterisk.prepare(wanted, progress) : EmbeddedAsterisk.beside(wanted, progress);
            if (ours) {
                EmbeddedAsterisk.Started running = pbx.start();
                onStopOfAll("Asterisk", pbx::stop);
                pids.put("asterisk", running.pid());
            }
            paths.put("journal", pbx.paths().journal().toString());
            paths.put("queueLog", pbx.paths().queueLog().toString());
            paths.put("recordings", pbx.paths().recordings().toString());
            return pbx;
        } catch (InstallationException e) {
            throw new Trouble(Trouble.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
    }

    /** Exchange and database are started again when they die; both come before this service on a busy machine. */
    private void keepCompanions(EmbeddedAsterisk pbx, Runnable exchangeDied, MeterRegistry metrics) {
        Companions companions = new Companions(metrics);
        onStop("the watch over exchange and database", companions::close);
        pbx.running()
                .ifPresent(process -> companions.keep("Asterisk", process, () -> startAgain(pbx), pid -> {
                    exchangeDied.run();
                    announce("asterisk", pid);
                }));
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
