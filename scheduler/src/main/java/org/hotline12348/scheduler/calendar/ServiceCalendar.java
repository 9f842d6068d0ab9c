package org.hotline12348.scheduler.calendar;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** When one centre serves: policy, hours, days by hand and the holidays, in the centre's time zone. Immutable. */
public final class ServiceCalendar {

    /** The most days any question may span. */
    public static final int LIMIT_DAYS = 4000;

    private static final int LOOK_AHEAD_DAYS = 400;

    private final ZoneId zone;
    private final ServicePolicy policy;
    private final ServiceHours hours;
    private final Map<LocalDate, DayByHand> byHand;
    private final HolidayCalendar holidays;

    public ServiceCalendar(
            ZoneId zone,
            ServicePolicy policy,
            ServiceHours hours,
            Collection<DayByHand> byHand,
            HolidayCalendar holidays) {
        this.zone = zone;
        this.policy = policy;
        this.hours = hours;
        this.byHand = byHand.stream().collect(Collectors.toUnmodifiableMap(DayByHand::date, Function.identity()));
        this.holidays = holidays;
    }

    public ZoneId zone() {
        return zone;
    }

    public ServicePolicy policy() {
        return policy;
    }

    public ServiceHours hours() {
        return hours;
    }

    public HolidayCalendar holidays() {
        return holidays;
    }

    /** Days opened or closed by hand, by date. */
    public Map<LocalDate, DayByHand> byHand() {
        return byHand;
    }

    /** The local day an instant falls on. */
    public LocalDate dateOf(Instant instant) {
        return instant.atZone(zone).toLocalDate();
    }

    /** Whether a day is served, why, and with which hours. */
    public ServiceDay day(LocalDate date) {
        DayByHand hand = byHand.get(date);
        if (hand != null) {
            DayReason.Kind kind = hand.open() ? DayReason.Kind.OPENED_BY_HAND : DayReason.Kind.CLOSED_BY_HAND;
            List<DailyWindow> windows = hand.open() && hand.windows().isEmpty() ? hours.on(date) : hand.windows();
            return new ServiceDay(date, hand.open(), new DayReason(kind, hand.reason()), windows);
        }
        DayReason reason = reason(date);
        boolean open = opens(reason.kind());
        return new ServiceDay(date, open, reason, open ? hours.on(date) : List.of());
    }

    private DayReason reason(LocalDate date) {
        Optional<String> makeUp = holidays.makeUpDay(date);
        if (makeUp.isPresent()) {
            return new DayReason(DayReason.Kind.MAKE_UP_WORKDAY, makeUp.get());
        }
        Optional<String> dayOff =
                policy == ServicePolicy.STATUTORY_DAYS_ONLY ? StatutoryDays.nameOf(date) : holidays.dayOff(date);
        if (dayOff.isPresent()) {
            return new DayReason(DayReason.Kind.STATE_HOLIDAY, dayOff.get());
        }
        if (policy == ServicePolicy.EVERY_DAY_EXCEPT_STATE_HOLIDAYS) {
            Optional<String> around = holidays.sandwiched(date);
            if (around.isPresent()) {
                return new DayReason(DayReason.Kind.SANDWICHED_WEEKEND, around.get());
            }
        }
        return DayReason.of(HolidayNotice.weekend(date) ? DayReason.Kind.WEEKEND : DayReason.Kind.ORDINARY_DAY);
    }

    private boolean opens(DayReason.Kind kind) {
        return switch (kind) {
            case ORDINARY_DAY, MAKE_UP_WORKDAY -> true;
            case WEEKEND -> policy != ServicePolicy.WORKING_DAYS_ONLY;
            case STATE_HOLIDAY, SANDWICHED_WEEKEND -> policy == ServicePolicy.ALWAYS;
            case OPENED_BY_HAND -> true;
            case CLOSED_BY_HAND -> false;
        };
    }

    /** Each day from one to another, both included. */
    public List<ServiceDay> days(LocalDate from, LocalDate to) {
        checkSpan(from, to);
        return from.datesUntil(to.plusDays(1)).map(this::day).toList();
    }

    static void checkSpan(LocalDate from, LocalDate to) {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("The days end (%s) before they begin (%s).".formatted(to, from));
        }
        if (to.toEpochDay() - from.toEpochDay() >= LIMIT_DAYS) {
            throw new IllegalArgumentException(
                    "From %s to %s are more than %d days; ask for less at a time.".formatted(from, to, LIMIT_DAYS));
        }
    }

    /** The windows of one day as instants, in order; one that daylight saving leaves empty is left out. */
    public List<ServiceWindow> windowsOf(LocalDate date) {
        List<ServiceWindow> windows = new ArrayList<>();
        for (DailyWindow window : day(date).windows()) {
            LocalDate last = window.overMidnight() ? date.plusDays(1) : date;
            Instant opens = LocalMoment.of(date.atTime(window.opens()), zone);
            Instant closes = LocalMoment.of(last.atTime(window.closes()), zone);
            if (opens.isBefore(closes)) {
                windows.add(new ServiceWindow(date, opens, closes));
            }
        }
        return windows;
    }

    /** The window that is open at an instant. */
    public Optional<ServiceWindow> windowAt(Instant instant) {
        LocalDate today = dateOf(instant);
        for (LocalDate date : List.of(today, today.minusDays(1))) {
            for (ServiceWindow window : windowsOf(date)) {
                if (window.contains(instant)) {
                    return Optional.of(window);
                }
            }
        }
        return Optional.empty();
    }

    public boolean openAt(Instant instant) {
        return windowAt(instant).isPresent();
    }

    /** The next window that opens at or after an instant; empty when none does within 400 days. */
    public Optional<ServiceWindow> nextWindow(Instant instant) {
        LocalDate first = dateOf(instant).minusDays(1);
        return first.datesUntil(first.plusDays(LOOK_AHEAD_DAYS))
                .flatMap(date -> windowsOf(date).stream())
                .filter(window -> !window.opens().isBefore(instant))
                .findFirst();
    }

    /** When service next begins, or, while it is on, when it will begin again. */
    public Optional<Instant> nextOpen(Instant instant) {
        return nextWindow(instant).map(ServiceWindow::opens);
    }

    public ServiceStatus status(Instant instant) {
        return windowAt(instant)
                .map(window -> new ServiceStatus(
                        true, day(window.day()), Optional.of(window.opens()), Optional.of(window.closes())))
                .orElseGet(() -> new ServiceStatus(false, day(dateOf(instant)), nextOpen(instant), Optional.empty()));
    }

    /** What a caller meets from one instant to another, without gap; neighbours that say the same are one. */
    public List<ServiceSegment> segments(Instant from, Instant until) {
        checkSpan(dateOf(from), dateOf(until));
        List<ServiceSegment> segments = new ArrayList<>();
        Instant at = from;
        while (at.isBefore(until)) {
            ServiceSegment segment = segment(at, until);
            segments.add(segment);
            at = segment.until();
        }
        return segments;
    }

    private ServiceSegment segment(Instant at, Instant until) {
        Optional<ServiceWindow> open = windowAt(at);
        LocalDate date = open.map(ServiceWindow::day).orElse(dateOf(at));
        List<DailyWindow> usual = hours.on(date);
        ServiceDay day = day(date);
        DailyWindow first =
                day.windows().isEmpty() ? usual.getFirst() : day.windows().getFirst();
        DailyWindow last =
                day.windows().isEmpty() ? usual.getLast() : day.windows().getLast();
        if (open.isPresent()) {
            return new ServiceSegment(
                    at,
                    earlier(open.get().closes(), until),
                    ServiceSegment.State.OPEN,
                    Optional.empty(),
                    first.opens(),
                    last.closes(),
                    Optional.empty());
        }
        Optional<Instant> next = nextOpen(at);
        Instant midnight = LocalMoment.of(date.plusDays(1).atStartOfDay(), zone);
        Instant ends = earlier(earlier(midnight, next.orElse(until)), until);
        ServiceSegment.State state = closedState(day);
        return new ServiceSegment(
                at,
                ends,
                state,
                state == ServiceSegment.State.CLOSED_HOLIDAY ? holidayName(day.reason()) : Optional.empty(),
                first.opens(),
                last.closes(),
                next.map(instant -> instant.atZone(zone)));
    }

    private static ServiceSegment.State closedState(ServiceDay day) {
        return switch (day.reason().kind()) {
            case STATE_HOLIDAY, SANDWICHED_WEEKEND, CLOSED_BY_HAND ->
                day.open() ? ServiceSegment.State.CLOSED_HOURS : ServiceSegment.State.CLOSED_HOLIDAY;
            case ORDINARY_DAY, WEEKEND, MAKE_UP_WORKDAY, OPENED_BY_HAND -> ServiceSegment.State.CLOSED_HOURS;
        };
    }

    private static Optional<String> holidayName(DayReason reason) {
        return switch (reason.kind()) {
            case STATE_HOLIDAY, SANDWICHED_WEEKEND -> Optional.of(reason.name());
            case CLOSED_BY_HAND, ORDINARY_DAY, WEEKEND, MAKE_UP_WORKDAY, OPENED_BY_HAND -> Optional.empty();
        };
    }

    private static Instant earlier(Instant a, Instant b) {
        return a.isBefore(b) ? a : b;
    }
}
