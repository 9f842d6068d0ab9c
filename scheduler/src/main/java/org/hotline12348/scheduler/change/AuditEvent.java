package org.hotline12348.scheduler.change;

import java.time.Instant;

/**
 * Who did what to the roster; never changed afterwards.
 *
 * @param action short name (PUBLISH, AMEND, LEAVE_APPROVE, SWAP_ACCEPT, …)
 * @param subject what it was done to: an id, a day, a period
 * @param detail for people
 */
public record AuditEvent(Instant at, String by, String action, String subject, String detail) {}
