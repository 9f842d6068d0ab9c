package org.hotline12348.scheduler.plan;

/**
 * Who holds a seat: a locked duty, or a published one when replanning.
 *
 * @param seat the id of a {@link SeatToFill}
 * @param candidate the id of a {@link Candidate}
 */
public record SeatHolder(String seat, String candidate) {}
