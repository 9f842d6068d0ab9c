package org.hotline12348.ivr.asterisk;

import java.io.IOException;
import org.asteriskjava.manager.ManagerConnectionState;
import org.asteriskjava.manager.internal.ManagerConnectionImpl;
import org.asteriskjava.util.SocketConnectionFacade;
import org.jspecify.annotations.Nullable;

/**
 * Asterisk-Java's connection, held to one socket. By itself it would connect again silently, and the gap would pass
 * unnoticed; here a lost connection stays lost, and a new one is made and compared.
 */
final class OneSocket extends ManagerConnectionImpl {
    private static final int READER_STEPS = 50;
    private static final int READER_STEP_MILLIS = 10;
    private volatile @Nullable SocketConnectionFacade socket;
    private volatile boolean cut;

    @Override
    protected SocketConnectionFacade createSocket() throws IOException {
        if (socket != null || cut) {
            throw new IOException("This connection is over.");
        }
        SocketConnectionFacade made = super.createSocket();
        socket = made;
        if (cut) {
            made.close();
        }
        return made;
    }

    /** Closes the socket under whatever is going on. A writer that hangs in a full buffer is freed by it. */
    void cut() {
        cut = true;
        SocketConnectionFacade held = socket;
        if (held != null) {
            try {
                held.close();
            } catch (IOException e) {
                // It is closed as far as can be.
            }
        }
        try {
            // Its reader notices the closed socket at once; to log off before would write into it.
            for (int i = 0; i < READER_STEPS && getState() == ManagerConnectionState.CONNECTED; i++) {
                Thread.sleep(READER_STEP_MILLIS);
            }
            logoff();
        } catch (RuntimeException e) {
            // It was not logged in, or no longer.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
