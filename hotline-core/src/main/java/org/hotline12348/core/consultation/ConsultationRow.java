package org.hotline12348.core.consultation;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.call.HangUpSide;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.core.privacy.Vault;
import org.jspecify.annotations.Nullable;

/** Reads an entry from a row of the joined tables, opening what is sealed. */
final class ConsultationRow {

    /** Columns of an entry without its timeline; tables are {@code c} and, perhaps absent, {@code n}. */
    static final String COLUMNS = """
            c.centre_id, c.id, c.number, c.channel, c.started_at, c.ended_at, c.outcome, c.caller, c.lawyer, c.lawyers, \
            c.pbx, c.call_id, c.line, c.queued_at, c.answered_at, c.wait_seconds, c.talk_seconds, c.rating, \
            c.recording_file, c.recording_refused, c.notice_played, c.voicemail_file, c.callback, c.hang_up_side, \
            c.live_phase, c.live_lawyer, c.live_since, c.legs, c.callback_id, c.suspect, \
            (select s.consultation_id from hotline.callback_source s where s.centre_id = c.centre_id \
             and s.callback_id = c.callback_id order by s.at, s.consultation_id limit 1) as callback_of, \
            n.version, n.category, n.matter, n.summary, n.advice, n.disposition, n.caller_groups, n.caller_name, \
            n.district, n.rights_explained, n.limitation_date, n.follow_up_wanted, n.sensitive, n.edited_by, \
            n.edited_at, n.name_withheld, n.aid_application, n.referred_to, n.follow_up_on""";

    static final String TABLES = """
            hotline.consultation c left join hotline.consultation_note n \
            on n.centre_id = c.centre_id and n.id = c.id""";

    /** The same of the centres that the transaction names, by views behind which every index serves. */
    static final String SEEN = """
            hotline.seen_consultation c left join hotline.seen_note n \
            on n.centre_id = c.centre_id and n.id = c.id""";

    private final Vault vault;

    ConsultationRow(Vault vault) {
        this.vault = vault;
    }

    Consultation read(Row row, boolean withTimeline) {
        String id = row.getString("id");
        boolean noted = row.getLong("version") != null;
        return new Consultation(
                id,
                row.getString("number"),
                row.getString("centre_id"),
                Channel.valueOf(row.getString("channel")),
                instant(row, "started_at").orElseThrow(),
                instant(row, "ended_at"),
                Optional.ofNullable(row.getString("outcome")).map(Outcome::valueOf),
                number(row.getBuffer("caller"), "caller|" + id),
                Optional.ofNullable(row.getString("lawyer")),
                List.of(row.getArrayOfStrings("lawyers")),
                row.getString("pbx") == null ? Optional.empty() : Optional.of(call(row, id, withTimeline)),
                noted ? notes(row, id) : Notes.BLANK,
                noted ? row.getLong("version") : 0,
                Optional.ofNullable(row.getString("edited_by")),
                instant(row, "edited_at"));
    }

    private CallRecord call(Row row, String id, boolean withTimeline) {
        return new CallRecord(
                row.getString("pbx"),
                row.getString("call_id"),
                Optional.ofNullable(row.getString("line")).orElse(""),
                instant(row, "queued_at"),
                instant(row, "answered_at"),
                row.getInteger("wait_seconds"),
                row.getInteger("talk_seconds"),
                Optional.ofNullable(row.getInteger("rating")),
                Optional.ofNullable(row.getString("recording_file")),
                row.getBoolean("recording_refused"),
                row.getBoolean("notice_played"),
                Optional.ofNullable(row.getString("voicemail_file")),
                number(row.getBuffer("callback"), "callback|" + id),
                HangUpSide.valueOf(row.getString("hang_up_side")),
                Optional.ofNullable(row.getString("live_phase"))
                        .map(phase -> new LiveState(
                                LiveState.Phase.valueOf(phase),
                                Optional.ofNullable(row.getString("live_lawyer"))
                                        .orElse(""),
                                instant(row, "live_since").orElseThrow())),
                LegsJson.legs(row.getJsonArray("legs")),
                Optional.ofNullable(row.getString("callback_id")),
                Optional.ofNullable(row.getString("callback_of")),
                row.getBoolean("suspect"),
                withTimeline ? LegsJson.timeline((JsonArray) row.getValue("timeline")) : List.of());
    }

    private Notes notes(Row row, String id) {
        return new Notes(
                row.getString("category"),
                row.getString("matter"),
                row.getString("summary"),
                row.getString("advice"),
                row.getString("disposition"),
                Set.of(row.getArrayOfStrings("caller_groups")),
                opened(row.getBuffer("caller_name"), "name|" + id).orElse(""),
                row.getString("district"),
                row.getBoolean("rights_explained"),
                Optional.ofNullable(row.getLocalDate("limitation_date")),
                row.getBoolean("follow_up_wanted"),
                row.getBoolean("sensitive"),
                row.getBoolean("name_withheld"),
                row.getBoolean("aid_application"),
                row.getString("referred_to"),
                Optional.ofNullable(row.getLocalDate("follow_up_on")));
    }

    private Optional<PhoneNumber> number(@Nullable Buffer sealed, String context) {
        return opened(sealed, context).flatMap(PhoneNumber::of);
    }

    private Optional<String> opened(@Nullable Buffer sealed, String context) {
        return sealed == null ? Optional.empty() : vault.open(sealed.getBytes(), context);
    }

    static Optional<Instant> instant(Row row, String column) {
        OffsetDateTime at = row.getOffsetDateTime(column);
        return Optional.ofNullable(at).map(OffsetDateTime::toInstant);
    }
}
