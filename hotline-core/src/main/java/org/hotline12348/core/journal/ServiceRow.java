package org.hotline12348.core.journal;

import java.time.Instant;
import org.hotline12348.ivr.cel.CelRow;

/** Rows that the service itself adds to a call, of the feed SERVICE. */
final class ServiceRow {

    private ServiceRow() {}

    /**
     * A user event on the citizen's channel.
     *
     * @param extra {@code k=v;k=v}, or empty
     */
    static CelRow of(String event, String pbx, String callId, Instant at, String extra) {
        return new CelRow("USER_DEFINED", at, event, pbx, callId, callId, "", "", "", "", "", "", "", "", extra);
    }
}
