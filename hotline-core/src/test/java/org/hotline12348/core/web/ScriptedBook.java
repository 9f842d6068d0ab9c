package org.hotline12348.core.web;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.hotline12348.core.call.HangUpSide;
import org.hotline12348.core.call.LawyerLeg;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.call.TimelineEntry;
import org.hotline12348.core.consultation.CallRecord;
import org.hotline12348.core.consultation.Channel;
import org.hotline12348.core.consultation.Consultation;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.consultation.ConsultationPage;
import org.hotline12348.core.consultation.ConsultationQuery;
import org.hotline12348.core.consultation.NewConsultation;
import org.hotline12348.core.consultation.Notes;
import org.hotline12348.core.consultation.NotesEdit;
import org.hotline12348.core.consultation.RecordEdit;
import org.hotline12348.core.consultation.WordLists;
import org.hotline12348.core.consultation.WordLists.Word;
import org.hotline12348.core.consultation.WriteResult;
import org.hotline12348.core.privacy.PhoneNumber;

/** A small book in memory, so that these tests see only what the HTTP interface does. */
public final class ScriptedBook implements ConsultationBook {

    private final Map<String, Consultation> entries = new ConcurrentHashMap<>();
    private final Map<String, String> byRequest = new ConcurrentHashMap<>();

    private final Map<String, List<RecordEdit>> edits = new ConcurrentHashMap<>();

    /** The last question, as it arrived. */
    public volatile Optional<ConsultationQuery> asked = Optional.empty();

    /** A call that was answered and has ended. */
    public Consultation answered(String id, String lawyer, String caller, Instant at) {
        return put(entry(
                id, "jiaozuo", lawyer, caller, at, Optional.of(at.plusSeconds(130)), Optional.of(Outcome.ANSWERED)));
    }

    /** A call that talks now. */
    public Consultation talking(String id, String lawyer, String caller, Instant at) {
        return put(entry(id, "jiaozuo", lawyer, caller, at, Optional.empty(), Optional.empty()));
    }

    public Consultation put(Consultation entry) {
        entries.put(entry.id(), entry);
        return entry;
    }

    public void clear() {
        entries.clear();
        edits.clear();
        byRequest.clear();
    }

    public static Consultation entry(
            String id,
            String centre,
            String lawyer,
            String caller,
            Instant at,
            Optional<Instant> ended,
            Optional<Outcome> outcome) {
        CallRecord call = new CallRecord(
                "pbx1",
                "pbx1-" + id,
                "12348",
                Optional.of(at.plusSeconds(5)),
                Optional.of(at.plusSeconds(12)),
                7,
                ended.isPresent() ? 118 : 0,
                ended.map(e -> 5),
                ended.map(e -> "monitor/x.wav"),
                false,
                true,
                Optional.empty(),
                Optional.empty(),
                HangUpSide.values()[0],
                ended.isPresent()
                        ? Optional.empty()
                        : Optional.of(new LiveState(LiveState.Phase.TALKING, lawyer, at.plusSeconds(12))),
                List.of(new LawyerLeg(lawyer, at.plusSeconds(6), Optional.of(at.plusSeconds(12)), ended, 118, "")),
                Optional.empty(),
                Optional.empty(),
                false,
                List.of(new TimelineEntry(at, "CitizenArrived", "")));
        return new Consultation(
                id,
                "2026-" + id,
                centre,
                Channel.PHONE,
                at,
                ended,
                outcome,
                PhoneNumber.of(caller),
                Optional.of(lawyer),
                List.of(lawyer),
                Optional.of(call),
                Notes.BLANK,
                1,
                Optional.empty(),
                Optional.empty());
    }

    private static boolean seen(Consultation entry, Set<String> centres, Optional<String> visibleTo) {
        return centres.contains(entry.centre())
                && visibleTo.map(lawyer -> entry.lawyers().contains(lawyer)).orElse(true);
    }

    private List<Consultation> newestFirst() {
        return entries.values().stream()
                .sorted(Comparator.comparing(Consultation::startedAt)
                        .thenComparing(Consultation::id)
                        .reversed())
                .toList();
    }

    @Override
    public Future<Optional<Consultation>> find(String id, Set<String> centres, Optional<String> visibleTo) {
        return Future.succeededFuture(
                Optional.ofNullable(entries.get(id)).filter(entry -> seen(entry, centres, visibleTo)));
    }

    @Override
    public Future<List<RecordEdit>> edits(String id, Set<String> centres) {
        return Future.succeededFuture(edits.getOrDefault(id, List.of()));
    }

    @Override
    public Future<Long> count(ConsultationQuery query) {
        return list(query.limited(ConsultationQuery.MAX_LIMIT))
                .map(page -> (long) page.items().size());
    }

    @Override
    public Future<ConsultationPage> list(ConsultationQuery query) {
        asked = Optional.of(query);
        List<Consultation> found = newestFirst().stream()
                .filter(entry -> seen(entry, query.centres(), query.visibleTo()))
                .filter(entry -> query.caller()
                        .map(n -> entry.caller().equals(Optional.of(n)))
                        .orElse(true))
                .filter(entry -> query.outcome()
                        .map(o -> entry.outcome().equals(Optional.of(o)))
                        .orElse(true))
                .filter(entry -> query.cursor()
                        .map(cursor -> (entry.startedAt() + "/" + entry.id()).compareTo(cursor) < 0)
                        .orElse(true))
                .toList();
        List<Consultation> page = found.stream().limit(query.limit()).toList();
        Optional<String> next = found.size() > page.size()
                ? Optional.of(page.getLast().startedAt() + "/" + page.getLast().id())
                : Optional.empty();
        return Future.succeededFuture(new ConsultationPage(page, next));
    }

    @Override
    public Future<List<Consultation>> live(Set<String> centres, Optional<String> visibleTo) {
        return Future.succeededFuture(newestFirst().reversed().stream()
                .filter(Consultation::isLive)
                .filter(entry -> seen(entry, centres, visibleTo))
                .toList());
    }

    @Override
    public Future<List<Consultation>> history(String id, Set<String> centres, int limit) {
        Consultation entry = entries.get(id);
        return Future.succeededFuture(newestFirst().stream()
                .filter(other -> !other.id().equals(id) && other.caller().equals(entry.caller()))
                .limit(limit)
                .toList());
    }

    @Override
    public Future<WriteResult> edit(
            String id,
            long version,
            NotesEdit edit,
            Set<String> centres,
            Optional<String> visibleTo,
            String by,
            Instant at) {
        Consultation entry = entries.get(id);
        if (entry == null || !seen(entry, centres, visibleTo)) {
            return Future.succeededFuture(new WriteResult.Unknown(id));
        }
        if (entry.version() != version) {
            return Future.succeededFuture(new WriteResult.Stale(entry));
        }
        Notes notes = edit.applyTo(entry.notes());
        if (!notes.category().isEmpty() && !notes.category().equals("wages")) {
            return Future.succeededFuture(new WriteResult.Refused(List.of(new WriteResult.Fault(
                    "category", "There is no category %s. Choose one of the list.".formatted(notes.category())))));
        }
        edits.merge(
                id,
                List.of(RecordEdit.of(version + 1, by, at, entry.notes(), notes)),
                (before, now) -> Stream.concat(now.stream(), before.stream()).toList());
        return Future.succeededFuture(new WriteResult.Written(put(with(entry, notes, version + 1, by, at))));
    }

    private static Consultation with(Consultation entry, Notes notes, long version, String by, Instant at) {
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
                entry.call(),
                notes,
                version,
                Optional.of(by),
                Optional.of(at));
    }

    @Override
    public synchronized Future<WriteResult> add(NewConsultation entry, String by, Instant at) {
        String known = byRequest.get(entry.requestKey());
        if (known != null) {
            return Future.succeededFuture(new WriteResult.Written(entries.get(known)));
        }
        String id = "new" + (entries.size() + 1);
        byRequest.put(entry.requestKey(), id);
        return Future.succeededFuture(new WriteResult.Written(put(new Consultation(
                id,
                "2026-" + id,
                entry.centre(),
                entry.channel(),
                entry.startedAt(),
                Optional.of(entry.endedAt()),
                Optional.of(Outcome.ANSWERED),
                entry.caller(),
                Optional.of(entry.lawyer()),
                List.of(entry.lawyer()),
                Optional.empty(),
                entry.notes(),
                1,
                Optional.of(by),
                Optional.of(at)))));
    }

    @Override
    public Future<WordLists> wordLists(String centre) {
        return Future.succeededFuture(new WordLists(
                List.of(new Word("wages", "劳动报酬(农民工讨薪)", "Wages", "civil")),
                List.of(new Word("answered", "当场解答", "Answered on the spot", "")),
                new ArrayList<>(List.of(new Word("migrant", "农民工", "Migrant worker", "")))));
    }
}
