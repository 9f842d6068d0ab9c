package org.hotline12348.core.consultation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.privacy.PhoneNumber;

/**
 * One entry of the book: a call, answered or not, or a talk by another channel.
 *
 * @param id        opaque, the same after every replay of the journal
 * @param number    the running number that people quote, one series a centre and year: {@code 2026-000123}
 * @param centre    the centre's id
 * @param channel   how they met
 * @param startedAt when it began
 * @param endedAt   when it ended; empty while a call is up
 * @param outcome   how it ended; empty while a call is up
 * @param caller    the caller's number; empty when anonymous or not asked
 * @param lawyer    who is credited: the lawyer who talked longest; empty when nobody talked
 * @param lawyers   everyone who talked with the citizen, first come first
 * @param call      what the line wrote; empty for the other channels
 * @param notes     what people wrote
 * @param version   counts the changes of {@link #notes()}; the ETag of a record
 * @param editedBy  username of the last writer of the notes; empty when nobody wrote
 * @param editedAt  when the notes were last written
 */
public record Consultation(
        String id,
        String number,
        String centre,
        Channel channel,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<Outcome> outcome,
        Optional<PhoneNumber> caller,
        Optional<String> lawyer,
        List<String> lawyers,
        Optional<CallRecord> call,
        Notes notes,
        long version,
        Optional<String> editedBy,
        Optional<Instant> editedAt) {

    public boolean isLive() {
        return endedAt.isEmpty();
    }
}
