package org.hotline12348.core.consultation;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.consultation.WriteResult.Fault;

/** The book in memory: for tests and for trying a screen. Nothing outlives it, and it tells no notices. */
public final class InMemoryConsultationBook implements ConsultationBook {

    private static final Comparator<Consultation> NEWEST = Comparator.comparing(Consultation::startedAt)
            .thenComparing(Consultation::id)
            .reversed();

    private final Map<String, Consultation> entries = new HashMap<>();
    private final Map<String, List<RecordEdit>> edits = new HashMap<>();
    private final Map<String, String> writers = new HashMap<>();
    private final Map<String, Integer> series = new HashMap<>();
    private final Function<String, ZoneId> zones;
    private final WordLists lists;

    public InMemoryConsultationBook(Function<String, ZoneId> zones, WordLists lists) {
        this.zones = zones;
        this.lists = lists;
    }

    /** Writes calls as the line does. */
    public synchronized void record(List<CallProjection> calls) {
        for (CallProjection call : calls) {
            call.centre().ifPresent(centre -> record(centre, call));
        }
    }

    private void record(String centre, CallProjection call) {
        String id = EntryId.ofCall(call.pbx(), call.callId());
        Optional<Consultation> before = Optional.ofNullable(entries.get(id))
                .filter(entry -> entry.centre().equals(centre));
        String number = before.map(Consultation::number).orElseGet(() -> number(centre, call.startedAt()));
        entries.put(
                id,
                new Consultation(
                        id,
                        number,
                        centre,
                        Channel.PHONE,
                        call.startedAt(),
                        call.endedAt(),
                        call.outcome(),
                        CallEntries.caller(call),
                        call.lawyer(),
                        call.lawyers(),
                        Optional.of(CallEntries.record(call)),
                        before.map(Consultation::notes).orElse(Notes.BLANK),
                        before.map(Consultation::version).orElse(0L),
                        before.flatMap(Consultation::editedBy),
                        before.flatMap(Consultation::editedAt)));
    }

    private String number(String centre, Instant startedAt) {
        int year = startedAt.atZone(zones.apply(centre)).getYear();
        return "%d-%06d".formatted(year, series.merge(centre + year, 1, Integer::sum));
    }

    @Override
    public synchronized Future<Optional<Consultation>> find(
            String id, Set<String> centres, Optional<String> visibleTo) {
        return Future.succeededFuture(seen(id, centres, visibleTo));
    }

    private Optional<Consultation> seen(String id, Set<String> centres, Optional<String> visibleTo) {
        return visible(centres, visibleTo)
                .filter(entry -> entry.id().equals(id))
                .findFirst();
    }

    private Stream<Consultation> visible(Set<String> centres, Optional<String> visibleTo) {
        return entries.values().stream()
                .filter(entry -> centres.contains(entry.centre()))
                .filter(entry -> visibleTo.isEmpty() || isHis(entry, visibleTo.get()));
    }

    private boolean isHis(Consultation entry, String lawyer) {
        return entry.lawyers().contains(lawyer)
                || entry.editedBy().equals(Optional.of(lawyer))
                || lawyer.equals(writers.get(entry.id()))
                || entry.call()
                        .flatMap(CallRecord::live)
                        .map(LiveState::lawyer)
                        .filter(names -> List.of(names.split(",", -1)).contains(lawyer))
                        .isPresent();
    }

    @Override
    public synchronized Future<ConsultationPage> list(ConsultationQuery query) {
        Optional<Cursor> cursor = query.cursor().flatMap(Cursor::read);
        List<Consultation> found = visible(query.centres(), query.visibleTo())
                .filter(filter(query))
                .filter(entry -> cursor.isEmpty() || isAfter(entry, cursor.get()))
                .sorted(NEWEST)
                .limit(query.limit() + 1L)
                .map(InMemoryConsultationBook::withoutTimeline)
                .toList();
        boolean more = found.size() > query.limit();
        List<Consultation> items = more ? found.subList(0, query.limit()) : found;
        return Future.succeededFuture(new ConsultationPage(
                List.copyOf(items),
                more ? Optional.of(Cursor.after(items.getLast()).text()) : Optional.empty()));
    }

    @Override
    public synchronized Future<Long> count(ConsultationQuery query) {
        return Future.succeededFuture(visible(query.centres(), query.visibleTo())
                .filter(filter(query))
                .count());
    }

    private static boolean isAfter(Consultation entry, Cursor cursor) {
        int byTime = entry.startedAt().compareTo(cursor.startedAt());
        return byTime < 0 || byTime == 0 && entry.id().compareTo(cursor.id()) < 0;
    }

    private static Predicate<Consultation> filter(ConsultationQuery query) {
        return entry -> query.from()
                        .map(from -> !entry.startedAt().isBefore(from))
                        .orElse(true)
                && query.to().map(to -> entry.startedAt().isBefore(to)).orElse(true)
                && query.channel().map(channel -> entry.channel() == channel).orElse(true)
                && query.lawyer().map(entry.lawyers()::contains).orElse(true)
                && query.category()
                        .map(wanted -> Facets.is(wanted, entry.notes().category()))
                        .orElse(true)
                && query.disposition()
                        .map(wanted -> Facets.is(wanted, entry.notes().disposition()))
                        .orElse(true)
                && query.facets().holds(entry)
                && (query.caller().isEmpty() || entry.caller().equals(query.caller()))
                && (query.outcome().isEmpty() || entry.outcome().equals(query.outcome()))
                && (!query.unfinished() || isUnfinished(entry))
                && (query.withSensitive()
                        || !query.asksForNotes()
                        || !entry.notes().sensitive())
                && query.text()
                        .filter(text -> !text.isBlank())
                        .map(text -> has(entry, text))
                        .orElse(true);
    }

    private static boolean isUnfinished(Consultation entry) {
        return entry.outcome().equals(Optional.of(Outcome.ANSWERED))
                && !entry.notes().missing().isEmpty();
    }

    private static boolean has(Consultation entry, String text) {
        return text.strip().matches("\\d{4}-\\d{1,12}")
                ? entry.number().equals(text.strip())
                : Grams.searchable(entry.notes()).contains(Grams.plain(text));
    }

    private static Consultation withoutTimeline(Consultation entry) {
        Optional<CallRecord> call = entry.call()
                .map(c -> new CallRecord(
                        c.pbx(),
                        c.callId(),
                        c.line(),
                        c.queuedAt(),
                        c.answeredAt(),
                        c.waitSeconds(),
                        c.talkSeconds(),
                        c.rating(),
                        c.recordingFile(),
                        c.recordingRefused(),
                        c.noticePlayed(),
                        c.voicemailFile(),
                        c.callbackNumber(),
                        c.hangUpSide(),
                        c.live(),
                        c.legs(),
                        c.callback(),
                        c.callbackOf(),
                        c.suspect(),
                        List.of()));
        return with(entry, call, entry.notes(), entry.version(), entry.editedBy(), entry.editedAt());
    }

    private static Consultation with(
            Consultation entry,
            Optional<CallRecord> call,
            Notes notes,
            long version,
            Optional<String> by,
            Optional<Instant> at) {
        return new Consultation(
                entry.id(),
                entry.number(),
                entry.centre(),
                entry.channel(),
                entry.startedAt(),
                entry.endedAt(),
                entry.outcome(),
                entry.caller(),
                entry.lawyer(),
                entry.lawyers(),
                call,
                notes,
                version,
                by,
                at);
    }

    @Override
    public synchronized Future<List<Consultation>> live(Set<String> centres, Optional<String> visibleTo) {
        return Future.succeededFuture(visible(centres, visibleTo)
                .filter(Consultation::isLive)
                .sorted(NEWEST.reversed())
                .limit(PgConsultationBook.MAX_LIVE)
                .map(InMemoryConsultationBook::withoutTimeline)
                .toList());
    }

    @Override
    public synchronized Future<List<Consultation>> history(String id, Set<String> centres, int limit) {
        Optional<Consultation> entry = seen(id, centres, Optional.empty());
        return Future.succeededFuture(entry.flatMap(Consultation::caller)
                .map(caller -> visible(centres, Optional.empty())
                        .filter(other ->
                                !other.id().equals(id) && other.caller().equals(Optional.of(caller)))
                        .sorted(NEWEST)
                        .limit(Math.max(1, limit))
                        .map(InMemoryConsultationBook::withoutTimeline)
                        .toList())
                .orElse(List.of()));
    }

    @Override
    public synchronized Future<WriteResult> edit(
            String id,
            long version,
            NotesEdit edit,
            Set<String> centres,
            Optional<String> visibleTo,
            String by,
            Instant at) {
        Optional<Consultation> found = seen(id, centres, visibleTo);
        if (found.isEmpty()) {
            return Future.succeededFuture(new WriteResult.Unknown(id));
        }
        Consultation now = found.get();
        if (now.version() != version) {
            return Future.succeededFuture(new WriteResult.Stale(now));
        }
        Notes notes = lists.guarded(edit.applyTo(now.notes()));
        List<Fault> faults = NotesRules.faults(notes, lists);
        if (!faults.isEmpty()) {
            return Future.succeededFuture(new WriteResult.Refused(faults));
        }
        Consultation after = with(now, now.call(), notes, version + 1, Optional.of(by), Optional.of(at));
        entries.put(id, after);
        edited(id, RecordEdit.of(version + 1, by, at, now.notes(), notes));
        return Future.succeededFuture(new WriteResult.Written(after));
    }

    private void edited(String id, RecordEdit edit) {
        List<RecordEdit> before = edits.getOrDefault(id, List.of());
        Optional<RecordEdit> joined = before.stream().findFirst().flatMap(last -> last.and(edit));
        edits.put(
                id,
                Stream.concat(Stream.of(joined.orElse(edit)), before.stream().skip(joined.isPresent() ? 1 : 0))
                        .toList());
    }

    @Override
    public synchronized Future<List<RecordEdit>> edits(String id, Set<String> centres) {
        return Future.succeededFuture(
                seen(id, centres, Optional.empty()).isEmpty()
                        ? List.of()
                        : edits.getOrDefault(id, List.of()).stream()
                                .limit(RecordEdit.MOST)
                                .toList());
    }

    @Override
    public synchronized Future<WriteResult> add(NewConsultation entry, String by, Instant at) {
        List<Fault> faults = NewConsultationRules.faults(entry, lists);
        if (!faults.isEmpty()) {
            return Future.succeededFuture(new WriteResult.Refused(faults));
        }
        String id = EntryId.ofRequest(entry.centre(), entry.requestKey());
        if (!entries.containsKey(id)) {
            entries.put(
                    id,
                    new Consultation(
                            id,
                            number(entry.centre(), entry.startedAt()),
                            entry.centre(),
                            entry.channel(),
                            entry.startedAt(),
                            Optional.of(entry.endedAt()),
                            Optional.of(Outcome.ANSWERED),
                            entry.caller(),
                            Optional.of(entry.lawyer()),
                            List.of(entry.lawyer()),
                            Optional.empty(),
                            lists.guarded(entry.notes()),
                            1,
                            Optional.of(by),
                            Optional.of(at)));
            writers.put(id, by);
        }
        return Future.succeededFuture(new WriteResult.Written(entries.get(id)));
    }

    @Override
    public Future<WordLists> wordLists(String centre) {
        return Future.succeededFuture(lists);
    }
}
