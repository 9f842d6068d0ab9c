package org.hotline12348.scheduler.change;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Shift;
import org.hotline12348.scheduler.roster.Shifts;

/** What a coordinator must be alarmed of at a moment. An alarm's id follows from what it is of, so it is raised once. */
public final class Alarms {

    /** How long before the start of a duty somebody must have signed in. */
    public static final Duration WARNING = Duration.ofMinutes(10);

    /** Days for which an empty seat is an alarm, today included. */
    public static final int DAYS_AHEAD = 3;

    /** From this day of December the notice for the next year should be there (it comes in October to December). */
    private static final int NOTICE_DAY = 15;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm");

    private Alarms() {}

    /**
     * The alarms that are due.
     *
     * @param duties published duties from yesterday to the last of {@link #DAYS_AHEAD}
     * @param signIns of the same days
     * @param name a practitioner's name
     */
    public static List<Alarm> due(
            Centre centre,
            Collection<Duty> duties,
            Collection<SignIn> signIns,
            Function<String, String> name,
            Instant now) {
        List<Alarm> due = new ArrayList<>();
        for (Duty duty : duties) {
            if (duty.kind() != Duty.Kind.SEAT || !duty.until().isAfter(now)) {
                continue;
            }
            boolean absent = Presence.of(duty, signIns).firstIn().isEmpty();
            if (absent && !duty.from().isAfter(now)) {
                due.add(of(
                        Alarm.Kind.NO_SHOW,
                        duty,
                        now,
                        "%s %s 的值班已开始，%s 未签到。/ %s has not signed in to the duty that began at %s."
                                .formatted(
                                        duty.date(),
                                        time(centre, duty),
                                        name.apply(duty.lawyer()),
                                        name.apply(duty.lawyer()),
                                        time(centre, duty))));
            } else if (absent && !duty.from().minus(WARNING).isAfter(now)) {
                due.add(of(
                        Alarm.Kind.NOT_SIGNED_IN,
                        duty,
                        now,
                        "%s %s 的值班即将开始，%s 尚未签到。/ %s has not signed in to the duty that begins at %s."
                                .formatted(
                                        duty.date(),
                                        time(centre, duty),
                                        name.apply(duty.lawyer()),
                                        name.apply(duty.lawyer()),
                                        time(centre, duty))));
            }
        }
        LocalDate today = centre.calendar().dateOf(now);
        for (Shift shift : Shifts.between(centre, today, today.plusDays(DAYS_AHEAD - 1))) {
            if (shift.until().isAfter(now)) {
                due.addAll(empty(shift, duties, now));
            }
        }
        if (today.getMonth() == Month.DECEMBER
                && today.getDayOfMonth() >= NOTICE_DAY
                && !centre.calendar().holidays().knows(today.getYear() + 1)) {
            due.add(new Alarm(
                    "NOTICE_MISSING-" + (today.getYear() + 1),
                    Alarm.Kind.NOTICE_MISSING,
                    today.withDayOfMonth(NOTICE_DAY),
                    "",
                    "",
                    now,
                    "尚未导入国务院办公厅 %d 年节假日安排。/ The State Council's holiday notice for %d has not been imported."
                            .formatted(today.getYear() + 1, today.getYear() + 1),
                    true));
        }
        return due;
    }

    private static List<Alarm> empty(Shift shift, Collection<Duty> duties, Instant now) {
        List<Alarm> due = new ArrayList<>();
        for (int seat = 1; seat <= shift.seats().size(); seat++) {
            int number = seat;
            boolean filled = duties.stream()
                    .anyMatch(duty -> duty.kind() == Duty.Kind.SEAT
                            && duty.date().equals(shift.date())
                            && duty.shift().equals(shift.code())
                            && duty.seat() == number
                            && duty.until().isAfter(now));
            if (!filled) {
                due.add(new Alarm(
                        "SEAT_EMPTY-%s-%s-%d".formatted(shift.date(), shift.code(), seat),
                        Alarm.Kind.SEAT_EMPTY,
                        shift.date(),
                        "",
                        "",
                        now,
                        "%s 第 %d 席无人值班。/ Seat %d on %s has no lawyer."
                                .formatted(shift.date(), seat, seat, shift.date()),
                        true));
            }
        }
        return due;
    }

    /** The local time at which a duty begins. */
    public static String time(Centre centre, Duty duty) {
        return TIME.format(duty.from().atZone(centre.calendar().zone()));
    }

    private static Alarm of(Alarm.Kind kind, Duty duty, Instant now, String text) {
        // A duty that changes hands is another one to sign in to.
        String id = kind + "-" + duty.id() + "-" + duty.lawyer();
        return new Alarm(id, kind, duty.date(), duty.lawyer(), duty.id(), now, text, true);
    }

    /** The next moment at which the answer may differ, or a step of the escalation is due. */
    public static Optional<Instant> next(
            Collection<Duty> duties, Escalation escalation, LocalDate today, Centre centre, Instant now) {
        Instant midnight =
                today.plusDays(1).atStartOfDay(centre.calendar().zone()).toInstant();
        return Stream.concat(
                        Stream.of(midnight),
                        duties.stream()
                                .filter(duty -> duty.kind() == Duty.Kind.SEAT)
                                .flatMap(duty -> Stream.concat(
                                        Stream.of(duty.from().minus(WARNING), duty.from(), duty.until()),
                                        escalation.steps().stream()
                                                .map(step -> duty.from().plus(step.after())))))
                .filter(moment -> moment.isAfter(now))
                .min(Comparator.naturalOrder());
    }
}
