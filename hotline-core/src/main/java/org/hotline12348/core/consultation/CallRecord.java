package org.hotline12348.core.consultation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.call.HangUpSide;
import org.hotline12348.core.call.LawyerLeg;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.call.TimelineEntry;
import org.hotline12348.core.privacy.PhoneNumber;

/**
 * The part of a consultation that the telephone line wrote. No person writes here; a replay of the journal writes the
 * same again.
 *
 * @param pbx              name of the PBX
 * @param callId           the call's id there (the linkedid of the citizen's channel)
 * @param line             the number that was dialled, for example {@code 12348}
 * @param queuedAt         when the citizen entered the queue
 * @param answeredAt       when a lawyer and the citizen were first connected
 * @param waitSeconds      from entering the queue to the lawyer, to leaving it or to hanging up; 0 when never queued
 * @param talkSeconds      how long the citizen was connected with a lawyer
 * @param rating           1 to 5, pressed by the citizen
 * @param recordingFile    path below the PBX's spool, or empty when there is none
 * @param recordingRefused the citizen pressed 9
 * @param noticePlayed     the recording notice was played
 * @param voicemailFile    path below the PBX's spool of a message left
 * @param callbackNumber   where the citizen wants to be called back
 * @param hangUpSide       who ended the talk, or the call
 * @param live             what goes on now; empty when the call has ended
 * @param legs             every lawyer whose phone rang, in order
 * @param callback         the callback whose own call this is; empty for a call that came in
 * @param callbackOf       the consultation that such a call answers
 * @param suspect          a clock was set under the call: its moments and lengths are doubtful
 * @param timeline         the story; empty in lists, present in {@link ConsultationBook#find}
 */
public record CallRecord(
        String pbx,
        String callId,
        String line,
        Optional<Instant> queuedAt,
        Optional<Instant> answeredAt,
        int waitSeconds,
        int talkSeconds,
        Optional<Integer> rating,
        Optional<String> recordingFile,
        boolean recordingRefused,
        boolean noticePlayed,
        Optional<String> voicemailFile,
        Optional<PhoneNumber> callbackNumber,
        HangUpSide hangUpSide,
        Optional<LiveState> live,
        List<LawyerLeg> legs,
        Optional<String> callback,
        Optional<String> callbackOf,
        boolean suspect,
        List<TimelineEntry> timeline) {}
