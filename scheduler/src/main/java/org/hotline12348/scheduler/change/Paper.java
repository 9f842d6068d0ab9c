package org.hotline12348.scheduler.change;

import java.time.LocalDate;

/** Something written about a roster that is kept in the centre's book. */
public sealed interface Paper permits Draft, LeaveRequest, Swap, SignIn, PayRate, FeedKey, Alarm, SolePaper {

    /** The most days from the first day of a paper to its last; so a look for some days need not read all of the past. */
    int LONGEST_DAYS = 400;

    /** Opaque, unique among the centre's papers of its kind. */
    String id();

    /** First day it concerns. */
    LocalDate from();

    /** Last day it concerns. */
    LocalDate to();

    /** The practitioner it concerns first, or empty. */
    String lawyer();

    /** Whether somebody still has to act on it. */
    boolean open();
}
