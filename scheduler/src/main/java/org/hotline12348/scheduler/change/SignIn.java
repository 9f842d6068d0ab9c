package org.hotline12348.scheduler.change;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Somebody signed in to a duty or out of it.
 *
 * @param id of two at the same moment the smaller was first
 * @param duty the duty's id
 * @param day the duty's day
 * @param in true for in, false for out
 * @param source web, phone, coordinator
 */
public record SignIn(String id, String lawyer, String duty, LocalDate day, Instant at, boolean in, String source)
        implements Paper {

    @Override
    public LocalDate from() {
        return day;
    }

    @Override
    public LocalDate to() {
        return day;
    }

    @Override
    public boolean open() {
        return false;
    }
}
