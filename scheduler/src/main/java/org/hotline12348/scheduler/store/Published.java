package org.hotline12348.scheduler.store;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.Optional;
import org.hotline12348.scheduler.roster.PublishedRoster;
import org.hotline12348.scheduler.roster.RosterVersion;

/** Reads a version of the roster from a book: the duties of now, with what came after it undone. */
final class Published {

    private Published() {}

    static Future<Optional<PublishedRoster>> read(
            CentreBook book, LocalDate from, LocalDate to, Optional<Long> wanted) {
        // The number is read before the duties: a version that comes in between is told to whoever writes by an old
        // number.
        return book.version().compose(newest -> {
            long version = wanted.orElse(newest);
            if (version < 0 || version > newest || newest - version > PublishedRoster.MOST_BACK) {
                return Future.succeededFuture(Optional.empty());
            }
            // One more than is undone: the version itself, for its time.
            return book.versionsBefore(newest + 1, (int) (newest - version) + 1)
                    .compose(versions -> book.duties(from, to)
                            .map(duties -> Optional.of(new PublishedRoster(
                                    version,
                                    versions.stream()
                                            .filter(one -> one.version() == version)
                                            .map(RosterVersion::at)
                                            .findFirst(),
                                    PublishedRoster.before(
                                            duties,
                                            versions.stream()
                                                    .filter(one -> one.version() > version)
                                                    .toList(),
                                            from,
                                            to)))));
        });
    }
}
