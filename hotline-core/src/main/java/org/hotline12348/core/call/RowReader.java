package org.hotline12348.core.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.ivr.cel.CelRow;

/**
 * Reads the rows of one call, in their canonical order, as events of the citizen's story. Who talks with whom is known
 * from the bridges: a lawyer answers when his channel and the citizen's are in the same bridge.
 */
final class RowReader {

    /** The service's own row for a call that died with the PBX. */
    static final String CUT = "HOTLINE_CUT";

    /** The dialplan's word for a callback's own call: the lawyer has accepted, the citizen is dialled now. */
    static final String CALLED_BACK = "HOTLINE_CALLBACK_OUT";

    private final String citizen;
    private final String pbxLine;
    /** Who calls back; empty for a call that came in. */
    private final Optional<String> caller;

    private final List<CallEvent> events = new ArrayList<>();
    /** Channel names by bridge. */
    private final Map<String, Set<String>> bridges = new HashMap<>();

    private final Set<String> citizenNames = new HashSet<>();
    /** Legs known to the story, by channel name. */
    private final Map<String, String> rung = new HashMap<>();
    /** Whose a channel is although its name does not say it: a mobile that pressed 1. */
    private final Map<String, String> accepted = new HashMap<>();

    private final Set<String> over = new HashSet<>();
    private final Set<String> together = new HashSet<>();
    private HangUpSide hungUpBy = HangUpSide.UNKNOWN;
    private boolean stopped;
    private final Instant lastSign;
    private boolean inQueue;

    private RowReader(String citizen, List<CelRow> rows) {
        this.citizen = citizen;
        CelRow first = rows.stream()
                .filter(row -> row.uniqueId().equals(citizen))
                .findFirst()
                .orElseThrow();
        Optional<CelRow> calledBack = calledBack(citizen, rows);
        this.caller = calledBack.map(row -> RowText.values(row).getOrDefault("lawyer", ""));
        this.pbxLine = calledBack
                .map(row -> RowText.values(row).getOrDefault("line", ""))
                .orElse(first.extension());
        for (CelRow row : rows) {
            if (row.uniqueId().equals(citizen)) {
                citizenNames.add(row.channel());
            }
        }
        this.lastSign = rows.stream()
                .filter(row -> mine(row) && !row.userDefType().equals(CUT))
                .map(CelRow::eventTime)
                .reduce(first.eventTime(), (a, b) -> a.isAfter(b) ? a : b);
        String number = caller.isPresent() ? "" : digits(first.callerNumber());
        events.add(new CallEvent.CitizenArrived(first.eventTime(), pbxLine, number));
        rows.forEach(this::read);
    }

    /**
     * The events of one citizen's call.
     *
     * @param citizen unique id of the citizen's channel
     * @param rows    all rows of the call in canonical order; at least one is of the citizen's channel
     */
    static List<CallEvent> events(String citizen, List<CelRow> rows) {
        return new RowReader(citizen, rows).events;
    }

    /** The row that makes this a callback's own call. */
    static Optional<CelRow> calledBack(String citizen, List<CelRow> rows) {
        return rows.stream()
                .filter(row ->
                        row.userDefType().equals(CALLED_BACK) && row.uniqueId().equals(citizen))
                .findFirst();
    }

    private void read(CelRow row) {
        switch (row.eventType()) {
            case "CHAN_START" -> began(row);
            case "BRIDGE_ENTER" -> entered(row);
            case "BRIDGE_EXIT" -> left(row);
            case "APP_START" -> {
                if (mine(row) && row.application().equals("Queue")) {
                    queued(row.eventTime(), row.applicationData().split(",", 2)[0]);
                }
            }
            case "USER_DEFINED" -> said(row);
            case "BLINDTRANSFER" -> transferred(row, "blind");
            case "ATTENDEDTRANSFER" -> transferred(row, "attended");
            case "HANGUP" -> hungUp(row);
            case "CHAN_END" -> ended(row);
            default -> {
                // ANSWER, APP_END, LINKEDID_END and rows of later Asterisks tell nothing more of the story.
            }
        }
    }

    private boolean mine(CelRow row) {
        return row.uniqueId().equals(citizen);
    }

    private void began(CelRow row) {
        // Only phones that ring for this citizen: a lawyer's own call to a colleague has a linkedid of its own.
        // Of a callback only the talk is told: the lawyer's telephone rang before the citizen's call began.
        if (caller.isEmpty()
                && !mine(row)
                && row.linkedId().equals(citizen)
                && Channel.named(row.channel()) instanceof Channel.Lawyer lawyer) {
            rung.put(row.channel(), lawyer.id());
            events.add(new CallEvent.LawyerRang(row.eventTime(), row.channel(), lawyer.id()));
        }
    }

    private void entered(CelRow row) {
        String bridge = RowText.extra(row, "bridge_id");
        if (bridge.isEmpty()) {
            return;
        }
        Set<String> members = bridges.computeIfAbsent(bridge, _ -> new HashSet<>());
        members.add(row.channel());
        for (String peer : row.peer().split(",", 32)) {
            if (!peer.isBlank()) {
                members.add(peer.strip());
            }
        }
        look(row.eventTime(), HangUpSide.UNKNOWN);
    }

    private void left(CelRow row) {
        Set<String> members = bridges.get(RowText.extra(row, "bridge_id"));
        if (members != null && members.remove(row.channel())) {
            look(row.eventTime(), mine(row) == caller.isEmpty() ? HangUpSide.CITIZEN : HangUpSide.LAWYER);
        }
    }

    /** Compares who is with the citizen now with who was a moment ago. */
    private void look(Instant at, HangUpSide leaver) {
        Map<String, String> now = new HashMap<>();
        for (Set<String> members : bridges.values()) {
            if (members.stream().anyMatch(citizenNames::contains)) {
                for (String name : members) {
                    other(name).ifPresent(who -> now.put(name, who));
                }
            }
        }
        for (String gone : List.copyOf(together)) {
            if (!now.containsKey(gone)) {
                together.remove(gone);
                events.add(new CallEvent.LawyerLeft(at, gone, leaver));
            }
        }
        now.entrySet().stream().sorted(Map.Entry.comparingByKey()).forEach(entry -> {
            if (together.add(entry.getKey())) {
                rung.putIfAbsent(entry.getKey(), entry.getValue());
                events.add(new CallEvent.LawyerAnswered(at, entry.getKey(), entry.getValue()));
            }
        });
    }

    private Optional<String> other(String name) {
        if (citizenNames.contains(name)) {
            return Optional.empty();
        }
        return switch (Channel.named(name)) {
            case Channel.Lawyer lawyer -> Optional.of(lawyer.id());
            case Channel.Outside _ -> caller.or(() -> Optional.of(accepted.getOrDefault(name, LawyerLeg.OUTSIDE)));
            case Channel.Trunk _, Channel.FarHalf _, Channel.Other _ -> Optional.empty();
        };
    }

    private void queued(Instant at, String queue) {
        if (!inQueue) {
            inQueue = true;
            events.add(new CallEvent.CitizenQueued(at, queue));
        }
    }

    private void transferred(CelRow row, String kind) {
        if (Channel.named(row.channel()) instanceof Channel.Lawyer lawyer && rung.containsKey(row.channel())) {
            events.add(new CallEvent.CallTransferred(row.eventTime(), kind, lawyer.id()));
        }
    }

    private void hungUp(CelRow row) {
        if (mine(row)) {
            String source = RowText.extra(row, "hangupsource");
            stopped = exchangeStopped(row);
            if (caller.isPresent()) {
                boolean far = together.contains(source) || rung.containsKey(source);
                hungUpBy = far ? HangUpSide.CITIZEN : HangUpSide.LAWYER;
            } else {
                hungUpBy = citizenNames.contains(source) ? HangUpSide.CITIZEN : HangUpSide.LINE;
            }
        } else if (rung.containsKey(row.channel())) {
            String cause = RowText.extra(row, "hangupcause");
            gone(row, cause.isEmpty() || cause.equals("0") || cause.equals("16") ? "" : "cause " + cause);
        }
    }

    /**
     * Whether the exchange was stopped in order under the call. Then nobody hung up: no telephone, no line of the dialplan
     * (which Asterisk names as the source of every other end), and no cause was given as there is for a caller who vanished
     * (18, 44). Recorded: {@code exchange-stopped-*.csv}.
     */
    private static boolean exchangeStopped(CelRow row) {
        String cause = RowText.extra(row, "hangupcause");
        return RowText.extra(row, "hangupsource").isEmpty() && (cause.equals("0") || cause.equals("16"));
    }

    private void ended(CelRow row) {
        if (mine(row)) {
            bridges.values().forEach(members -> members.removeAll(citizenNames));
            look(row.eventTime(), hungUpBy);
            events.add(
                    stopped
                            ? new CallEvent.CallCut(row.eventTime())
                            : new CallEvent.CallEnded(row.eventTime(), hungUpBy));
        } else if (rung.containsKey(row.channel())) {
            gone(row, "");
        }
    }

    private void gone(CelRow row, String cause) {
        bridges.values().forEach(members -> members.remove(row.channel()));
        look(row.eventTime(), HangUpSide.LAWYER);
        if (over.add(row.channel())) {
            events.add(new CallEvent.LegEnded(row.eventTime(), row.channel(), cause));
        }
    }

    private void said(CelRow row) {
        Map<String, String> values = RowText.values(row);
        Instant at = row.eventTime();
        switch (row.userDefType()) {
            case "HOTLINE_ACCEPTED" -> accepted.put(row.channel(), values.getOrDefault("lawyer", LawyerLeg.OUTSIDE));
            case "HOTLINE_PASSED" -> {
                // Said on the half that dials; the other half is the one that meets the citizen.
                if (!mine(row) && values.containsKey("lawyer")) {
                    accepted.put(row.channel().replaceFirst(";2$", ";1"), values.getOrDefault("lawyer", ""));
                }
            }
            case "HOTLINE_DECLINED" ->
                events.add(new CallEvent.LawyerDeclined(
                        at, values.getOrDefault("lawyer", ""), values.getOrDefault("reason", "declined")));
            case CUT -> {
                // A call that gave a sign of life afterwards was not cut after all.
                if (mine(row) && !lastSign.isAfter(at)) {
                    events.add(new CallEvent.CallCut(at));
                }
            }
            default -> {
                // In a callback the citizen's own leg is the one to the outside.
                boolean citizens =
                        mine(row) || caller.isPresent() && Channel.named(row.channel()) instanceof Channel.Outside;
                if (citizens) {
                    citizenDid(at, row.userDefType(), values);
                }
            }
        }
    }

    private void citizenDid(Instant at, String what, Map<String, String> values) {
        switch (what) {
            case "HOTLINE_ARRIVED" ->
                events.add(new CallEvent.LineRecognised(
                        at,
                        values.getOrDefault("centre", ""),
                        values.getOrDefault("line", pbxLine),
                        digits(values.getOrDefault("caller", ""))));
            case CALLED_BACK ->
                events.add(new CallEvent.LineRecognised(
                        at, values.getOrDefault("centre", ""), pbxLine, digits(values.getOrDefault("number", ""))));
            case "HOTLINE_CLOSED" ->
                events.add(new CallEvent.ClosureAnnounced(at, closure(values.getOrDefault("reason", ""))));
            case "HOTLINE_NOTICE" -> events.add(new CallEvent.NoticePlayed(at));
            case "HOTLINE_RECORDING" -> recording(at, values);
            case "HOTLINE_QUEUED" -> queued(at, values.getOrDefault("queue", ""));
            case "HOTLINE_QUEUE_LEFT" -> {
                inQueue = false;
                events.add(new CallEvent.QueueLeft(at, values.getOrDefault("status", "")));
            }
            case "HOTLINE_VOICEMAIL" -> voicemail(at, values);
            case "HOTLINE_CALLBACK" -> {
                String number = digits(values.getOrDefault("number", ""));
                if (!number.isEmpty()) {
                    events.add(new CallEvent.CallbackWanted(at, number));
                }
            }
            case "HOTLINE_RATING" ->
                number(values.getOrDefault("value", ""))
                        .filter(value -> value >= 1 && value <= 5)
                        .ifPresent(value -> events.add(new CallEvent.CitizenRated(at, value)));
            default -> {
                // A user event of somebody else's dialplan, or one that tells nothing here (HOTLINE_HINT).
            }
        }
    }

    private void recording(Instant at, Map<String, String> values) {
        if ("REFUSED".equals(values.get("state"))) {
            events.add(new CallEvent.RecordingRefused(at));
        } else if (!values.getOrDefault("file", "").isEmpty()) {
            events.add(new CallEvent.RecordingBegan(at, values.getOrDefault("file", "")));
        }
    }

    private void voicemail(Instant at, Map<String, String> values) {
        switch (values.getOrDefault("state", "")) {
            case "STARTED" -> events.add(new CallEvent.MessageBegan(at));
            case "SAVED" ->
                events.add(new CallEvent.MessageSaved(
                        at,
                        values.getOrDefault("file", ""),
                        number(values.getOrDefault("seconds", "")).orElse(0)));
            default -> {
                // A state that a later dialplan may add.
            }
        }
    }

    private static Closure closure(String reason) {
        return switch (reason) {
            case "HOLIDAY" -> Closure.HOLIDAY;
            case "EMERGENCY" -> Closure.EMERGENCY;
            default -> Closure.HOURS;
        };
    }

    private static Optional<Integer> number(String text) {
        boolean some = !text.isEmpty() && text.length() <= 9;
        return some && text.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Optional.of(Integer.valueOf(text))
                : Optional.empty();
    }

    /** What may be a number, and nothing else: at most 24 digits, perhaps after a {@code +}. */
    private static String digits(String text) {
        StringBuilder kept = new StringBuilder();
        for (int i = 0; i < text.length() && kept.length() < 24; i++) {
            char c = text.charAt(i);
            if (c >= '0' && c <= '9' || c == '+' && kept.isEmpty()) {
                kept.append(c);
            }
        }
        return kept.toString();
    }
}
