package org.hotline12348.core.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.hotline12348.ivr.cel.CelRow;
import org.junit.jupiter.api.Test;

/** Rows that no exchange should write, and clocks that are set under a call: the fold goes on, and nothing is negative. */
class HostileRowsTest {

    private static final Instant NOON = Instant.parse("2026-11-24T04:00:00Z");
    private static final String[] TYPES = {
        "CHAN_START", "CHAN_END", "ANSWER", "HANGUP", "BRIDGE_ENTER", "BRIDGE_EXIT", "APP_START", "APP_END",
        "BLINDTRANSFER", "ATTENDEDTRANSFER", "USER_DEFINED", "LINKEDID_END", "PICKUP", "LOCAL_OPTIMIZE", "", "NEW_THING"
    };
    private static final String[] EVENTS = {
        "HOTLINE_ARRIVED", "HOTLINE_QUEUED", "HOTLINE_QUEUE_LEFT", "HOTLINE_CLOSED", "HOTLINE_VOICEMAIL",
        "HOTLINE_CALLBACK", "HOTLINE_CALLBACK_OUT", "HOTLINE_RATING", "HOTLINE_ACCEPTED", "HOTLINE_DECLINED",
        "HOTLINE_CUT", "HOTLINE_CLOCK_SET", "HOTLINE_RECORDING", "HOTLINE_NOTICE", "SOMEBODY_ELSES"
    };
    private static final String[] CHANNELS = {
        "PJSIP/trunk-00000001",
        "PJSIP/trunk-00000002",
        "PJSIP/lawyer01-00000003",
        "Local/lawyer02@lawyer-00000004;1",
        "Local/lawyer02@lawyer-00000004;2",
        "PJSIP/outbound-00000005",
        "",
        "PJSIP/'; drop table x; --",
        "\0"
    };
    private static final String[] EXTRAS = {
        "",
        "{\"bridge_id\":\"b1\"}",
        "{\"bridge_id\":\"b2\",\"bridge_technology\":\"x\"}",
        "{\"extra\":\"centre=jiaozuo;line=12348;caller=13800000001;lawyer=lawyer01;id=cb1;number=1;value=9;seconds=-5\"}",
        "{\"extra\":\"value=5;state=SAVED;file=../../etc/passwd;seconds=99999999999\"}",
        "{\"hangupcause\":16,\"hangupsource\":\"PJSIP/trunk-00000001\"}",
        "{\"extra\":\"=;;=;a\"}",
        "{{{{",
        "\u0000\uffff"
    };

    @Test
    void tenThousandRandomRowsBreakNothing() {
        for (long seed = 1; seed <= 500; seed++) {
            Random random = new Random(seed);
            List<SeenRow> rows = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                rows.add(new SeenRow(row(random), Feed.values()[random.nextInt(Feed.values().length)]));
            }
            keepsTheRules(CallFold.project(rows, RecordedCalls.LINES), "seed " + seed);
        }
    }

    private static CelRow row(Random random) {
        return new CelRow(
                any(TYPES, random),
                NOON.plusMillis(random.nextInt(1_800_000) - 900_000L),
                any(EVENTS, random),
                "pbx1",
                "pbx1-179000000" + random.nextInt(3) + "." + random.nextInt(3),
                random.nextInt(9) == 0 ? "" : "pbx1-1790000000." + random.nextInt(3),
                any(CHANNELS, random),
                "x",
                random.nextBoolean() ? "12348" : "\uD800",
                "138" + random.nextInt(),
                "",
                random.nextBoolean() ? "Queue" : "",
                random.nextBoolean() ? "jiaozuo,,," : "",
                any(CHANNELS, random) + "," + any(CHANNELS, random),
                any(EXTRAS, random));
    }

    private static String any(String[] of, Random random) {
        return of[random.nextInt(of.length)];
    }

    @Test
    void aClockSetAnywhereInACallMakesNothingNegativeAndIsSeenWhereItShows() {
        for (String name : RecordedCalls.NAMES) {
            List<CelRow> rows = RecordedCalls.rows(name);
            assertThat(RecordedCalls.fold(name).suspect()).as(name).isFalse();
            for (Duration by : List.of(Duration.ofMinutes(10), Duration.ofMinutes(-10))) {
                for (int at = 1; at < rows.size(); at++) {
                    List<CelRow> set = new ArrayList<>(rows.subList(0, at));
                    rows.subList(at, rows.size()).forEach(row -> set.add(moved(row, by)));
                    List<CallProjection> calls = CallFold.project(RecordedCalls.seen(set), RecordedCalls.LINES);
                    String what = "%s, %s before row %d".formatted(name, by, at);
                    keepsTheRules(calls, what);
                    if (by.isNegative() && at > 2 && at < rows.size() - 2) {
                        assertThat(calls).as(what).anyMatch(CallProjection::suspect);
                    }
                }
            }
        }
    }

    @Test
    void theServicesWordThatAClockWasSetMarksTheCall() {
        List<CelRow> rows = RecordedCalls.rows("answered");
        CelRow first = rows.getFirst();
        List<SeenRow> seen = new ArrayList<>(RecordedCalls.seen(rows));
        seen.add(new SeenRow(
                new CelRow(
                        "USER_DEFINED",
                        rows.get(rows.size() / 2).eventTime(),
                        "HOTLINE_CLOCK_SET",
                        "pbx1",
                        first.uniqueId(),
                        first.linkedId(),
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "",
                        "seconds=600"),
                Feed.SERVICE));
        CallProjection call = CallFold.project(seen, RecordedCalls.LINES).getFirst();
        assertThat(call.suspect()).isTrue();
        assertThat(call.talkSeconds()).isEqualTo(RecordedCalls.fold("answered").talkSeconds());
        assertThat(call.outcome()).contains(Outcome.ANSWERED);
    }

    private static void keepsTheRules(List<CallProjection> calls, String what) {
        for (CallProjection call : calls) {
            assertThat(call.waitSeconds()).as(what).isNotNegative();
            assertThat(call.talkSeconds()).as(what).isNotNegative();
            assertThat(call.voicemailSeconds()).as(what).isNotNegative();
            call.endedAt().ifPresent(ended -> assertThat(ended).as(what).isAfterOrEqualTo(call.startedAt()));
            call.rating().ifPresent(rating -> assertThat(rating).as(what).isBetween(1, 5));
            assertThat(call.legs()).as(what).allMatch(leg -> leg.talkSeconds() >= 0);
        }
    }

    private static CelRow moved(CelRow row, Duration by) {
        return new CelRow(
                row.eventType(),
                row.eventTime().plus(by),
                row.userDefType(),
                row.systemName(),
                row.uniqueId(),
                row.linkedId(),
                row.channel(),
                row.context(),
                row.extension(),
                row.callerNumber(),
                row.callerName(),
                row.application(),
                row.applicationData(),
                row.peer(),
                row.extra());
    }
}
