package org.hotline12348.ivr;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How the connection to the PBX is.
 *
 * @param up     connected and compared
 * @param pbx    system name, once it was known
 * @param since  when this state began
 * @param heard  when the PBX last said anything at all
 * @param ping   how long the last ping took
 * @param resyncs how often the line came up and was compared since the program began
 * @param reason why it is down; empty while up
 */
public record LineHealth(
        boolean up,
        Optional<String> pbx,
        Instant since,
        Optional<Instant> heard,
        Optional<Duration> ping,
        long resyncs,
        String reason) {}
