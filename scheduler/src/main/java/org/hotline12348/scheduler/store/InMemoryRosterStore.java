package org.hotline12348.scheduler.store;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12348.scheduler.calendar.HolidayCalendar;
import org.hotline12348.scheduler.calendar.HolidayFile;
import org.hotline12348.scheduler.calendar.HolidayNotice;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PublishedRoster;
import org.hotline12348.scheduler.store.RosterConflictException.Rule;

/**
 * The store in memory, for tests and simulations: same rules, nothing survives. All pieces of work come one after
 * another; one that fails leaves nothing behind.
 */
public final class InMemoryRosterStore implements RosterStore {

    static final Comparator<Duty> IN_ORDER = Comparator.comparing(Duty::from)
            .thenComparing(Duty::shift)
            .thenComparing(duty -> duty.kind().name())
            .thenComparingInt(Duty::seat);

    private InMemoryState state = new InMemoryState(HolidayFile.shipped());
    private Future<?> tail = Future.succeededFuture();

    @Override
    public synchronized Future<List<Centre>> centres() {
        return Future.succeededFuture(
                state.centres.keySet().stream().map(state::centre).toList());
    }

    @Override
    public synchronized Future<List<Practitioner>> practitioners() {
        return Future.succeededFuture(List.copyOf(state.practitioners.values()));
    }

    @Override
    public synchronized Future<List<Duty>> duties(String centre, LocalDate from, LocalDate to) {
        return Future.succeededFuture(state.duties(centre, from, to));
    }

    @Override
    public synchronized Future<Optional<PublishedRoster>> published(
            String centre, LocalDate from, LocalDate to, Optional<Long> version) {
        return state.centres.containsKey(centre)
                ? Published.read(new InMemoryCentreBook(state.copy(), centre, Instant.EPOCH), from, to, version)
                : Future.succeededFuture(Optional.empty());
    }

    @Override
    public synchronized Future<HolidayCalendar> holidays() {
        return Future.succeededFuture(state.holidays);
    }

    @Override
    public synchronized Future<Void> importNotice(HolidayNotice notice, Instant now, String by) {
        state.holidays = state.holidays.with(notice);
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> found(Centre centre) {
        if (state.centres.putIfAbsent(centre.id(), centre) == null) {
            state.versions.put(centre.id(), new ArrayList<>());
        }
        return Future.succeededFuture();
    }

    @Override
    public synchronized <T> Future<T> inCentre(String centre, Instant now, Function<CentreBook, Future<T>> work) {
        Promise<T> done = Promise.promise();
        tail = tail.eventually(() -> {
            run(centre, now, work).onComplete(done);
            return done.future();
        });
        return done.future();
    }

    private synchronized <T> Future<T> run(String centre, Instant now, Function<CentreBook, Future<T>> work) {
        if (!state.centres.containsKey(centre)) {
            return Future.failedFuture(
                    new RosterConflictException(Rule.UNKNOWN, "There is no centre \"%s\".".formatted(centre)));
        }
        InMemoryState copy = state.copy();
        return work.apply(new InMemoryCentreBook(copy, centre, now)).map(result -> {
            commit(copy);
            return result;
        });
    }

    private synchronized void commit(InMemoryState copy) {
        copy.check();
        state = copy;
    }

    @Override
    public synchronized Future<List<Notice>> dueNotices(Instant now, Duration lease, int limit) {
        List<Notice> due = new ArrayList<>();
        for (InMemoryState.Waiting waiting : List.copyOf(state.outbox.values())) {
            if (due.size() < limit && !waiting.nextTry().isAfter(now)) {
                Notice kept = waiting.notice();
                Notice tried = new Notice(
                        kept.id(),
                        kept.centre(),
                        kept.channel(),
                        kept.lawyer(),
                        kept.address(),
                        kept.subject(),
                        kept.text(),
                        kept.at(),
                        kept.tries() + 1);
                state.outbox.put(kept.id(), new InMemoryState.Waiting(tried, now.plus(lease)));
                due.add(tried);
            }
        }
        return Future.succeededFuture(due);
    }

    @Override
    public synchronized Future<Void> noticeSent(Notice notice, Instant now) {
        state.outbox.remove(notice.id());
        return Future.succeededFuture();
    }

    @Override
    public synchronized Future<Void> noticeFailed(Notice notice, String error, Optional<Instant> nextTry) {
        nextTry.ifPresentOrElse(
                at -> state.outbox.put(notice.id(), new InMemoryState.Waiting(notice, at)),
                () -> state.outbox.remove(notice.id()));
        return Future.succeededFuture();
    }
}
