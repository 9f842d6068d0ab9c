package org.hotline12348.ivr.embedded;

/** The PBX or a program it needs cannot be had here; the message names what, why, and the mend. */
public final class InstallationException extends RuntimeException {
    public InstallationException(String message) {
        super(message);
    }

    public InstallationException(String message, Throwable cause) {
        super(message, cause);
    }
}
