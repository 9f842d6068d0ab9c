package org.hotline12348.scheduler.plan.engine;

import org.hotline12348.scheduler.plan.DayKind;
import org.hotline12348.scheduler.plan.DutyTally;
import org.hotline12348.scheduler.plan.SoftRule;

/** The three sharings that are kept fair, each by itself. */
public enum Fairness {
    TOTALS(SoftRule.FAIR_TOTALS),
    WEEKENDS(SoftRule.FAIR_WEEKENDS),
    EVES(SoftRule.FAIR_EVES);

    private static final long HUNDREDTHS_AT_FULL_SHARE = 10_000;

    private final SoftRule rule;

    Fairness(SoftRule rule) {
        this.rule = rule;
    }

    public SoftRule rule() {
        return rule;
    }

    /** Whether a duty on such a day takes part in this sharing. */
    public boolean counts(DayKind kind) {
        return switch (this) {
            case TOTALS -> true;
            case WEEKENDS -> kind == DayKind.WEEKEND;
            case EVES -> kind == DayKind.HOLIDAY_EVE || kind == DayKind.HOLIDAY;
        };
    }

    int past(DutyTally tally) {
        return switch (this) {
            case TOTALS -> tally.total();
            case WEEKENDS -> tally.weekends();
            case EVES -> tally.eves();
        };
    }

    /**
     * What the n-th duty costs a practitioner. The sum over his duties is their number squared over his share, so that
     * the cheapest sharing is the even one: totals of equals differ by at most one.
     *
     * @param n counted from 1, past periods included
     * @param sharePercent his share, 100 for a full one
     */
    static long costOf(int n, int sharePercent) {
        return (2L * n - 1) * HUNDREDTHS_AT_FULL_SHARE / sharePercent;
    }
}
