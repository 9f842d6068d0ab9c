package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
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
    private final Map<String, Running> running = new ConcurrentHashMap<>();

    private record Running(
            AtomicBoolean cancelled, Instant since, AtomicReference<Optional<PlanningProgress>> progress) {}

    DraftDesk(DeskWork work, Planner planner) {
        this.work = work;
        this.planner = planner;
    }

    /**
     * Plans a period and keeps the result as a draft. Days before today are left out; locked duties and duties that have
     * begun stay. One plan a centre at a time.
     *
     * @param keep true to change as little as possible of what is published, false to plan from nothing
     * @param seed the same seed gives the same plan
     */
    public Future<Verdict<Draft>> plan(
            String centre, LocalDate from, LocalDate to, boolean keep, Duration limit, long seed, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        if (to.isBefore(from) || to.toEpochDay() - from.toEpochDay() >= LONGEST_DAYS) {
            return DeskWork.now(Verdict.refused(
                    "DATES",
                    "排班期间应为 1 至 %d 天。/ From %s to %s is not a period of 1 to %d days."
                            .formatted(LONGEST_DAYS, from, to, LONGEST_DAYS)));
        }
        Running run = new Running(new AtomicBoolean(), work.clock.instant(), new AtomicReference<>(Optional.empty()));
        if (running.putIfAbsent(centre, run) != null) {
            return DeskWork.now(Verdict.refused("RUNNING", "本中心正在排班。/ A plan for this centre is being made already."));
        }
        // Planning takes its time, so the book is closed meanwhile; publishing will notice if it was changed.
        Instant now = work.clock.instant();
        return work.<Gathered>read(
                        centre,
                        (book, at) -> book.centre()
                                .compose(known -> Gathered.around(book, start(known, from, now), to))
                                .map(Verdict::done))
                .compose(verdict -> DeskWork.then(
                        verdict, gathered -> planned(gathered, from, to, keep, limit, seed, actor, now, run)))
                .onComplete(ignored -> running.remove(centre, run));
    }

    private static LocalDate start(Centre centre, LocalDate from, Instant now) {
        LocalDate today = centre.calendar().dateOf(now);
        return from.isBefore(today) ? today : from;
    }

    private Future<Verdict<Draft>> planned(
            Gathered gathered,
            LocalDate from,
            LocalDate to,
            boolean keep,
            Duration limit,
            long seed,
            Actor actor,
            Instant now,
            Running run) {
        LocalDate start = start(gathered.centre(), from, now);
        if (to.isBefore(start)) {
            return DeskWork.now(Verdict.refused("PAST", "该期间已经过去。/ The days to %s are over.".formatted(to)));
        }
        PlanningInput input = gathered.input(start, to);
        PlanningLimits limits = PlanningLimits.USUAL.withTime(limit).withSeed(seed);
        PlanningWatch watch =
                PlanningWatch.of(progress -> run.progress().set(Optional.of(progress)), run.cancelled()::get);
        return work.vertx
                .executeBlocking(
                        () -> {
                            var problem = input.problem(now, limits);
                            Plan plan = keep
                                    ? planner.replan(new ReplanningProblem(problem, input.published(), now), watch)
                                            .plan()
                                    : planner.plan(problem, watch);
                            return draft(gathered, input, plan, actor, now);
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
                                        draft.from() + "/" + to,
                                        "%s, %d duties, %d gaps"
                                                .formatted(
                                                        draft.status(),
                                                        draft.duties().size(),
                                                        draft.gaps().size())))
                                .map(ignored -> Verdict.done(draft))));
    }

    private static Draft draft(Gathered gathered, PlanningInput input, Plan plan, Actor actor, Instant now) {
        return new Draft(
                DeskWork.newId(),
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

    /** How far the plan being made for a centre has come; empty when none is. */
    public Optional<PlanningProgress> progress(String centre) {
        return Optional.ofNullable(running.get(centre))
                .flatMap(run -> run.progress().get());
    }

    /** Ends the plan being made; its best so far becomes the draft. False when none is being made. */
    public boolean cancel(String centre) {
        Running run = running.get(centre);
        if (run == null) {
            return false;
        }
        run.cancelled().set(true);
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
                        .orElseGet(() -> new Verdict.Unknown<>("There is no draft %s.".formatted(id))));
    }

    private static <T> Future<Verdict<T>> with(CentreBook book, String id, Function<Draft, Future<Verdict<T>>> next) {
        return open(book, id)
                .compose(found -> DeskWork.then(
                        found,
                        draft -> draft.open()
                                ? next.apply(draft)
                                : DeskWork.now(Verdict.refused(
                                        "STATE",
                                        "该草案已是“%s”。/ This draft is %s already."
                                                .formatted(draft.state(), draft.state())))));
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

    /** Gives a seat of a draft to another lawyer, or locks it; the hard rules are checked. */
    public Future<Verdict<Draft>> edit(
            String centre, String id, String duty, String lawyer, boolean locked, Actor actor) {
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
                            Duty after = one.heldBy(lawyer).lockedAs(locked);
                            changed.add(after);
                            duties.add(after);
                        } else {
                            duties.add(one);
                        }
                    }
                    if (changed.isEmpty()) {
                        return DeskWork.now(new Verdict.Unknown<>("The draft has no duty %s.".formatted(duty)));
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
                            boolean touched = since.stream()
                                    .flatMap(version ->
                                            Stream.concat(version.taken().stream(), version.given().stream()))
                                    .anyMatch(duty -> !duty.date().isBefore(draft.from())
                                            && !duty.date().isAfter(draft.to()));
                            return touched
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
            return write(book, gathered, RosterVersion.Kind.PUBLISHED, taken, given, why, actor, now)
                    .compose(version ->
                            book.file(draft.as(Draft.State.PUBLISHED)).map(ignored -> Verdict.done(version)));
        });
    }

    /**
     * Writes a change of the published roster: duties, version, audit event and notices.
     *
     * @param taken duties as they were
     * @param given duties as they will be; one that keeps the id of a taken duty replaces it
     */
    static Future<RosterVersion> write(
            CentreBook book,
            Gathered gathered,
            RosterVersion.Kind kind,
            List<Duty> taken,
            List<Duty> given,
            String why,
            Actor actor,
            Instant now) {
        Set<String> staying = given.stream().map(Duty::id).collect(Collectors.toSet());
        List<Duty> gone =
                taken.stream().filter(duty -> !staying.contains(duty.id())).toList();
        RosterVersion version = new RosterVersion(
                gathered.centre().id(), gathered.version() + 1, kind, now, actor.user(), why, taken, given);
        return book.remove(gone)
                .compose(ignored -> book.put(given))
                .compose(ignored -> book.record(version))
                .compose(ignored -> DeskWork.audit(
                        book,
                        now,
                        actor,
                        kind == RosterVersion.Kind.PUBLISHED ? "PUBLISH" : "AMEND",
                        "version " + version.version(),
                        "%s (%d taken, %d given)".formatted(why, taken.size(), given.size())))
                .compose(ignored -> tell(book, gathered, taken, given, now))
                .map(ignored -> version);
    }

    private static Future<Void> tell(
            CentreBook book, Gathered gathered, List<Duty> taken, List<Duty> given, Instant now) {
        Set<String> lawyers = new HashSet<>();
        taken.forEach(duty -> lawyers.add(duty.lawyer()));
        given.forEach(duty -> lawyers.add(duty.lawyer()));
        Future<Void> done = Future.succeededFuture();
        for (String lawyer : lawyers.stream().sorted().toList()) {
            Optional<String> text = DutyNews.text(gathered.centre(), lawyer, taken, given, now);
            if (text.isPresent()) {
                done = done.compose(ignored -> DeskWork.tell(
                        book, gathered.centre().id(), now, gathered.practitioners(), lawyer, "值班安排变动", text.get()));
            }
        }
        return done;
    }

    /**
     * Gives a published duty to another lawyer from now on: cover, or a coordinator's change. Of a duty under way the
     * rest is given.
     *
     * @param version the version the coordinator looked at; a newer one that touched this duty is told instead of
     *     overwritten; empty to skip the check
     */
    public Future<Verdict<RosterVersion>> amend(
            String centre, String dutyId, String lawyer, String why, Optional<Long> version, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return work.change(
                centre,
                (book, now) -> book.duty(dutyId).compose(found -> {
                    if (found.isEmpty()) {
                        return DeskWork.now(new Verdict.Unknown<>("There is no duty %s.".formatted(dutyId)));
                    }
                    Duty duty = found.get();
                    return (version.isPresent()
                                    ? book.versionsAfter(version.get())
                                    : Future.succeededFuture(List.<RosterVersion>of()))
                            .compose(since -> {
                                boolean touched = since.stream()
                                        .flatMap(one -> Stream.concat(one.taken().stream(), one.given().stream()))
                                        .anyMatch(one -> one.id().equals(dutyId));
                                return touched
                                        ? DeskWork.now(new Verdict.Outdated<>(
                                                since.getLast().version(), since))
                                        : hand(book, duty, lawyer, why, actor, now);
                            });
                }));
    }

    /** Hands a duty, or the rest of one under way, to another. */
    static Future<Verdict<RosterVersion>> hand(
            CentreBook book, Duty duty, String lawyer, String why, Actor actor, Instant now) {
        if (!duty.until().isAfter(now)) {
            return DeskWork.now(Verdict.refused(
                    "PAST", "%s 的班次已经结束。/ The duty of %s is over.".formatted(duty.date(), duty.date())));
        }
        if (duty.lawyer().equals(lawyer)) {
            return DeskWork.now(
                    Verdict.refused("SAME", "该班次本来就由 %s 值班。/ The duty is %s's already.".formatted(lawyer, lawyer)));
        }
        return Gathered.around(book, duty.date(), duty.date()).compose(gathered -> {
            Handover handover = Handover.of(duty, lawyer, gathered.held(), now);
            List<Refusal> refusals = gathered.input(duty.date(), duty.date())
                    .broken(handover.given().stream()
                            .filter(one -> one.lawyer().equals(lawyer) && one.kind() == duty.kind())
                            .toList());
            List<Refusal> grave = refusals.stream()
                    .filter(refusal -> !handover.standbyStepsIn() || !Handover.FORGIVEN.contains(refusal.rule()))
                    .toList();
            return grave.isEmpty()
                    ? write(
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

    /** Publications and amendments after a version, oldest first. */
    public Future<Verdict<List<RosterVersion>>> history(String centre, long after) {
        return work.read(centre, (book, now) -> book.versionsAfter(after).map(Verdict::done));
    }

    /** The version of the published roster. */
    public Future<Verdict<Long>> version(String centre) {
        return work.read(centre, (book, now) -> book.version().map(Verdict::done));
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
