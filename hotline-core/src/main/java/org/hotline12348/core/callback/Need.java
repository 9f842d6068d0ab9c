package org.hotline12348.core.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.consultation.EntryId;
import org.hotline12348.core.privacy.PhoneNumber;

/** What a call says about callbacks; moments are the service's, not the PBX's. Pure. */
sealed interface Need {

    /** The caller is to be called. */
    record CallBack(String centre, PhoneNumber number, Source source) implements Need {}

    /** A citizen was answered: whatever was owed to this number before is settled. */
    record Settled(String centre, PhoneNumber number, String consultation, Instant since, Instant at) implements Need {}

    /** A callback's own call is over. */
    record Attempted(String centre, String callback, String consultation, boolean spoken, Instant at) implements Need {}

    /** Nothing is owed for this call. */
    record Nothing(String consultation) implements Need {}

    /** @param ahead how far the service's clock is ahead of the PBX's */
    static Need of(CallProjection call, CallbackRules rules, Duration ahead) {
        String entry = EntryId.ofCall(call.pbx(), call.callId());
        Optional<String> centre = call.centre();
        if (centre.isEmpty() || call.endedAt().isEmpty() || call.outcome().isEmpty()) {
            return new Nothing(entry);
        }
        Instant at = call.endedAt().get().plus(ahead);
        Outcome outcome = call.outcome().get();
        if (call.callbackId().isPresent()) {
            boolean spoken = call.answeredAt().isPresent();
            return new Attempted(centre.get(), call.callbackId().get(), entry, spoken, at);
        }
        Optional<PhoneNumber> number =
                call.callbackNumber().flatMap(PhoneNumber::of).or(() -> PhoneNumber.of(call.caller()));
        if (number.isEmpty()) {
            return new Nothing(entry);
        }
        if (outcome == Outcome.ANSWERED) {
            return new Settled(
                    centre.get(), number.get(), entry, call.startedAt().plus(ahead), at);
        }
        return reason(call, outcome, rules)
                .<Need>map(reason -> new CallBack(
                        centre.get(),
                        number.get(),
                        new Source(
                                entry,
                                reason,
                                reason == Reason.REQUESTED
                                        ? call.queuedAt()
                                                .map(queued -> queued.plus(ahead))
                                                .orElse(at)
                                        : at)))
                .orElseGet(() -> new Nothing(entry));
    }

    private static Optional<Reason> reason(CallProjection call, Outcome outcome, CallbackRules rules) {
        return switch (outcome) {
            case CALLBACK -> Optional.of(Reason.REQUESTED);
            case VOICEMAIL -> Optional.of(Reason.VOICEMAIL);
            case INTERRUPTED -> Optional.of(Reason.INTERRUPTED);
            case NO_ANSWER -> Optional.of(Reason.MISSED);
            case ABANDONED ->
                Duration.ofSeconds(call.waitSeconds()).compareTo(rules.missedAfter()) > 0
                        ? Optional.of(Reason.MISSED)
                        : Optional.empty();
            case ANSWERED, CLOSED_HOURS, CLOSED_HOLIDAY -> Optional.empty();
        };
    }
}
