package org.hotline12348.core.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowIterator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hotline12348.core.app.bench.FreePorts;
import org.hotline12348.core.app.bench.Instance;
import org.hotline12348.core.centre.CentreLines;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.scope.CentreScope;
import org.hotline12348.core.web.ScriptedRoster;
import org.hotline12348.ivr.sipp.CallLeg;
import org.hotline12348.ivr.sipp.SippPhones;
import org.hotline12348.ivr.sipp.Telephone;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.FairRotation;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PractitionerKind;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.roster.Shifts;
import org.hotline12348.scheduler.roster.Standing;
import org.hotline12348.scheduler.store.CentreBook;
import org.hotline12348.scheduler.store.PgRosterStore;
import org.hotline12348.scheduler.store.Seal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One service, two exchanges: Jiaozuo's and Luoyang's, each with its own lawyers, callers and record. */
@Tag("pbx")
class TwoExchangesTest {
    private static final long PATIENCE_SECONDS = 30;
    private static final String FAR = "luoyang";

    @TempDir
    private static Path directory;

    private static final BlockingQueue<Telephone.Ring> rungHere = new LinkedBlockingQueue<>();
    private static final BlockingQueue<Telephone.Ring> rungFar = new LinkedBlockingQueue<>();
    private static Vertx vertx;
    private static Pool pool;
    private static Home home;
    private static Hotline hotline;
    private static SippPhones here;
    private static SippPhones far;

    @BeforeAll
    static void start() throws Exception {
        Place place = new Place(
                Path.of("..").toAbsolutePath().normalize(),
                Place.ofThisProgram().cache());
        List<String> words = new ArrayList<>(Instance.briskWords(Instant.now()));
        int sip = FreePorts.udp("127.0.0.1");
        String outbound = "127.0.0.3:" + FreePorts.udp("127.0.0.3");
        Settings settings = SettingsReader.read(
                """
                exchanges:
                  - name: pbx1
                    centres: [%s]
                  - name: pbx2
                    centres: [%s]
                    sip: {port: %d}
                    ami: {port: %d}
                    agi: {port: %d}
                    http: {port: %d}
                    rtp: {from: 28000, to: 29999}
                    trunk: {outbound: "%s"}
                """.formatted(DemoRoster.CENTRE, FAR, sip, FreePorts.tcp(), FreePorts.tcp(), FreePorts.tcp(), outbound),
                words);
        home = Home.open(directory.resolve("home"));
        Database database = EmbeddedPostgres.start(
                        home, place.cache(), settings.database().port(), _ -> {})
                .database();
        Migrations.run(database);
        vertx = Vertx.vertx();
        pool = Pool.pool(vertx, database.connectOptions(), new PoolOptions().setMaxSize(2));
        found(settings);
        hotline = Hotline.start(settings, home, place, true, _ -> {});
        here = phones(place, settings.exchange());
        far = phones(place, settings.exchanges().getLast());
        DemoRoster.lawyers().forEach(lawyer -> here.telephone(lawyer.mobile()).always(rungHere::add));
        lawyers().forEach(lawyer -> far.telephone(lawyer.mobile()).always(rungFar::add));
    }

    private static SippPhones phones(Place place, Settings.Exchange exchange) {
        return new SippPhones(
                place.sipp(_ -> {}),
                directory.resolve("sipp-" + exchange.name()),
                "127.0.0.1:" + exchange.sip(),
                exchange.trunk().inbound(),
                exchange.trunk().outbound());
    }

    private static List<Practitioner> lawyers() {
        return List.of(lawyer("lawyer41", "13900000041"), lawyer("lawyer42", "13900000042"));
    }

    private static Practitioner lawyer(String id, String mobile) {
        return Practitioner.of(
                id,
                id,
                PractitionerKind.LAWYER,
                "firm of " + id,
                "licence of " + id,
                List.of(),
                List.of(),
                mobile,
                "",
                Standing.ACTIVE,
                Set.of(FAR),
                EnumSet.allOf(java.time.DayOfWeek.class),
                Set.of(),
                0);
    }

    /** The second centre, its two lawyers, and both on duty. */
    private static void found(Settings settings) throws IOException {
        Vault vault = Vault.open(home.root().resolve("secrets/data.keys.json"));
        PgRosterStore store = new PgRosterStore(pool, new Seal(vault::seal, vault::open));
        Instant now = settings.clock().clock().instant();
        Centre like = DemoRoster.centre();
        done(store.found(new Centre(FAR, "洛阳市法律援助中心", like.calendar(), like.patterns())));
        done(store.inCentre(FAR, now, (CentreBook book) -> {
            Future<Void> saved = Future.succeededFuture();
            for (Practitioner lawyer : lawyers()) {
                saved = saved.compose(_ -> book.save(lawyer));
            }
            LocalDate today = like.calendar().dateOf(now);
            return saved.compose(_ -> book.centre()).compose(centre -> {
                var duties = FairRotation.fill(
                        centre.calendar().zone(),
                        Shifts.between(centre, today.minusDays(1), today.plusDays(2)),
                        lawyers(),
                        List.of(),
                        List.of());
                return book.put(duties)
                        .compose(_ -> book.record(new RosterVersion(
                                FAR, 1, RosterVersion.Kind.PUBLISHED, now, "test", "two lawyers", List.of(), duties)));
            });
        }));
        CentreLines lines = new CentreLines(pool);
        done(lines.give(DemoRoster.CENTRE, like.name(), Optional.of("12348")));
        done(lines.give(FAR, "洛阳市法律援助中心", Optional.of("12349")));
    }

    @AfterAll
    static void stop() throws Exception {
        for (SippPhones phones : List.of(here, far)) {
            phones.close();
        }
        hotline.close();
        home.close();
        done(pool.close());
        done(vertx.close());
    }

    @Test
    @DisplayName(
            "each caller reaches his centre's lawyers by its exchange and is logged once with its name; one exchange is killed, and the other's talk and next caller know nothing of it")
    void twoCities() throws Exception {
        CallLeg inJiaozuo = here.citizen("13800000001").dials("12348");
        CallLeg inLuoyang = far.citizen("13800000002").dials("12349");
        CallLeg jiaozuosLawyer = next(rungHere).accepts();
        CallLeg luoyangsLawyer = next(rungFar).accepts();
        inJiaozuo.awaitAudio(25);
        inLuoyang.awaitAudio(25);
        assertThat(rungHere).isEmpty();
        assertThat(rungFar).isEmpty();

        long killed = hotline.ready().pids().get("asterisk");
        ProcessHandle.of(killed).orElseThrow().destroyForcibly();
        int heard = inLuoyang.packetsHeard();
        inLuoyang.awaitAudio(heard + 50);
        luoyangsLawyer.awaitAudio(50);
        CallLeg another = far.citizen("13800000003").dials("12349");
        CallLeg otherLawyer = next(rungFar).accepts();
        another.awaitAudio(25);
        another.hangsUp();
        otherLawyer.awaitEnd();
        inLuoyang.hangsUp();
        luoyangsLawyer.awaitEnd();
        inJiaozuo.vanishes();
        jiaozuosLawyer.vanishes();

        assertThat(recorded("pbx2")).containsExactly("luoyang ANSWERED", "luoyang ANSWERED");
        assertThat(recorded("pbx1")).containsExactly("jiaozuo INTERRUPTED");
        assertThat(hotline.ready().pids().get("asterisk"))
                .as("it was started again")
                .isNotEqualTo(killed);
        try (ApiClient api = new ApiClient(URI.create(hotline.ready().http()))) {
            api.signIn("admin", home.secret("demo.password"));
            assertThat(api.get("/system", java.util.Map.of()).path("exchanges"))
                    .extracting(one -> one.path("name").asText())
                    .containsExactly("pbx1", "pbx2");
        }
    }

    @Test
    @DisplayName("a centre that is named and does not exist is told with those that do")
    void unknownCentre() {
        Settings settings = SettingsReader.read("exchanges: [{name: pbx1, centres: [jiaozuo, lyoyang]}]\n", List.of());
        assertThatThrownBy(() -> ExchangePart.requireKnownCentres(settings, new ScriptedRoster()))
                .isInstanceOf(Trouble.class)
                .hasMessageContaining("exchanges[1].centres")
                .hasMessageContaining("lyoyang")
                .hasMessageContaining("jiaozuo")
                .hasMessageContaining("Mend");
    }

    private static Telephone.Ring next(BlockingQueue<Telephone.Ring> rung) throws InterruptedException {
        Telephone.Ring ring = rung.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(ring).as("a lawyer's telephone rings").isNotNull();
        return ring;
    }

    /** Centre and outcome of all calls of an exchange, once all have ended. */
    private static List<String> recorded(String pbx) throws InterruptedException {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (true) {
            List<String> found = new ArrayList<>();
            boolean open = false;
            RowIterator<Row> rows = done(CentreScope.within(
                            pool,
                            CentreScope.ALL,
                            connection -> connection.query("""
                                            select pbx, centre_id, outcome, ended_at is null as up
                                            from hotline.consultation order by started_at""").execute()))
                    .iterator();
            while (rows.hasNext()) {
                Row row = rows.next();
                if (pbx.equals(row.getString("pbx"))) {
                    found.add(row.getString("centre_id") + " " + row.getString("outcome"));
                    open |= row.getBoolean("up");
                }
            }
            if (!open && !found.isEmpty() || System.nanoTime() > until) {
                return found;
            }
            Thread.sleep(100);
        }
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("waited in vain", e);
        }
    }
}
