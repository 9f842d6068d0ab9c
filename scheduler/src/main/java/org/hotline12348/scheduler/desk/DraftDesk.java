package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.Difference;
import org.hotline12348.scheduler.change.Draft;
import org.hotline12348.scheduler.change.PlanningInput;
import org.hotline12348.scheduler.change.Refusal;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.plan.Plan;
import org.hotline12348.scheduler.plan.Planner;
import org.hotline12348.scheduler.plan.PlanningLimits;
import org.hotline12348.scheduler.plan.PlanningProgress;
import org.hotline12348.scheduler.plan.PlanningWatch;
import org.hotline12348.scheduler.plan.ReplanningProblem;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.store.CentreBook;

/** Drafts: planned, looked at, changed by hand, published; and single changes of what is published. */
public final class DraftDesk {

    /** The longest period planned at once. */
    public static final int LONGEST_DAYS = 400;

    private final DeskWork work;
    private final Planner planner;
    private final Map<String, Run> running = new ConcurrentHashMap<>();
    private final List<Consumer<Running>> listeners = new CopyOnWriteArrayList<>();

    /**
     * What is to be planned.
     *
     * @param keep true to change as little as possible of what is published, false to plan from nothing
     * @param limit the most wall time
     * @param seed the same seed gives the same plan
     */
    public record Order(LocalDate from, LocalDate to, boolean keep, Duration limit, long seed) {}

    /**
     * A plan in the making.
     *
     * @param progress how far it is; empty before the planner has said anything
     */
    public record Running(
            String id,
            String centre,
            Order order,
            String by,
            Instant since,
            Optional<PlanningProgress> progress,
            boolean cancelled) {}

    /**
     * A plan that was begun.
     *
     * @param run as it stood then; the draft will have its id
     * @param draft comes when the planner is through
     */
    public record Begun(Running run, Future<Verdict<Draft>> draft) {}

    private record Run(Running begun, AtomicBoolean cancelled, AtomicReference<Optional<PlanningProgress>> progress) {
        Running now() {
            return new Running(
                    begun.id(),
                    begun.centre(),
                    begun.order(),
                    begun.by(),
                    begun.since(),
                    progress.get(),
                    cancelled.get());
        }
    }

    DraftDesk(DeskWork work, Planner planner) {
        this.work = work;
        this.planner = planner;
    }

    /** Tells of each plan that is begun, comes further or ends; called on any thread, must return at once. */
    public void onProgress(Consumer<Running> listener) {
        listeners.add(listener);
    }

    /** {@link #begin}, for those who wait for the draft. */
    public Future<Verdict<Draft>> plan(
            String centre, LocalDate from, LocalDate to, boolean keep, Duration limit, long seed, Actor actor) {
        return DeskWork.then(begin(centre, new Order(from, to, keep, limit, seed), actor), Begun::draft);
    }

    /**
     * Begins to plan a period; the result is kept as a draft. Days before today are left out; locked duties and duties
     * that have begun stay. One plan a centre at a time.
     */
    public Verdict<Begun> begin(String centre, Order order, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbid(actor);
        }
        LocalDate from = order.from();
        LocalDate to = order.to();
        if (to.isBefore(from) || to.toEpochDay() - from.toEpochDay() >= LONGEST_DAYS) {
            return Verdict.refused(
                    "DATES",
                    "排班期间应为 1 至 %d 天。/ From %s to %s is not a period of 1 to %d days."
                            .formatted(LONGEST_DAYS, from, to, LONGEST_DAYS));
        }
        Instant now = work.clock.instant();
        Run run = new Run(
                new Running(DeskWork.newId(), centre, order, actor.user(), now, Optional.empty(), false),
                new AtomicBoolean(),
                new AtomicReference<>(Optional.empty()));
        if (running.putIfAbsent(centre, run) != null) {
            return Verdict.refused("RUNNING", "本中心正在排班。/ A plan for this centre is being made already.");
        }
        tell(run);
        // Planning takes its time, so the book is closed meanwhile; publishing will notice if it was changed.
        Future<Verdict<Draft>> draft = work.<Gathered>read(
                        centre,
                        (book, at) -> book.centre()
                                .compose(known -> Gathered.around(book, start(known, from, now), to))
                                .map(Verdict::done))
                .compose(verdict -> DeskWork.then(verdict, gathered -> planned(gathered, actor, now, run)))
                .onComplete(ignored -> {
                    running.remove(centre, run);
                    tell(run);
                });
        return Verdict.done(new Begun(run.begun(), draft));
    }

    private void tell(Run run) {
        listeners.forEach(listener -> listener.accept(run.now()));
    }

    private static LocalDate start(Centre centre, LocalDate from, Instant now) {
        LocalDate today = centre.calendar().dateOf(now);
        return from.isBefore(today) ? today : from;
    }

    private Future<Verdict<Draft>> planned(Gathered gathered, Actor actor, Instant now, Run run) {
        Order order = run.begun().order();
        LocalDate start = start(gathered.centre(), order.from(), now);
        if (order.to().isBefore(start)) {
            return DeskWork.now(Verdict.refused("PAST", "该期间已经过去。/ The days to %s are over.".formatted(order.to())));
        }
        String centre = gathered.centre().id();
        if (gathered.practitioners().stream().noneMatch(one -> one.serves(centre))) {
            return DeskWork.now(Verdict.refused(
                    "PRACTITIONERS",
                    "中心 %s 没有在岗人员，%s 至 %s 无法排班。请先登记或导入人员，或把状态改为在岗。/ Nobody of the centre %s is ACTIVE, so the days from %s to %s cannot be planned. Enter or import practitioners, or set their standing to ACTIVE."
                            .formatted(centre, start, order.to(), centre, start, order.to())));
        }
        PlanningInput input = gathered.input(start, order.to());
        PlanningLimits limits = PlanningLimits.USUAL.withTime(order.limit()).withSeed(order.seed());
        PlanningWatch watch = PlanningWatch.of(
                progress -> {
                    run.progress().set(Optional.of(progress));
                    tell(run);
                },
                run.cancelled()::get);
        return work.vertx
                .executeBlocking(
                        () -> {
                            var problem = input.problem(now, limits);
                            Plan plan = order.keep() && !input.published().isEmpty()
                                    ? planner.replan(new ReplanningProblem(problem, input.published(), now), watch)
                                            .plan()
                                    : planner.plan(problem, watch);
                            return draft(run.begun().id(), gathered, input, plan, actor, now);
                        },
                        false)
                .map(Objects::requireNonNull)
                .compose(draft -> work.read(
                        gathered.centre().id(),
                        (book, at) -> book.file(draft)
                                .compose(ignored -> DeskWork.audit(
                                        book,
                                        now,
                                        actor,
                                        "PLAN",
                                        draft.from() + "/" + draft.to(),
                                        "%s, %d duties, %d gaps"
                                                .formatted(
                                                        draft.status(),
                                                        draft.duties().size(),
                                                        draft.gaps().size())))
                                .map(ignored -> Verdict.done(draft))));
    }

    private static Draft draft(String id, Gathered gathered, PlanningInput input, Plan plan, Actor actor, Instant now) {
        return new Draft(
                id,
                gathered.centre().id(),
                input.from(),
                input.to(),
                Draft.State.DRAFT,
                gathered.version(),
                plan.status().name(),
                plan.objective(),
                plan.bound(),
                plan.scores().stream()
                        .map(score -> new Draft.Points(
                                score.rule().name(), score.rule().chinese(), score.value(), score.bound()))
                        .toList(),
                input.duties(plan),
                plan.gaps().stream()
                        .map(gap -> new Draft.Hole(
                                gap.seat().date(),
                                gap.seat().shift(),
                                gap.seat().seat(),
                                gap.rules().stream().map(Enum::name).sorted().toList(),
                                gap.chinese(),
                                gap.english()))
                        .toList(),
                plan.planner(),
                actor.user(),
                now);
    }

    /** The plan being made for a centre; empty when none is. */
    public Optional<Running> running(String centre) {
        return Optional.ofNullable(running.get(centre)).map(Run::now);
    }

    /** Ends a plan being made; its best so far becomes the draft. False when it is not being made (any more). */
    public boolean cancel(String centre, String id) {
        Run run = running.get(centre);
        if (run == null || !run.begun().id().equals(id)) {
            return false;
        }
        run.cancelled().set(true);
        tell(run);
        return true;
    }

    public Future<Verdict<Draft>> draft(String centre, String id) {
        return work.read(centre, (book, now) -> open(book, id));
    }

    /** Drafts that wait to be published. */
    public Future<Verdict<List<Draft>>> drafts(String centre) {
        return work.read(centre, (book, now) -> book.openPapers(Draft.class).map(Verdict::done));
    }

    private static Future<Verdict<Draft>> open(CentreBook book, String id) {
        return book.paper(Draft.class, id)
                .map(kept -> kept.<Verdict<Draft>>map(Verdict::done)
                        .orElseGet(() -> new Verdict.Unknown<>(
                                "没有草案 %s。待发布的草案见 GET /roster/plans。/ There is no draft %s. Mend: give the id that ./hotline roster plan printed; GET /roster/plans lists the drafts that wait."
                                        .formatted(id, id))));
    }

    private static <T> Future<Verdict<T>> with(CentreBook book, String id, Function<Draft, Future<Verdict<T>>> next) {
        return open(book, id)
                .compose(found -> DeskWork.then(
                        found,
                        draft -> draft.open()
                                ? next.apply(draft)
                                : DeskWork.now(Verdict.refused(
                                        "STATE",
                                        "该草案%s。/ This draft is %s already."
                                                .formatted(draft.state().chinese(), draft.state())))));
    }

    /** What publishing this draft would change by now. */
    public Future<Verdict<List<Difference>>> difference(String centre, String id) {
        return work.read(
                centre,
                (book, now) -> open(book, id)
                        .compose(found -> DeskWork.then(
                                found,
                                draft -> book.duties(draft.from(), draft.to())
                                        .map(held -> Verdict.done(Difference.between(held, draft.duties(), now))))));
    }

    /**
     * Gives a seat of a draft to another lawyer, or locks it; the hard rules are checked.
     *
     * @param lawyer empty: who holds it
     * @param locked empty: as it is
     */
    public Future<Verdict<Draft>> edit(
            String centre, String id, String duty, Optional<String> lawyer, Optional<Boolean> locked, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return work.read(
                centre,
                (book, now) -> with(book, id, draft -> {
                    List<Duty> duties = new ArrayList<>();
                    List<Duty> changed = new ArrayList<>();
                    for (Duty one : draft.duties()) {
                        if (one.id().equals(duty)) {
                            Duty after = one.heldBy(lawyer.orElse(one.lawyer())).lockedAs(locked.orElse(one.locked()));
                            changed.add(after);
                            duties.add(after);
                        } else {
                            duties.add(one);
                        }
                    }
                    if (changed.isEmpty()) {
                        return DeskWork.now(
                                new Verdict.Unknown<>("该草案没有值班 %s。/ The draft has no duty %s.".formatted(duty, duty)));
                    }
                    return Gathered.around(book, draft.from(), draft.to()).compose(gathered -> {
                        List<Refusal> refusals =
                                inDraft(gathered, draft, duties).broken(changed);
                        if (!refusals.isEmpty()) {
                            return DeskWork.now(Verdict.refused(refusals));
                        }
                        Draft after = draft.byHand(duties);
                        return book.file(after).map(ignored -> Verdict.done(after));
                    });
                }));
    }

    /** The input as if the draft were published. */
    private static PlanningInput inDraft(Gathered gathered, Draft draft, List<Duty> duties) {
        List<Duty> held = gathered.held().stream()
                .filter(one -> one.date().isBefore(draft.from()) || one.date().isAfter(draft.to()))
                .collect(Collectors.toCollection(ArrayList::new));
        held.addAll(duties);
        return new PlanningInput(
                gathered.centre(),
                draft.from(),
                draft.to(),
                gathered.practitioners(),
                gathered.leaves(),
                held,
                gathered.rules());
    }

    public Future<Verdict<Draft>> discard(String centre, String id, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return work.read(
                centre,
                (book, now) -> with(book, id, draft -> {
                    Draft gone = draft.as(Draft.State.DISCARDED);
                    return book.file(gone).map(ignored -> Verdict.done(gone));
                }));
    }

    /**
     * Publishes a draft. When anything in its days was published or amended since it was made, it is refused as outdated
     * with what changed; when a hard rule is broken by now (leave approved in between), it is refused with the rule.
     *
     * @param why for the record
     */
    public Future<Verdict<RosterVersion>> publish(String centre, String id, String why, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return work.change(
                centre,
                (book, now) -> with(
                        book,
                        id,
                        draft -> book.versionsAfter(draft.basedOn()).compose(since -> {
                            return Publication.touched(
                                            since,
                                            duty -> !duty.date().isBefore(draft.from())
                                                    && !duty.date().isAfter(draft.to()))
                                    ? DeskWork.now(new Verdict.Outdated<>(
                                            since.getLast().version(), since))
                                    : publish(book, draft, why, actor, now);
                        })));
    }

    private static Future<Verdict<RosterVersion>> publish(
            CentreBook book, Draft draft, String why, Actor actor, Instant now) {
        return Gathered.around(book, draft.from(), draft.to()).compose(gathered -> {
            List<Difference> differences =
                    Difference.between(gathered.held(draft.from(), draft.to()), draft.duties(), now);
            List<Duty> given =
                    differences.stream().flatMap(one -> one.after().stream()).toList();
            List<Refusal> refusals = inDraft(gathered, draft, draft.duties())
                    .broken(draft.duties().stream()
                            .filter(duty -> duty.from().isAfter(now))
                            .toList());
            if (!refusals.isEmpty()) {
                return DeskWork.now(Verdict.refused(refusals));
            }
            List<Duty> taken =
                    differences.stream().flatMap(one -> one.before().stream()).toList();
            return Publication.write(book, gathered, RosterVersion.Kind.PUBLISHED, taken, given, why, actor, now)
                    .compose(version ->
                            book.file(draft.as(Draft.State.PUBLISHED)).map(ignored -> Verdict.done(version)));
        });
    }

    /** Names for messages. */
    static String name(List<Practitioner> everyone, String lawyer) {
        return everyone.stream()
                .filter(one -> one.id().equals(lawyer))
                .map(Practitioner::name)
                .findFirst()
                .orElse(lawyer);
    }
}
