package org.hotline12348.scheduler.plan;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;

/** Small rosters with every rule in play, from a seed. */
public final class RandomProblems {
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final LocalDate FIRST = LocalDate.of(2026, 4, 27);
    private static final List<String> SPECIALITIES = List.of("家事", "劳动", "刑事");

    private RandomProblems() {}

    public static SeatToFill seat(LocalDate date, int number, int fromHour, int hours) {
        return new SeatToFill(
                date + "/" + fromHour + "/" + number,
                date,
                fromHour < 18 ? "白班" : "夜班",
                String.valueOf(number),
                Optional.empty(),
                new TimeSpan(
                        date.atTime(fromHour, 0).atZone(ZONE).toInstant(),
                        date.atTime(fromHour, 0).plusHours(hours).atZone(ZONE).toInstant()),
                date.getDayOfWeek().getValue() >= 6 ? DayKind.WEEKEND : DayKind.WORKING_DAY,
                Set.of());
    }

    /** At most so many people, days and seats; leave, roles, locks, night shifts, fixed duties and all. */
    public static PlanningProblem small(long seed, int people, int days, int mostSeats) {
        SplittableRandom random = new SplittableRandom(seed);
        List<SeatToFill> seats = new ArrayList<>();
        for (int d = 0; d < days; d++) {
            LocalDate date = FIRST.plusDays(d);
            boolean eve = random.nextInt(5) == 0;
            for (int n = 1; n <= 1 + random.nextInt(2) && seats.size() < mostSeats; n++) {
                boolean night = random.nextInt(6) == 0;
                SeatToFill plain = seat(date, n, night ? 20 : 8, 12);
                seats.add(new SeatToFill(
                        plain.id(),
                        date,
                        plain.shift(),
                        plain.seat(),
                        random.nextInt(6) == 0 ? Optional.of("STAFF") : Optional.empty(),
                        plain.time(),
                        eve ? DayKind.HOLIDAY_EVE : plain.dayKind(),
                        random.nextInt(5) == 0 ? Set.of(SPECIALITIES.get(random.nextInt(3))) : Set.of()));
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        for (int p = 0; p < people; p++) {
            candidates.add(person(p, days, random));
        }
        List<SeatHolder> locked = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            locked.add(new SeatHolder(seats.get(random.nextInt(seats.size())).id(), "p" + random.nextInt(people)));
        }
        List<FixedDuty> fixed = new ArrayList<>();
        if (random.nextInt(3) == 0) {
            LocalDate before = FIRST.minusDays(1 + random.nextInt(2));
            fixed.add(new FixedDuty(
                    "p" + random.nextInt(people), before, seat(before, 1, 8, 12).time()));
        }
        return new PlanningProblem(
                ZONE,
                seats,
                candidates,
                locked,
                fixed,
                new PlanningRules(
                        random.nextInt(4),
                        Duration.ofHours(random.nextInt(2) * 11L),
                        random.nextBoolean() ? OptionalInt.of(1 + random.nextInt(3)) : OptionalInt.empty(),
                        random.nextBoolean() ? OptionalInt.of(random.nextInt(5)) : OptionalInt.empty()),
                new PlanningLimits(Duration.ofSeconds(60), seed, 1 + random.nextInt(2)));
    }

    private static Candidate person(int p, int days, SplittableRandom random) {
        Candidate person = Candidate.lawyer("p" + p, "律师" + p)
                .withFirm("律所" + random.nextInt(2))
                .withSpecialities(SPECIALITIES.get(random.nextInt(3)), SPECIALITIES.get(random.nextInt(3)))
                .withDislikedWeekdays(DayOfWeek.of(1 + random.nextInt(7)));
        if (random.nextInt(3) == 0) {
            person = person.withRoles(Set.of("LAWYER", "STAFF"));
        }
        if (random.nextInt(2) == 0) {
            LocalDate leave = FIRST.plusDays(random.nextInt(days));
            person = person.withLeave(new DateSpan(leave, leave.plusDays(random.nextInt(2))));
        }
        if (random.nextInt(8) == 0) {
            person = person.withStanding(Standing.SUSPENDED);
        }
        if (random.nextInt(6) == 0) {
            person = person.withServes(new DateSpan(LocalDate.MIN, FIRST.plusDays(random.nextInt(days))));
        }
        if (random.nextInt(5) == 0) {
            person = person.withUnavailableWeekdays(DayOfWeek.of(1 + random.nextInt(7)));
        }
        if (random.nextInt(3) == 0) {
            int weekends = random.nextInt(2);
            int eves = random.nextInt(2);
            person = person.withPast(new DutyTally(weekends + eves + random.nextInt(2), weekends, eves));
        }
        if (random.nextInt(4) == 0) {
            person = person.withShare(50);
        }
        return person;
    }
}
