package org.hotline12348.scheduler.plan;

import java.time.LocalDate;

/**
 * A duty outside the seats to be planned (before, after or beside them) that rest, gap, one-a-day and the monthly
 * maximum must respect. It does not count in fairness; {@link Candidate#past()} does.
 */
public record FixedDuty(String candidate, LocalDate date, TimeSpan time) {}
