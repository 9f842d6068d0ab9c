package org.hotline12348.core.callback;

import java.time.Instant;

/** When a centre serves, as far as callbacks ask. */
@FunctionalInterface
public interface ServiceHours {

    /** The moment itself when the centre serves then, else when it next opens; the moment when it never opens. */
    Instant openAtOrAfter(String centre, Instant at);
}
