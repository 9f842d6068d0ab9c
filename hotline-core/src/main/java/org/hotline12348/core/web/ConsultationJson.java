package org.hotline12348.core.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.consultation.CallRecord;
import org.hotline12348.core.consultation.Consultation;
import org.hotline12348.core.consultation.Notes;
import org.hotline12348.core.consultation.RecordEdit;
import org.hotline12348.core.journal.LiveCalls.LiveCall;
import org.hotline12348.core.privacy.PhoneNumber;
import org.jspecify.annotations.Nullable;

/** Consultations as they are read: numbers masked, times in the centre's zone, what is not there null. */
final class ConsultationJson {

    private final Sight sight;

    ConsultationJson(Sight sight) {
        this.sight = sight;
    }

    /** An entry as a list shows it. */
    JsonObject item(Consultation entry, Account reader) {
        ZoneId zone = sight.zone(entry.centre());
        JsonObject json = new JsonObject()
                .put("id", entry.id())
                .put("number", entry.number())
                .put("channel", entry.channel().name())
                .put("centre", entry.centre())
                .put("startedAt", Moments.text(entry.startedAt(), zone))
                .put("answeredAt", text(entry.call().flatMap(CallRecord::answeredAt), zone))
                .put("endedAt", text(entry.endedAt(), zone))
                .put("outcome", entry.outcome().map(Enum::name).orElse(null))
                .put("caller", caller(entry))
                .put("lawyer", entry.lawyer().orElse(null))
                .put("lawyerName", entry.lawyer().map(sight::lawyerName).orElse(null))
                .put("lawyers", array(entry.lawyers()))
                .put(
                        "live",
                        entry.call()
                                .flatMap(CallRecord::live)
                                .map(live -> live.phase().name())
                                .orElse(null))
                .put("waitSeconds", entry.call().map(CallRecord::waitSeconds).orElse(null))
                .put("talkSeconds", entry.call().map(CallRecord::talkSeconds).orElse(null))
                .put("rating", entry.call().flatMap(CallRecord::rating).orElse(null))
                .put("callbackOf", entry.call().flatMap(CallRecord::callbackOf).orElse(null))
                .put("outbound", entry.call().flatMap(CallRecord::callback).isPresent())
                .put("suspect", entry.call().map(CallRecord::suspect).orElse(false))
                .put("recorded", entry.call().flatMap(CallRecord::recordingFile).isPresent())
                .put(
                        "recordingRefused",
                        entry.call().map(CallRecord::recordingRefused).orElse(false))
                .put(
                        "voicemail",
                        entry.call().flatMap(CallRecord::voicemailFile).isPresent())
                .put(
                        "hangUpSide",
                        entry.call().map(call -> call.hangUpSide().name()).orElse(null));
        putNotes(json, entry, reader);
        return json.put("version", entry.version())
                .put("updatedAt", text(entry.editedAt(), zone))
                .put("updatedBy", entry.editedBy().orElse(null));
    }

    /** One entry with the call's story. */
    JsonObject whole(Consultation entry, Account reader) {
        ZoneId zone = sight.zone(entry.centre());
        JsonObject json = item(entry, reader);
        entry.call().ifPresent(call -> {
            JsonArray timeline = new JsonArray();
            call.timeline()
                    .forEach(line -> timeline.add(new JsonObject()
                            .put("at", Moments.text(line.at(), zone))
                            .put("event", line.what())
                            .put("detail", line.detail())));
            JsonArray legs = new JsonArray();
            call.legs()
                    .forEach(leg -> legs.add(new JsonObject()
                            .put("lawyer", leg.lawyer())
                            .put("rangAt", Moments.text(leg.rangAt(), zone))
                            .put("answeredAt", text(leg.answeredAt(), zone))
                            .put("endedAt", text(leg.endedAt(), zone))
                            .put("talkSeconds", leg.talkSeconds())
                            .put("ending", leg.ending())));
            json.put("timeline", timeline).put("legs", legs);
        });
        return json;
    }

    /** What somebody changed in a record. */
    JsonObject edit(RecordEdit edit, String centre) {
        ZoneId zone = sight.zone(centre);
        JsonArray changes = new JsonArray();
        edit.changes()
                .forEach(change -> changes.add(new JsonObject()
                        .put("field", change.field())
                        .put("before", change.before())
                        .put("after", change.after())));
        return new JsonObject()
                .put("version", edit.version())
                .put("by", edit.by())
                .put("byName", sight.lawyerName(edit.by()))
                .put("beganAt", Moments.text(edit.began(), zone))
                .put("endedAt", Moments.text(edit.ended(), zone))
                .put("changes", changes);
    }

    /**
     * A call that is up, as the book tells of it.
     *
     * @param ahead how far the reader's clock is ahead of the exchange's
     */
    JsonObject live(Consultation entry, Duration ahead) {
        Optional<LiveState> live = entry.call().flatMap(CallRecord::live);
        return live(
                entry.id(),
                entry.centre(),
                live.orElseGet(() -> new LiveState(LiveState.Phase.ARRIVING, "", entry.startedAt())),
                entry.startedAt(),
                entry.caller().map(PhoneNumber::masked).orElse(""),
                ahead);
    }

    /** The same, as the exchange tells of it, ahead of the book. */
    JsonObject live(LiveCall call, Duration ahead) {
        return live(call.id(), call.centre(), call.state(), call.startedAt(), call.caller(), ahead);
    }

    /** The same, as a notice of the type {@code live} tells of it. */
    JsonObject live(JsonObject notice, Duration ahead) {
        LiveState state = new LiveState(
                LiveState.Phase.valueOf(notice.getString("state")),
                notice.getString("lawyer", ""),
                Instant.parse(notice.getString("since")));
        return live(
                notice.getString("id"),
                notice.getString("centre"),
                state,
                Instant.parse(notice.getString("startedAt")),
                notice.getString("caller", ""),
                ahead);
    }

    private JsonObject live(
            String id, String centre, LiveState live, Instant startedAt, String masked, Duration ahead) {
        ZoneId zone = sight.zone(centre);
        String lawyer = live.lawyer().isEmpty() ? null : live.lawyer();
        return new JsonObject()
                .put("id", id)
                .put("centre", centre)
                .put("state", live.phase().name())
                .put("startedAt", Moments.text(startedAt.plus(ahead), zone))
                .put("since", Moments.text(live.since().plus(ahead), zone))
                .put("caller", new JsonObject().put("masked", masked))
                .put("lawyer", lawyer)
                .put("lawyerName", lawyer == null ? null : sight.lawyerName(lawyer))
                .put("consultation", id);
    }

    /** An administrator keeps the system running; sensitive matters are none of his (DOMAIN 5). */
    static boolean readsSensitive(Account reader) {
        return reader.is(Role.COORDINATOR) || reader.is(Role.LAWYER);
    }

    /** A lawyer reads a sensitive matter when he took part in it, not when he meets it in a caller's history. */
    static boolean isHidden(Consultation entry, Account reader) {
        if (!entry.notes().sensitive() || reader.is(Role.COORDINATOR)) {
            return false;
        }
        String who = reader.username();
        boolean tookPart = entry.lawyers().contains(who)
                || entry.editedBy().equals(Optional.of(who))
                || entry.call()
                        .flatMap(CallRecord::live)
                        .filter(live -> List.of(live.lawyer().split(",", -1)).contains(who))
                        .isPresent();
        return !(reader.is(Role.LAWYER) && tookPart);
    }

    private static void putNotes(JsonObject json, Consultation entry, Account reader) {
        Notes notes = entry.notes();
        boolean hidden = isHidden(entry, reader);
        json.put("category", shown(notes.category(), hidden))
                .put("matter", shown(notes.matter(), hidden))
                .put(
                        "callerGroups",
                        hidden
                                ? new JsonArray()
                                : array(notes.callerGroups().stream().sorted().toList()))
                .put("callerName", shown(notes.callerName(), hidden))
                .put("district", shown(notes.district(), hidden))
                .put("summary", shown(notes.summary(), hidden))
                .put("advice", shown(notes.advice(), hidden))
                .put("disposition", shown(notes.disposition(), hidden))
                .put("referredTo", shown(notes.referredTo(), hidden))
                .put("nameWithheld", notes.nameWithheld())
                .put("rightsExplained", notes.rightsExplained())
                .put("aidApplication", notes.aidApplication())
                .put(
                        "limitationDate",
                        notes.limitationDate().map(Object::toString).orElse(null))
                .put("followUpWanted", notes.followUpWanted())
                .put("followUpOn", notes.followUpOn().map(Object::toString).orElse(null))
                .put("sensitive", notes.sensitive())
                .put("hidden", hidden)
                .put(
                        "missing",
                        entry.outcome().equals(Optional.of(Outcome.ANSWERED))
                                ? new JsonArray(notes.missing())
                                : new JsonArray());
    }

    private static @Nullable String shown(String text, boolean hidden) {
        return text.isEmpty() || hidden ? null : text;
    }

    private static JsonObject caller(Consultation entry) {
        return new JsonObject()
                .put("masked", entry.caller().map(PhoneNumber::masked).orElse(""));
    }

    private static JsonArray array(Collection<String> texts) {
        JsonArray array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }

    private static @Nullable String text(Optional<Instant> at, ZoneId zone) {
        return at.map(moment -> Moments.text(moment, zone)).orElse(null);
    }
}
