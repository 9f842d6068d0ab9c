package org.hotline12348.scheduler.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hotline12348.scheduler.plan.TimeSpan;
import org.hotline12348.scheduler.roster.Duty;

/**
 * Whether somebody was there for his duty, by his sign-ins and sign-outs.
 *
 * @param spans from a sign-in to the next sign-out or the duty's end, within the duty
 * @param firstIn when he first signed in; may be before the duty begins
 * @param lastOut when he signed out; empty while he is in
 */
public record Presence(Duty duty, List<TimeSpan> spans, Optional<Instant> firstIn, Optional<Instant> lastOut) {

    /** How it stands at a moment. */
    public enum State {
        /** The duty has not begun and nobody has signed in. */
        EXPECTED,
        /** Signed in. */
        PRESENT,
        /** The duty is on and nobody has signed in. */
        ABSENT,
        /** The duty is on and its lawyer has signed out. */
        LEFT,
        /** The duty is over, and he was there. */
        DONE,
        /** The duty is over, and he never signed in. */
        MISSED
    }

    public Presence {
        spans = List.copyOf(spans);
    }

    /** Works it out; sign-ins of other duties and of other people do not count. */
    public static Presence of(Duty duty, Collection<SignIn> all) {
        List<SignIn> mine = all.stream()
                .filter(one -> one.duty().equals(duty.id()) && one.lawyer().equals(duty.lawyer()))
                .sorted(Comparator.comparing(SignIn::at).thenComparing(SignIn::id))
                .toList();
        List<TimeSpan> spans = new ArrayList<>();
        Optional<Instant> since = Optional.empty();
        Optional<Instant> lastOut = Optional.empty();
        for (SignIn one : mine) {
            if (one.in() && since.isEmpty()) {
                since = Optional.of(one.at());
                lastOut = Optional.empty();
            } else if (!one.in() && since.isPresent()) {
                within(duty, since.get(), one.at()).ifPresent(spans::add);
                since = Optional.empty();
                lastOut = Optional.of(one.at());
            }
        }
        since.flatMap(from -> within(duty, from, duty.until())).ifPresent(spans::add);
        Optional<Instant> firstIn =
                mine.stream().filter(SignIn::in).map(SignIn::at).findFirst();
        return new Presence(duty, spans, firstIn, lastOut);
    }

    private static Optional<TimeSpan> within(Duty duty, Instant from, Instant until) {
        Instant begin = from.isBefore(duty.from()) ? duty.from() : from;
        Instant end = until.isAfter(duty.until()) ? duty.until() : until;
        return begin.isBefore(end) ? Optional.of(new TimeSpan(begin, end)) : Optional.empty();
    }

    public boolean signedIn() {
        return firstIn.isPresent() && lastOut.isEmpty();
    }

    public State state(Instant now) {
        if (!duty.until().isAfter(now)) {
            return firstIn.isPresent() ? State.DONE : State.MISSED;
        }
        if (signedIn()) {
            return State.PRESENT;
        }
        if (duty.from().isAfter(now)) {
            return State.EXPECTED;
        }
        return firstIn.isPresent() ? State.LEFT : State.ABSENT;
    }

    /** Seconds he was there until a moment. */
    public long seconds(Instant now) {
        return spans.stream()
                .mapToLong(span -> Math.max(
                        0,
                        (span.until().isAfter(now) ? now : span.until()).getEpochSecond()
                                - span.from().getEpochSecond()))
                .sum();
    }

    /** Seconds after the duty's start before he first signed in, until a moment; 0 for one in time. */
    public long lateSeconds(Instant now) {
        Instant came = firstIn.filter(at -> at.isBefore(duty.until())).orElse(duty.until());
        Instant end = came.isAfter(now) ? now : came;
        return Math.max(0, end.getEpochSecond() - duty.from().getEpochSecond());
    }
}
