package org.hotline12348.core.report;

/** By what records are grouped. */
public enum Dimension {
    /** Nothing: all of them. */
    ALL,
    /** Hour of the day in the centre's zone, 0 to 23. */
    HOUR,
    /** Day of the week, 1 Monday to 7 Sunday. */
    WEEKDAY,
    /** Both: {@code 1-09}. */
    WEEKDAY_HOUR,
    /** A date, or a month in a long period: {@code 2026-10-16}, {@code 2026-10}. */
    PERIOD,
    CHANNEL,
    OUTCOME,
    /** The lawyer who is credited. */
    LAWYER,
    CATEGORY,
    DISPOSITION,
    DISTRICT,
    /** A record counts in each of its groups. */
    CALLER_GROUP
}
