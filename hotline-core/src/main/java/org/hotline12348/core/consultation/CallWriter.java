package org.hotline12348.core.consultation;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.core.privacy.Vault;
import org.jspecify.annotations.Nullable;

/**
 * The line's pen: writes calls into the book, each exactly one entry, inside the transaction of whoever read the
 * journal. Writing the same again changes nothing; what people wrote is never touched; a number once given stays.
 */
public final class CallWriter {

    private final Vault vault;
    private final Function<String, ZoneId> zones;

    /**
     * @param zones time zone by centre: the year of a running number is the centre's
     */
    public CallWriter(Vault vault, Function<String, ZoneId> zones) {
        this.vault = vault;
        this.zones = zones;
    }

    private record Placed(String centre, String id, CallProjection call) {}

    private record Series(String centre, int year) {}

    /**
     * Writes.
     *
     * @param calls those without a centre are left out: their line belongs to nobody here
     * @return ids of the entries that are new
     */
    public Future<List<String>> write(SqlConnection connection, List<CallProjection> calls) {
        List<Placed> placed = new ArrayList<>();
        for (CallProjection call : calls) {
            call.centre()
                    .ifPresent(
                            centre -> placed.add(new Placed(centre, EntryId.ofCall(call.pbx(), call.callId()), call)));
        }
        if (placed.isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        return moved(connection, placed)
                .compose(_ -> known(connection, placed))
                .compose(known -> numbered(connection, placed, known).compose(numbers -> {
                    List<Tuple> rows = placed.stream()
                            .map(one -> tuple(one, numbers.getOrDefault(one.id(), "")))
                            .toList();
                    return connection
                            .preparedQuery(UPSERT)
                            .executeBatch(rows)
                            .map(_ -> placed.stream()
                                    .map(Placed::id)
                                    .filter(id -> !known.containsKey(id))
                                    .toList());
                }));
    }

    /** A late row may show that a call belongs to another centre than its first rows let believe. */
    private static Future<Void> moved(SqlConnection connection, List<Placed> placed) {
        return connection
                .preparedQuery("""
                        delete from hotline.consultation c using unnest($1::text[], $2::text[], $3::text[]) as p (pbx, \
                        call_id, centre_id)
                        where c.pbx = p.pbx and c.call_id = p.call_id and c.centre_id <> p.centre_id""")
                .execute(Tuple.tuple()
                        .addArrayOfString(
                                placed.stream().map(one -> one.call().pbx()).toArray(String[]::new))
                        .addArrayOfString(
                                placed.stream().map(one -> one.call().callId()).toArray(String[]::new))
                        .addArrayOfString(placed.stream().map(Placed::centre).toArray(String[]::new)))
                .mapEmpty();
    }

    private static Future<Map<String, String>> known(SqlConnection connection, List<Placed> placed) {
        return connection
                .preparedQuery("select id, number from hotline.consultation where centre_id = any($1) and id = any($2)")
                .execute(Tuple.tuple()
                        .addArrayOfString(
                                placed.stream().map(Placed::centre).distinct().toArray(String[]::new))
                        .addArrayOfString(placed.stream().map(Placed::id).toArray(String[]::new)))
                .map(rows -> {
                    Map<String, String> known = new HashMap<>();
                    for (Row row : rows) {
                        known.put(row.getString("id"), row.getString("number"));
                    }
                    return known;
                });
    }

    private Future<Map<String, String>> numbered(
            SqlConnection connection, List<Placed> placed, Map<String, String> known) {
        // Sorted: two writers that lock several series do it in the same order.
        Map<Series, List<String>> fresh = new TreeMap<>((a, b) -> {
            int byCentre = a.centre().compareTo(b.centre());
            return byCentre != 0 ? byCentre : Integer.compare(a.year(), b.year());
        });
        for (Placed one : placed) {
            if (!known.containsKey(one.id())) {
                int year =
                        one.call().startedAt().atZone(zones.apply(one.centre())).getYear();
                fresh.computeIfAbsent(new Series(one.centre(), year), _ -> new ArrayList<>())
                        .add(one.id());
            }
        }
        Map<String, String> numbers = new HashMap<>(known);
        Future<Void> all = Future.succeededFuture();
        for (Map.Entry<Series, List<String>> entry : fresh.entrySet()) {
            Series series = entry.getKey();
            List<String> ids = entry.getValue();
            all = all.compose(_ -> Numbers.next(connection, series.centre(), series.year(), ids.size())
                    .onSuccess(given -> {
                        for (int i = 0; i < ids.size(); i++) {
                            numbers.put(ids.get(i), given.get(i));
                        }
                    })
                    .mapEmpty());
        }
        return all.map(_ -> numbers);
    }

    private static final String UPSERT = """
            insert into hotline.consultation (centre_id, id, number, channel, started_at, ended_at, outcome, caller,
                caller_mark, lawyer, lawyers, pbx, call_id, line, queued_at, answered_at, wait_seconds, talk_seconds,
                rating, recording_file, recording_refused, notice_played, voicemail_file, voicemail_seconds, callback,
                closure, hang_up_side, live_phase, live_lawyer, live_since, legs, timeline, callback_id, suspect)
            values ($1, $2, $3, 'PHONE', $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                $21, $22, $23, $24, $25, $26, $27, $28, $29, $30::jsonb, $31::jsonb, $32, $33)
            on conflict (centre_id, id) do update set
                started_at = excluded.started_at, ended_at = excluded.ended_at, outcome = excluded.outcome,
                caller = excluded.caller, caller_mark = excluded.caller_mark, lawyer = excluded.lawyer,
                lawyers = excluded.lawyers, line = excluded.line, queued_at = excluded.queued_at,
                answered_at = excluded.answered_at, wait_seconds = excluded.wait_seconds,
                talk_seconds = excluded.talk_seconds, rating = excluded.rating,
                recording_file = excluded.recording_file, recording_refused = excluded.recording_refused,
                notice_played = excluded.notice_played, voicemail_file = excluded.voicemail_file,
                voicemail_seconds = excluded.voicemail_seconds, callback = excluded.callback,
                closure = excluded.closure, hang_up_side = excluded.hang_up_side, live_phase = excluded.live_phase,
                live_lawyer = excluded.live_lawyer, live_since = excluded.live_since, legs = excluded.legs,
                timeline = excluded.timeline, callback_id = excluded.callback_id, suspect = excluded.suspect""";

    private Tuple tuple(Placed placed, String number) {
        CallProjection call = placed.call();
        Optional<PhoneNumber> caller = CallEntries.caller(call);
        CallRecord record = CallEntries.record(call);
        Tuple row = Tuple.tuple();
        row.addString(placed.centre()).addString(placed.id()).addString(number);
        row.addOffsetDateTime(at(Optional.of(call.startedAt())));
        row.addOffsetDateTime(at(call.endedAt()));
        row.addString(call.outcome().map(Enum::name).orElse(null));
        row.addBuffer(sealed(caller, "caller|" + placed.id()));
        row.addBuffer(
                caller.map(n -> Buffer.buffer(vault.mark(n.plainDigits()))).orElse(null));
        row.addString(call.lawyer().orElse(null));
        row.addArrayOfString(call.lawyers().toArray(String[]::new));
        row.addString(call.pbx()).addString(call.callId()).addString(call.line());
        row.addOffsetDateTime(at(call.queuedAt()));
        row.addOffsetDateTime(at(call.answeredAt()));
        row.addInteger(call.waitSeconds()).addInteger(call.talkSeconds());
        row.addInteger(call.rating().orElse(null));
        row.addString(call.recordingFile().orElse(null));
        row.addBoolean(call.recordingRefused()).addBoolean(call.noticePlayed());
        row.addString(call.voicemailFile().orElse(null));
        row.addInteger(call.voicemailSeconds());
        row.addBuffer(sealed(record.callbackNumber(), "callback|" + placed.id()));
        row.addString(call.closure().map(Enum::name).orElse(null));
        row.addString(call.hangUpSide().name());
        row.addString(call.live().map(live -> live.phase().name()).orElse(null));
        row.addString(call.live().map(LiveState::lawyer).orElse(null));
        row.addOffsetDateTime(at(call.live().map(LiveState::since)));
        row.addValue(LegsJson.legs(call.legs()));
        row.addValue(LegsJson.timeline(call.timeline()));
        row.addString(call.callbackId().orElse(null)).addBoolean(call.suspect());
        return row;
    }

    private @Nullable Buffer sealed(Optional<PhoneNumber> number, String context) {
        return number.map(n -> Buffer.buffer(vault.seal(n.plainDigits(), context)))
                .orElse(null);
    }

    private static @Nullable OffsetDateTime at(Optional<Instant> instant) {
        return instant.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
    }
}
