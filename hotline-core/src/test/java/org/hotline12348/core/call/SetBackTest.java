package org.hotline12348.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.hotline12348.ivr.cel.CelRow;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The exchange's clock is set back under a recorded call, at each place in turn: the call ends, as it did. */
class SetBackTest {
    static final List<String> NAMES = RecordedCalls.NAMES;

    private static CallProjection setBack(String name, int from, Duration step, boolean seen) {
        List<CelRow> rows = new ArrayList<>();
        List<CelRow> recorded = RecordedCalls.rows(name);
        for (int i = 0; i < recorded.size(); i++) {
            CelRow row = recorded.get(i);
            rows.add(i < from ? row : row.at(row.eventTime().minus(step)));
        }
        if (seen) {
            CelRow last = recorded.get(from - 1);
            String citizen = RecordedCalls.fold(name).callId();
            rows.add(new CelRow(
                    "USER_DEFINED",
                    last.eventTime(),
                    "HOTLINE_CLOCK_SET",
                    last.systemName(),
                    citizen,
                    citizen,
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "",
                    "seconds=" + -step.toSeconds()));
        }
        Collections.shuffle(rows, new Random(from));
        List<CallProjection> calls = CallFold.project(RecordedCalls.seen(rows), RecordedCalls.LINES);
        assertThat(calls).as("%s, clock set back before row %d", name, from).hasSize(1);
        return calls.getFirst();
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void whatTheServiceSawIsUndoneToTheMillisecond(String name) {
        CallProjection whole = RecordedCalls.fold(name);
        for (int from = 1; from < RecordedCalls.rows(name).size(); from++) {
            CallProjection call = setBack(name, from, Duration.ofMinutes(10), true);
            assertThat(List.of(
                            call.outcome(),
                            call.startedAt(),
                            call.endedAt(),
                            call.lawyer(),
                            call.talkSeconds(),
                            call.waitSeconds(),
                            call.rating()))
                    .as("%s, clock set back before row %d", name, from)
                    .isEqualTo(List.of(
                            whole.outcome(),
                            whole.startedAt(),
                            whole.endedAt(),
                            whole.lawyer(),
                            whole.talkSeconds(),
                            whole.waitSeconds(),
                            whole.rating()));
            assertThat(call.suspect()).isTrue();
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void whatNobodySawIsGuessedAndTheCallEnds(String name) {
        CallProjection whole = RecordedCalls.fold(name);
        for (int from = 1; from < RecordedCalls.rows(name).size(); from++) {
            CallProjection call = setBack(name, from, Duration.ofMinutes(10), false);
            assertThat(call.outcome())
                    .as("%s, clock set back before row %d", name, from)
                    .isEqualTo(whole.outcome());
            assertThat(call.lawyer()).isEqualTo(whole.lawyer());
            assertThat(call.endedAt().orElseThrow()).isAfterOrEqualTo(call.startedAt());
            assertThat(call.talkSeconds()).isBetween(0, whole.talkSeconds() + 1);
        }
    }

    @ParameterizedTest
    @FieldSource("NAMES")
    void byLessThanTheCallIsLongItStillEnds(String name) {
        for (int from = 1; from < RecordedCalls.rows(name).size(); from++) {
            CallProjection call = setBack(name, from, Duration.ofSeconds(4), true);
            assertThat(call.endedAt())
                    .as("%s, clock set back before row %d", name, from)
                    .isPresent();
            assertThat(call.talkSeconds()).isNotNegative();
            assertThat(call.waitSeconds()).isNotNegative();
        }
    }
}
