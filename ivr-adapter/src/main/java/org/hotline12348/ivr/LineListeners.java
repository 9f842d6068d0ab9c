package org.hotline12348.ivr;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Those who hear a {@link PhoneLine}. One that fails keeps an event from none of the others. From any thread. */
public final class LineListeners {

    private static final Logger LOG = LoggerFactory.getLogger(LineListeners.class);

    private final List<Consumer<LineEvent>> all = new CopyOnWriteArrayList<>();

    /** Hears each event from now on, until the registration is closed. */
    public PhoneLine.Registration add(Consumer<LineEvent> listener) {
        all.add(listener);
        return () -> all.remove(listener);
    }

    /** Tells all, one after the other. */
    public void tell(LineEvent event) {
        for (Consumer<LineEvent> listener : all) {
            try {
                listener.accept(event);
            } catch (RuntimeException e) {
                LOG.error(
                        "A listener of the line failed on {}", event.getClass().getSimpleName(), e);
            }
        }
    }
}
