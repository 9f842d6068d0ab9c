package org.hotline12348.scheduler;

import java.time.Instant;
import org.hotline12348.scheduler.roster.OnDuty;

/** What a listener of the roster is told. */
public sealed interface RosterChange {

    String centre();

    /** The moment it was noticed, by the service's clock. */
    Instant at();

    /** Another answer to "who is on duty now": a shift started or ended, a swap took effect, the clock stepped. */
    record OnDutyChanged(String centre, Instant at, OnDuty now) implements RosterChange {}

    /** The published roster, the calendar or a practitioner was changed; who is on duty now may be the same. */
    record RosterEdited(String centre, Instant at) implements RosterChange {}
}
