package org.hotline12348.scheduler.calendar;

import java.time.Instant;
import java.util.Optional;

/**
 * Whether a centre serves at an instant.
 *
 * @param open whether it serves
 * @param day the calendar's word on the day (a night window is judged by the day it began)
 * @param opensAt while open: when this window opened; while closed: when the next one opens
 * @param closesAt while open: when it closes; while closed: empty
 */
public record ServiceStatus(boolean open, ServiceDay day, Optional<Instant> opensAt, Optional<Instant> closesAt) {}
