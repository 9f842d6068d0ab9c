package org.hotline12348.scheduler.plan;

/**
 * Duties done in past periods, which count in fairness.
 *
 * @param total all duties, whatever the day
 * @param weekends those on weekends
 * @param eves those on the eve of a holiday or on a holiday
 */
public record DutyTally(int total, int weekends, int eves) {

    public static final DutyTally NONE = new DutyTally(0, 0, 0);

    public DutyTally {
        if (weekends < 0 || eves < 0 || total < weekends + eves) {
            throw new InvalidPlanningProblemException(
                    "A balance of %d duties with %d weekends and %d eves is impossible: no number may be negative, and the total counts every duty."
                            .formatted(total, weekends, eves));
        }
    }
}
