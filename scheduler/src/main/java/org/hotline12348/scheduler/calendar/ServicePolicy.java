package org.hotline12348.scheduler.calendar;

/** Which days a centre serves, before openings and closures by hand. */
public enum ServicePolicy {
    /**
     * The default ("every day except the nationally unified holidays"): closed on every day off that the State
     * Council announced and on a weekend day sandwiched between such days; open on every other day, make-up Saturdays
     * and ordinary weekends too.
     */
    EVERY_DAY_EXCEPT_STATE_HOLIDAYS,
    /** Closed only on the days off the law itself names (国务院《全国年节及纪念日放假办法》), not on adjusted days off. */
    STATUTORY_DAYS_ONLY,
    /** Open on legal working days: Monday to Friday without the announced days off, and make-up weekend days. */
    WORKING_DAYS_ONLY,
    /** Open every day. */
    ALWAYS
}
