package org.hotline12348.scheduler.roster;

import java.time.Instant;
import java.util.List;

/**
 * One publication or amendment of a centre's roster; never changed afterwards.
 *
 * @param version 1, 2, … within the centre
 * @param by the user who did it
 * @param why in his words
 * @param taken duties as they were before, gone or changed by this version
 * @param given duties new or as they are now
 */
public record RosterVersion(
        String centre, long version, Kind kind, Instant at, String by, String why, List<Duty> taken, List<Duty> given) {

    /** A period published from a draft, or single duties changed afterwards. */
    public enum Kind {
        PUBLISHED,
        AMENDED
    }

    public RosterVersion {
        taken = List.copyOf(taken);
        given = List.copyOf(given);
    }
}
