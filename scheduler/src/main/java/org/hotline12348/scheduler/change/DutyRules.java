package org.hotline12348.scheduler.change;

/**
 * The numbers of a centre's hard rules.
 *
 * @param minimumGapDays least difference of the dates of two duties of one lawyer; 1 or less for no rule
 * @param minimumRestHours least rest between two duties
 * @param maximumPerMonth most duties of one lawyer in a calendar month; 0 for no rule
 * @param swapsNeedApproval whether a coordinator has the last word on a swap both sides agreed to
 */
public record DutyRules(int minimumGapDays, int minimumRestHours, int maximumPerMonth, boolean swapsNeedApproval)
        implements SolePaper {

    public static final String ID = "rules";

    /** Eleven hours of rest, at most six duties a month, swaps need a coordinator. */
    public static final DutyRules USUAL = new DutyRules(1, 11, 6, true);

    public DutyRules {
        if (minimumGapDays < 0 || minimumGapDays > 366 || minimumRestHours < 0 || minimumRestHours > 168) {
            throw new IllegalArgumentException(
                    "A gap of %d days or a rest of %d hours is out of bounds (0-366 days, 0-168 hours)."
                            .formatted(minimumGapDays, minimumRestHours));
        }
        if (maximumPerMonth < 0 || maximumPerMonth > 31) {
            throw new IllegalArgumentException(
                    "At most %d duties a month is out of bounds (0-31; 0 for no rule).".formatted(maximumPerMonth));
        }
    }

    @Override
    public String id() {
        return ID;
    }
}
