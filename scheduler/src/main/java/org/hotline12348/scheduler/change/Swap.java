package org.hotline12348.scheduler.change;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hotline12348.scheduler.roster.Duty;

/**
 * One lawyer asks another to take a duty, giving one of the colleague's in return or none. It names duties, not days: a
 * duty that is moved takes the swap along.
 *
 * @param duty the id of the asker's duty
 * @param lawyer who asks
 * @param otherDuty the id of the colleague's duty given in return; empty for a give-away
 * @param colleague who is asked
 * @param day the day of the asker's duty when it was asked
 * @param decidedBy who approved, refused or withdrew it, or empty
 */
public record Swap(
        String id,
        String duty,
        String lawyer,
        String otherDuty,
        String colleague,
        LocalDate day,
        String reason,
        State state,
        Instant at,
        String decidedBy)
        implements Paper {

    /** How far it has come. */
    public enum State {
        ASKED,
        ACCEPTED,
        APPROVED,
        REFUSED,
        WITHDRAWN
    }

    /** What is done to a swap. */
    public enum Step {
        ACCEPT,
        APPROVE,
        REFUSE,
        WITHDRAW
    }

    @Override
    public LocalDate from() {
        return day;
    }

    @Override
    public LocalDate to() {
        return day;
    }

    @Override
    public boolean open() {
        return state == State.ASKED || state == State.ACCEPTED;
    }

    public boolean giveAway() {
        return otherDuty.isEmpty();
    }

    /** Takes a step, if the state and the person allow it. Whether the duties allow it is another question. */
    public Verdict<Swap> take(Step step, Actor actor) {
        boolean inTime = switch (step) {
            case ACCEPT -> state == State.ASKED;
            case APPROVE -> state == State.ACCEPTED;
            case REFUSE, WITHDRAW -> open();
        };
        if (!inTime) {
            return Verdict.refused(
                    "STATE",
                    switch (state) {
                        case ACCEPTED -> "对方已经同意过了。/ It has been accepted already.";
                        case APPROVED -> "换班已经生效。/ The swap has been made already.";
                        case REFUSED -> "换班已被拒绝。/ The swap has been refused.";
                        case WITHDRAWN -> "换班已被撤回。/ The swap has been withdrawn.";
                        case ASKED -> "对方尚未同意。/ The colleague has not accepted yet.";
                    });
        }
        boolean mayDoIt = switch (step) {
            case ACCEPT -> actor.user().equals(colleague);
            case APPROVE -> actor.coordinator();
            case REFUSE -> actor.speaksFor(colleague);
            case WITHDRAW -> actor.speaksFor(lawyer);
        };
        if (!mayDoIt) {
            return Verdict.refused(
                    "PERSON", "%s 不能做这一步。/ This step is not for %s to take.".formatted(actor.user(), actor.user()));
        }
        State next = switch (step) {
            case ACCEPT -> State.ACCEPTED;
            case APPROVE -> State.APPROVED;
            case REFUSE -> State.REFUSED;
            case WITHDRAW -> State.WITHDRAWN;
        };
        return Verdict.done(new Swap(id, duty, lawyer, otherDuty, colleague, day, reason, next, at, actor.user()));
    }

    /**
     * The duties after the swap, as they would be now.
     *
     * @param mine the asker's duty as it is now, empty when it is gone
     * @param theirs the colleague's duty as it is now, empty when there is none
     */
    public Verdict<List<Duty>> exchanged(Optional<Duty> mine, Optional<Duty> theirs, Instant now) {
        if (mine.isEmpty() || !mine.get().lawyer().equals(lawyer)) {
            return Verdict.refused(
                    "DUTY_GONE", "该班次已不再由 %s 值班。/ The duty is not %s's any more.".formatted(lawyer, lawyer));
        }
        if (!giveAway() && (theirs.isEmpty() || !theirs.get().lawyer().equals(colleague))) {
            return Verdict.refused(
                    "DUTY_GONE",
                    "对方的班次已不再由 %s 值班。/ The other duty is not %s's any more.".formatted(colleague, colleague));
        }
        if (!mine.get().from().isAfter(now)
                || theirs.filter(duty -> !duty.from().isAfter(now)).isPresent()) {
            return Verdict.refused("BEGUN", "班次已经开始，不能再换。/ A duty that has begun cannot be swapped.");
        }
        if (lawyer.equals(colleague)) {
            return Verdict.refused("PERSON", "不能与自己换班。/ Nobody swaps with himself.");
        }
        Duty given = mine.get().heldBy(colleague);
        return Verdict.done(
                theirs.map(duty -> List.of(given, duty.heldBy(lawyer))).orElseGet(() -> List.of(given)));
    }
}
