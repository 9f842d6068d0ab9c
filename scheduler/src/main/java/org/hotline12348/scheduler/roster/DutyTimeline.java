package org.hotline12348.scheduler.roster;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The duties of one centre laid out in time: the answer of every instant is worked out once, so that asking is one
 * binary search. Immutable.
 */
public final class DutyTimeline {

    private static final Comparator<Duty> BY_SEAT =
            Comparator.comparing(Duty::from).thenComparing(Duty::shift).thenComparingInt(Duty::seat);

    /** answers[i] holds from starts[i] (included) until starts[i + 1]. */
    private final Instant[] starts;

    private final OnDuty[] answers;
    private final OnDuty before;

    private DutyTimeline(Instant[] starts, OnDuty[] answers) {
        this.starts = starts;
        this.answers = answers;
        this.before = new OnDuty(List.of(), List.of(), starts.length == 0 ? Optional.empty() : Optional.of(starts[0]));
    }

    public static DutyTimeline of(Collection<Duty> duties) {
        TreeMap<Instant, List<Duty>> begins = new TreeMap<>();
        TreeMap<Instant, List<Duty>> ends = new TreeMap<>();
        TreeMap<Instant, Boolean> moments = new TreeMap<>();
        for (Duty duty : duties) {
            begins.computeIfAbsent(duty.from(), at -> new ArrayList<>()).add(duty);
            ends.computeIfAbsent(duty.until(), at -> new ArrayList<>()).add(duty);
            moments.put(duty.from(), true);
            moments.put(duty.until(), true);
        }
        List<Instant> starts = new ArrayList<>();
        List<List<Duty>> states = new ArrayList<>();
        List<Duty> on = new ArrayList<>();
        for (Instant moment : moments.keySet()) {
            on.removeAll(ends.getOrDefault(moment, List.of()));
            on.addAll(begins.getOrDefault(moment, List.of()));
            starts.add(moment);
            states.add(on.stream().sorted(BY_SEAT).toList());
        }
        OnDuty[] answers = new OnDuty[starts.size()];
        for (int i = 0; i < answers.length; i++) {
            Optional<Instant> next = i + 1 < answers.length ? Optional.of(starts.get(i + 1)) : Optional.empty();
            answers[i] =
                    new OnDuty(ofKind(states.get(i), Duty.Kind.SEAT), ofKind(states.get(i), Duty.Kind.STANDBY), next);
        }
        return new DutyTimeline(starts.toArray(Instant[]::new), answers);
    }

    private static List<Duty> ofKind(List<Duty> duties, Duty.Kind kind) {
        return duties.stream().filter(duty -> duty.kind() == kind).toList();
    }

    /** Who is on duty at an instant, and when that changes next. */
    public OnDuty at(Instant instant) {
        int found = Arrays.binarySearch(starts, instant);
        int index = found >= 0 ? found : -found - 2;
        return index < 0 ? before : answers[index];
    }
}
