package org.hotline12348.scheduler.plan;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * The numbers of the hard rules. One duty a day always holds.
 *
 * @param minimumGapDays the least difference of the dates of two duties of one practitioner; 1 or less for no rule
 * @param minimumRest the least time between the end of one duty and the start of the next
 * @param maximumPerMonth the most duties of one practitioner in a calendar month; empty for no rule
 * @param comfortableGapDays the gap aimed at (soft); empty: half of what an even spread would give
 */
public record PlanningRules(
        int minimumGapDays, Duration minimumRest, OptionalInt maximumPerMonth, OptionalInt comfortableGapDays) {

    /** A day of rest, no minimum gap, at most three duties a month. */
    public static final PlanningRules USUAL =
            new PlanningRules(1, Duration.ofHours(11), OptionalInt.of(3), OptionalInt.empty());

    public PlanningRules {
        if (minimumGapDays < 0 || minimumGapDays > 3660) {
            throw new InvalidPlanningProblemException(
                    "The minimum gap is %d days; it must be from 0 to 3660.".formatted(minimumGapDays));
        }
        if (minimumRest.isNegative()) {
            throw new InvalidPlanningProblemException(
                    "The minimum rest is %s; it must not be negative.".formatted(minimumRest));
        }
        if (maximumPerMonth.isPresent() && maximumPerMonth.getAsInt() < 0) {
            throw new InvalidPlanningProblemException(
                    "The maximum per month is %d; it must not be negative.".formatted(maximumPerMonth.getAsInt()));
        }
    }

    public PlanningRules withMinimumGapDays(int days) {
        return new PlanningRules(days, minimumRest, maximumPerMonth, comfortableGapDays);
    }

    public PlanningRules withMinimumRest(Duration rest) {
        return new PlanningRules(minimumGapDays, rest, maximumPerMonth, comfortableGapDays);
    }

    public PlanningRules withMaximumPerMonth(int duties) {
        return new PlanningRules(minimumGapDays, minimumRest, OptionalInt.of(duties), comfortableGapDays);
    }

    public PlanningRules withoutMaximumPerMonth() {
        return new PlanningRules(minimumGapDays, minimumRest, OptionalInt.empty(), comfortableGapDays);
    }

    public PlanningRules withComfortableGapDays(int days) {
        return new PlanningRules(minimumGapDays, minimumRest, maximumPerMonth, OptionalInt.of(days));
    }
}
