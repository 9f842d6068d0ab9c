package org.hotline12348.core.callback;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.hotline12348.core.call.CallFold;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Feed;
import org.hotline12348.core.call.RecordedCalls;
import org.hotline12348.core.call.SeenRow;
import org.hotline12348.core.callback.Callback.State;
import org.hotline12348.core.consultation.CallWriter;
import org.hotline12348.core.consultation.EntryId;
import org.hotline12348.core.journal.JournalWriter;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.ivr.CallOut;
import org.hotline12348.ivr.HeardEvents;
import org.hotline12348.ivr.ScriptedPhoneLine;
import org.hotline12348.ivr.cel.CelRow;
import org.hotline12348.scheduler.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** From real calls to the list, and from the list to the telephone, over a real PostgreSQL. */
@Tag("db")
class CallbackBookTest {

    private static final String CENTRE = "jiaozuo";
    private static final Set<String> HERE = Set.of(CENTRE);
    // The recorded calls are of this morning.
    private static final Instant NOW =
            RecordedCalls.rows("closed").getLast().eventTime().plusSeconds(600);

    private final List<Throwable> stray = new CopyOnWriteArrayList<>();
    private final Set<String> free = ConcurrentHashMap.newKeySet();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private Vertx vertx;
    private Pool pool;
    private CallbackBook book;
    private JournalWriter writer;
    private ScriptedPhoneLine line;
    private CallbackDesk desk;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
        vertx.exceptionHandler(stray::add);
        pool = PgBuilder.pool()
                .connectingTo(TestPostgres.fresh("hotline").options())
                .with(new PoolOptions().setMaxSize(5))
                .using(vertx)
                .build();
        Vault vault = Vault.forgetful();
        CallbackRules usual = CallbackRules.usual();
        CallbackRules rules = new CallbackRules(
                Duration.ZERO,
                usual.delay(),
                usual.scale(),
                usual.afterLawyerDeclined(),
                Duration.ZERO,
                usual.oldest(),
                true,
                usual.concurrent(),
                usual.daily(),
                usual.dailyPerNumber(),
                usual.allowed());
        book = new CallbackBook(pool, vault, rules, (_, at) -> at, clock, Duration.ZERO);
        writer = new JournalWriter(
                pool,
                vault,
                new CallWriter(vault, _ -> ZoneId.of("Asia/Shanghai")),
                () -> RecordedCalls.LINES,
                (connection, touched) -> book.noted(connection, touched).map(_ -> () -> {}));
        line = new ScriptedPhoneLine(vertx);
        desk = new CallbackDesk(
                vertx,
                book,
                line,
                new CallbackDesk.Lawyers() {
                    @Override
                    public List<String> centres() {
                        return List.of(CENTRE);
                    }

                    @Override
                    public Set<String> free(String centre) {
                        return Set.copyOf(free);
                    }

                    @Override
                    public Optional<Boolean> engaged(String lawyer) {
                        return Optional.of(!free.contains(lawyer));
                    }

                    @Override
                    public String line(String centre) {
                        return "12348";
                    }
                },
                clock,
                meters);
        done(line.start());
    }

    @AfterEach
    void close() {
        done(desk.stop());
        done(pool.close());
        done(vertx.close());
        assertThat(stray).isEmpty();
    }

    private static <T> T done(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within 30 s", e);
        }
    }

    private void journal(List<CelRow> rows) {
        done(writer.store("pbx1", RecordedCalls.seen(rows), List.of(), Optional.empty(), NOW));
    }

    private List<Callback> list(boolean open) {
        return done(book.list(new CallbackQuery(HERE, open, Optional.empty(), Optional.empty(), 50)))
                .items();
    }

    private static String entry(String name) {
        CallProjection call = RecordedCalls.fold(name);
        return EntryId.ofCall(call.pbx(), call.callId());
    }

    /** The rows of a recorded call, so much later, as another call. */
    private static List<CelRow> later(String name, Duration later) {
        return RecordedCalls.rows(name).stream()
                .map(row -> new CelRow(
                        row.eventType(),
                        row.eventTime().plus(later),
                        row.userDefType(),
                        row.systemName(),
                        row.uniqueId() + later.toSeconds(),
                        row.linkedId() + later.toSeconds(),
                        row.channel(),
                        row.context(),
                        row.extension(),
                        row.callerNumber(),
                        row.callerName(),
                        row.application(),
                        row.applicationData(),
                        row.peer(),
                        row.extra()))
                .toList();
    }

    @Test
    void aMissedCallerAndHisMessageAreOneEntry() {
        journal(RecordedCalls.rows("abandoned-ringing"));
        journal(RecordedCalls.rows("voicemail"));
        assertThat(list(true)).singleElement().satisfies(callback -> {
            assertThat(callback.reasons()).containsExactly(Reason.MISSED, Reason.VOICEMAIL);
            assertThat(callback.sources())
                    .extracting(Source::consultation)
                    .containsExactlyInAnyOrder(entry("abandoned-ringing"), entry("voicemail"));
            assertThat(callback.number())
                    .isEqualTo(PhoneNumber.of("13800000001").orElseThrow());
        });
    }

    @Test
    void readingTheJournalAgainAddsNothing() {
        for (int i = 0; i < 3; i++) {
            journal(RecordedCalls.rows("voicemail"));
        }
        Callback callback = list(true).getFirst();
        assertThat(callback.version()).isEqualTo(1);
        done(desk.close(callback.id(), HERE, Ending.DISMISSED, "coordinator", "a joke", true));
        journal(RecordedCalls.rows("voicemail"));
        assertThat(list(true)).isEmpty();
        assertThat(list(false))
                .singleElement()
                .satisfies(closed -> assertThat(closed.state())
                        .isEqualTo(new State.Closed(Ending.DISMISSED, "coordinator", NOW, "a joke")));
    }

    @Test
    void whoCallsAgainAndIsAnsweredIsOwedNothing() {
        journal(RecordedCalls.rows("voicemail"));
        journal(later("answered", Duration.ofMinutes(30)));
        assertThat(list(true)).isEmpty();
        assertThat(list(false))
                .singleElement()
                .satisfies(closed ->
                        assertThat(((State.Closed) closed.state()).ending()).isEqualTo(Ending.CALLED_IN));
    }

    @Test
    void theAnsweredCallMayComeFromTheJournalFirst() {
        journal(later("answered", Duration.ofMinutes(30)));
        journal(RecordedCalls.rows("voicemail"));
        assertThat(list(true)).isEmpty();
    }

    @Test
    void aCallThatSeemedCutAndWasNotIsTakenBack() {
        List<CelRow> rows = RecordedCalls.rows("answered");
        List<CelRow> begun = rows.subList(0, rows.size() - 6);
        CelRow last = begun.getLast();
        journal(begun);
        CelRow cut = new CelRow(
                "USER_DEFINED",
                last.eventTime().plusSeconds(60),
                "HOTLINE_CUT",
                last.systemName(),
                rows.getFirst().uniqueId(),
                rows.getFirst().linkedId(),
                rows.getFirst().channel(),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                "");
        done(writer.store("pbx1", List.of(new SeenRow(cut, Feed.SERVICE)), List.of(), Optional.empty(), NOW));
        assertThat(list(true))
                .singleElement()
                .satisfies(callback -> assertThat(callback.reasons()).containsExactly(Reason.INTERRUPTED));
        journal(rows);
        assertThat(list(true)).isEmpty();
        assertThat(((State.Closed) list(false).getFirst().state()).ending()).isEqualTo(Ending.WITHDRAWN);
    }

    @Test
    void aCallOfLastWeekThatIsReadOnlyNowMakesNobodysTelephoneRing() {
        journal(later("voicemail", Duration.ofDays(-7)));
        assertThat(list(true)).isEmpty();
    }

    @Test
    void thirtyMissedCallersFallDueInTheirOrderOverPages() {
        for (int i = 0; i < 30; i++) {
            done(book.add(
                    CENTRE, PhoneNumber.of("138000000%02d".formatted(i)).orElseThrow(), "k" + i, NOW.plusSeconds(i)));
        }
        done(book.add(CENTRE, PhoneNumber.of("13800000007").orElseThrow(), "once more", NOW.plusSeconds(900)));
        List<String> seen = new CopyOnWriteArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            CallbackPage page = done(book.list(new CallbackQuery(HERE, true, Optional.empty(), cursor, 7)));
            page.items().forEach(callback -> seen.add(callback.number().plainDigits()));
            cursor = page.next();
        } while (cursor.isPresent());
        assertThat(seen)
                .isEqualTo(IntStream.range(0, 30)
                        .mapToObj("138000000%02d"::formatted)
                        .toList());
    }

    @Test
    void ofTenWhoTakeItAtOnceOneHasIt() {
        journal(RecordedCalls.rows("voicemail"));
        String id = list(true).getFirst().id();
        List<Future<Verdict>> all = IntStream.range(0, 10)
                .mapToObj(i -> desk.claim(id, HERE, "lawyer0" + i))
                .toList();
        assertThat(all.stream().map(CallbackBookTest::done))
                .filteredOn(Verdict.Changed.class::isInstance)
                .hasSize(1);
        assertThat(done(desk.claim(id, Set.of("xiuwu"), "lawyer01"))).isEqualTo(new Verdict.Unknown(id));
    }

    @Test
    void theNextFreeLawyersTelephoneRingsAndTheJournalTellsThatTheySpoke() {
        journal(RecordedCalls.rows("abandoned-ringing"));
        Callback owed = list(true).getFirst();
        Clock after = Clock.fixed(owed.dueAt().plusSeconds(1), ZoneOffset.UTC);
        CallbackDesk later = new CallbackDesk(vertx, book, line, new Everybody(), after, meters);
        done(later.start());
        HeardEvents.await(
                "the lawyer's telephone", () -> !done(line.calledOut()).isEmpty());
        CallOut order = done(line.calledOut()).getFirst();
        assertThat(order.lawyer()).isEqualTo("lawyer01");
        assertThat(order.number()).isEqualTo("13800000001");
        assertThat(order.line()).isEqualTo("12348");
        assertThat(order.id()).isEqualTo(owed.id());
        assertThat(list(true).getFirst().state()).isInstanceOf(State.Calling.class);
        done(later.stop());

        journal(OwnCall.rows(owed.id(), true));
        Callback spoken = list(false).getFirst();
        assertThat(((State.Closed) spoken.state()).ending()).isEqualTo(Ending.SPOKEN);
        assertThat(spoken.attempts().getFirst().consultation()).isPresent();
    }

    @Test
    void aCitizenWhoIsNotReachedStaysOnTheList() {
        journal(RecordedCalls.rows("abandoned-ringing"));
        Callback owed = list(true).getFirst();
        free.add("lawyer01");
        assertThat(done(desk.call(owed.id(), HERE, "lawyer01"))).isInstanceOf(Verdict.Changed.class);
        HeardEvents.await("the order", () -> !done(line.calledOut()).isEmpty());
        journal(OwnCall.rows(owed.id(), false));
        Callback tried = list(true).getFirst();
        assertThat(tried.state()).isEqualTo(new State.Waiting());
        assertThat(tried.attemptsMade()).isEqualTo(1);
        assertThat(tried.dueAt()).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
    }

    @Test
    void aLawyerWhoDoesNotAcceptSendsItBack() {
        journal(RecordedCalls.rows("abandoned-ringing"));
        line.accepts(_ -> false);
        free.add("lawyer01");
        String id = list(true).getFirst().id();
        done(desk.call(id, HERE, "lawyer01"));
        HeardEvents.await("it waits again", () -> list(true).getFirst().state() instanceof State.Waiting);
        assertThat(list(true).getFirst().attempts().getFirst().result()).contains(Attempt.Result.LAWYER_DECLINED);
    }

    @Test
    void anEngagedTelephoneOrADeadLineIsSaidAtOnce() {
        journal(RecordedCalls.rows("abandoned-ringing"));
        String id = list(true).getFirst().id();
        assertThat(done(desk.call(id, HERE, "lawyer01")))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.rule()).isEqualTo("busy"));
        free.add("lawyer01");
        line.cut("the wire is cut");
        HeardEvents.await("the line is down", () -> !line.health().up());
        assertThat(done(desk.call(id, HERE, "lawyer01")))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.rule()).isEqualTo("line"));
        assertThat(list(true).getFirst().state()).isEqualTo(new State.Waiting());
    }

    private static final class Everybody implements CallbackDesk.Lawyers {
        @Override
        public List<String> centres() {
            return List.of(CENTRE);
        }

        @Override
        public Set<String> free(String centre) {
            return Set.of("lawyer01");
        }

        @Override
        public Optional<Boolean> engaged(String lawyer) {
            return Optional.of(false);
        }

        @Override
        public String line(String centre) {
            return "12348";
        }
    }

    /** A callback's own call as the exchange writes it. */
    static final class OwnCall {

        private OwnCall() {}

        static List<CelRow> rows(String callback, boolean spoken) {
            String mine = "pbx1-1790000000.70";
            String theirs = "pbx1-1790000000.72";
            String hand = "Local/lawyer01@lawyer-00000007;1";
            String citizen = "PJSIP/outbound-00000009";
            String bridge = "{\"bridge_id\":\"b1\",\"bridge_technology\":\"simple_bridge\"}";
            List<CelRow> rows = new java.util.ArrayList<>();
            rows.add(row("CHAN_START", 0, "", mine, hand, ""));
            rows.add(row(
                    "USER_DEFINED",
                    3,
                    "HOTLINE_CALLBACK_OUT",
                    mine,
                    hand,
                    "{\"extra\":\"id=" + callback
                            + ";centre=jiaozuo;line=12348;lawyer=lawyer01;number=13800000001\"}"));
            rows.add(row("CHAN_START", 3, "", theirs, citizen, ""));
            if (spoken) {
                rows.add(row("ANSWER", 8, "", theirs, citizen, ""));
                rows.add(row("BRIDGE_ENTER", 8, "", theirs, citizen, bridge));
                rows.add(row("BRIDGE_ENTER", 8, "", mine, hand, bridge));
                rows.add(row("BRIDGE_EXIT", 98, "", theirs, citizen, bridge));
                rows.add(row("BRIDGE_EXIT", 99, "", mine, hand, bridge));
            }
            rows.add(row(
                    "HANGUP", 99, "", theirs, citizen, "{\"hangupcause\":16,\"hangupsource\":\"" + citizen + "\"}"));
            rows.add(row("CHAN_END", 99, "", theirs, citizen, ""));
            rows.add(row("HANGUP", 99, "", mine, hand, "{\"hangupcause\":16,\"hangupsource\":\"" + citizen + "\"}"));
            rows.add(row("CHAN_END", 99, "", mine, hand, ""));
            return rows;
        }

        private static CelRow row(
                String type, long second, String user, String uniqueId, String channel, String extra) {
            return new CelRow(
                    type,
                    NOW.plusSeconds(second),
                    user,
                    "pbx1",
                    uniqueId,
                    "pbx1-1790000000.70",
                    channel,
                    "callback-out",
                    "13800000001",
                    "",
                    "",
                    "",
                    "",
                    "",
                    extra);
        }
    }

    @Test
    void aCallbacksOwnCallIsARecordOfItsOwnCreditedToTheLawyer() {
        CallProjection call = CallFold.project(RecordedCalls.seen(OwnCall.rows("cb1", true)), RecordedCalls.LINES)
                .getFirst();
        assertThat(call.callbackId()).contains("cb1");
        assertThat(call.centre()).contains(CENTRE);
        assertThat(call.line()).isEqualTo("12348");
        assertThat(call.caller()).isEqualTo("13800000001");
        assertThat(call.outcome()).contains(org.hotline12348.core.call.Outcome.ANSWERED);
        assertThat(call.lawyer()).contains("lawyer01");
        assertThat(call.talkSeconds()).isEqualTo(90);
        assertThat(call.hangUpSide()).isEqualTo(org.hotline12348.core.call.HangUpSide.CITIZEN);
        assertThat(call.timeline())
                .allSatisfy(entry -> assertThat(entry.detail()).doesNotContain("13800000001"));
        assertThat(CallFold.project(RecordedCalls.seen(OwnCall.rows("cb1", false)), RecordedCalls.LINES)
                        .getFirst()
                        .outcome())
                .contains(org.hotline12348.core.call.Outcome.NO_ANSWER);
    }

    @Test
    void whatTheExchangeRefusesToDialCountsAtOnceAndOnlyOnceAndOnlyForNumbersOfThatKind() throws Exception {
        Callback one = done(book.add(CENTRE, PhoneNumber.of("13800000077").orElseThrow(), "k", NOW));
        done(book.change(one.id(), HERE, callback -> callback.call("lawyer01", NOW, book.rules())));
        assertThat(refused(one, "OFF", NOW.minusSeconds(60)))
                .as("of an earlier attempt")
                .isEmpty();
        Callback after = refused(one, "OFF", NOW).orElseThrow();
        assertThat(after.state()).isInstanceOf(State.Waiting.class);
        assertThat(after.dueAt()).isEqualTo(NOW.plus(Duration.ofMinutes(15)));
        assertThat(after.attemptsMade()).as("switched off is nobody's fault").isZero();
        assertThat(refused(one, "OFF", NOW)).as("told again").isEmpty();
        for (int i = 0; i < book.rules().maxAttempts(); i++) {
            done(book.change(one.id(), HERE, callback -> callback.call("lawyer01", NOW, book.rules())));
            after = refused(one, "NUMBER", NOW).orElseThrow();
        }
        assertThat(after.state())
                .isInstanceOfSatisfying(
                        State.Closed.class,
                        closed -> assertThat(closed.ending()).isEqualTo(Ending.GIVEN_UP));
    }

    private Optional<Callback> refused(Callback one, String reason, Instant at) throws Exception {
        return done(pool.withTransaction(connection -> book.refused(connection, one.id(), reason, at)));
    }
}
