package org.hotline12348.core.call;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What is kept of one call of a citizen: a pure function of all rows of that call.
 *
 * @param pbx              name of the PBX
 * @param callId           id of the citizen's channel, which is the call's first linkedid
 * @param centre           the centre's id; empty when the line belongs to none
 * @param line             the number dialled
 * @param caller           digits and {@code +}; empty when anonymous. Personal: encrypt before keeping
 * @param startedAt        when the citizen's call came in, by the PBX's clock
 * @param endedAt          when his channel was gone; empty while the call is up
 * @param outcome          empty while the call is up
 * @param live             empty when the call is over
 * @param waitSeconds      from entering the queue to the lawyer, to leaving it or to the end; 0 when never queued, and
 *                         while waiting
 * @param talkSeconds      time connected with at least one lawyer, up to now only for talks that are over
 * @param lawyer           the lawyer who talked longest (the earlier one on a tie)
 * @param lawyers          all who talked with the citizen, first come first
 * @param closure          why the citizen heard that the line is closed
 * @param callbackNumber   personal: encrypt before keeping
 * @param callbackId       the callback whose own call this is; empty for a call that came in
 * @param suspect          a clock was set under the call: its moments and lengths are doubtful
 */
public record CallProjection(
        String pbx,
        String callId,
        Optional<String> centre,
        String line,
        String caller,
        Instant startedAt,
        Optional<Instant> endedAt,
        Optional<Outcome> outcome,
        Optional<LiveState> live,
        Optional<Instant> queuedAt,
        Optional<Instant> answeredAt,
        int waitSeconds,
        int talkSeconds,
        Optional<String> lawyer,
        List<String> lawyers,
        List<LawyerLeg> legs,
        Optional<Integer> rating,
        boolean noticePlayed,
        Optional<String> recordingFile,
        boolean recordingRefused,
        Optional<String> voicemailFile,
        int voicemailSeconds,
        Optional<String> callbackNumber,
        Optional<Closure> closure,
        HangUpSide hangUpSide,
        List<TimelineEntry> timeline,
        Optional<String> callbackId,
        boolean suspect) {}
