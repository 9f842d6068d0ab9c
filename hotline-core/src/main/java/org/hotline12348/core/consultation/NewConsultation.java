package org.hotline12348.core.consultation;

import java.time.Instant;
import java.util.Optional;
import org.hotline12348.core.privacy.PhoneNumber;

/**
 * A consultation that a person enters: a visit, a written question, a campaign talk, or a call that came by another
 * telephone.
 *
 * @param requestKey the writer's own key of this entry: the same key again finds the first entry instead of making a
 *                   second
 * @param centre     the centre's id
 * @param channel    how they met
 * @param startedAt  when it began
 * @param endedAt    when it ended; not before it began
 * @param caller     the citizen's number, where given
 * @param lawyer     who advised
 * @param notes      what was said
 */
public record NewConsultation(
        String requestKey,
        String centre,
        Channel channel,
        Instant startedAt,
        Instant endedAt,
        Optional<PhoneNumber> caller,
        String lawyer,
        Notes notes) {

    /** The same entry with other notes. */
    NewConsultation with(Notes changed) {
        return new NewConsultation(requestKey, centre, channel, startedAt, endedAt, caller, lawyer, changed);
    }
}
