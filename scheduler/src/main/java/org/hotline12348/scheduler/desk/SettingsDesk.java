package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.calendar.DayByHand;
import org.hotline12348.scheduler.calendar.ServiceCalendar;
import org.hotline12348.scheduler.calendar.ServiceDay;
import org.hotline12348.scheduler.calendar.ServiceHours;
import org.hotline12348.scheduler.calendar.ServicePolicy;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.DutyRules;
import org.hotline12348.scheduler.change.Escalation;
import org.hotline12348.scheduler.change.Paper;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Shift;
import org.hotline12348.scheduler.roster.ShiftPattern;
import org.hotline12348.scheduler.roster.Shifts;
import org.hotline12348.scheduler.store.CentreBook;

/** What a centre's rosters are made from: days opened and closed by hand, policy and hours, patterns, rules. */
public final class SettingsDesk {

    /** The most patterns of a centre. */
    public static final int MOST_PATTERNS = 50;

    private final DeskWork work;

    SettingsDesk(DeskWork work) {
        this.work = work;
    }

    /** All of a centre's settings. */
    public record Settings(Centre centre, DutyRules rules, Escalation escalation) {}

    /**
     * A day after the coordinator's word, and published duties of it that do not fit any more (plan the day again, keeping
     * what is there).
     */
    public record DayAndDuties(ServiceDay day, List<Duty> duties) {
        public DayAndDuties {
            duties = List.copyOf(duties);
        }
    }

    public Future<Verdict<Settings>> settings(String centre) {
        return work.read(centre, (book, now) -> read(book));
    }

    private static Future<Verdict<Settings>> read(CentreBook book) {
        return book.centre()
                .compose(known -> DeskWork.rules(book)
                        .compose(rules -> AttendanceDesk.escalation(book)
                                .map(escalation -> Verdict.done(new Settings(known, rules, escalation)))));
    }

    /** Opens or closes a day, today's or a later one; it beats every policy. */
    public Future<Verdict<DayAndDuties>> decide(String centre, DayByHand day, Actor actor) {
        return onDay(
                centre,
                day.date(),
                actor,
                "%s %s".formatted(day.open() ? "open" : "closed", day.reason()),
                book -> book.save(day));
    }

    /** Takes back what was decided by hand; the policy speaks again. */
    public Future<Verdict<DayAndDuties>> forget(String centre, LocalDate date, Actor actor) {
        return onDay(centre, date, actor, "back to the policy", book -> book.forgetDayByHand(date));
    }

    private Future<Verdict<DayAndDuties>> onDay(
            String centre, LocalDate date, Actor actor, String detail, Function<CentreBook, Future<Void>> step) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return work.change(
                centre,
                (book, now) -> book.centre().compose(before -> {
                    if (date.isBefore(before.calendar().dateOf(now))) {
                        return DeskWork.now(Verdict.refused(
                                "PAST", "%s 已经过去，不能再改。/ %s is over and cannot be changed.".formatted(date, date)));
                    }
                    return step.apply(book)
                            .compose(ignored -> DeskWork.audit(book, now, actor, "CALENDAR", date.toString(), detail))
                            .compose(ignored -> book.centre())
                            .compose(after -> book.duties(date, date)
                                    .map(held -> Verdict.done(new DayAndDuties(
                                            after.calendar().day(date), unfit(after, date, held, now)))));
                }));
    }

    private static List<Duty> unfit(Centre centre, LocalDate date, List<Duty> held, Instant now) {
        record Hours(String code, Instant until) {}
        Set<Hours> served = Shifts.on(centre, date).stream()
                .map(shift -> new Hours(shift.code(), shift.until()))
                .collect(Collectors.toSet());
        Set<String> codes = Shifts.on(centre, date).stream().map(Shift::code).collect(Collectors.toSet());
        return held.stream()
                .filter(duty -> duty.until().isAfter(now))
                .filter(duty ->
                        !codes.contains(duty.shift()) || !served.contains(new Hours(duty.shift(), duty.until())))
                .toList();
    }

    /** Sets the patterns that say what is to be filled; the first day not yet over is the first they count for. */
    public Future<Verdict<Settings>> patterns(String centre, List<ShiftPattern> patterns, Actor actor) {
        if (patterns.isEmpty() || patterns.size() > MOST_PATTERNS) {
            return DeskWork.now(Verdict.refused(
                    "PATTERNS",
                    "班次模板应为 1 至 %d 个。/ A centre has from 1 to %d patterns, not %d."
                            .formatted(MOST_PATTERNS, MOST_PATTERNS, patterns.size())));
        }
        return changed(
                centre,
                actor,
                "PATTERNS",
                "%d patterns".formatted(patterns.size()),
                before -> new Centre(before.id(), before.name(), before.calendar(), patterns));
    }

    /** Sets on which days and at which hours the centre serves. */
    public Future<Verdict<Settings>> service(String centre, ServicePolicy policy, ServiceHours hours, Actor actor) {
        return changed(centre, actor, "SERVICE", policy.name(), before -> {
            ServiceCalendar calendar = before.calendar();
            return new Centre(
                    before.id(),
                    before.name(),
                    new ServiceCalendar(
                            calendar.zone(), policy, hours, calendar.byHand().values(), calendar.holidays()),
                    before.patterns());
        });
    }

    private Future<Verdict<Settings>> changed(
            String centre, Actor actor, String action, String detail, UnaryOperator<Centre> edit) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return work.change(
                centre,
                (book, now) -> book.centre()
                        .compose(before -> book.save(edit.apply(before)))
                        .compose(ignored -> DeskWork.audit(book, now, actor, action, centre, detail))
                        .compose(ignored -> read(book)));
    }

    /** Sets the numbers of the hard rules; they count for what is planned and changed from now on. */
    public Future<Verdict<Settings>> rules(String centre, DutyRules rules, Actor actor) {
        return filed(centre, rules, "RULES", actor);
    }

    /** Sets what is done when somebody has not signed in. */
    public Future<Verdict<Settings>> escalation(String centre, Escalation escalation, Actor actor) {
        return filed(centre, escalation, "ESCALATION", actor);
    }

    private Future<Verdict<Settings>> filed(String centre, Paper paper, String action, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return work.change(
                centre,
                (book, now) -> book.file(paper)
                        .compose(ignored -> DeskWork.audit(book, now, actor, action, centre, told(paper)))
                        .compose(ignored -> read(book)));
    }

    /** A paper for the audit log: without addresses, which are personal. */
    private static String told(Paper paper) {
        return paper instanceof Escalation escalation
                ? escalation.steps().stream()
                        .map(step -> step.minutes() + " " + step.act())
                        .toList()
                        .toString()
                : paper.toString();
    }
}
