package org.hotline12348.scheduler.plan;

import java.util.Optional;

/**
 * A seat whose holder is another than published.
 *
 * @param seat the seat
 * @param before the published holder; empty for a new seat or one that was empty
 * @param after the new holder; empty where nobody can be found
 */
public record DutyChange(SeatToFill seat, Optional<String> before, Optional<String> after) {}
