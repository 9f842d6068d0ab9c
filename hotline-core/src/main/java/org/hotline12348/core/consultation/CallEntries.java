package org.hotline12348.core.consultation;

import java.util.Optional;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.privacy.PhoneNumber;

/** Turns what the line tells of a call into the line's part of an entry. */
final class CallEntries {

    private CallEntries() {}

    static CallRecord record(CallProjection call) {
        return new CallRecord(
                call.pbx(),
                call.callId(),
                call.line(),
                call.queuedAt(),
                call.answeredAt(),
                call.waitSeconds(),
                call.talkSeconds(),
                call.rating(),
                call.recordingFile(),
                call.recordingRefused(),
                call.noticePlayed(),
                call.voicemailFile(),
                call.callbackNumber().flatMap(PhoneNumber::of),
                call.hangUpSide(),
                call.live(),
                call.legs(),
                call.callbackId(),
                Optional.empty(),
                call.suspect(),
                call.timeline());
    }

    static Optional<PhoneNumber> caller(CallProjection call) {
        return PhoneNumber.of(call.caller());
    }
}
