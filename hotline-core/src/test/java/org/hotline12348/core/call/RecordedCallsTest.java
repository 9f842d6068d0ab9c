package org.hotline12348.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hotline12348.ivr.cel.CelRow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What was really dialled, and what the record says. */
class RecordedCallsTest {

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        answered          | ANSWERED     | lawyer01 | 1 | 2 |   | CITIZEN
        abandoned-ringing | ABANDONED    |          | 1 | 0 |   | CITIZEN
        second-answers    | ANSWERED     | lawyer02 | 4 | 2 |   | CITIZEN
        lawyer-hangs-up   | ANSWERED     | lawyer02 | 0 | 2 | 5 | LAWYER
        voicemail         | VOICEMAIL    |          | 8 | 0 |   | LINE
        mobile            | ANSWERED     | lawyer05 | 1 | 2 |   | CITIZEN
        closed            | CLOSED_HOURS |          | 0 | 0 |   | LINE
        """)
    void aRecordedCallBecomesItsRecord(
            String name, Outcome outcome, String lawyer, int wait, int talk, Integer rating, HangUpSide side) {
        CallProjection call = RecordedCalls.fold(name);
        assertThat(call.outcome()).contains(outcome);
        assertThat(call.lawyer().orElse(null)).isEqualTo(lawyer);
        assertThat(call.waitSeconds()).isEqualTo(wait);
        assertThat(call.talkSeconds()).isEqualTo(talk);
        assertThat(call.rating().orElse(null)).isEqualTo(rating);
        assertThat(call.hangUpSide()).isEqualTo(side);
        assertThat(call.centre()).contains("jiaozuo");
        assertThat(call.caller()).isEqualTo("13800000001");
        assertThat(call.live()).isEmpty();
        assertThat(call.callId()).isEqualTo(RecordedCalls.rows(name).getFirst().linkedId());
    }

    @Test
    void theLawyerWhoDidNotAnswerIsOnTheRecordToo() {
        assertThat(RecordedCalls.fold("second-answers").legs())
                .extracting(LawyerLeg::lawyer, LawyerLeg::talked, LawyerLeg::talkSeconds)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("lawyer01", false, 0),
                        org.assertj.core.groups.Tuple.tuple("lawyer02", true, 2));
        assertThat(RecordedCalls.fold("lawyer-hangs-up").legs().getFirst().ending())
                .isEqualTo("cause 17");
    }

    @Test
    void theStoryCanBeTold() {
        assertThat(RecordedCalls.fold("lawyer-hangs-up").timeline())
                .extracting(entry -> (entry.what() + " " + entry.detail()).strip())
                .containsExactly(
                        "CitizenArrived 12348",
                        "LineRecognised jiaozuo",
                        "NoticePlayed",
                        "RecordingBegan",
                        "CitizenQueued jiaozuo",
                        "LawyerRang lawyer01",
                        "LegEnded lawyer01, cause 17",
                        "LawyerRang lawyer02",
                        "LawyerAnswered lawyer02",
                        "LawyerLeft lawyer02",
                        "QueueLeft CONTINUE",
                        "LegEnded lawyer02",
                        "CitizenRated 5",
                        "CallEnded LINE");
    }

    /** After each row, what a duty screen would have shown. */
    @Test
    void theScreenFollowsACall() {
        List<CelRow> rows = RecordedCalls.rows("lawyer-hangs-up");
        StringBuilder shown = new StringBuilder();
        String last = "";
        for (int i = 1; i <= rows.size(); i++) {
            String now = CallFold.project(RecordedCalls.seen(rows.subList(0, i)), RecordedCalls.LINES)
                    .getFirst()
                    .live()
                    .map(live -> live.phase() + (live.lawyer().isEmpty() ? "" : " " + live.lawyer()))
                    .orElse("over");
            if (!now.equals(last)) {
                shown.append(now).append(", ");
                last = now;
            }
        }
        assertThat(shown)
                .hasToString("ARRIVING, WAITING, RINGING lawyer01, WAITING, RINGING lawyer02, TALKING lawyer02, RATING,"
                        + " over, ");
    }
}
