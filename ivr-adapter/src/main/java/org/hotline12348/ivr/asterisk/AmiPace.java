package org.hotline12348.ivr.asterisk;

import java.time.Duration;

/**
 * How patient the connection is.
 *
 * @param ping    between two pings
 * @param silence after so long without a word the connection is dead, whatever the socket says
 * @param answer  longest wait for the answer to one action
 * @param login   longest wait for connecting and logging in
 * @param retryFirst first pause before the next try; doubled up to {@code retryLongest}
 */
public record AmiPace(
        Duration ping, Duration silence, Duration answer, Duration login, Duration retryFirst, Duration retryLongest) {

    /** In service. */
    public static AmiPace usual() {
        return new AmiPace(
                Duration.ofSeconds(4),
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofMillis(200),
                Duration.ofSeconds(2));
    }
}
