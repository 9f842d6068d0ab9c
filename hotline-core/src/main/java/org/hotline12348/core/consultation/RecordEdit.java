package org.hotline12348.core.consultation;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one person changed in a record. A record is saved as one types, so the saves of one person that follow each other are one
 * edit.
 *
 * @param version of the record after it
 * @param by username
 * @param began when the first of its changes was saved
 * @param ended when the last was
 * @param changes in the order of the fields
 */
public record RecordEdit(long version, String by, Instant began, Instant ended, List<Change> changes) {

    /** After so long a pause the same person's next save is another edit. */
    public static final Duration PAUSE = Duration.ofMinutes(10);

    /** Edits told of one record, the latest first. */
    public static final int MOST = 200;

    private static final String CALLER_NAME = "callerName";

    /**
     * A field that was changed. Empty texts stand for nothing; of the caller's name only that it changed is kept.
     *
     * @param field as the interface names it
     * @param before what stood there: a text, a key, keys with commas between, {@code true} or {@code false}, a date
     * @param after the same of what stands there now
     */
    public record Change(String field, String before, String after) {}

    public RecordEdit {
        changes = List.copyOf(changes);
    }

    /** What became of the notes. */
    public static RecordEdit of(long version, String by, Instant at, Notes before, Notes after) {
        Map<String, String> was = fields(before);
        List<Change> changes = new ArrayList<>();
        fields(after).forEach((field, now) -> {
            String then = was.getOrDefault(field, "");
            if (!now.equals(then)) {
                changes.add(field.equals(CALLER_NAME) ? new Change(field, "", "") : new Change(field, then, now));
            }
        });
        return new RecordEdit(version, by, at, at, changes);
    }

    /** The two as one, if the same person went on; else empty. What was changed and changed back is no change. */
    public Optional<RecordEdit> and(RecordEdit next) {
        if (!by.equals(next.by) || next.began.isAfter(ended.plus(PAUSE))) {
            return Optional.empty();
        }
        Map<String, Change> all = new LinkedHashMap<>();
        changes.forEach(change -> all.put(change.field(), change));
        next.changes.forEach(change -> all.merge(
                change.field(), change, (first, last) -> new Change(first.field(), first.before(), last.after())));
        all.values()
                .removeIf(change ->
                        !change.field().equals(CALLER_NAME) && change.before().equals(change.after()));
        return Optional.of(new RecordEdit(next.version, by, began, next.ended, List.copyOf(all.values())));
    }

    private static Map<String, String> fields(Notes notes) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("category", notes.category());
        fields.put("disposition", notes.disposition());
        fields.put("summary", notes.summary());
        fields.put("advice", notes.advice());
        fields.put("rightsExplained", Boolean.toString(notes.rightsExplained()));
        fields.put("callerGroups", notes.callerGroups().stream().sorted().collect(Collectors.joining(",")));
        fields.put("district", notes.district());
        fields.put("matter", notes.matter());
        fields.put(CALLER_NAME, notes.callerName());
        fields.put("nameWithheld", Boolean.toString(notes.nameWithheld()));
        fields.put("aidApplication", Boolean.toString(notes.aidApplication()));
        fields.put("sensitive", Boolean.toString(notes.sensitive()));
        fields.put("referredTo", notes.referredTo());
        fields.put(
                "limitationDate",
                notes.limitationDate().map(LocalDate::toString).orElse(""));
        fields.put("followUpWanted", Boolean.toString(notes.followUpWanted()));
        fields.put("followUpOn", notes.followUpOn().map(LocalDate::toString).orElse(""));
        return fields;
    }
}
