package org.hotline12348.core.consultation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hotline12348.core.consultation.WriteResult.Fault;

/** What an entry by hand must keep to. */
final class NewConsultationRules {

    /** No talk is longer. */
    static final Duration LONGEST = Duration.ofHours(24);

    private NewConsultationRules() {}

    static List<Fault> faults(NewConsultation entry, WordLists lists) {
        List<Fault> faults = new ArrayList<>();
        if (entry.requestKey().isBlank() || entry.requestKey().length() > 200) {
            faults.add(new Fault("requestKey", "An entry needs a key of its own, 1 to 200 characters."));
        }
        if (entry.lawyer().isBlank()) {
            faults.add(new Fault("lawyer", "Nobody is named who advised. Name a lawyer."));
        }
        Duration length = Duration.between(entry.startedAt(), entry.endedAt());
        if (length.isNegative()) {
            faults.add(new Fault(
                    "endedAt",
                    "The consultation ends (%s) before it starts (%s). Maybe the two are exchanged."
                            .formatted(entry.endedAt(), entry.startedAt())));
        } else if (length.compareTo(LONGEST) > 0) {
            faults.add(new Fault(
                    "endedAt",
                    "The consultation lasts %d hours; at most %d are believed. Maybe a date is wrong."
                            .formatted(length.toHours(), LONGEST.toHours())));
        }
        faults.addAll(NotesRules.faults(entry.notes(), lists));
        return List.copyOf(faults);
    }

    static int talkSeconds(NewConsultation entry) {
        return (int) Duration.between(entry.startedAt(), entry.endedAt()).toSeconds();
    }
}
