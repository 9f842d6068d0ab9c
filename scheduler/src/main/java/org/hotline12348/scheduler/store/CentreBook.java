package org.hotline12348.scheduler.store;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.scheduler.calendar.DayByHand;
import org.hotline12348.scheduler.change.AuditEvent;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.change.Paper;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.RosterVersion;

/** One centre's book, open for one piece of work. Not to be kept or used after that. */
public interface CentreBook {

    Future<Centre> centre();

    /** Keeps name, zone, policy, hours and patterns; days by hand are kept one by one. */
    Future<Void> save(Centre centre);

    Future<Void> save(DayByHand day);

    /** Takes back what was decided by hand; the policy speaks again. */
    Future<Void> forgetDayByHand(LocalDate date);

    /** Everyone who serves this centre, in whatever standing, by id. */
    Future<List<Practitioner>> practitioners();

    /** Adds or replaces a practitioner; he must serve this centre. */
    Future<Void> save(Practitioner practitioner);

    /** Published duties whose day lies between, both ends included, by start, kind, seat. */
    Future<List<Duty>> duties(LocalDate from, LocalDate to);

    Future<Optional<Duty>> duty(String id);

    /** Those of these duties that there are, in no order; at most 1000. */
    Future<List<Duty>> duties(Set<String> ids);

    /** Adds or replaces duties, by id. */
    Future<Void> put(Collection<Duty> duties);

    Future<Void> remove(Collection<Duty> duties);

    /** The version of the published roster; 0 before the first publication. */
    Future<Long> version();

    /** Writes down a publication or amendment; its version must be the next one. */
    Future<Void> record(RosterVersion version);

    /** The most versions {@link #versionsAfter} answers with. */
    int MOST_VERSIONS = 200;

    /** Versions after this one, oldest first; at most {@link #MOST_VERSIONS}. */
    Future<List<RosterVersion>> versionsAfter(long version);

    /** Versions before this one, the latest first, at most so many. */
    Future<List<RosterVersion>> versionsBefore(long version, int limit);

    /** Keeps a paper in place of an earlier one of its kind and id. */
    Future<Void> file(Paper paper);

    <P extends Paper> Future<Optional<P>> paper(Class<P> kind, String id);

    /** Papers whose days touch these, both ends included, by first day and id; at most 20 000. */
    <P extends Paper> Future<List<P>> papers(Class<P> kind, LocalDate from, LocalDate to);

    /** Papers somebody still has to act on, by first day and id; at most 1000. */
    <P extends Paper> Future<List<P>> openPapers(Class<P> kind);

    /** Adds to the log of who did what. */
    Future<Void> audit(AuditEvent event);

    /** The latest audit events, newest first. */
    Future<List<AuditEvent>> audits(int limit);

    /** Puts a notice into the outbox. */
    Future<Void> post(Notice notice);
}
