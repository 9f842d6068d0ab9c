package org.hotline12348.scheduler.plan;

import java.time.Duration;

/**
 * How far a planner is.
 *
 * @param elapsed since it was asked
 * @param rule the soft rule it works on
 * @param value the best penalty so far of that rule
 * @param bound the proven bound so far of that rule
 */
public record PlanningProgress(Duration elapsed, SoftRule rule, long value, long bound) {}
