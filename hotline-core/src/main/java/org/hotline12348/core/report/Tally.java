package org.hotline12348.core.report;

import java.util.OptionalDouble;

/**
 * Counts of one group of records.
 *
 * @param records all of them, by every channel
 * @param calls by telephone
 * @param offered calls that entered the queue: someone waited for a lawyer
 * @param answered of these, a lawyer and the citizen talked
 * @param within of these, within {@value #WITHIN_SECONDS} s of entering the queue
 * @param abandoned of the offered, the citizen hung up first
 * @param rated calls with a rating of 1 to 5
 * @param satisfied of these, 4 or 5
 * @param content of these, 3, 4 or 5
 * @param talkSeconds all talk together
 * @param waitSeconds all waiting of the answered together
 */
public record Tally(
        long records,
        long calls,
        long offered,
        long answered,
        long within,
        long abandoned,
        long rated,
        long satisfied,
        long content,
        long talkSeconds,
        long waitSeconds) {

    /** The published target: answered within 15 s (DOMAIN 2). */
    public static final int WITHIN_SECONDS = 15;

    public static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** A share from 0 to 1; empty where there is nothing to share. */
    public static OptionalDouble share(long part, long whole) {
        return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
    }
}
