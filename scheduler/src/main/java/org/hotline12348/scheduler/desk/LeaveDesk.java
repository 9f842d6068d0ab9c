package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.LeaveRequest.State;
import org.hotline12348.scheduler.change.Refusal;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.store.CentreBook;

/** Leave: asked, approved or refused, withdrawn. */
public final class LeaveDesk {

    private final DeskWork work;

    LeaveDesk(DeskWork work) {
        this.work = work;
    }

    /**
     * A leave, and the published duties that fall into it and must be given to others (plan these days again, keeping
     * what is there, or amend them one by one).
     */
    public record LeaveAndDuties(LeaveRequest leave, List<Duty> duties) {
        public LeaveAndDuties {
            duties = List.copyOf(duties);
        }
    }

    /** Asks for leave; a coordinator's own entry for somebody else (a sick call) is approved at once. */
    public Future<Verdict<LeaveAndDuties>> ask(
            String centre,
            String lawyer,
            LocalDate from,
            LocalDate to,
            LeaveRequest.Kind kind,
            String reason,
            Actor actor) {
        if (!actor.speaksFor(lawyer)) {
            return DeskWork.forbidden(actor);
        }
        return work.change(
                centre,
                (book, now) -> book.practitioners().compose(everyone -> {
                    if (everyone.stream().noneMatch(one -> one.id().equals(lawyer))) {
                        return DeskWork.now(new Verdict.Unknown<>(
                                "%s 不在本中心服务。/ %s does not serve this centre.".formatted(lawyer, lawyer)));
                    }
                    boolean approved = actor.coordinator() && !actor.user().equals(lawyer);
                    LeaveRequest wish = new LeaveRequest(
                            DeskWork.newId(),
                            lawyer,
                            from,
                            to.isBefore(from) ? from : to,
                            kind,
                            reason,
                            approved ? State.APPROVED : State.ASKED,
                            actor.user(),
                            now,
                            approved ? actor.user() : "",
                            "");
                    if (to.isBefore(from)) {
                        return DeskWork.now(Verdict.refused(
                                "DATES",
                                "请假结束日 %s 早于开始日 %s。/ The leave ends (%s) before it begins (%s)."
                                        .formatted(to, from, to, from)));
                    }
                    return book.centre()
                            .compose(known -> book.papers(LeaveRequest.class, from, to)
                                    .compose(others -> {
                                        Optional<Refusal> refusal = LeaveRequest.check(
                                                wish, known.calendar().dateOf(now), others);
                                        return refusal.isPresent()
                                                ? DeskWork.now(Verdict.refused(List.of(refusal.get())))
                                                : book.file(wish)
                                                        .compose(ignored -> DeskWork.audit(
                                                                book,
                                                                now,
                                                                actor,
                                                                approved ? "LEAVE_ENTER" : "LEAVE_ASK",
                                                                wish.id(),
                                                                "%s %s/%s %s".formatted(lawyer, from, to, kind)))
                                                        .compose(ignored -> withDuties(book, wish));
                                    }));
                }));
    }

    public Future<Verdict<LeaveAndDuties>> approve(String centre, String id, String remark, Actor actor) {
        return actor.coordinator() ? decide(centre, id, State.APPROVED, remark, actor) : DeskWork.forbidden(actor);
    }

    public Future<Verdict<LeaveAndDuties>> refuse(String centre, String id, String remark, Actor actor) {
        return actor.coordinator() ? decide(centre, id, State.REFUSED, remark, actor) : DeskWork.forbidden(actor);
    }

    /** Takes a leave back: by the one who asked, or a coordinator. */
    public Future<Verdict<LeaveAndDuties>> withdraw(String centre, String id, Actor actor) {
        return decide(centre, id, State.WITHDRAWN, "", actor);
    }

    private Future<Verdict<LeaveAndDuties>> decide(String centre, String id, State state, String remark, Actor actor) {
        return work.change(
                centre,
                (book, now) -> book.paper(LeaveRequest.class, id).compose(found -> {
                    if (found.isEmpty()) {
                        return DeskWork.now(new Verdict.Unknown<>("没有请假 %s。/ There is no leave %s.".formatted(id, id)));
                    }
                    if (!actor.speaksFor(found.get().lawyer())) {
                        return DeskWork.forbidden(actor);
                    }
                    return DeskWork.then(
                            found.get().become(state, actor.user(), remark),
                            decided -> book.file(decided)
                                    .compose(ignored -> DeskWork.audit(
                                            book, now, actor, "LEAVE_" + state, id, decided.lawyer() + " " + remark))
                                    .compose(ignored -> book.practitioners())
                                    .compose(everyone -> DeskWork.tell(
                                            book,
                                            centre,
                                            now,
                                            everyone,
                                            decided.lawyer(),
                                            "请假处理结果",
                                            "%s 至 %s 的请假：%s。%s"
                                                    .formatted(decided.from(), decided.to(), chinese(state), remark)))
                                    .compose(ignored -> withDuties(book, decided)));
                }));
    }

    private static String chinese(State state) {
        return switch (state) {
            case ASKED -> "待批";
            case APPROVED -> "已批准";
            case REFUSED -> "未批准";
            case WITHDRAWN -> "已撤回";
        };
    }

    private static Future<Verdict<LeaveAndDuties>> withDuties(CentreBook book, LeaveRequest leave) {
        if (!leave.stands()) {
            return DeskWork.now(Verdict.done(new LeaveAndDuties(leave, List.of())));
        }
        return book.duties(leave.from().minusDays(1), leave.to())
                .compose(duties -> book.centre()
                        .map(centre -> Verdict.done(new LeaveAndDuties(
                                leave,
                                duties.stream()
                                        .filter(duty -> duty.lawyer().equals(leave.lawyer())
                                                && !centre.calendar()
                                                        .dateOf(duty.until().minusNanos(1))
                                                        .isBefore(leave.from()))
                                        .toList()))));
    }

    /** Leaves whose days touch these, both ends included, in whatever state. */
    public Future<Verdict<List<LeaveRequest>>> leaves(String centre, LocalDate from, LocalDate to) {
        return work.read(
                centre, (book, now) -> book.papers(LeaveRequest.class, from, to).map(Verdict::done));
    }
}
