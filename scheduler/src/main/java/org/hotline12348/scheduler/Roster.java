package org.hotline12348.scheduler;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.hotline12348.scheduler.calendar.ServiceDay;
import org.hotline12348.scheduler.calendar.ServiceSegment;
import org.hotline12348.scheduler.calendar.ServiceStatus;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.OnDuty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PublishedRoster;
import org.hotline12348.scheduler.roster.RosterDay;

/**
 * The published roster as the rest of the program reads it. The answers that are no {@code Future} are arithmetic on an
 * immutable snapshot in memory: they never block and may be asked from any thread. An unknown centre gets an empty
 * answer, not an exception.
 */
public interface Roster {

    /** The centres, by id. */
    List<Centre> centres();

    default Optional<Centre> centre(String id) {
        return centres().stream().filter(c -> c.id().equals(id)).findFirst();
    }

    /** Who is on duty at this instant, and when that changes next. */
    OnDuty at(String centre, Instant instant);

    /** Whether the centre serves at this instant, why, and until or from when. */
    Optional<ServiceStatus> service(String centre, Instant instant);

    /** What the calendar says of each day, both ends included; at most 4000 days. */
    List<ServiceDay> calendar(String centre, LocalDate from, LocalDate to);

    /** What a caller meets from an instant until another, without gap. */
    List<ServiceSegment> segments(String centre, Instant from, Instant until);

    /** The published roster of these days, both ends included; at most 4000 days. Reads the store. */
    Future<List<RosterDay>> roster(String centre, LocalDate from, LocalDate to);

    /**
     * The duties of these days by the newest version, or by an earlier one; empty where there is no such version. Reads the
     * store.
     */
    Future<Optional<PublishedRoster>> published(String centre, LocalDate from, LocalDate to, Optional<Long> version);

    /** A practitioner by id, in whatever standing. */
    Optional<Practitioner> practitioner(String id);

    /** Practitioners who serve a centre, in whatever standing, by id. */
    List<Practitioner> practitioners(String centre);

    /**
     * Tells of every change of the answers above, shift starts and ends too: after a publication, a swap, a changed
     * calendar, an edited practitioner. The listener is called on the Vert.x context the roster runs on and must not
     * block. Closing the registration ends it.
     */
    Registration onChange(Consumer<RosterChange> listener);

    /** Ends a listener's registration. */
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
