package org.hotline12348.core.copies;

import io.vertx.core.Future;

/** What only the holder of a lease does. It begins and ends many times, one after the other. */
public interface Work {

    /**
     * The lease is ours.
     *
     * @param token to be shown wherever something is written under the lease
     * @return done when it began; a failure is told and tried again while the lease is ours
     */
    Future<Void> begin(long token);

    /** The lease is not ours any more, or all stops. */
    Future<Void> end();

    /** Work that begins and ends at once. */
    static Work of(Runnable begin, Runnable end) {
        return new Work() {
            @Override
            public Future<Void> begin(long token) {
                begin.run();
                return Future.succeededFuture();
            }

            @Override
            public Future<Void> end() {
                end.run();
                return Future.succeededFuture();
            }
        };
    }
}
