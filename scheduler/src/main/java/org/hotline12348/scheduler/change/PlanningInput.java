package org.hotline12348.scheduler.change;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12348.scheduler.calendar.DayReason;
import org.hotline12348.scheduler.calendar.ServiceCalendar;
import org.hotline12348.scheduler.plan.Candidate;
import org.hotline12348.scheduler.plan.DateSpan;
import org.hotline12348.scheduler.plan.DayKind;
import org.hotline12348.scheduler.plan.DutyTally;
import org.hotline12348.scheduler.plan.FixedDuty;
import org.hotline12348.scheduler.plan.HardRules;
import org.hotline12348.scheduler.plan.Plan;
import org.hotline12348.scheduler.plan.PlannedDuty;
import org.hotline12348.scheduler.plan.PlanningLimits;
import org.hotline12348.scheduler.plan.PlanningProblem;
import org.hotline12348.scheduler.plan.PlanningRules;
import org.hotline12348.scheduler.plan.SeatHolder;
import org.hotline12348.scheduler.plan.SeatToFill;
import org.hotline12348.scheduler.plan.TimeSpan;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.FairRotation;
import org.hotline12348.scheduler.roster.Leave;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PractitionerKind;
import org.hotline12348.scheduler.roster.SeatRole;
import org.hotline12348.scheduler.roster.Shift;
import org.hotline12348.scheduler.roster.Shifts;
import org.hotline12348.scheduler.roster.Standing;

/**
 * A centre's days as the planner's problem, and its plans as duties. The planner fills the seats on the line; standby is
 * filled afterwards in fair rotation.
 *
 * @param practitioners everyone who serves the centre, in whatever standing
 * @param leaves approved leave
 * @param held duties published in the days planned and around them, standby too
 */
public record PlanningInput(
        Centre centre,
        LocalDate from,
        LocalDate to,
        List<Practitioner> practitioners,
        List<Leave> leaves,
        List<Duty> held,
        DutyRules rules) {

    /** Days before the period whose duties count in fairness and rest. */
    public static final int DAYS_BACK = 400;

    /** Where a duty sits, within its centre. */
    public record Place(LocalDate date, String shift, Duty.Kind kind, int seat) {
        public static Place of(Duty duty) {
            return new Place(duty.date(), duty.shift(), duty.kind(), duty.seat());
        }

        /** The place's name in the planner's problem. */
        public String id() {
            return date + "/" + shift + "/" + kind + "/" + seat;
        }
    }

    public PlanningInput {
        practitioners = List.copyOf(practitioners);
        leaves = List.copyOf(leaves);
        held = List.copyOf(held);
    }

    public List<Shift> shifts() {
        return Shifts.between(centre, from, to);
    }

    private boolean inside(LocalDate date) {
        return !date.isBefore(from) && !date.isAfter(to);
    }

    /** The seats on the line of the period, with who must stay: locked duties, and those that have begun. */
    public PlanningProblem problem(Instant now, PlanningLimits limits) {
        List<SeatToFill> seats = seats();
        Set<String> ids = seats.stream().map(SeatToFill::id).collect(Collectors.toSet());
        Set<String> people = practitioners.stream().map(Practitioner::id).collect(Collectors.toSet());
        List<SeatHolder> locked = held.stream()
                .filter(duty -> duty.kind() == Duty.Kind.SEAT
                        && (duty.locked() || !duty.from().isAfter(now))
                        && ids.contains(Place.of(duty).id())
                        && people.contains(duty.lawyer()))
                .map(duty -> new SeatHolder(Place.of(duty).id(), duty.lawyer()))
                .toList();
        List<FixedDuty> fixed = held.stream()
                .filter(duty -> !ids.contains(Place.of(duty).id()) && people.contains(duty.lawyer()))
                .filter(duty -> duty.kind() == Duty.Kind.SEAT && !inside(duty.date()))
                .map(duty -> new FixedDuty(duty.lawyer(), duty.date(), new TimeSpan(duty.from(), duty.until())))
                .toList();
        return new PlanningProblem(
                centre.calendar().zone(), seats, candidates(), locked, fixed, planningRules(), limits);
    }

    private PlanningRules planningRules() {
        return new PlanningRules(
                rules.minimumGapDays(),
                rest(),
                rules.maximumPerMonth() == 0 ? OptionalInt.empty() : OptionalInt.of(rules.maximumPerMonth()),
                OptionalInt.empty());
    }

    private List<SeatToFill> seats() {
        List<SeatToFill> seats = new ArrayList<>();
        for (Shift shift : shifts()) {
            for (int seat = 1; seat <= shift.seats().size(); seat++) {
                SeatRole role = shift.seats().get(seat - 1);
                seats.add(new SeatToFill(
                        new Place(shift.date(), shift.code(), Duty.Kind.SEAT, seat).id(),
                        shift.date(),
                        shift.code(),
                        Integer.toString(seat),
                        role == SeatRole.ANY ? Optional.empty() : Optional.of(role.name()),
                        new TimeSpan(shift.from(), shift.until()),
                        dayKind(centre.calendar(), shift.date()),
                        Set.of()));
            }
        }
        return seats;
    }

    /** What sort of day it is, for fairness. */
    public static DayKind dayKind(ServiceCalendar calendar, LocalDate date) {
        DayReason.Kind kind = calendar.day(date).reason().kind();
        if (kind == DayReason.Kind.STATE_HOLIDAY
                || calendar.holidays().dayOff(date).isPresent()) {
            return DayKind.HOLIDAY;
        }
        if (calendar.holidays().dayOff(date.plusDays(1)).isPresent()) {
            return DayKind.HOLIDAY_EVE;
        }
        return calendar.holidays().workingDay(date) ? DayKind.WORKING_DAY : DayKind.WEEKEND;
    }

    private List<Candidate> candidates() {
        Map<String, int[]> past = new HashMap<>();
        for (Duty duty : held) {
            if (duty.kind() == Duty.Kind.SEAT && duty.date().isBefore(from)) {
                int[] tally = past.computeIfAbsent(duty.lawyer(), id -> new int[3]);
                tally[0]++;
                switch (dayKind(centre.calendar(), duty.date())) {
                    case WEEKEND -> tally[1]++;
                    case HOLIDAY, HOLIDAY_EVE -> tally[2]++;
                    case WORKING_DAY -> {}
                }
            }
        }
        return practitioners.stream()
                .map(one -> candidate(one, past.getOrDefault(one.id(), new int[3])))
                .toList();
    }

    private Candidate candidate(Practitioner one, int[] past) {
        Set<DayOfWeek> unavailable = new HashSet<>(Set.of(DayOfWeek.values()));
        unavailable.removeAll(one.availableOn());
        return new Candidate(
                one.id(),
                one.name(),
                roles(one.kind()),
                one.firm().isEmpty() ? Optional.empty() : Optional.of(one.firm()),
                one.specialities(),
                standing(one.standing()),
                DateSpan.ALWAYS,
                unavailable,
                hoursAway(one),
                leaves.stream()
                        .filter(leave -> leave.lawyer().equals(one.id()))
                        .map(leave -> new DateSpan(leave.from(), leave.to()))
                        .toList(),
                one.dislikedOn(),
                new DutyTally(past[0] + one.openingBalance(), past[1], past[2]),
                one.sharePercent());
    }

    /** When he cannot be there by his hours, in the period and the night after it. */
    private List<TimeSpan> hoursAway(Practitioner one) {
        if (one.availableAt().byDay().isEmpty()) {
            return List.of();
        }
        ZoneId zone = centre.calendar().zone();
        return one
                .availableAt()
                .missing(
                        from.atStartOfDay(zone).toInstant(),
                        to.plusDays(2).atStartOfDay(zone).toInstant(),
                        zone)
                .stream()
                .map(away -> new TimeSpan(away.from(), away.until()))
                .toList();
    }

    private static Set<String> roles(PractitionerKind kind) {
        Set<String> roles = new HashSet<>();
        for (SeatRole role : SeatRole.values()) {
            if (role.admits(kind)) {
                roles.add(role.name());
            }
        }
        return roles;
    }

    private static org.hotline12348.scheduler.plan.Standing standing(Standing standing) {
        return switch (standing) {
            case ACTIVE -> org.hotline12348.scheduler.plan.Standing.ACTIVE;
            case SUSPENDED -> org.hotline12348.scheduler.plan.Standing.SUSPENDED;
            case LEFT -> org.hotline12348.scheduler.plan.Standing.LEFT;
        };
    }

    /** Who holds which seat by the published roster. */
    public List<SeatHolder> published() {
        Set<String> people = practitioners.stream().map(Practitioner::id).collect(Collectors.toSet());
        return held.stream()
                .filter(duty -> duty.kind() == Duty.Kind.SEAT && inside(duty.date()) && people.contains(duty.lawyer()))
                .collect(Collectors.toMap(
                        duty -> Place.of(duty).id(),
                        duty -> new SeatHolder(Place.of(duty).id(), duty.lawyer()),
                        // A seat that changed hands in mid-shift counts for who holds it last.
                        (first, second) -> second))
                .values()
                .stream()
                .sorted(Comparator.comparing(SeatHolder::seat))
                .toList();
    }

    /** A plan as duties, with standby beside: who stands by already and still may, stays. */
    public List<Duty> duties(Plan plan) {
        Map<String, Shift> shifts = new HashMap<>();
        shifts().forEach(shift -> shifts.put(shift.date() + "/" + shift.code(), shift));
        List<Duty> duties = new ArrayList<>();
        for (PlannedDuty planned : plan.duties()) {
            SeatToFill seat = planned.seat();
            Shift shift = Objects.requireNonNull(shifts.get(seat.date() + "/" + seat.shift()));
            int number = Integer.parseInt(seat.seat());
            duties.add(FairRotation.dutyOf(
                            shift, Duty.Kind.SEAT, number, shift.seats().get(number - 1), planned.candidate())
                    .lockedAs(planned.locked() && wasLocked(seat.id())));
        }
        List<Duty> before = held.stream().filter(duty -> !inside(duty.date())).collect(Collectors.toList());
        before.addAll(duties);
        List<Shift> standby = shifts().stream()
                .filter(shift -> shift.standby() > 0)
                .map(shift -> new Shift(
                        shift.centre(),
                        shift.date(),
                        shift.code(),
                        shift.from(),
                        shift.until(),
                        List.of(),
                        shift.standby()))
                .toList();
        Map<String, String> stay = standbyThatMayStay(before);
        List<Shift> open = new ArrayList<>();
        for (Shift shift : standby) {
            List<Duty> staying = new ArrayList<>();
            for (int number = 1; number <= shift.standby(); number++) {
                String lawyer = stay.get(new Place(shift.date(), shift.code(), Duty.Kind.STANDBY, number).id());
                if (lawyer != null) {
                    staying.add(FairRotation.dutyOf(shift, Duty.Kind.STANDBY, number, SeatRole.ANY, lawyer));
                }
            }
            if (staying.size() == shift.standby()) {
                duties.addAll(staying);
                before.addAll(staying);
            } else {
                open.add(shift);
            }
        }
        duties.addAll(FairRotation.fill(centre.calendar().zone(), rest(), open, practitioners, leaves, before));
        duties.sort(Comparator.comparing(Duty::from)
                .thenComparing(Duty::shift)
                .thenComparing(Duty::kind)
                .thenComparingInt(Duty::seat));
        return duties;
    }

    private boolean wasLocked(String place) {
        return held.stream()
                .anyMatch(duty -> duty.locked() && Place.of(duty).id().equals(place));
    }

    private Duration rest() {
        return Duration.ofHours(rules.minimumRestHours());
    }

    private boolean tooClose(Duty one, Duty other) {
        return one.from().isBefore(other.until().plus(rest()))
                && other.from().isBefore(one.until().plus(rest()));
    }

    /** @param around duties that stand whatever becomes of the standby */
    private Map<String, String> standbyThatMayStay(List<Duty> around) {
        Map<String, String> stay = new HashMap<>();
        Map<String, Practitioner> people =
                practitioners.stream().collect(Collectors.toMap(Practitioner::id, one -> one));
        for (Duty duty : held) {
            Practitioner one = people.get(duty.lawyer());
            boolean may = duty.kind() == Duty.Kind.STANDBY
                    && inside(duty.date())
                    && one != null
                    && one.serves(centre.id())
                    && one.available(
                            duty.date(),
                            duty.from(),
                            duty.until(),
                            centre.calendar().zone())
                    && leaves.stream()
                            .noneMatch(leave -> leave.lawyer().equals(duty.lawyer()) && leave.covers(duty.date()))
                    && around.stream()
                            .noneMatch(other -> other.lawyer().equals(duty.lawyer())
                                    && (other.date().equals(duty.date()) || tooClose(other, duty)));
            if (may) {
                stay.put(Place.of(duty).id(), duty.lawyer());
            }
        }
        return stay;
    }

    /**
     * The hard rules that some duties would break if they were held as given, beside everything else that is held. Only
     * rules broken by these duties' holders are told.
     *
     * @param changed duties as they would be; they replace those of the same id
     */
    public List<Refusal> broken(List<Duty> changed) {
        Set<String> ids = changed.stream().map(Duty::id).collect(Collectors.toSet());
        Set<String> holders = changed.stream().map(Duty::lawyer).collect(Collectors.toSet());
        Set<String> people = practitioners.stream().map(Practitioner::id).collect(Collectors.toSet());
        List<Refusal> refusals = new ArrayList<>();
        for (Duty duty : changed) {
            if (!people.contains(duty.lawyer())) {
                refusals.add(new Refusal(
                        "STANDING",
                        "%s 不为本中心服务。/ %s does not serve this centre.".formatted(duty.lawyer(), duty.lawyer())));
            }
        }
        if (!refusals.isEmpty()) {
            return refusals;
        }
        // Standby counts for rest and for the day, but not for the gap and the month: these are of duties on the line.
        List<Duty> others = held.stream()
                .filter(duty -> !ids.contains(duty.id()) && holders.contains(duty.lawyer()))
                .toList();
        PlanningRules rest = new PlanningRules(1, rest(), OptionalInt.empty(), OptionalInt.empty());
        return Stream.concat(
                        broken(changed, others, rest), broken(onTheLine(changed), onTheLine(others), planningRules()))
                .distinct()
                .toList();
    }

    private static List<Duty> onTheLine(List<Duty> duties) {
        return duties.stream().filter(duty -> duty.kind() == Duty.Kind.SEAT).toList();
    }

    private Stream<Refusal> broken(List<Duty> changed, List<Duty> others, PlanningRules by) {
        List<SeatToFill> seats = changed.stream()
                .map(duty -> new SeatToFill(
                        duty.id(),
                        duty.date(),
                        duty.shift(),
                        Integer.toString(duty.seat()),
                        duty.role() == SeatRole.ANY
                                ? Optional.empty()
                                : Optional.of(duty.role().name()),
                        new TimeSpan(duty.from(), duty.until()),
                        DayKind.WORKING_DAY,
                        Set.of()))
                .toList();
        PlanningProblem problem = new PlanningProblem(
                centre.calendar().zone(),
                seats,
                candidates(),
                List.of(),
                others.stream()
                        .map(duty -> new FixedDuty(duty.lawyer(), duty.date(), new TimeSpan(duty.from(), duty.until())))
                        .toList(),
                by,
                PlanningLimits.USUAL);
        return HardRules.broken(
                        problem,
                        changed.stream()
                                .sorted(Comparator.comparing(Duty::from))
                                .map(duty -> new SeatHolder(duty.id(), duty.lawyer()))
                                .toList())
                .stream()
                .map(violation -> new Refusal(violation.rule().name(), violation.message()));
    }

    /** Days to read around a period so that rest, gap and the month's maximum can be judged. */
    public static LocalDate readFrom(LocalDate from) {
        return from.minusDays(DAYS_BACK);
    }

    /** The last day to read. */
    public static LocalDate readTo(LocalDate to) {
        return to.plusDays(62);
    }
}
