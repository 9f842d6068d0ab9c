package org.hotline12348.ivr;

import io.vertx.core.Future;

/** Knows callers. Asked once a call, by whoever serves the PBX's question; its answer may come late or never. */
@FunctionalInterface
public interface HintDesk {

    /**
     * What is known of a caller.
     *
     * @param centre whose line was dialled
     * @param caller digits, perhaps after a {@code +}; empty when withheld
     */
    Future<Hint> ask(String centre, String caller);
}
