package org.hotline12348.core.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.hotline12348.core.call.LiveState.Phase;
import org.hotline12348.ivr.cel.CelRow;

/**
 * Folds rows to calls. The result depends on the set of the rows alone: not on their order, not on repeats, not on how
 * often or in which pieces they were folded before. Rows that are missing make a call poorer, never wrong in kind:
 * there is exactly one call for each citizen's channel of which at least one row is known.
 */
public final class CallFold {

    private CallFold() {}

    /**
     * Every call of a citizen among these rows, by its start.
     *
     * @param seen  rows; all rows of a call must be among them
     * @param lines centre by number dialled, for calls that ended before the dialplan said where they belong
     */
    public static List<CallProjection> project(Collection<SeenRow> seen, Map<String, String> lines) {
        List<CelRow> rows = Rows.canonical(seen);
        List<CallProjection> calls = new ArrayList<>();
        for (List<CelRow> related : related(rows)) {
            for (String citizen : citizens(related)) {
                calls.add(project(citizen, related, lines));
            }
        }
        calls.sort(Comparator.comparing(CallProjection::startedAt)
                .thenComparing(call -> Rows.uniqueIdOrder(call.callId())));
        return calls;
    }

    /** Rows that share a channel or a linkedid belong together, also over several steps (a transfer joins two). */
    private static Collection<List<CelRow>> related(List<CelRow> rows) {
        Map<String, String> parents = new HashMap<>();
        for (CelRow row : rows) {
            String a = root(parents, "u" + row.uniqueId());
            if (row.linkedId().isEmpty()) {
                continue;
            }
            String b = root(parents, "l" + row.linkedId());
            if (!a.equals(b)) {
                parents.put(a, b);
            }
        }
        Map<String, List<CelRow>> groups = new LinkedHashMap<>();
        for (CelRow row : rows) {
            groups.computeIfAbsent(root(parents, "u" + row.uniqueId()), _ -> new ArrayList<>())
                    .add(row);
        }
        return groups.values();
    }

    private static String root(Map<String, String> parents, String node) {
        String at = node;
        String up = parents.getOrDefault(at, at);
        while (!up.equals(at)) {
            String over = parents.getOrDefault(up, up);
            parents.put(at, over);
            at = up;
            up = over;
        }
        return at;
    }

    /** A citizen's channel comes in from the trunk under its own linkedid, or the dialplan greeted it. */
    private static Set<String> citizens(List<CelRow> rows) {
        Set<String> citizens = new LinkedHashSet<>();
        Set<String> known = new LinkedHashSet<>();
        for (CelRow row : rows) {
            boolean first = known.add(row.uniqueId());
            boolean fromTrunk = Channel.named(row.channel()) instanceof Channel.Trunk;
            if (fromTrunk && (row.uniqueId().equals(row.linkedId()) || !first && citizens.contains(row.uniqueId()))
                    || row.userDefType().equals("HOTLINE_ARRIVED")
                    || row.userDefType().equals(RowReader.CALLED_BACK)) {
                citizens.add(row.uniqueId());
            }
        }
        return citizens;
    }

    private static CallProjection project(String citizen, List<CelRow> rows, Map<String, String> lines) {
        List<CallEvent> events = RowReader.events(citizen, SetBack.straightened(citizen, rows));
        Call call = Call.begin(events.getFirst().at());
        List<TimelineEntry> timeline = new ArrayList<>();
        for (CallEvent event : events) {
            call = Call.apply(call, event);
            timeline.add(Timeline.entry(event));
        }
        String pbx = rows.getFirst().pbx();
        Optional<String> callback = RowReader.calledBack(citizen, rows)
                .map(row -> RowText.values(row).getOrDefault("id", ""));
        return told(pbx, citizen, call, lines, List.copyOf(timeline), callback, Doubt.of(citizen, rows));
    }

    private static CallProjection told(
            String pbx,
            String citizen,
            Call call,
            Map<String, String> lines,
            List<TimelineEntry> timeline,
            Optional<String> callback,
            boolean suspect) {
        Facts facts = call.facts();
        Facts.Progress progress = facts.progress();
        String line = facts.arrival().line();
        Optional<CallState.Ended> ended = call.state() instanceof CallState.Ended e ? Optional.of(e) : Optional.empty();
        Optional<Instant> endedAt = ended.map(CallState.Ended::since);
        List<LawyerLeg> legs =
                call.legs().inOrder().stream().map(Legs.Leg::told).toList();
        List<String> talkers = talkers(legs);
        return new CallProjection(
                pbx,
                citizen,
                facts.arrival().centre().filter(c -> !c.isEmpty()).or(() -> Optional.ofNullable(lines.get(line))),
                line,
                facts.arrival().caller(),
                call.startedAt(),
                endedAt,
                ended.map(CallState.Ended::outcome).map(outcome -> told(outcome, callback)),
                live(call),
                progress.queuedAt(),
                progress.answeredAt(),
                waitSeconds(progress, endedAt),
                Seconds.of(progress.talk()),
                mostTalk(call.legs()),
                talkers,
                legs,
                facts.choices().rating(),
                facts.recording().noticePlayed(),
                facts.recording().file(),
                facts.recording().refused(),
                facts.choices().voicemailFile(),
                facts.choices().voicemailSeconds(),
                facts.choices().callbackNumber(),
                facts.choices().closure(),
                ended.map(CallState.Ended::by).orElse(HangUpSide.UNKNOWN),
                timeline,
                callback,
                suspect);
    }

    /** Whom we call and do not reach has not abandoned anything. */
    private static Outcome told(Outcome outcome, Optional<String> callback) {
        return callback.isPresent() && outcome == Outcome.ABANDONED ? Outcome.NO_ANSWER : outcome;
    }

    private static int waitSeconds(Facts.Progress progress, Optional<Instant> endedAt) {
        Optional<Instant> until =
                progress.answeredAt().or(progress::queueLeftAt).or(() -> endedAt);
        return progress.queuedAt()
                .flatMap(from -> until.map(to -> Seconds.of(Duration.between(from, to))))
                .orElse(0);
    }

    private static List<String> talkers(List<LawyerLeg> legs) {
        return legs.stream()
                .filter(leg -> leg.talked() && !leg.lawyer().equals(LawyerLeg.OUTSIDE))
                .sorted(Comparator.comparing(leg -> leg.answeredAt().orElse(leg.rangAt())))
                .map(LawyerLeg::lawyer)
                .distinct()
                .toList();
    }

    private static Optional<String> mostTalk(Legs legs) {
        Map<String, Duration> talk = new TreeMap<>();
        List<String> order = new ArrayList<>();
        for (Legs.Leg leg : legs.inOrder()) {
            // An authority that he was passed on to has its leg, and is nobody's lawyer.
            if (leg.answeredAt().isPresent() && !leg.lawyer().equals(LawyerLeg.OUTSIDE)) {
                order.add(leg.lawyer());
                talk.merge(leg.lawyer(), leg.talk(), Duration::plus);
            }
        }
        return order.stream().distinct().reduce((a, b) -> more(talk, b, a) ? b : a);
    }

    private static boolean more(Map<String, Duration> talk, String a, String b) {
        return talk.getOrDefault(a, Duration.ZERO).compareTo(talk.getOrDefault(b, Duration.ZERO)) > 0;
    }

    private static Optional<LiveState> live(Call call) {
        return switch (call.state()) {
            case CallState.Arriving s -> some(Phase.ARRIVING, "", s.since());
            case CallState.HearingClosure s -> some(Phase.ARRIVING, "", s.since());
            case CallState.Waiting s ->
                s.ringing().isEmpty()
                        ? some(Phase.WAITING, "", s.since())
                        : some(Phase.RINGING, names(call.legs(), s.ringing()), s.since());
            case CallState.Talking s -> some(Phase.TALKING, names(call.legs(), s.present()), s.since());
            case CallState.Leaving s ->
                some(call.facts().progress().answeredAt().isPresent() ? Phase.RATING : Phase.ARRIVING, "", s.since());
            case CallState.LeavingMessage s -> some(Phase.LEAVING_MESSAGE, "", s.since());
            case CallState.Ended _ -> Optional.empty();
        };
    }

    private static Optional<LiveState> some(Phase phase, String lawyer, Instant since) {
        return Optional.of(new LiveState(phase, lawyer, since));
    }

    private static String names(Legs legs, Set<String> channels) {
        return String.join(
                ",",
                legs.inOrder().stream()
                        .filter(leg -> channels.contains(leg.channel()))
                        .map(Legs.Leg::lawyer)
                        .distinct()
                        .toList());
    }
}
