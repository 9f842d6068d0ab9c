package org.hotline12348.scheduler.store;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.hotline12348.scheduler.change.Escalation;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.change.Paper;
import org.hotline12348.scheduler.roster.Practitioner;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which fields of the documents are personal, and how a document is taken apart into what anybody who reads the table may
 * see and what is sealed. Names, firms and licence numbers of lawyers are public and stay readable.
 */
final class PersonalData {

    private static final Logger LOG = LoggerFactory.getLogger(PersonalData.class);

    static final List<String> OF_PRACTITIONER = List.of("mobile", "email");
    static final List<String> OF_NOTICE = List.of("address", "text");
    /** Each with what stands there when it cannot be opened; papers of other kinds hold nothing personal. */
    static final Map<String, List<String>> OF_PAPER = Map.of(
            LeaveRequest.class.getSimpleName(), List.of("reason", "remark"),
            Escalation.class.getSimpleName(), List.of("steps"));

    private static final int MOST_TOLD = 1000;

    private final Seal seal;
    private final Set<String> unread = ConcurrentHashMap.newKeySet();

    PersonalData(Seal seal) {
        this.seal = seal;
    }

    /**
     * A document as it is kept.
     *
     * @param body without the personal fields
     * @param sealed these; null when all of them are empty
     */
    record Kept(JsonObject body, @Nullable Buffer sealed) {}

    Kept apart(Practitioner one) {
        return apart(StoreJson.object(one), OF_PRACTITIONER, ofPractitioner(one.id()));
    }

    Kept apart(Notice notice) {
        return apart(StoreJson.object(notice), OF_NOTICE, ofNotice(notice.centre(), notice.id()));
    }

    Kept apart(String centre, Paper paper) {
        String kind = paper.getClass().getSimpleName();
        return apart(
                StoreJson.object(paper), OF_PAPER.getOrDefault(kind, List.of()), ofPaper(centre, kind, paper.id()));
    }

    Kept apart(JsonObject whole, List<String> fields, String context) {
        JsonObject body = whole.copy();
        JsonObject personal = new JsonObject();
        for (String field : fields) {
            Object value = body.remove(field);
            if (value != null && !value.equals("") && !value.equals(new JsonArray())) {
                personal.put(field, value);
            }
        }
        return new Kept(body, personal.isEmpty() ? null : Buffer.buffer(seal.close(personal.encode(), context)));
    }

    Practitioner practitioner(Row row) {
        JsonObject whole = whole(row, OF_PRACTITIONER, ofPractitioner(row.getString("practitioner_id")));
        // Rows of before these were known.
        for (Map.Entry<String, Object> usual : Map.<String, Object>of(
                        "availableAt",
                        new JsonObject().put("byDay", new JsonObject()),
                        "sharePercent",
                        100,
                        "phones",
                        new JsonArray())
                .entrySet()) {
            if (!whole.containsKey(usual.getKey())) {
                whole.put(usual.getKey(), usual.getValue());
            }
        }
        return StoreJson.read(whole, Practitioner.class);
    }

    Notice notice(Row row) {
        return StoreJson.read(
                whole(row, OF_NOTICE, ofNotice(row.getString("centre_id"), row.getString("notice_id"))), Notice.class);
    }

    <P extends Paper> P paper(Row row, Class<P> kind) {
        String name = kind.getSimpleName();
        return StoreJson.read(
                whole(
                        row,
                        OF_PAPER.getOrDefault(name, List.of()),
                        ofPaper(row.getString("centre_id"), name, row.getString("paper_id"))),
                kind);
    }

    /** Whether a practitioner's sealed fields can be opened; so it is where there are none. */
    boolean opens(String practitioner, @Nullable Buffer sealed) {
        return sealed == null || open(sealed, ofPractitioner(practitioner)).isPresent();
    }

    private JsonObject whole(Row row, List<String> fields, String context) {
        JsonObject whole = row.getJsonObject("body").copy();
        Buffer sealed = row.getBuffer("sealed");
        if (sealed != null) {
            open(sealed, context)
                    .ifPresentOrElse(
                            whole::mergeIn,
                            // Without his number a lawyer still has his duties; the sealed bytes stay.
                            () -> unread(context));
        }
        for (String field : fields) {
            if (!whole.containsKey(field)) {
                whole.put(field, field.equals("steps") ? new JsonArray() : "");
            }
        }
        return whole;
    }

    /** Told once for each, and not without end. */
    private void unread(String context) {
        if (unread.size() < MOST_TOLD && unread.add(context)) {
            LOG.error(
                    "The sealed part of {} does not open with this key file. Put back the copy of the right one.",
                    context);
        }
    }

    private Optional<JsonObject> open(Buffer sealed, String context) {
        return seal.open(sealed.getBytes(), context).map(JsonObject::new);
    }

    static String ofPractitioner(String id) {
        return "practitioner/" + id;
    }

    static String ofNotice(String centre, String id) {
        return "notice/%s/%s".formatted(centre, id);
    }

    static String ofPaper(String centre, String kind, String id) {
        return "paper/%s/%s/%s".formatted(centre, kind, id);
    }
}
