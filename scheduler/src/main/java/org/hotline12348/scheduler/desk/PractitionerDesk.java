package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.store.CentreBook;

/** Who does duty: entered, changed, suspended, let go. Nobody is deleted, since his past duties keep his name. */
public final class PractitionerDesk {

    private final DeskWork work;

    PractitionerDesk(DeskWork work) {
        this.work = work;
    }

    /** A practitioner, and those of his published duties that he may not do (any more): they must go to others. */
    public record PractitionerAndDuties(Practitioner practitioner, List<Duty> duties) {
        public PractitionerAndDuties {
            duties = List.copyOf(duties);
        }
    }

    /** Everyone who serves the centre, in whatever standing, by id. */
    public Future<Verdict<List<Practitioner>>> all(String centre) {
        return work.read(centre, (book, now) -> book.practitioners().map(Verdict::done));
    }

    public Future<Verdict<Practitioner>> one(String centre, String id) {
        return work.read(
                centre,
                (book, now) -> find(book, id)
                        .map(found ->
                                found.<Verdict<Practitioner>>map(Verdict::done).orElseGet(() -> unknown(id))));
    }

    /** Enters a new one; his id and licence number must be free. */
    public Future<Verdict<Practitioner>> add(String centre, Practitioner practitioner, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        if (!practitioner.centres().contains(centre)) {
            return DeskWork.now(Verdict.refused(
                    "CENTRE",
                    "新登记的人员必须服务于本中心。/ A practitioner who is entered here must serve this centre (%s)."
                            .formatted(centre)));
        }
        return work.change(
                centre,
                (book, now) -> find(book, practitioner.id())
                        .compose(known -> known.isPresent()
                                ? DeskWork.now(Verdict.refused(
                                        "TAKEN",
                                        "编号 %s 已有人使用。/ The id %s is taken already."
                                                .formatted(practitioner.id(), practitioner.id())))
                                : book.save(practitioner)
                                        .compose(ignored -> DeskWork.audit(
                                                book,
                                                now,
                                                actor,
                                                "PRACTITIONER_ADD",
                                                practitioner.id(),
                                                practitioner.kind().name()))
                                        .map(ignored -> Verdict.done(practitioner))));
    }

    /**
     * Changes one. A coordinator changes everything but the id; he himself only what are his own wishes: disliked days,
     * languages, address for notices.
     *
     * @param edit from what he is now to what he shall be; may throw, then nothing is changed
     */
    public Future<Verdict<PractitionerAndDuties>> change(
            String centre, String id, UnaryOperator<Practitioner> edit, Actor actor) {
        if (!actor.speaksFor(id)) {
            return DeskWork.forbidden(actor);
        }
        return work.change(
                centre,
                (book, now) -> find(book, id).compose(found -> {
                    if (found.isEmpty()) {
                        return DeskWork.now(unknown(id));
                    }
                    Practitioner before = found.get();
                    Practitioner after = edit.apply(before);
                    boolean mayDoIt = actor.coordinator()
                            || before.withWishes(after.dislikedOn(), after.languages(), after.email())
                                    .equals(after);
                    if (!mayDoIt) {
                        return DeskWork.forbidden(actor);
                    }
                    return book.save(after)
                            .compose(ignored ->
                                    DeskWork.audit(book, now, actor, "PRACTITIONER_CHANGE", id, changes(before, after)))
                            .compose(ignored -> unfit(book, id, now))
                            .map(duties -> Verdict.done(new PractitionerAndDuties(after, duties)));
                }));
    }

    /** What was changed, without personal data. */
    private static String changes(Practitioner before, Practitioner after) {
        if (before.standing() != after.standing()) {
            return "standing %s -> %s".formatted(before.standing(), after.standing());
        }
        return before.mobile().equals(after.mobile()) ? "particulars" : "particulars, mobile";
    }

    private static Future<List<Duty>> unfit(CentreBook book, String id, Instant now) {
        return book.centre().compose(centre -> {
            LocalDate today = centre.calendar().dateOf(now);
            LocalDate last = today.plusDays(DraftDesk.LONGEST_DAYS);
            return Gathered.around(book, today, last)
                    .map(gathered -> gathered.held(today, last).stream()
                            .filter(duty -> duty.lawyer().equals(id)
                                    && duty.from().isAfter(now)
                                    && gathered.input(today, last).broken(List.of(duty)).stream()
                                            .anyMatch(refusal -> PERSONAL.contains(refusal.rule())))
                            .toList());
        });
    }

    /** Rules that depend on the practitioner alone. */
    private static final List<String> PERSONAL = List.of("STANDING", "AVAILABILITY", "ROLE");

    private static Future<Optional<Practitioner>> find(CentreBook book, String id) {
        return book.practitioners()
                .map(everyone ->
                        everyone.stream().filter(one -> one.id().equals(id)).findFirst());
    }

    private static <T> Verdict<T> unknown(String id) {
        return new Verdict.Unknown<>("本中心没有 %s。/ There is no practitioner %s at this centre.".formatted(id, id));
    }
}
