package org.hotline12348.ivr;

import java.util.Optional;

/** What shall be done to a seat. */
public sealed interface SeatCommand {

    String queue();

    String lawyer();

    /** The telephone as the PBX names it. */
    String phone();

    /** Seats somebody. */
    record AddSeat(String queue, String lawyer, String phone, Optional<String> notReady) implements SeatCommand {}

    /** Takes somebody's seat away. A call he is in goes on. */
    record RemoveSeat(String queue, String lawyer, String phone) implements SeatCommand {}

    /** He stays seated and is not rung. */
    record PauseSeat(String queue, String lawyer, String phone, String reason) implements SeatCommand {}

    /** He is rung again. */
    record UnpauseSeat(String queue, String lawyer, String phone) implements SeatCommand {}
}
