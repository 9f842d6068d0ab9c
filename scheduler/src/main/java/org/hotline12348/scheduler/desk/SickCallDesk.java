package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.Difference;
import org.hotline12348.scheduler.change.Draft;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.desk.LeaveDesk.LeaveAndDuties;
import org.hotline12348.scheduler.roster.Duty;

/** A lawyer calls in sick: leave is entered, and his duties go to others with as few changes as possible. */
public final class SickCallDesk {

    /** Where the sick days alone cannot be filled, so many days after them may change too. */
    static final int DAYS_MORE = 31;

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final LeaveDesk leaves;
    private final DraftDesk drafts;

    SickCallDesk(LeaveDesk leaves, DraftDesk drafts) {
        this.leaves = leaves;
        this.drafts = drafts;
    }

    /**
     * What became of it.
     *
     * @param leave the leave, and the duties that fall into it
     * @param draft the roster with others in his place, to be looked at and published; empty when he has no duty
     * @param changes what publishing it would change
     */
    public record SickCall(LeaveAndDuties leave, Optional<Draft> draft, List<Difference> changes) {
        public SickCall {
            changes = List.copyOf(changes);
        }
    }

    /**
     * Enters a sick leave and plans again. The leave is kept even where nobody can be found; a duty under way is not
     * planned: call the standby in.
     */
    public Future<Verdict<SickCall>> sick(
            String centre, String lawyer, LocalDate from, LocalDate to, String reason, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return leaves.ask(centre, lawyer, from, to, LeaveRequest.Kind.SICK, reason, actor)
                .compose(verdict -> DeskWork.then(verdict, leave -> replanned(centre, leave, actor)));
    }

    private Future<Verdict<SickCall>> replanned(String centre, LeaveAndDuties leave, Actor actor) {
        List<LocalDate> days = leave.duties().stream()
                .map(Duty::date)
                .sorted(Comparator.naturalOrder())
                .toList();
        if (days.isEmpty()) {
            return DeskWork.now(Verdict.done(new SickCall(leave, Optional.empty(), List.of())));
        }
        LocalDate last = days.getLast();
        return plan(centre, days.getFirst(), last, actor)
                .compose(verdict -> DeskWork.then(
                        verdict,
                        draft -> draft.gaps().isEmpty()
                                ? DeskWork.now(Verdict.done(draft))
                                : drafts.discard(centre, draft.id(), actor)
                                        .compose(ignored ->
                                                plan(centre, days.getFirst(), last.plusDays(DAYS_MORE), actor))))
                .compose(verdict -> DeskWork.then(
                        verdict,
                        draft -> drafts.difference(centre, draft.id())
                                .map(changes -> changes.map(list -> new SickCall(leave, Optional.of(draft), list)))));
    }

    private Future<Verdict<Draft>> plan(String centre, LocalDate from, LocalDate to, Actor actor) {
        return drafts.plan(centre, from, to, true, LIMIT, 1, actor);
    }
}
