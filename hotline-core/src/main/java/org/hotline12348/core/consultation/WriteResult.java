package org.hotline12348.core.consultation;

import java.util.List;

/** What came of writing to the book. */
public sealed interface WriteResult {

    /** It is written. */
    record Written(Consultation consultation) implements WriteResult {}

    /** Somebody else wrote first; here is what stands there now. */
    record Stale(Consultation current) implements WriteResult {}

    /** There is no such consultation among those the writer may see. */
    record Unknown(String id) implements WriteResult {}

    /** What was to be written breaks a rule. */
    record Refused(List<Fault> faults) implements WriteResult {}

    /**
     * One broken rule.
     *
     * @param field   the field's name as in {@link Notes}
     * @param message the value, the rule and the mend, in one or two sentences
     */
    record Fault(String field, String message) {}
}
