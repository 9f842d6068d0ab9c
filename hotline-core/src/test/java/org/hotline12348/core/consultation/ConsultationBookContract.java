package org.hotline12348.core.consultation;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.hotline12348.core.call.CallFold;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Feed;
import org.hotline12348.core.call.LiveState.Phase;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.call.RecordedCalls;
import org.hotline12348.core.call.SeenRow;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.ivr.cel.CelRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every book of consultations keeps to. */
public abstract class ConsultationBookContract {

    static final Set<String> HERE = Set.of("jiaozuo");
    static final Optional<String> ALL = Optional.empty();
    static final Instant NOW = Instant.parse("2026-11-24T02:00:00Z");

    /** The book under test, empty. */
    protected abstract ConsultationBook book();

    /** Writes calls as the line does. */
    protected abstract void record(List<CallProjection> calls);

    static <T> T done(Future<T> future) {
        try {
            return future.await(30, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new AssertionError("no answer within 30 s", e);
        }
    }

    static CallProjection call(String name) {
        return RecordedCalls.fold(name);
    }

    /** The recorded call once more, as another call so much later. */
    static CallProjection later(String name, int number) {
        List<SeenRow> rows = new ArrayList<>();
        for (CelRow row : RecordedCalls.rows(name)) {
            rows.add(new SeenRow(
                    new CelRow(
                            row.eventType(),
                            row.eventTime().plus(Duration.ofMinutes(number)),
                            row.userDefType(),
                            row.systemName(),
                            row.uniqueId() + number,
                            row.linkedId() + number,
                            row.channel(),
                            row.context(),
                            row.extension(),
                            row.callerNumber(),
                            row.callerName(),
                            row.application(),
                            row.applicationData(),
                            row.peer(),
                            row.extra()),
                    Feed.FILE));
        }
        return CallFold.project(rows, Map.of("12348", "jiaozuo")).getFirst();
    }

    private String record(String name) {
        CallProjection call = call(name);
        record(List.of(call));
        return EntryId.ofCall(call.pbx(), call.callId());
    }

    private Consultation find(String id) {
        return done(book().find(id, HERE, ALL)).orElseThrow();
    }

    private List<String> ids(ConsultationQuery query) {
        return done(book().list(query)).items().stream().map(Consultation::id).toList();
    }

    @Test
    void aCallIsOneEntryHoweverOftenItIsWritten() {
        String id = record("answered");
        record("answered");
        assertThat(ids(ConsultationQuery.of("jiaozuo"))).containsExactly(id);
        Consultation entry = find(id);
        assertThat(entry.number()).isEqualTo("2026-000001");
        assertThat(entry.outcome()).contains(Outcome.ANSWERED);
        assertThat(entry.lawyer()).contains("lawyer01");
        assertThat(entry.caller()).map(PhoneNumber::plainDigits).contains("13800000001");
        assertThat(entry.startedAt()).isEqualTo(call("answered").startedAt());
        assertThat(entry.call().orElseThrow()).isEqualTo(CallEntries.record(call("answered")));
        assertThat(entry.version()).isZero();
    }

    @Test
    void numbersRunWithoutGapsAndStayWithTheirEntry() {
        for (int i = 0; i < 5; i++) {
            record(List.of(later("closed", i), later("closed", i + 1)));
        }
        assertThat(done(book().list(ConsultationQuery.of("jiaozuo"))).items())
                .extracting(Consultation::number)
                .containsExactlyInAnyOrder(
                        "2026-000001", "2026-000002", "2026-000003", "2026-000004", "2026-000005", "2026-000006");
    }

    @Test
    void whatPeopleWroteOutlivesEveryReplay() {
        String id = record("answered");
        NotesEdit edit = notes("wages", "工伤赔偿问题", "告知申请工伤认定");
        WriteResult written = done(book().edit(id, 0, edit, HERE, ALL, "lawyer01", NOW));
        record("answered");
        assertThat(written).isInstanceOf(WriteResult.Written.class);
        Consultation entry = find(id);
        assertThat(entry.notes().summary()).isEqualTo("工伤赔偿问题");
        assertThat(entry.version()).isEqualTo(1);
        assertThat(entry.editedBy()).contains("lawyer01");
        assertThat(entry.editedAt()).contains(NOW);
        assertThat(entry).isEqualTo(((WriteResult.Written) written).consultation());
    }

    @Test
    void everyFieldOfTheNotesIsKept() {
        String id = record("answered");
        NotesEdit edit = new NotesEdit(
                Optional.of("labour"),
                Optional.of("欠薪"),
                Optional.of("summary"),
                Optional.of("advice"),
                Optional.of("legal_aid"),
                Optional.of(Set.of("migrant_worker", "woman")),
                Optional.of("王某"),
                Optional.of("解放区"),
                Optional.of(true),
                Optional.of(Optional.of(LocalDate.of(2027, 2, 28))),
                Optional.of(true),
                Optional.of(true),
                Optional.of(false),
                Optional.of(true),
                Optional.of("解放区劳动争议调解委员会"),
                Optional.of(Optional.of(LocalDate.of(2026, 12, 1))));
        done(book().edit(id, 0, edit, HERE, ALL, "lawyer01", NOW));
        assertThat(find(id).notes()).isEqualTo(edit.applyTo(Notes.BLANK));
        done(book().edit(
                        id,
                        1,
                        new NotesEdit(
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(""),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(""),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(Optional.empty()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(""),
                                Optional.of(Optional.empty())),
                        HERE,
                        ALL,
                        "lawyer01",
                        NOW));
        Notes cleared = find(id).notes();
        assertThat(cleared.summary()).isEmpty();
        assertThat(cleared.callerName()).isEmpty();
        assertThat(cleared.limitationDate()).isEmpty();
        assertThat(cleared.referredTo()).isEmpty();
        assertThat(cleared.followUpOn()).isEmpty();
        assertThat(cleared.aidApplication()).isTrue();
        assertThat(cleared.advice()).isEqualTo("advice");
    }

    @Test
    void aSensitiveCategoryMakesTheMatterSensitiveAndNobodyCanUntickIt() {
        String id = record("answered");
        NotesEdit unticked = edit(b -> {
            b.category = Optional.of("domestic_violence");
            b.sensitive = Optional.of(false);
        });
        done(book().edit(id, 0, unticked, HERE, ALL, "lawyer01", NOW));
        assertThat(find(id).notes().sensitive()).isTrue();
        done(book().edit(id, 1, edit(b -> b.category = Optional.of("wages")), HERE, ALL, "lawyer01", NOW));
        done(book().edit(id, 2, edit(b -> b.sensitive = Optional.of(false)), HERE, ALL, "lawyer01", NOW));
        assertThat(find(id).notes().sensitive()).isFalse();
        done(book().edit(id, 3, edit(b -> b.groups = Optional.of(Set.of("minor"))), HERE, ALL, "lawyer01", NOW));
        assertThat(find(id).notes().sensitive()).isTrue();
    }

    @Test
    void whoMayNotReadSensitiveMattersDoesNotFindThemByTheirWords() {
        String id = record("answered");
        NotesEdit sensitive = edit(b -> {
            b.category = Optional.of("medical");
            b.summary = Optional.of("手术事故");
        });
        done(book().edit(id, 0, sensitive, HERE, ALL, "lawyer01", NOW));
        ConsultationQuery all = ConsultationQuery.of("jiaozuo");
        assertThat(ids(with(all, b -> b.text = Optional.of("手术")))).containsExactly(id);
        assertThat(ids(with(all, b -> {
                    b.text = Optional.of("手术");
                    b.withSensitive = false;
                })))
                .isEmpty();
        assertThat(ids(with(all, b -> {
                    b.category = Optional.of("medical");
                    b.withSensitive = false;
                })))
                .isEmpty();
        assertThat(ids(with(all, b -> b.withSensitive = false))).containsExactly(id);
    }

    @Test
    void aRecordIsCompleteWhenTheRightToLegalAidWasExplained() {
        String id = record("answered");
        NotesEdit almost = edit(b -> {
            b.category = Optional.of("wages");
            b.summary = Optional.of("欠薪");
            b.advice = Optional.of("仲裁");
            b.disposition = Optional.of("answered");
        });
        done(book().edit(id, 0, almost, HERE, ALL, "lawyer01", NOW));
        ConsultationQuery unfinished = with(ConsultationQuery.of("jiaozuo"), b -> b.unfinished = true);
        assertThat(find(id).notes().missing()).containsExactly("rightsExplained");
        assertThat(ids(unfinished)).containsExactly(id);
        done(book().edit(id, 1, edit(b -> b.disposition = Optional.of("void")), HERE, ALL, "lawyer01", NOW));
        assertThat(ids(unfinished)).isEmpty();
        NotesEdit explained = edit(b -> {
            b.disposition = Optional.of("answered");
            b.rightsExplained = Optional.of(true);
        });
        done(book().edit(id, 2, explained, HERE, ALL, "lawyer01", NOW));
        assertThat(ids(unfinished)).isEmpty();
        assertThat(find(id).notes().missing()).isEmpty();
    }

    @Test
    void aNameAndThatNoneWasGivenDoNotGoTogether() {
        String id = record("answered");
        NotesEdit both = edit(b -> {
            b.name = Optional.of("王某");
            b.nameWithheld = Optional.of(true);
        });
        assertThat(done(book().edit(id, 0, both, HERE, ALL, "lawyer01", NOW)))
                .isInstanceOfSatisfying(
                        WriteResult.Refused.class,
                        refused -> assertThat(refused.faults())
                                .extracting(WriteResult.Fault::field)
                                .containsExactly("nameWithheld"));
    }

    @Test
    void theSecondOfTwoWritersIsToldWhatStandsThere() {
        String id = record("answered");
        done(book().edit(id, 0, notes("wages", "first", ""), HERE, ALL, "lawyer01", NOW));
        WriteResult second = done(book().edit(id, 0, notes("wages", "second", ""), HERE, ALL, "lawyer02", NOW));
        assertThat(second)
                .isInstanceOfSatisfying(
                        WriteResult.Stale.class,
                        stale -> assertThat(stale.current().notes().summary()).isEqualTo("first"));
        assertThat(find(id).notes().summary()).isEqualTo("first");
    }

    @Test
    void whoChangedWhatIsKeptAndWhatOnePersonSavedInARowIsOneEdit() {
        String id = record("answered");
        assertThat(done(book().edits(id, HERE))).isEmpty();
        done(book().edit(id, 0, notes("wages", "owed", ""), HERE, ALL, "lawyer01", NOW));
        done(book().edit(id, 1, notes("wages", "owed three months", ""), HERE, ALL, "lawyer01", NOW.plusSeconds(60)));
        done(book().edit(id, 2, notes("debts", "owed three months", "sue"), HERE, ALL, "head", NOW.plusSeconds(90)));
        Instant later = NOW.plusSeconds(90).plus(RecordEdit.PAUSE).plusSeconds(1);
        done(book().edit(id, 3, notes("debts", "owed three months", "mediate"), HERE, ALL, "head", later));
        assertThat(done(book().edits(id, HERE)))
                .containsExactly(
                        new RecordEdit(
                                4, "head", later, later, List.of(new RecordEdit.Change("advice", "sue", "mediate"))),
                        new RecordEdit(
                                3,
                                "head",
                                NOW.plusSeconds(90),
                                NOW.plusSeconds(90),
                                List.of(
                                        new RecordEdit.Change("category", "wages", "debts"),
                                        new RecordEdit.Change("advice", "", "sue"))),
                        new RecordEdit(
                                2,
                                "lawyer01",
                                NOW,
                                NOW.plusSeconds(60),
                                List.of(
                                        new RecordEdit.Change("category", "", "wages"),
                                        new RecordEdit.Change("summary", "", "owed three months"))));
        assertThat(done(book().edits(id, Set.of("xiuwu"))))
                .as("another centre's")
                .isEmpty();
    }

    @Test
    void ofACallersNameOnlyThatItChangedIsKept() {
        String id = record("answered");
        NotesEdit named = new NotesEdit(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("王某"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        done(book().edit(id, 0, named, HERE, ALL, "lawyer01", NOW));
        assertThat(done(book().edits(id, HERE)).getFirst().changes())
                .containsExactly(new RecordEdit.Change("callerName", "", ""));
    }

    @Test
    void ofTenWritersAtOnceOneWins() {
        String id = record("answered");
        List<Future<WriteResult>> all = IntStream.range(0, 10)
                .mapToObj(i -> book().edit(id, 0, notes("wages", "text " + i, ""), HERE, ALL, "lawyer01", NOW))
                .toList();
        List<WriteResult> results =
                all.stream().map(ConsultationBookContract::done).toList();
        assertThat(results).filteredOn(WriteResult.Written.class::isInstance).hasSize(1);
        assertThat(results).filteredOn(WriteResult.Stale.class::isInstance).hasSize(9);
        assertThat(find(id).version()).isEqualTo(1);
    }

    @Test
    void whatBreaksARuleIsRefusedWithEveryFault() {
        String id = record("answered");
        NotesEdit edit = notes("no-such-thing", "x".repeat(Notes.MAX_TEXT + 1), "");
        WriteResult result = done(book().edit(id, 0, edit, HERE, ALL, "lawyer01", NOW));
        assertThat(result).isInstanceOfSatisfying(WriteResult.Refused.class, refused -> {
            assertThat(refused.faults()).extracting(WriteResult.Fault::field).containsExactly("category", "summary");
            assertThat(refused.faults().getFirst().message()).contains("no-such-thing", "wages");
        });
        assertThat(find(id).version()).isZero();
    }

    @Test
    void aLawyerSeesHisOwnOnly() {
        String mine = record("answered");
        String his = record("lawyer-hangs-up");
        Optional<String> anna = Optional.of("lawyer01");
        assertThat(done(book().find(mine, HERE, anna))).isPresent();
        assertThat(done(book().find(his, HERE, anna))).isEmpty();
        assertThat(done(book().edit(his, 0, notes("wages", "mine now", ""), HERE, anna, "lawyer01", NOW)))
                .isEqualTo(new WriteResult.Unknown(his));
        assertThat(done(book().find(mine, Set.of("elsewhere"), ALL))).isEmpty();
        assertThat(done(book().find(mine, Set.of(), ALL))).isEmpty();
    }

    @Test
    void aRingingPhoneShowsItsLawyerTheCall() {
        List<CelRow> rows = RecordedCalls.rows("answered");
        CallProjection ringing = CallFold.project(RecordedCalls.seen(rows.subList(0, 8)), RecordedCalls.LINES)
                .getFirst();
        record(List.of(ringing));
        assertThat(done(book().live(HERE, Optional.of("lawyer01"))))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.isLive()).isTrue();
                    assertThat(entry.outcome()).isEmpty();
                    assertThat(entry.call().orElseThrow().live().orElseThrow().phase())
                            .isEqualTo(Phase.RINGING);
                });
        assertThat(done(book().live(HERE, Optional.of("lawyer02")))).isEmpty();
        assertThat(done(book().live(HERE, ALL))).hasSize(1);
        record("answered");
        assertThat(done(book().live(HERE, ALL))).isEmpty();
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepeatWhileNewCallsComeIn() {
        List<CallProjection> calls =
                IntStream.range(0, 23).mapToObj(i -> later("closed", i)).toList();
        record(calls);
        Set<String> seen = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        int pages = 0;
        do {
            ConsultationPage page = done(book().list(query(cursor, 5)));
            page.items().forEach(entry -> assertThat(seen.add(entry.id())).isTrue());
            assertThat(page.items())
                    .allSatisfy(entry ->
                            assertThat(entry.call().orElseThrow().timeline()).isEmpty());
            cursor = page.next();
            record(List.of(later("closed", 100 + pages)));
            pages++;
        } while (cursor.isPresent());
        assertThat(pages).isEqualTo(5);
        assertThat(seen).hasSize(23);
    }

    @Test
    void aCursorOfSomebodyElsesMakingIsTheFirstPage() {
        record("closed");
        for (String wrong : List.of("", "x", "AAAA", "1.2", "%00", "OTk5OTk5OTk5OTk5OTk5LjAueA")) {
            assertThat(done(book().list(query(Optional.of(wrong), 5))).items()).hasSize(1);
        }
    }

    @Test
    void filtersHoldTogether() {
        String answered = record("answered");
        String closed = record("closed");
        String other = record("lawyer-hangs-up");
        done(book().edit(answered, 0, notes("wages", "单位拖欠工资", "可申请劳动仲裁"), HERE, ALL, "lawyer01", NOW));
        ConsultationQuery all = ConsultationQuery.of("jiaozuo");
        assertThat(ids(all)).containsExactly(closed, other, answered);
        assertThat(ids(with(all, b -> b.outcome = Optional.of(Outcome.CLOSED_HOURS))))
                .containsExactly(closed);
        assertThat(ids(with(all, b -> b.lawyer = Optional.of("lawyer02")))).containsExactly(other);
        assertThat(ids(with(all, b -> b.category = Optional.of("wages")))).containsExactly(answered);
        assertThat(ids(with(all, b -> b.text = Optional.of("工资")))).containsExactly(answered);
        assertThat(ids(with(all, b -> b.text = Optional.of("仲")))).containsExactly(answered);
        assertThat(ids(with(all, b -> b.text = Optional.of("工仲")))).isEmpty();
        assertThat(ids(with(all, b -> b.text = Optional.of("2026-000002")))).containsExactly(closed);
        assertThat(ids(with(all, b -> b.caller = PhoneNumber.of("+8613800000001"))))
                .hasSize(3);
        assertThat(ids(with(all, b -> b.caller = PhoneNumber.of("13800000002"))))
                .isEmpty();
        assertThat(ids(with(all, b -> b.channel = Optional.of(Channel.ONLINE)))).isEmpty();
        assertThat(ids(with(all, b -> b.unfinished = true))).containsExactly(other, answered);
        Instant second = call("lawyer-hangs-up").startedAt();
        assertThat(ids(with(all, b -> b.from = Optional.of(second)))).containsExactly(closed, other);
        assertThat(ids(with(all, b -> b.to = Optional.of(second)))).containsExactly(answered);
        assertThat(ids(with(all, b -> b.text = Optional.of("'; drop table x; --%_\\"))))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        hour        | 7        | answered, lawyer-hangs-up, closed
        hour        | 11       |
        weekday     | 2        | answered, lawyer-hangs-up, closed
        weekday     | 7        |
        credited    | lawyer01 | answered
        credited    | -        | closed
        callerGroup | elderly  | answered
        callerGroup | minor    |
        district    | 山阳区   | answered
        district    | -        | closed, lawyer-hangs-up
        queued      | true     | answered, lawyer-hangs-up
        waitAtMost  | 86400    | answered, lawyer-hangs-up
        ratingFrom  | 1        | lawyer-hangs-up
        ratingFrom  | 5        | lawyer-hangs-up
        """)
    void everyNumberOfAReportCanBeOpened(String name, String value, String expected) {
        Map<String, String> ids = new HashMap<>();
        for (String call : List.of("answered", "lawyer-hangs-up", "closed")) {
            ids.put(record(call), call);
        }
        String answered =
                EntryId.ofCall(call("answered").pbx(), call("answered").callId());
        NotesEdit edit = notes("wages", "欠薪", "仲裁");
        done(book().edit(answered, 0, edit, HERE, ALL, "lawyer01", NOW));
        done(book().edit(
                        answered, 1, edit(b -> b.groups = Optional.of(Set.of("elderly"))), HERE, ALL, "lawyer01", NOW));
        done(book().edit(answered, 2, edit(b -> b.district = Optional.of("山阳区")), HERE, ALL, "lawyer01", NOW));
        Optional<String> text = Optional.of(value);
        Optional<Integer> number = text.filter(digits -> digits.matches("\\d+")).map(Integer::valueOf);
        Facets facets = new Facets(
                ZoneId.of("Asia/Shanghai"),
                number.filter(n -> name.equals("hour")),
                number.filter(n -> name.equals("weekday")),
                text.filter(t -> name.equals("credited")),
                text.filter(t -> name.equals("callerGroup")),
                text.filter(t -> name.equals("district")),
                name.equals("queued"),
                number.filter(n -> name.equals("waitAtMost")),
                number.filter(n -> name.equals("ratingFrom")));
        assertThat(ids(with(ConsultationQuery.of("jiaozuo"), b -> b.facets = facets)))
                .extracting(ids::get)
                .containsExactlyInAnyOrder(expected == null ? new String[0] : expected.split(", "));
    }

    @Test
    void aCallersHistoryLeavesOutTheCallItself() {
        String first = record("answered");
        record("closed");
        assertThat(done(book().history(first, HERE, 10)))
                .extracting(Consultation::outcome)
                .containsExactly(Optional.of(Outcome.CLOSED_HOURS));
    }

    @Test
    void otherChannelsAreEnteredByHandAndOnce() {
        NewConsultation visit = new NewConsultation(
                "key-1",
                "jiaozuo",
                Channel.IN_PERSON,
                NOW,
                NOW.plus(Duration.ofMinutes(20)),
                PhoneNumber.of("13900001111"),
                "lawyer07",
                notes("family", "离婚财产分割", "建议协商").applyTo(Notes.BLANK));
        WriteResult first = done(book().add(visit, "coordinator", NOW));
        WriteResult again = done(book().add(visit, "coordinator", NOW));
        assertThat(first).isInstanceOf(WriteResult.Written.class).isEqualTo(again);
        Consultation entry = ((WriteResult.Written) first).consultation();
        assertThat(entry.channel()).isEqualTo(Channel.IN_PERSON);
        assertThat(entry.call()).isEmpty();
        assertThat(entry.outcome()).contains(Outcome.ANSWERED);
        assertThat(entry.caller()).map(PhoneNumber::masked).contains("139****1111");
        assertThat(done(book().find(entry.id(), HERE, Optional.of("lawyer07")))).isPresent();
        assertThat(ids(ConsultationQuery.of("jiaozuo"))).hasSize(1);
    }

    @Test
    void anEntryThatEndsBeforeItStartsIsRefused() {
        NewConsultation wrong = new NewConsultation(
                "key-2", "jiaozuo", Channel.ONLINE, NOW, NOW.minusSeconds(60), Optional.empty(), "", Notes.BLANK);
        assertThat(done(book().add(wrong, "coordinator", NOW)))
                .isInstanceOfSatisfying(
                        WriteResult.Refused.class,
                        refused -> assertThat(refused.faults())
                                .extracting(WriteResult.Fault::field)
                                .containsExactly("lawyer", "endedAt"));
    }

    @Test
    void theListsAreThere() {
        WordLists lists = done(book().wordLists("jiaozuo"));
        assertThat(lists.categories()).hasSize(21);
        assertThat(lists.dispositions()).hasSize(10);
        assertThat(lists.callerGroups()).hasSize(7);
        assertThat(lists.categories().get(3).zh()).isEqualTo("劳动报酬（农民工讨薪）");
    }

    static NotesEdit notes(String category, String summary, String advice) {
        return edit(b -> {
            b.category = Optional.of(category);
            b.summary = Optional.of(summary);
            b.advice = Optional.of(advice);
        });
    }

    /** An edit in the making. */
    static final class Written {
        Optional<String> category = Optional.empty();
        Optional<String> summary = Optional.empty();
        Optional<String> advice = Optional.empty();
        Optional<String> disposition = Optional.empty();
        Optional<Set<String>> groups = Optional.empty();
        Optional<String> district = Optional.empty();
        Optional<String> name = Optional.empty();
        Optional<Boolean> rightsExplained = Optional.empty();
        Optional<Boolean> sensitive = Optional.empty();
        Optional<Boolean> nameWithheld = Optional.empty();
    }

    static NotesEdit edit(java.util.function.Consumer<Written> change) {
        Written written = new Written();
        change.accept(written);
        return new NotesEdit(
                written.category,
                Optional.empty(),
                written.summary,
                written.advice,
                written.disposition,
                written.groups,
                written.name,
                written.district,
                written.rightsExplained,
                Optional.empty(),
                Optional.empty(),
                written.sensitive,
                written.nameWithheld,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private static ConsultationQuery query(Optional<String> cursor, int limit) {
        return with(ConsultationQuery.of("jiaozuo"), b -> {
            b.cursor = cursor;
            b.limit = limit;
        });
    }

    /** A query in the making. */
    static final class Asked {
        Optional<Instant> from = Optional.empty();
        Optional<Instant> to = Optional.empty();
        Optional<Channel> channel = Optional.empty();
        Optional<String> lawyer = Optional.empty();
        Optional<String> category = Optional.empty();
        Optional<PhoneNumber> caller = Optional.empty();
        Optional<String> text = Optional.empty();
        Optional<Outcome> outcome = Optional.empty();
        boolean unfinished;
        boolean withSensitive = true;
        Facets facets = Facets.NONE;
        Optional<String> cursor = Optional.empty();
        int limit = ConsultationQuery.USUAL_LIMIT;
    }

    private static ConsultationQuery with(ConsultationQuery base, java.util.function.Consumer<Asked> change) {
        Asked asked = new Asked();
        change.accept(asked);
        return new ConsultationQuery(
                base.centres(),
                asked.from,
                asked.to,
                asked.channel,
                asked.lawyer,
                asked.category,
                asked.caller,
                asked.text,
                asked.outcome,
                Optional.empty(),
                asked.unfinished,
                Optional.empty(),
                asked.withSensitive,
                asked.facets,
                asked.cursor,
                asked.limit);
    }
}
