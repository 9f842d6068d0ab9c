package org.hotline12348.core.watch;

import java.util.Arrays;
import java.util.Optional;

/**
 * Something that cannot do its work just now.
 *
 * @param kind    what is wrong
 * @param subject what it is wrong with: a volume, a centre, a lawyer, a PBX; the same kind and subject is the same alarm
 * @param centre  the centre it concerns; empty when all
 * @param zh      for people, with the mend
 * @param en      the same in English
 */
public record Alarm(Kind kind, String subject, Optional<String> centre, String zh, String en) {

    /** What can be wrong, and how badly. */
    public enum Kind {
        /** The manager interface of the exchange does not answer: calls go on, seats stay as they were last told. */
        LINE_DOWN(true),
        /** The exchange had died and was started again; what it carried is owed a call. */
        EXCHANGE_DIED(true),
        /** The clock of the exchange or of the service was set. */
        CLOCK_SET(false),
        /** A volume fills up. */
        VOLUME_LOW(false),
        /** A volume is full. */
        VOLUME_FULL(true),
        /** What is written of calls is not stored yet. */
        JOURNAL_BEHIND(true),
        /** The journal file does not bring what the manager interface says: its volume may be full. */
        JOURNAL_FILE_SILENT(true),
        /** The record and the exchange's own logs differ. */
        RECONCILIATION(true),
        /** The line is open and fewer lawyers sit in its queue than are on duty, or none is. */
        SEATS_SHORT(true),
        /** A lawyer on duty cannot be rung. */
        PHONE_UNREACHABLE(false),
        /** Calls were ended because no audio came any more: the voice network loses it, or a firewall does. */
        DEAD_AIR(true),
        /** A certificate ends soon, or has ended. */
        CERTIFICATE(true);

        private final boolean urgent;

        Kind(boolean urgent) {
            this.urgent = urgent;
        }

        /** The kind of this name, if there is one. */
        static Optional<Kind> named(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.name().equals(name))
                    .findFirst();
        }

        /** Whether callers feel it, or a record may be lost. */
        public boolean urgent() {
            return urgent;
        }
    }

    /** The same for the same cause. */
    public String id() {
        return kind.name().toLowerCase(java.util.Locale.ROOT) + "-" + subject.replaceAll("[^A-Za-z0-9._-]", "_");
    }
}
