package org.hotline12348.core.call;

import java.time.Instant;

/**
 * One line of a call's story, for the view of the record.
 *
 * @param at     when, by the PBX's clock
 * @param what   the event's name, for example {@code LawyerRang}; the console translates it
 * @param detail who or what, for example {@code lawyer01}; never a telephone number
 */
public record TimelineEntry(Instant at, String what, String detail) {}
