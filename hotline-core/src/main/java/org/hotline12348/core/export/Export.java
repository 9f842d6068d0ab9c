package org.hotline12348.core.export;

import java.time.Instant;

/**
 * One export, as it stands.
 *
 * @param id random
 * @param who whose it is; nobody else fetches it
 * @param total rows there were at its begin
 * @param rows written so far
 * @param until when its file goes
 */
public record Export(
        String id, String centre, String who, Format format, State state, long total, long rows, Instant until) {

    /** How far it is. */
    public enum State {
        RUNNING,
        DONE,
        FAILED
    }

    Export at(State now, long written) {
        return new Export(id, centre, who, format, now, total, written, until);
    }
}
