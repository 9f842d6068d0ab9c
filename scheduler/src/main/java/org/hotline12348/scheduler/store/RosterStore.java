package org.hotline12348.scheduler.store;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12348.scheduler.calendar.HolidayCalendar;
import org.hotline12348.scheduler.calendar.HolidayNotice;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PublishedRoster;

/**
 * Keeps centres, practitioners and rosters. What the integrity of the roster forbids fails with {@link
 * RosterConflictException}; a store that cannot be reached fails with whatever its driver says.
 */
public interface RosterStore {

    /** Every centre with its calendar. */
    Future<List<Centre>> centres();

    /** Everyone, in whatever standing. */
    Future<List<Practitioner>> practitioners();

    /** The published duties of a centre whose day lies between, both ends included, by start, kind, seat. */
    Future<List<Duty>> duties(String centre, LocalDate from, LocalDate to);

    /**
     * The duties of these days by the newest version of the roster, or by an earlier one.
     *
     * @return empty where there is no such version, or it lies more than {@link PublishedRoster#MOST_BACK} versions back
     */
    Future<Optional<PublishedRoster>> published(String centre, LocalDate from, LocalDate to, Optional<Long> version);

    /** The shipped notices, and those imported since. */
    Future<HolidayCalendar> holidays();

    /** Keeps a notice in place of the year's earlier one. */
    Future<Void> importNotice(HolidayNotice notice, Instant now, String by);

    /** Adds a centre; does nothing where one of this id is known. */
    Future<Void> found(Centre centre);

    /**
     * Does some work on one centre's book, all or nothing, one at a time: a second caller waits until the first is
     * through, so that what is read here still holds when it is written.
     *
     * @param now the moment by the service's clock; duties that are over by then cannot be changed
     */
    <T> Future<T> inCentre(String centre, Instant now, Function<CentreBook, Future<T>> work);

    /**
     * Hands out notices that are due and have not been sent, oldest first, and keeps them from others for a while: each
     * comes again at {@code now + lease} unless it is reported sent.
     */
    Future<List<Notice>> dueNotices(Instant now, Duration lease, int limit);

    Future<Void> noticeSent(Notice notice, Instant now);

    /** Notes that sending failed; without a next try it is given up. */
    Future<Void> noticeFailed(Notice notice, String error, Optional<Instant> nextTry);
}
