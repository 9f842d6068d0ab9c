package org.hotline12348.scheduler.out;

import io.vertx.core.Future;
import org.hotline12348.scheduler.change.Notice;

/** One way by which notices go out. */
public interface NoticeWay extends AutoCloseable {

    /**
     * Sends one notice.
     *
     * @return fails when it did not go out; with {@link UndeliverableException} when it never will
     */
    Future<Void> send(Notice notice);

    @Override
    void close();

    /** The other side refuses this notice for good: another try would fail too. */
    final class UndeliverableException extends RuntimeException {
        private static final long serialVersionUID = 1;

        public UndeliverableException(String message) {
            super(message);
        }
    }
}
