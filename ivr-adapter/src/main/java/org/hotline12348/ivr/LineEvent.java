package org.hotline12348.ivr;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.hotline12348.ivr.cel.CelRow;

/** What happened on the line. {@link #at()} is this program's time of hearing it, not the PBX's. */
public sealed interface LineEvent {

    Instant at();

    /**
     * The line is up and was compared: seats and channels are what the PBX says at this moment. What happened while it was
     * down is not told; it stands in the journal.
     *
     * @param pbx system name of the PBX
     * @param startedAt when the PBX was started (to about a second): another one than last time means that it died, and
     *     every call with it
     */
    record LineUp(Instant at, String pbx, Instant startedAt, List<Seat> seats, List<LiveChannel> channels)
            implements LineEvent {
        public LineUp {
            seats = List.copyOf(seats);
            channels = List.copyOf(channels);
        }
    }

    /** The line went down, or a try to bring it up failed (then again and again, as a rule with the same reason). */
    record LineDown(Instant at, String reason) implements LineEvent {}

    /** A row of the PBX's event log, on the fast path. */
    record CelSeen(Instant at, CelRow row) implements LineEvent {}

    /** Somebody was seated, or something about his seat changed. */
    record SeatChanged(Instant at, Seat seat) implements LineEvent {}

    /** Somebody left his seat. */
    record SeatVacated(Instant at, String queue, String lawyer, String phone) implements LineEvent {}

    /** A telephone registered, or vanished. */
    record PhoneReachability(Instant at, String lawyer, boolean reachable) implements LineEvent {}

    /**
     * The PBX answered a ping.
     *
     * @param pbxTime the PBX's clock as it answered, where it says so
     */
    record Pinged(Instant at, Duration took, Optional<Instant> pbxTime) implements LineEvent {}
}
