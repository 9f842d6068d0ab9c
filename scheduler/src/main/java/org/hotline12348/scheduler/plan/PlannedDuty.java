package org.hotline12348.scheduler.plan;

/**
 * Who sits where.
 *
 * @param seat the seat
 * @param candidate the id of its holder
 * @param locked whether the coordinator had fixed it, or (when replanning) it has already begun
 */
public record PlannedDuty(SeatToFill seat, String candidate, boolean locked) {}
