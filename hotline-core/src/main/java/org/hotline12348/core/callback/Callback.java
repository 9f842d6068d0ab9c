package org.hotline12348.core.callback;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.callback.Attempt.Result;
import org.hotline12348.core.privacy.PhoneNumber;

/**
 * One person to be called. There is at most one that is open for a number and a centre: whatever makes another call
 * necessary meanwhile is added to it.
 *
 * @param id        opaque
 * @param sources   what made it necessary, the first first; never empty
 * @param createdAt when the first source arose
 * @param dueAt     from when on it may be worked; in service hours
 * @param attempts  tries, the first first
 * @param version   counts the changes
 */
public record Callback(
        String id,
        String centre,
        PhoneNumber number,
        List<Source> sources,
        Instant createdAt,
        Instant dueAt,
        State state,
        List<Attempt> attempts,
        long version) {

    /** What goes on. */
    public sealed interface State {
        /** Nobody has taken it. */
        record Waiting() implements State {}

        /** A lawyer has taken it and will call. */
        record Claimed(String lawyer, Instant at) implements State {}

        /** An attempt is under way. */
        record Calling(String lawyer, Instant at) implements State {}

        /**
         * It is over.
         *
         * @param by   who closed it; empty when it closed by itself
         * @param note what he wrote to it
         */
        record Closed(Ending ending, String by, Instant at, String note) implements State {}
    }

    /** Attempts that are remembered; the oldest beyond are forgotten. */
    static final int KEPT_ATTEMPTS = 30;

    public Callback {
        sources = List.copyOf(sources);
        attempts = List.copyOf(attempts);
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("The callback %s has no source.".formatted(id));
        }
    }

    /** A new one. */
    static Callback opened(String id, String centre, PhoneNumber number, Source source, Instant dueAt) {
        return new Callback(id, centre, number, List.of(source), source.at(), dueAt, new State.Waiting(), List.of(), 1);
    }

    public boolean isOpen() {
        return !(state instanceof State.Closed);
    }

    /** Why, the most urgent first. */
    public Set<Reason> reasons() {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        sources.forEach(source -> reasons.add(source.reason()));
        return reasons;
    }

    /** Attempts that count since the citizen last gave a sign: who calls again can be reached again. */
    public int attemptsMade() {
        Instant lastSign =
                sources.stream().map(Source::at).max(Comparator.naturalOrder()).orElse(createdAt);
        return (int) attempts.stream()
                .filter(attempt -> attempt.counts() && !attempt.at().isBefore(lastSign))
                .count();
    }

    /** Something more makes it necessary. Does not bring an attempt under way or a claim out of step. */
    Callback needed(Source source, Instant due) {
        if (sources.stream().anyMatch(known -> known.consultation().equals(source.consultation()))) {
            return this;
        }
        List<Source> more = new ArrayList<>(sources);
        more.add(source);
        more.sort(Comparator.comparing(Source::at));
        return new Callback(
                id, centre, number, more, createdAt, due.isBefore(dueAt) ? due : dueAt, state, attempts, version + 1);
    }

    /** A lawyer takes it. */
    public Verdict claim(String lawyer, Instant now) {
        return switch (state) {
            case State.Waiting _ -> changed(new State.Claimed(lawyer, now));
            case State.Claimed claimed when claimed.lawyer().equals(lawyer) -> new Verdict.Changed(this);
            case State.Claimed claimed -> taken(claimed.lawyer());
            case State.Calling calling -> underWay(calling.lawyer());
            case State.Closed closed -> closed(closed);
        };
    }

    /**
     * A lawyer gives it back.
     *
     * @param anybodys whether who asks may also give back what another has taken
     */
    public Verdict release(String who, boolean anybodys) {
        return switch (state) {
            case State.Waiting _ -> new Verdict.Changed(this);
            case State.Claimed claimed when anybodys || claimed.lawyer().equals(who) -> changed(new State.Waiting());
            case State.Claimed claimed -> taken(claimed.lawyer());
            case State.Calling calling -> underWay(calling.lawyer());
            case State.Closed closed -> closed(closed);
        };
    }

    /** An attempt begins: the lawyer's telephone will ring. Also before it is due, when a person wishes so. */
    public Verdict call(String lawyer, Instant now, CallbackRules rules) {
        if (!rules.mayDial(number)) {
            return new Verdict.Refused(
                    "number",
                    "%s is on no list of numbers that may be dialled from here (callback.allow). Dial it by other means, and close this with a note."
                            .formatted(number.masked()));
        }
        return switch (state) {
            case State.Waiting _ -> begun(lawyer, now);
            case State.Claimed claimed when claimed.lawyer().equals(lawyer) -> begun(lawyer, now);
            case State.Claimed claimed -> taken(claimed.lawyer());
            case State.Calling calling -> underWay(calling.lawyer());
            case State.Closed closed -> closed(closed);
        };
    }

    private Verdict begun(String lawyer, Instant now) {
        List<Attempt> more = new ArrayList<>(attempts);
        more.add(Attempt.begun(lawyer, now));
        return new Verdict.Changed(with(
                dueAt,
                new State.Calling(lawyer, now),
                more.subList(Math.max(0, more.size() - KEPT_ATTEMPTS), more.size())));
    }

    /** The lawyer did not take the call: back into the list, a little later. */
    Callback lawyerDeclined(Instant now, CallbackRules rules) {
        return state instanceof State.Calling
                ? with(
                        now.plus(rules.afterLawyerDeclined()),
                        new State.Waiting(),
                        lastEnded(Result.LAWYER_DECLINED, Optional.empty()))
                : this;
    }

    /** The journal says that both were connected. */
    Callback reached(String consultation, Instant at) {
        return isOpen()
                ? with(
                        dueAt,
                        new State.Closed(Ending.SPOKEN, "", at, ""),
                        lastEnded(Result.SPOKEN, Optional.of(consultation)))
                : this;
    }

    /**
     * The attempt was in vain.
     *
     * @param consultation the call's entry, where there is one
     * @param due          when the next attempt may be made, should there be one
     */
    Callback notReached(Result result, Optional<String> consultation, Instant at, Instant due, CallbackRules rules) {
        if (!(state instanceof State.Calling)) {
            return this;
        }
        Callback tried = with(due, new State.Waiting(), lastEnded(result, consultation));
        return tried.attemptsMade() < rules.maxAttempts()
                ? tried
                : with(dueAt, new State.Closed(Ending.GIVEN_UP, "", at, ""), tried.attempts);
    }

    /** The citizen called again by himself and was answered. */
    Callback calledIn(Instant at) {
        return isOpen() && !(state instanceof State.Calling)
                ? with(dueAt, new State.Closed(Ending.CALLED_IN, "", at, ""), attempts)
                : this;
    }

    /** A source was none after all; without any other there is nothing to do. */
    Callback withdrawn(String consultation, Instant at) {
        List<Source> left = sources.stream()
                .filter(source -> !source.consultation().equals(consultation))
                .toList();
        if (left.size() == sources.size() || !isOpen()) {
            return this;
        }
        if (left.isEmpty()) {
            return state instanceof State.Calling
                    ? this
                    : with(dueAt, new State.Closed(Ending.WITHDRAWN, "", at, ""), attempts);
        }
        return new Callback(id, centre, number, left, createdAt, dueAt, state, attempts, version + 1);
    }

    /**
     * A person closes it.
     *
     * @param ending   SPOKEN or DISMISSED
     * @param anybodys whether who asks may also close what another has taken
     */
    public Verdict close(Ending ending, String who, Instant now, String note, boolean anybodys) {
        return switch (state) {
            case State.Waiting _ -> changed(new State.Closed(ending, who, now, note));
            case State.Claimed claimed
            when anybodys || claimed.lawyer().equals(who) -> changed(new State.Closed(ending, who, now, note));
            case State.Claimed claimed -> taken(claimed.lawyer());
            case State.Calling calling -> underWay(calling.lawyer());
            case State.Closed closed -> closed(closed);
        };
    }

    private List<Attempt> lastEnded(Result how, Optional<String> consultation) {
        if (attempts.isEmpty() || attempts.getLast().result().isPresent()) {
            return attempts;
        }
        List<Attempt> ended = new ArrayList<>(attempts);
        ended.set(ended.size() - 1, ended.getLast().ended(how, consultation));
        return ended;
    }

    private Verdict changed(State next) {
        return new Verdict.Changed(with(dueAt, next, attempts));
    }

    private Callback with(Instant due, State next, List<Attempt> tries) {
        return new Callback(id, centre, number, sources, createdAt, due, next, tries, version + 1);
    }

    private static Verdict taken(String lawyer) {
        return new Verdict.Refused("taken", "%s has taken this one.".formatted(lawyer));
    }

    private static Verdict underWay(String lawyer) {
        return new Verdict.Refused("calling", "%s is being connected just now.".formatted(lawyer));
    }

    private static Verdict closed(State.Closed closed) {
        return new Verdict.Refused("closed", "This one was closed (%s) at %s.".formatted(closed.ending(), closed.at()));
    }
}
