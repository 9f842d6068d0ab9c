package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.Refusal;
import org.hotline12348.scheduler.change.Swap;
import org.hotline12348.scheduler.change.Swap.Step;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.store.CentreBook;

/**
 * Swaps and give-aways: asked by one lawyer, accepted by the other, approved by a coordinator where the centre wants
 * that. The hard rules are checked at each step against the roster as it is by then.
 */
public final class SwapDesk {

    private final DeskWork work;

    SwapDesk(DeskWork work) {
        this.work = work;
    }

    /** Asks a colleague to take a duty, for one of his in return ({@code otherDuty}) or for none (empty). */
    public Future<Verdict<Swap>> ask(
            String centre, String duty, String otherDuty, String colleague, String reason, Actor actor) {
        return work.read(
                centre,
                (book, now) -> book.duty(duty).compose(found -> {
                    if (found.isEmpty()) {
                        return DeskWork.now(
                                new Verdict.Unknown<>("没有值班 %s。/ There is no duty %s.".formatted(duty, duty)));
                    }
                    Duty mine = found.get();
                    if (!actor.speaksFor(mine.lawyer())) {
                        return DeskWork.forbidden(actor);
                    }
                    Swap swap = new Swap(
                            DeskWork.newId(),
                            duty,
                            mine.lawyer(),
                            otherDuty,
                            colleague,
                            mine.date(),
                            reason,
                            Swap.State.ASKED,
                            now,
                            "");
                    return book.openPapers(Swap.class).compose(open -> {
                        if (open.stream().anyMatch(other -> other.duty().equals(duty))) {
                            return DeskWork.now(Verdict.refused(
                                    "OPEN_SWAP",
                                    "该班次已有一个未完成的换班。/ There is an open swap of this duty already; withdraw it first."));
                        }
                        return exchange(book, swap, now)
                                .compose(checked -> DeskWork.then(checked, exchange -> {
                                    var everyone = exchange.gathered().practitioners();
                                    return file(book, swap, "SWAP_ASK", actor, now)
                                            .compose(ignored -> DeskWork.tell(
                                                    book,
                                                    centre,
                                                    now,
                                                    everyone,
                                                    colleague,
                                                    "换班请求",
                                                    "%s 请您%s %s 的值班，请登录确认。"
                                                            .formatted(
                                                                    DraftDesk.name(everyone, swap.lawyer()),
                                                                    swap.giveAway() ? "代" : "换",
                                                                    swap.day())))
                                            .map(ignored -> Verdict.done(swap));
                                }));
                    });
                }));
    }

    /** Swaps whose duty lies in these days, in whatever state. */
    public Future<Verdict<List<Swap>>> swaps(String centre, LocalDate from, LocalDate to) {
        return work.read(
                centre, (book, now) -> book.papers(Swap.class, from, to).map(Verdict::done));
    }

    private record Exchange(List<Duty> before, List<Duty> after, Gathered gathered) {}

    /**
     * Takes a step. The colleague accepts; where no coordinator is needed the swap is made at once, else when he approves.
     */
    public Future<Verdict<Swap>> take(String centre, String id, Step step, Actor actor) {
        return work.change(
                centre,
                (book, now) -> book.paper(Swap.class, id).compose(found -> {
                    if (found.isEmpty()) {
                        return DeskWork.now(new Verdict.Unknown<>("没有换班 %s。/ There is no swap %s.".formatted(id, id)));
                    }
                    return DeskWork.then(found.get().take(step, actor), next -> switch (step) {
                        case REFUSE, WITHDRAW ->
                            file(book, next, "SWAP_" + step, actor, now).map(Verdict.done(next));
                        case ACCEPT, APPROVE -> checked(book, next, step, actor, now);
                    });
                }));
    }

    private Future<Verdict<Swap>> checked(CentreBook book, Swap next, Step step, Actor actor, Instant now) {
        return exchange(book, next, now)
                .compose(checked -> DeskWork.then(checked, exchange -> {
                    boolean make =
                            step == Step.APPROVE || !exchange.gathered().rules().swapsNeedApproval();
                    return file(book, next, "SWAP_" + step, actor, now)
                            .compose(ignored ->
                                    make ? make(book, next, exchange, actor, now) : Future.succeededFuture(next))
                            .map(Verdict::done);
                }));
    }

    private static Future<Swap> make(CentreBook book, Swap swap, Exchange exchange, Actor actor, Instant now) {
        Swap made = new Swap(
                swap.id(),
                swap.duty(),
                swap.lawyer(),
                swap.otherDuty(),
                swap.colleague(),
                swap.day(),
                swap.reason(),
                Swap.State.APPROVED,
                swap.at(),
                actor.user());
        return book.file(made)
                .compose(ignored -> Publication.write(
                        book,
                        exchange.gathered(),
                        RosterVersion.Kind.AMENDED,
                        exchange.before(),
                        exchange.after(),
                        swap.giveAway() ? "顶班 " + swap.id() : "换班 " + swap.id(),
                        actor,
                        now))
                .map(ignored -> made);
    }

    /** The duties before and after, if the roster and the rules of now allow it. */
    private static Future<Verdict<Exchange>> exchange(CentreBook book, Swap swap, Instant now) {
        return book.duty(swap.duty())
                .compose(mine -> (swap.giveAway()
                                ? Future.succeededFuture(Optional.<Duty>empty())
                                : book.duty(swap.otherDuty()))
                        .compose(theirs -> DeskWork.then(
                                swap.exchanged(mine, theirs, now),
                                after -> judged(book, mine.orElseThrow(), theirs, after))));
    }

    private static Future<Verdict<Exchange>> judged(
            CentreBook book, Duty mine, Optional<Duty> theirs, List<Duty> after) {
        LocalDate first =
                theirs.map(Duty::date).filter(day -> day.isBefore(mine.date())).orElse(mine.date());
        LocalDate last =
                theirs.map(Duty::date).filter(day -> day.isAfter(mine.date())).orElse(mine.date());
        return Gathered.around(book, first, last).map(gathered -> {
            List<Refusal> refusals = gathered.input(first, last).broken(after);
            List<Duty> before = theirs.map(duty -> List.of(mine, duty)).orElseGet(() -> List.of(mine));
            return refusals.isEmpty() ? Verdict.done(new Exchange(before, after, gathered)) : Verdict.refused(refusals);
        });
    }

    private static Future<Void> file(CentreBook book, Swap swap, String action, Actor actor, Instant now) {
        return book.file(swap)
                .compose(ignored -> DeskWork.audit(
                        book,
                        now,
                        actor,
                        action,
                        swap.id(),
                        "%s -> %s, %s".formatted(swap.lawyer(), swap.colleague(), swap.day())));
    }
}
