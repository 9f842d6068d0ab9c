package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.Refusal;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.store.CentreBook;

/** Single changes of the published roster, and its history. */
public final class DutyDesk {

    private final DeskWork work;

    DutyDesk(DeskWork work) {
        this.work = work;
    }

    /**
     * What a coordinator does to one published duty.
     *
     * @param lawyer who is to hold it from now on (cover, or a change); empty: whoever holds it
     * @param locked whether planning must leave it alone; empty: as it is
     * @param why for the record
     * @param version the version the coordinator looked at; a newer one that touched this duty is told instead of
     *     overwritten; empty to skip the check
     */
    public record Change(Optional<String> lawyer, Optional<Boolean> locked, String why, Optional<Long> version) {}

    /** Changes one published duty. Of a duty under way the rest is given to the other lawyer. */
    public Future<Verdict<RosterVersion>> amend(String centre, String dutyId, Change change, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return work.change(
                centre,
                (book, now) -> book.duty(dutyId).compose(found -> {
                    if (found.isEmpty()) {
                        return DeskWork.now(
                                new Verdict.Unknown<>("没有值班 %s。/ There is no duty %s.".formatted(dutyId, dutyId)));
                    }
                    Duty duty = found.get();
                    return (change.version().isPresent()
                                    ? book.versionsAfter(change.version().get())
                                    : Future.succeededFuture(List.<RosterVersion>of()))
                            .compose(since ->
                                    Publication.touched(since, one -> one.id().equals(dutyId))
                                            ? DeskWork.now(new Verdict.Outdated<>(
                                                    since.getLast().version(), since))
                                            : amend(book, duty, change, actor, now));
                }));
    }

    private static Future<Verdict<RosterVersion>> amend(
            CentreBook book, Duty duty, Change change, Actor actor, Instant now) {
        Duty locked = duty.lockedAs(change.locked().orElse(duty.locked()));
        String lawyer = change.lawyer().orElse(duty.lawyer());
        if (!lawyer.equals(duty.lawyer())) {
            return hand(book, duty, locked, lawyer, change.why(), actor, now);
        }
        if (locked.equals(duty)) {
            return DeskWork.now(
                    Verdict.refused("SAME", "该班次本来就由 %s 值班。/ The duty is %s's already.".formatted(lawyer, lawyer)));
        }
        return Gathered.around(book, duty.date(), duty.date())
                .compose(gathered -> Publication.write(
                        book,
                        gathered,
                        RosterVersion.Kind.AMENDED,
                        List.of(duty),
                        List.of(locked),
                        change.why(),
                        actor,
                        now))
                .map(Verdict::done);
    }

    /**
     * Hands a duty, or the rest of one under way, to another.
     *
     * @param locked the same duty with the lock it is to have
     */
    static Future<Verdict<RosterVersion>> hand(
            CentreBook book, Duty duty, Duty locked, String lawyer, String why, Actor actor, Instant now) {
        if (!duty.until().isAfter(now)) {
            return DeskWork.now(Verdict.refused(
                    "PAST", "%s 的班次已经结束。/ The duty of %s is over.".formatted(duty.date(), duty.date())));
        }
        return Gathered.around(book, duty.date(), duty.date()).compose(gathered -> {
            Handover handover = Handover.of(duty, locked, lawyer, gathered.held(), now);
            List<Refusal> refusals = gathered.input(duty.date(), duty.date())
                    .broken(handover.given().stream()
                            .filter(one -> one.lawyer().equals(lawyer) && one.kind() == duty.kind())
                            .toList());
            List<Refusal> grave = refusals.stream()
                    .filter(refusal -> !handover.standbyStepsIn() || !Handover.FORGIVEN.contains(refusal.rule()))
                    .toList();
            return grave.isEmpty()
                    ? Publication.write(
                                    book,
                                    gathered,
                                    RosterVersion.Kind.AMENDED,
                                    handover.taken(),
                                    handover.given(),
                                    why,
                                    actor,
                                    now)
                            .map(Verdict::done)
                    : DeskWork.now(Verdict.refused(grave));
        });
    }

    /**
     * Calls the standby in: he takes the seat, or the rest of it when it is under way.
     *
     * @param dutyId a duty on the line
     */
    public Future<Verdict<RosterVersion>> callStandby(String centre, String dutyId, String why, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return work.change(
                centre,
                (book, now) -> book.duty(dutyId).compose(found -> {
                    if (found.isEmpty() || found.get().kind() != Duty.Kind.SEAT) {
                        return DeskWork.now(new Verdict.Unknown<>(
                                "没有在线值班 %s。/ There is no duty %s on the line.".formatted(dutyId, dutyId)));
                    }
                    return callIn(book, found.get(), why, actor, now);
                }));
    }

    /** Gives a seat, or the rest of it, to the first who stands by and may take it. */
    static Future<Verdict<RosterVersion>> callIn(CentreBook book, Duty duty, String why, Actor actor, Instant now) {
        return book.duties(duty.date().minusDays(1), duty.date())
                .compose(held -> held.stream()
                        .filter(other -> other.kind() == Duty.Kind.STANDBY
                                && other.overlaps(duty)
                                && other.until().isAfter(now))
                        .min(Comparator.comparingInt(Duty::seat))
                        .map(standby -> hand(book, duty, duty, standby.lawyer(), why, actor, now))
                        .orElseGet(() -> DeskWork.now(Verdict.refused(
                                "NO_STANDBY",
                                "该班次没有备班律师，请直接改派。/ Nobody stands by for this shift; give the duty to somebody."))));
    }

    public Future<Verdict<Duty>> duty(String centre, String id) {
        return work.read(
                centre,
                (book, now) -> book.duty(id)
                        .map(found -> found.<Verdict<Duty>>map(Verdict::done)
                                .orElseGet(() ->
                                        new Verdict.Unknown<>("没有值班 %s。/ There is no duty %s.".formatted(id, id)))));
    }

    /** Those of these duties that there (still) are. */
    public Future<Verdict<List<Duty>>> duties(String centre, Set<String> ids) {
        return work.read(centre, (book, now) -> book.duties(ids).map(Verdict::done));
    }

    /**
     * Publications and amendments, the latest first.
     *
     * @param before only versions smaller than this; empty: from the latest
     * @param limit at most so many
     */
    public Future<Verdict<List<RosterVersion>>> history(String centre, Optional<Long> before, int limit) {
        return work.read(
                centre,
                (book, now) -> book.versionsBefore(before.orElse(Long.MAX_VALUE), limit)
                        .map(Verdict::done));
    }

    /** The version of the published roster. */
    public Future<Verdict<Long>> version(String centre) {
        return work.read(centre, (book, now) -> book.version().map(Verdict::done));
    }
}
