package org.hotline12348.scheduler.change;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Something a coordinator must look at.
 *
 * @param kind what is wrong
 * @param day the day it concerns
 * @param lawyer whom it concerns, or empty
 * @param text for people, Chinese and English
 */
public record Alarm(
        String id, Kind kind, LocalDate day, String lawyer, String duty, Instant at, String text, boolean open)
        implements Paper {

    /** What can be wrong. */
    public enum Kind {
        /** Ten minutes before the start somebody has not signed in. */
        NOT_SIGNED_IN,
        /** At the start somebody has not signed in. */
        NO_SHOW,
        /** A shift of the coming days has an empty seat. */
        SEAT_EMPTY,
        /** Next year's holiday notice is not there in mid-December. */
        NOTICE_MISSING
    }

    @Override
    public LocalDate from() {
        return day;
    }

    @Override
    public LocalDate to() {
        return day;
    }

    public Alarm closed() {
        return new Alarm(id, kind, day, lawyer, duty, at, text, false);
    }
}
