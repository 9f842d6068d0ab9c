package org.hotline12348.core.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.hotline12348.core.call.CallFold;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Feed;
import org.hotline12348.core.call.LiveState.Phase;
import org.hotline12348.core.call.RecordedCalls;
import org.hotline12348.core.call.SeenRow;
import org.hotline12348.core.consultation.EntryId;
import org.hotline12348.core.journal.LiveCalls.Change;
import org.hotline12348.ivr.cel.CelRow;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a screen is told of a call while it goes on: each state once, in order, and never again after its end. */
class LiveCallsTest {

    /** Every recorded call: the small ones and those of the real line, with transfers, callbacks and deaths. */
    private static final List<String> CALLS = List.of(
            "answered",
            "abandoned-ringing",
            "second-answers",
            "lawyer-hangs-up",
            "voicemail",
            "mobile",
            "closed",
            "pbx/attended-by-keys",
            "pbx/as-three",
            "pbx/handed-over",
            "pbx/passed-by-keys-to-a-lawyer",
            "pbx/called-back",
            "pbx/first-of-three",
            "pbx/own-lawyer",
            "pbx/rated",
            "pbx/vanished-in-the-talk");

    private final LiveCalls live = new LiveCalls(() -> RecordedCalls.LINES);
    private final List<Change> told = new ArrayList<>();

    static LongStream seeds() {
        return LongStream.range(0, Long.getLong("hotline.seeds", 40));
    }

    private static List<CelRow> inOrder(List<CelRow> rows) {
        return rows.stream().sorted(Comparator.comparing(CelRow::eventTime)).toList();
    }

    private void heard(CelRow row) {
        live.saw(new SeenRow(row, Feed.AMI));
        told.addAll(live.fold());
    }

    private void stored(List<CelRow> rows, List<CelRow> soFar) {
        rows.forEach(row -> live.saw(new SeenRow(row, Feed.FILE)));
        told.addAll(live.fold());
        told.addAll(live.stored(CallFold.project(RecordedCalls.seen(soFar), RecordedCalls.LINES)));
    }

    private List<String> phases() {
        List<String> phases = new ArrayList<>();
        for (Change change : told) {
            String phase = change.up() ? change.call().state().phase().name() : "ENDED";
            if (phases.isEmpty() || !phases.getLast().equals(phase)) {
                phases.add(phase);
            }
        }
        return phases;
    }

    @Test
    @DisplayName("an answered call: comes in, waits, rings, talks, leaves, is over; the lawyer is told from the ring")
    void anAnsweredCall() {
        inOrder(RecordedCalls.rows("answered")).forEach(this::heard);
        assertThat(phases()).containsExactly("ARRIVING", "WAITING", "RINGING", "TALKING", "RATING", "ENDED");
        Change ring = told.stream()
                .filter(one -> one.call().state().phase() == Phase.RINGING)
                .findFirst()
                .orElseThrow();
        assertThat(ring.call().parties()).containsExactly("lawyer01");
        assertThat(ring.call().caller()).contains("****");
        assertThat(live.of("jiaozuo")).isEmpty();
        assertThat(live.isOver(ring.call().id())).isTrue();
    }

    @Test
    @DisplayName("the first lawyer does not answer: it is his call no more when the second one's telephone rings")
    void theFirstDoesNotAnswer() {
        inOrder(RecordedCalls.rows("second-answers")).forEach(this::heard);
        Set<String> rang = new HashSet<>();
        told.stream()
                .filter(one -> one.up() && one.call().state().phase() == Phase.RINGING)
                .forEach(one -> rang.addAll(one.call().parties()));
        assertThat(rang).hasSize(2);
        Change talk = told.stream()
                .filter(one -> one.call().state().phase() == Phase.TALKING)
                .findFirst()
                .orElseThrow();
        assertThat(talk.call().parties()).hasSize(1);
        assertThat(told.stream().flatMap(one -> one.former().stream()))
                .containsOnly(rang.stream()
                        .filter(one -> !talk.call().parties().contains(one))
                        .findFirst()
                        .orElseThrow());
    }

    @Test
    @DisplayName("a call whose beginning was not heard is shown as the record has it, to its end")
    void takenOverFromTheRecord() {
        List<CelRow> rows = inOrder(RecordedCalls.rows("answered"));
        int joins = rows.size() / 2;
        stored(rows.subList(0, joins), rows.subList(0, joins));
        assertThat(live.of("jiaozuo")).hasSize(1);
        rows.subList(joins, rows.size()).forEach(this::heard);
        assertThat(live.of("jiaozuo")).as("not yet stored").hasSize(1);
        stored(rows.subList(joins, rows.size()), rows);
        assertThat(live.of("jiaozuo")).isEmpty();
        assertThat(phases().getLast()).isEqualTo("ENDED");
    }

    @Test
    @DisplayName("more calls than can be followed: the oldest is left to the record, nothing grows without end")
    void limited() {
        CelRow first = RecordedCalls.rows("answered").getFirst();
        for (int n = 0; n < LiveCalls.MOST_FOLLOWED + 10; n++) {
            String id = "pbx1-1700000000." + n;
            heard(new CelRow(
                    "CHAN_START",
                    first.eventTime(),
                    "",
                    first.systemName(),
                    id,
                    id,
                    first.channel(),
                    first.context(),
                    first.extension(),
                    first.callerNumber(),
                    "",
                    "",
                    "",
                    "",
                    ""));
        }
        assertThat(live.size()).isEqualTo(LiveCalls.MOST_FOLLOWED);
    }

    /** Several calls at once; of the rows of the manager interface some are lost; the file comes later, in pieces. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void whateverIsLostAndHoweverLateTheFileIs(long seed) {
        Random random = new Random(seed);
        List<List<CelRow>> calls = new ArrayList<>();
        for (String name : CALLS) {
            if (random.nextInt(3) > 0) {
                calls.add(inOrder(RecordedCalls.rows(name)));
            }
        }
        double loss = random.nextInt(3) == 0 ? 0 : random.nextDouble() * 0.3;
        List<CelRow> unread = new ArrayList<>();
        List<CelRow> read = new ArrayList<>();
        int[] at = new int[calls.size()];
        boolean more = true;
        while (more) {
            more = false;
            for (int n = 0; n < at.length; n++) {
                for (int burst = random.nextInt(4);
                        burst > 0 && at[n] < calls.get(n).size();
                        burst--) {
                    CelRow row = calls.get(n).get(at[n]++);
                    unread.add(row);
                    if (random.nextDouble() >= loss) {
                        heard(row);
                    }
                }
                more |= at[n] < calls.get(n).size();
            }
            if (random.nextInt(12) == 0) {
                List<CelRow> piece = List.copyOf(unread.subList(0, random.nextInt(unread.size() + 1)));
                unread.subList(0, piece.size()).clear();
                read.addAll(piece);
                stored(piece, read);
            }
        }
        read.addAll(unread);
        stored(unread, read);

        assertThat(live.of("jiaozuo")).as("calls up after all have ended").isEmpty();
        Map<String, Boolean> up = new HashMap<>();
        for (Change change : told) {
            String id = change.call().id();
            assertThat(up.get(id)).as("a change of %s after its end", id).isNotEqualTo(false);
            up.put(id, change.up());
        }
        for (CallProjection call : CallFold.project(RecordedCalls.seen(read), RecordedCalls.LINES)) {
            String id = EntryId.ofCall(call.pbx(), call.callId());
            if (call.endedAt().isPresent() && up.containsKey(id)) {
                assertThat(up.get(id)).as("%s is over", id).isFalse();
            }
        }
        if (loss == 0) {
            assertThat(live.size()).as("calls still followed").isZero();
        }
    }
}
