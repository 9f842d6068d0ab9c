package org.hotline12348.scheduler.plan;

/** What sort of day a duty falls on; each sort is shared out fairly by itself. */
public enum DayKind {
    /** An ordinary working day. */
    WORKING_DAY,
    /** A Saturday or Sunday of service. */
    WEEKEND,
    /** The last service day before an announced holiday. */
    HOLIDAY_EVE,
    /** An announced holiday on which the centre serves all the same; shared out together with the eves. */
    HOLIDAY
}
