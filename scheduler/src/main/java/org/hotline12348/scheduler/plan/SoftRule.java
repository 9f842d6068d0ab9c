package org.hotline12348.scheduler.plan;

/**
 * What makes one plan better than another, most important first: a rule counts only among plans that are equal in all
 * rules before it. Every score is a penalty; 0 is best. {@link #points()} only serves to show one number.
 */
public enum SoftRule {
    /** Seats left empty. */
    UNFILLED("未排席位", "unfilled seats", 1_000_000_000L),
    /** Published duties that change hands (only when replanning). */
    CHANGES("变动班次", "changed duties", 10_000_000L),
    /** Unfairness of totals, in hundredths of a squared duty above the fairest conceivable sharing. */
    FAIR_TOTALS("总数公平", "fair totals", 10_000L),
    /** The same for weekends. */
    FAIR_WEEKENDS("周末公平", "fair weekends", 5_000L),
    /** The same for eves of holidays and holidays of service. */
    FAIR_EVES("节前公平", "fair eves", 2_000L),
    /** Days by which consecutive duties of one practitioner fall short of the comfortable gap. */
    SPACING("间隔均匀", "spacing", 500L),
    /** Duties on one day that repeat a main speciality, and seats whose wished speciality is missing. */
    SPECIALITY_MIX("专长搭配", "speciality mix", 100L),
    /** Duties on one day that repeat a law firm. */
    LAW_FIRMS("律所不同", "different law firms", 20L),
    /** Duties on a weekday the practitioner dislikes. */
    PREFERENCES("个人意愿", "preferences", 1L);

    private final String chinese;
    private final String english;
    private final long points;

    SoftRule(String chinese, String english, long points) {
        this.chinese = chinese;
        this.english = english;
        this.points = points;
    }

    public String chinese() {
        return chinese;
    }

    public String english() {
        return english;
    }

    /** Points a unit of this penalty adds to the one number {@link Plan#objective()}. */
    public long points() {
        return points;
    }
}
