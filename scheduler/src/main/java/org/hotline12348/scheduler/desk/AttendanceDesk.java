package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.Alarm;
import org.hotline12348.scheduler.change.Alarms;
import org.hotline12348.scheduler.change.Coverage;
import org.hotline12348.scheduler.change.Escalation;
import org.hotline12348.scheduler.change.Escalation.Step;
import org.hotline12348.scheduler.change.Presence;
import org.hotline12348.scheduler.change.SignIn;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.store.CentreBook;

/** Who is there for his duty: sign-in and sign-out, alarms, and what is done when somebody does not come. */
public final class AttendanceDesk {

    /** One may sign in so long before the start. */
    public static final Duration EARLIEST = Duration.ofMinutes(60);

    /** One may sign out so long after the end. */
    public static final Duration LATEST_OUT = Duration.ofHours(12);

    /** A step of the escalation that was due longer ago, while the service was away, is left out. */
    private static final Duration STALE = Duration.ofMinutes(15);

    private static final int ALARM_DAYS_BACK = 31;

    private final DeskWork work;
    private final List<BiConsumer<String, Alarm>> listeners = new CopyOnWriteArrayList<>();

    AttendanceDesk(DeskWork work) {
        this.work = work;
    }

    /**
     * What one look found.
     *
     * @param raised alarms that are new
     * @param calledIn whether a standby was given a seat
     * @param next when to look again at the latest
     */
    public record Look(List<Alarm> raised, List<Alarm> closed, boolean calledIn, Instant next) {
        public Look {
            raised = List.copyOf(raised);
            closed = List.copyOf(closed);
        }
    }

    /** Tells of each alarm raised or closed, with its centre; called on any thread, must return at once. */
    public void onAlarm(BiConsumer<String, Alarm> listener) {
        listeners.add(listener);
    }

    /**
     * Signs in to a duty, or out of it. Signing in again does no harm.
     *
     * @param source web, phone, coordinator
     */
    public Future<Verdict<Presence>> sign(String centre, String dutyId, boolean in, String source, Actor actor) {
        return sign(centre, dutyId, new Wish(in, source, actor, Optional.empty(), Optional.empty()));
    }

    /**
     * A sign-in or sign-out.
     *
     * @param at when it was; empty: now
     * @param key the same for the same one; empty: each is another
     */
    private record Wish(boolean in, String source, Actor actor, Optional<Instant> at, Optional<String> key) {}

    private Future<Verdict<Presence>> sign(String centre, String dutyId, Wish wish) {
        return told(
                centre,
                work.read(
                        centre,
                        (book, now) -> book.duty(dutyId).compose(found -> {
                            if (found.isEmpty()) {
                                return DeskWork.now(new Verdict.Unknown<>(
                                        "没有值班 %s。/ There is no duty %s.".formatted(dutyId, dutyId)));
                            }
                            return wish.actor().speaksFor(found.get().lawyer())
                                    ? signed(book, centre, found.get(), wish, now)
                                    : DeskWork.forbidden(wish.actor());
                        })));
    }

    /**
     * The same by telephone ({@code *12}), where only the lawyer is known: the duty is the one that was on at that moment,
     * or the next to begin within {@link #EARLIEST}. Told again, and told late, it counts once and for its own moment.
     *
     * @param at when he pressed the keys, by the service's clock
     * @param key the same for the same call
     */
    public Future<Verdict<Presence>> signByPhone(String lawyer, boolean in, Instant at, String key) {
        return work.store.practitioners().compose(everyone -> {
            Set<String> centres = everyone.stream()
                    .filter(one -> one.id().equals(lawyer))
                    .flatMap(one -> one.centres().stream())
                    .collect(Collectors.toSet());
            Future<Optional<Duty>> duty = Future.succeededFuture(Optional.empty());
            for (String centre : centres.stream().sorted().toList()) {
                duty = duty.compose(
                        found -> found.isPresent() ? Future.succeededFuture(found) : ofNow(centre, lawyer, in, at));
            }
            return duty.compose(found -> found.isPresent()
                    ? sign(
                            found.get().centre(),
                            found.get().id(),
                            new Wish(in, "phone", new Actor(lawyer, false), Optional.of(at), Optional.of(key)))
                    : DeskWork.now(
                            Verdict.refused("NO_DUTY", "%s 现在没有值班。/ %s has no duty now.".formatted(lawyer, lawyer))));
        });
    }

    private Future<Optional<Duty>> ofNow(String centre, String lawyer, boolean in, Instant now) {
        LocalDate around = LocalDate.ofInstant(now, java.time.ZoneOffset.UTC);
        Duration after = in ? Duration.ZERO : LATEST_OUT;
        return work.store
                .duties(centre, around.minusDays(2), around.plusDays(2))
                .map(duties -> duties.stream()
                        .filter(duty -> duty.lawyer().equals(lawyer)
                                && !duty.from().minus(EARLIEST).isAfter(now)
                                && duty.until().plus(after).isAfter(now))
                        .min(Comparator.comparing((Duty duty) -> !duty.contains(now))
                                .thenComparing(Duty::from)));
    }

    private static Future<Verdict<Signed>> signed(CentreBook book, String centre, Duty duty, Wish wish, Instant now) {
        return book.papers(SignIn.class, duty.date(), duty.date()).compose(before -> {
            Instant at = wish.at().orElse(now);
            boolean in = wish.in();
            String id = wish.key()
                    .map(key -> "%s-tel-%s".formatted(duty.id(), key))
                    .orElseGet(() -> "%s-%05d".formatted(duty.id(), before.size()));
            // What is told late is judged as it was then.
            Presence presence = Presence.of(
                    duty, before.stream().filter(one -> !one.at().isAfter(at)).toList());
            if (before.stream().anyMatch(one -> one.id().equals(id))) {
                return DeskWork.now(Verdict.done(new Signed(Presence.of(duty, before), Optional.empty())));
            }
            if (in && duty.from().minus(EARLIEST).isAfter(at)) {
                return DeskWork.now(Verdict.refused(
                        "TOO_EARLY",
                        "值班开始前 %d 分钟内方可签到。/ One can sign in %d minutes before the duty begins."
                                .formatted(EARLIEST.toMinutes(), EARLIEST.toMinutes())));
            }
            if (!duty.until().plus(in ? Duration.ZERO : LATEST_OUT).isAfter(at)) {
                return DeskWork.now(Verdict.refused("PAST", "该值班已经结束。/ The duty is over."));
            }
            if (!in && !presence.signedIn()) {
                return DeskWork.now(Verdict.refused("STATE", "尚未签到。/ Nobody is signed in to this duty."));
            }
            if (in && presence.signedIn()) {
                return DeskWork.now(Verdict.done(new Signed(Presence.of(duty, before), Optional.empty())));
            }
            SignIn paper = new SignIn(id, duty.lawyer(), duty.id(), duty.date(), at, in, wish.source());
            List<SignIn> after = new ArrayList<>(before);
            after.add(paper);
            return book.file(paper)
                    .compose(ignored -> DeskWork.audit(
                            book,
                            now,
                            wish.actor(),
                            in ? "SIGN_IN" : "SIGN_OUT",
                            duty.id(),
                            duty.lawyer() + " " + wish.source()))
                    .compose(ignored -> settle(book, centre, now))
                    .map(look -> Verdict.done(new Signed(Presence.of(duty, after), Optional.of(look))));
        });
    }

    private record Signed(Presence presence, Optional<Look> look) {}

    private Future<Verdict<Presence>> told(String centre, Future<Verdict<Signed>> signed) {
        return signed.onSuccess(verdict -> {
                    if (verdict instanceof Verdict.Done<Signed> done) {
                        done.value().look().ifPresent(look -> tell(centre, look));
                    }
                })
                .map(verdict -> verdict.map(Signed::presence));
    }

    private void tell(String centre, Look look) {
        for (BiConsumer<String, Alarm> listener : listeners) {
            look.raised().forEach(alarm -> listener.accept(centre, alarm));
            look.closed().forEach(alarm -> listener.accept(centre, alarm));
        }
    }

    /** Looks who is not there: raises and closes alarms, takes the steps of the escalation that are due. */
    public Future<Look> look(String centre) {
        return work.read(centre, (book, now) -> settle(book, centre, now).map(Verdict::done))
                .compose(verdict -> verdict instanceof Verdict.Done<Look> done
                        ? Future.succeededFuture(done.value())
                        : Future.failedFuture("The alarms of %s cannot be looked at: %s".formatted(centre, verdict)))
                .onSuccess(look -> tell(centre, look))
                .compose(look -> look.calledIn() ? work.announce().map(look) : Future.succeededFuture(look));
    }

    /** Everything a look needs. */
    private record Scene(
            Centre centre,
            List<Practitioner> people,
            List<Duty> duties,
            List<SignIn> signIns,
            List<Alarm> alarms,
            Escalation escalation) {

        String name(String lawyer) {
            return DraftDesk.name(people, lawyer);
        }
    }

    private static Future<Scene> scene(CentreBook book, Instant now) {
        return book.centre().compose(centre -> {
            LocalDate today = centre.calendar().dateOf(now);
            LocalDate from = today.minusDays(1);
            LocalDate to = today.plusDays(Alarms.DAYS_AHEAD);
            return book.practitioners()
                    .compose(people -> book.duties(from, to)
                            .compose(duties -> book.papers(SignIn.class, from, to)
                                    .compose(signIns -> book.papers(Alarm.class, today.minusDays(ALARM_DAYS_BACK), to)
                                            .compose(alarms -> escalation(book)
                                                    .map(escalation -> new Scene(
                                                            centre, people, duties, signIns, alarms, escalation))))));
        });
    }

    static Future<Escalation> escalation(CentreBook book) {
        return book.paper(Escalation.class, Escalation.ID).map(kept -> kept.orElse(Escalation.USUAL));
    }

    private static Future<Look> settle(CentreBook book, String centre, Instant now) {
        return scene(book, now).compose(scene -> {
            Map<String, Alarm> known =
                    scene.alarms().stream().collect(Collectors.toMap(Alarm::id, Function.identity()));
            Map<String, Alarm> due =
                    Alarms.due(scene.centre(), scene.duties(), scene.signIns(), scene::name, now).stream()
                            .collect(Collectors.toMap(Alarm::id, Function.identity()));
            List<Alarm> raised = due.values().stream()
                    .filter(alarm -> !known.containsKey(alarm.id()))
                    .sorted(Comparator.comparing(Alarm::id))
                    .toList();
            List<Alarm> closed = scene.alarms().stream()
                    .filter(alarm -> alarm.open() && !due.containsKey(alarm.id()))
                    .map(Alarm::closed)
                    .toList();
            Future<Void> done = Future.succeededFuture();
            for (Alarm alarm : raised) {
                done = done.compose(ignored -> book.file(alarm))
                        .compose(ignored -> DeskWork.audit(
                                book, now, Actor.SYSTEM, "ALARM", alarm.id(), alarm.kind() + " " + alarm.lawyer()));
            }
            for (Alarm alarm : closed) {
                done = done.compose(ignored -> book.file(alarm));
            }
            LocalDate today = scene.centre().calendar().dateOf(now);
            Instant next = Alarms.next(scene.duties(), scene.escalation(), today, scene.centre(), now)
                    .orElse(now.plus(Duration.ofHours(1)));
            return done.compose(ignored -> escalate(book, centre, scene, now))
                    .map(calledIn -> new Look(raised, closed, calledIn, next));
        });
    }

    /** Takes the steps that are due; true when a standby was given a seat. */
    private static Future<Boolean> escalate(CentreBook book, String centre, Scene scene, Instant now) {
        Future<Boolean> done = Future.succeededFuture(false);
        for (Duty duty : scene.duties()) {
            boolean absent = duty.kind() == Duty.Kind.SEAT
                    && duty.until().isAfter(now)
                    && Presence.of(duty, scene.signIns()).firstIn().isEmpty();
            if (!absent) {
                continue;
            }
            for (Step step : scene.escalation().steps()) {
                Instant at = duty.from().plus(step.after());
                if (!at.isAfter(now) && at.plus(STALE).isAfter(now)) {
                    done = done.compose(
                            before -> take(book, centre, scene, duty, step, now).map(calledIn -> before || calledIn));
                }
            }
        }
        return done;
    }

    private static Future<Boolean> take(
            CentreBook book, String centre, Scene scene, Duty duty, Step step, Instant now) {
        String key = "absent-%s-%s-%d-%s".formatted(duty.id(), duty.lawyer(), step.minutes(), step.act());
        String absent = scene.name(duty.lawyer());
        String when = "%s %s".formatted(duty.date(), Alarms.time(scene.centre(), duty));
        return switch (step.act()) {
            case TELL_LAWYER ->
                DeskWork.tell(
                                book,
                                centre,
                                now,
                                scene.people(),
                                duty.lawyer(),
                                "请签到",
                                "您 %s 的值班%s，请签到。".formatted(when, step.minutes() < 0 ? "即将开始" : "已经开始"),
                                key)
                        .map(false);
            case TELL_STANDBY -> {
                Future<Void> told = Future.succeededFuture();
                for (Duty standby : standbys(scene.duties(), duty)) {
                    told = told.compose(ignored -> DeskWork.tell(
                            book,
                            centre,
                            now,
                            scene.people(),
                            standby.lawyer(),
                            "请准备顶班",
                            "%s 的值班律师 %s 尚未签到，请准备顶班。".formatted(when, absent),
                            key + "-" + standby.lawyer()));
                }
                yield told.map(false);
            }
            case TELL ->
                DeskWork.post(
                                book,
                                centre,
                                now,
                                "",
                                step.to(),
                                "值班律师未签到",
                                "%s 的值班律师 %s 尚未签到。".formatted(when, absent),
                                key)
                        .map(false);
            case CALL_STANDBY_IN ->
                DutyDesk.callIn(book, duty, "未签到，备班自动顶班", Actor.SYSTEM, now)
                        .map(verdict -> verdict instanceof Verdict.Done);
        };
    }

    private static List<Duty> standbys(Collection<Duty> duties, Duty duty) {
        return duties.stream()
                .filter(other -> other.kind() == Duty.Kind.STANDBY && other.overlaps(duty))
                .toList();
    }

    /** Who is there, for each duty of some days, by start, kind, seat. */
    public Future<Verdict<List<Presence>>> presences(String centre, LocalDate from, LocalDate to) {
        return work.read(
                centre,
                (book, now) -> book.duties(from, to)
                        .compose(duties -> book.papers(SignIn.class, from, to)
                                .map(signIns -> Verdict.done(duties.stream()
                                        .map(duty -> Presence.of(duty, signIns))
                                        .toList()))));
    }

    public Future<Verdict<Coverage>> coverage(String centre, LocalDate from, LocalDate to) {
        return work.read(
                centre,
                (book, now) -> book.centre()
                        .compose(known -> book.duties(from, to)
                                .compose(duties -> book.papers(SignIn.class, from, to)
                                        .map(signIns ->
                                                Verdict.done(Coverage.of(known, from, to, duties, signIns, now))))));
    }

    /** Alarms that are open, by day. */
    public Future<Verdict<List<Alarm>>> alarms(String centre) {
        return work.read(centre, (book, now) -> book.openPapers(Alarm.class).map(Verdict::done));
    }

    /** A coordinator has seen to it; it is not raised again. */
    public Future<Verdict<Alarm>> close(String centre, String id, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return work.<Alarm>read(
                        centre,
                        (book, now) -> book.paper(Alarm.class, id)
                                .compose(found -> found.isEmpty()
                                        ? DeskWork.now(new Verdict.Unknown<>(
                                                "没有提醒 %s。/ There is no alarm %s.".formatted(id, id)))
                                        : book.file(found.get().closed())
                                                .compose(ignored ->
                                                        DeskWork.audit(book, now, actor, "ALARM_CLOSE", id, ""))
                                                .map(ignored ->
                                                        Verdict.done(found.get().closed()))))
                .onSuccess(verdict -> {
                    if (verdict instanceof Verdict.Done<Alarm> done) {
                        listeners.forEach(listener -> listener.accept(centre, done.value()));
                    }
                });
    }
}
