package org.hotline12348.scheduler.store;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hotline12348.scheduler.calendar.DayByHand;
import org.hotline12348.scheduler.calendar.ServiceCalendar;
import org.hotline12348.scheduler.change.AuditEvent;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.change.Paper;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.store.RosterConflictException.Rule;

/** One centre's book over a copy of the in-memory state. */
final class InMemoryCentreBook implements CentreBook {

    private final InMemoryState state;
    private final String centre;
    private final Instant now;

    InMemoryCentreBook(InMemoryState state, String centre, Instant now) {
        this.state = state;
        this.centre = centre;
        this.now = now;
    }

    @Override
    public Future<Centre> centre() {
        return Future.succeededFuture(state.centre(centre));
    }

    @Override
    public Future<Void> save(Centre changed) {
        Centre kept = state.centre(centre);
        keep(changed, List.copyOf(kept.calendar().byHand().values()));
        return Future.succeededFuture();
    }

    private void keep(Centre changed, List<DayByHand> byHand) {
        ServiceCalendar calendar = changed.calendar();
        state.centres.put(
                centre,
                new Centre(
                        centre,
                        changed.name(),
                        new ServiceCalendar(
                                calendar.zone(), calendar.policy(), calendar.hours(), byHand, state.holidays),
                        changed.patterns()));
    }

    @Override
    public Future<Void> save(DayByHand day) {
        List<DayByHand> byHand = without(day.date());
        byHand.add(day);
        keep(state.centre(centre), byHand);
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> forgetDayByHand(LocalDate date) {
        keep(state.centre(centre), without(date));
        return Future.succeededFuture();
    }

    private List<DayByHand> without(LocalDate date) {
        List<DayByHand> byHand =
                new ArrayList<>(state.centre(centre).calendar().byHand().values());
        byHand.removeIf(day -> day.date().equals(date));
        return byHand;
    }

    @Override
    public Future<List<Practitioner>> practitioners() {
        return Future.succeededFuture(state.practitioners.values().stream()
                .filter(practitioner -> practitioner.centres().contains(centre))
                .toList());
    }

    @Override
    public Future<Void> save(Practitioner practitioner) {
        boolean taken = !practitioner.licence().isEmpty()
                && state.practitioners.values().stream()
                        .anyMatch(other -> other.licence().equals(practitioner.licence())
                                && !other.id().equals(practitioner.id()));
        if (taken) {
            return Future.failedFuture(new RosterConflictException(
                    Rule.TAKEN, "The licence number %s is taken already.".formatted(practitioner.licence())));
        }
        state.practitioners.put(practitioner.id(), practitioner);
        return Future.succeededFuture();
    }

    @Override
    public Future<List<Duty>> duties(LocalDate from, LocalDate to) {
        return Future.succeededFuture(state.duties(centre, from, to));
    }

    @Override
    public Future<Optional<Duty>> duty(String id) {
        return Future.succeededFuture(Optional.ofNullable(state.duties.get(id))
                .filter(duty -> duty.centre().equals(centre)));
    }

    @Override
    public Future<List<Duty>> duties(Set<String> ids) {
        return Future.succeededFuture(ids.stream()
                .map(state.duties::get)
                .filter(duty -> duty != null && duty.centre().equals(centre))
                .toList());
    }

    @Override
    public Future<Void> put(Collection<Duty> duties) {
        for (Duty duty : duties) {
            Duty before = state.duties.get(duty.id());
            if (before != null && !mayBecome(before, Optional.of(duty))) {
                return past(before);
            }
            state.duties.put(duty.id(), duty);
        }
        return Future.succeededFuture();
    }

    @Override
    public Future<Void> remove(Collection<Duty> duties) {
        for (Duty duty : duties) {
            Duty before = state.duties.get(duty.id());
            if (before != null && !mayBecome(before, Optional.empty())) {
                return past(before);
            }
            state.duties.remove(duty.id());
        }
        return Future.succeededFuture();
    }

    /** The same rule as the database's trigger keep_the_past. */
    private boolean mayBecome(Duty before, Optional<Duty> after) {
        if (!before.until().isAfter(now)) {
            return false;
        }
        return before.from().isAfter(now)
                || after.filter(duty -> duty.lawyer().equals(before.lawyer())
                                && duty.from().equals(before.from())
                                && !duty.until().isBefore(now))
                        .isPresent();
    }

    private static Future<Void> past(Duty duty) {
        return Future.failedFuture(new RosterConflictException(
                Rule.THE_PAST_STAYS,
                "The duty of %s on %s has begun or is over and cannot be changed."
                        .formatted(duty.lawyer(), duty.date())));
    }

    @Override
    public Future<Long> version() {
        return Future.succeededFuture((long) versions().size());
    }

    private List<RosterVersion> versions() {
        return state.versions.computeIfAbsent(centre, id -> new ArrayList<>());
    }

    @Override
    public Future<Void> record(RosterVersion version) {
        if (version.version() != versions().size() + 1) {
            return Future.failedFuture(new RosterConflictException(
                    Rule.VERSION,
                    "Version %d of the roster of %s was published by somebody else in the meantime."
                            .formatted(version.version(), centre)));
        }
        versions().add(version);
        return Future.succeededFuture();
    }

    @Override
    public Future<List<RosterVersion>> versionsAfter(long version) {
        return Future.succeededFuture(versions().stream()
                .filter(kept -> kept.version() > version)
                .limit(MOST_VERSIONS)
                .toList());
    }

    @Override
    public Future<List<RosterVersion>> versionsBefore(long version, int limit) {
        return Future.succeededFuture(versions().reversed().stream()
                .filter(kept -> kept.version() < version)
                .limit(limit)
                .toList());
    }

    @Override
    public Future<Void> file(Paper paper) {
        state.papers.put(key(paper.getClass(), paper.id()), paper);
        return Future.succeededFuture();
    }

    private String key(Class<? extends Paper> kind, String id) {
        return centre + "/" + kind.getSimpleName() + "/" + id;
    }

    @Override
    public <P extends Paper> Future<Optional<P>> paper(Class<P> kind, String id) {
        return Future.succeededFuture(
                Optional.ofNullable(state.papers.get(key(kind, id))).map(kind::cast));
    }

    @Override
    public <P extends Paper> Future<List<P>> papers(Class<P> kind, LocalDate from, LocalDate to) {
        return Future.succeededFuture(all(kind)
                .filter(paper -> !paper.from().isAfter(to) && !paper.to().isBefore(from))
                .toList());
    }

    @Override
    public <P extends Paper> Future<List<P>> openPapers(Class<P> kind) {
        return Future.succeededFuture(all(kind).filter(Paper::open).limit(1000).toList());
    }

    private <P extends Paper> Stream<P> all(Class<P> kind) {
        return state.papers.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith(key(kind, "")))
                .map(entry -> kind.cast(entry.getValue()))
                .sorted(Comparator.comparing((P paper) -> paper.from()).thenComparing(Paper::id));
    }

    @Override
    public Future<Void> audit(AuditEvent event) {
        state.audits.computeIfAbsent(centre, id -> new ArrayList<>()).add(event);
        return Future.succeededFuture();
    }

    @Override
    public Future<List<AuditEvent>> audits(int limit) {
        return Future.succeededFuture(state.audits.getOrDefault(centre, List.of()).reversed().stream()
                .limit(limit)
                .toList());
    }

    @Override
    public Future<Void> post(Notice notice) {
        if (state.posted.add(centre + "/" + notice.id())) {
            state.outbox.put(notice.id(), new InMemoryState.Waiting(notice, notice.at()));
        }
        return Future.succeededFuture();
    }
}
