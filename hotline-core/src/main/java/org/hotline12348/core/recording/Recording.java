package org.hotline12348.core.recording;

import java.time.Instant;
import java.util.Optional;

/**
 * One recording, as the book knows it.
 *
 * @param id random; says nothing of the call
 * @param consultation the consultation it belongs to
 * @param endedAt when the call ended: its time of keeping runs from here
 * @param bytes of the plain WAV file
 * @param millis its length
 * @param isShort holds much less than was talked: a part was lost
 * @param deletedAt when its time was over
 */
public record Recording(
        String centre,
        String id,
        String consultation,
        Kind kind,
        Instant endedAt,
        State state,
        long bytes,
        long millis,
        boolean isShort,
        Optional<Instant> deletedAt) {

    /** What became of it. */
    public enum State {
        /** Kept, encrypted. */
        SEALED,
        /** Nobody talked and the exchange wrote nothing. */
        NONE,
        /** There was talk, and no sound came of it: a full disk, or a crash of the exchange. */
        LOST,
        /** Its time was over. */
        DELETED
    }
}
