package org.hotline12348.scheduler.desk;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.scheduler.roster.Duty;

/**
 * What it takes to hand a duty to another: the duty itself, or, when it is under way, its shortened first part and a new
 * rest; and the end of the other's standby where he stood by for just these hours.
 *
 * @param standbyStepsIn whether the new holder was standing by
 */
record Handover(List<Duty> taken, List<Duty> given, boolean standbyStepsIn) {

    /** Rules that a standby who steps in cannot break: he was on standby that very day. */
    static final Set<String> FORGIVEN =
            Set.of("ONE_DUTY_A_DAY", "MINIMUM_REST", "MINIMUM_GAP", "MAXIMUM_PER_MONTH", "ROLE");

    /**
     * Works it out.
     *
     * @param locked the same duty with the lock it is to have
     */
    static Handover of(Duty duty, Duty locked, String lawyer, List<Duty> held, Instant now) {
        List<Duty> taken = new ArrayList<>();
        List<Duty> given = new ArrayList<>();
        taken.add(duty);
        Instant turn = turn(duty, now);
        if (turn.equals(duty.from())) {
            given.add(locked.heldBy(lawyer));
        } else {
            given.add(between(duty, duty.id(), duty.lawyer(), duty.from(), turn));
            given.add(between(locked, DeskWork.newId(), lawyer, turn, duty.until()));
        }
        Optional<Duty> standby = held.stream()
                .filter(other -> other.kind() == Duty.Kind.STANDBY
                        && duty.kind() == Duty.Kind.SEAT
                        && other.lawyer().equals(lawyer)
                        && other.overlaps(duty)
                        && other.until().isAfter(now))
                .findFirst();
        standby.ifPresent(other -> {
            taken.add(other);
            Instant end = turn(other, now).isAfter(turn) ? turn(other, now) : turn;
            if (end.isAfter(other.from())) {
                given.add(between(other, other.id(), other.lawyer(), other.from(), end));
            }
        });
        return new Handover(List.copyOf(taken), List.copyOf(given), standby.isPresent());
    }

    /** The moment the duty can change hands: its start while it lies ahead; else now, but never an empty first part. */
    private static Instant turn(Duty duty, Instant now) {
        if (duty.from().isAfter(now)) {
            return duty.from();
        }
        Instant least = duty.from().plusSeconds(1);
        return now.isBefore(least) ? least : now;
    }

    private static Duty between(Duty duty, String id, String lawyer, Instant from, Instant until) {
        return new Duty(
                id,
                duty.centre(),
                duty.date(),
                duty.shift(),
                duty.kind(),
                duty.seat(),
                duty.role(),
                lawyer,
                from,
                until,
                duty.locked());
    }
}
