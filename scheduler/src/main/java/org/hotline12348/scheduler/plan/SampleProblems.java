package org.hotline12348.scheduler.plan;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.calendar.HolidayFile;
import org.hotline12348.scheduler.calendar.ServiceCalendar;
import org.hotline12348.scheduler.calendar.ServiceHours;
import org.hotline12348.scheduler.calendar.ServicePolicy;

/** Rosters to measure and to try the planners on; the same seed makes the same one. */
public final class SampleProblems {
    private static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");
    private static final String[] SPECIALITIES = {"家事", "劳动", "合同", "交通", "刑事", "行政", "房产", "消费"};

    private SampleProblems() {}

    /**
     * A city's lawyers over the service days of 2026 (every day but the announced holidays), two seats a day from 08:00
     * to 20:00: each lawyer with a block of ten days of leave and twelve scattered ones, a disliked weekday, one of
     * eight specialities and one of sixty firms; one or two duties each.
     */
    public static PlanningProblem cityYear(int lawyers, int minimumGapDays, long seed) {
        LocalDate first = LocalDate.of(2026, 1, 1);
        SplittableRandom random = new SplittableRandom(seed);
        List<Candidate> people = new ArrayList<>();
        for (int i = 0; i < lawyers; i++) {
            people.add(cityLawyer(i, first, 365, random));
        }
        return new PlanningProblem(
                ZONE,
                seats(first, 365, closedDays2026(), 2),
                people,
                List.of(),
                List.of(),
                new PlanningRules(minimumGapDays, Duration.ofHours(11), OptionalInt.of(3), OptionalInt.empty()),
                new PlanningLimits(Duration.ofSeconds(60), seed, 2));
    }

    private static Set<Integer> closedDays2026() {
        ServiceCalendar calendar = new ServiceCalendar(
                ZONE,
                ServicePolicy.EVERY_DAY_EXCEPT_STATE_HOLIDAYS,
                ServiceHours.of("08:00-20:00"),
                List.of(),
                HolidayFile.shipped());
        return calendar.days(LocalDate.of(2026, 1, 1), LocalDate.of(2026, 12, 31)).stream()
                .filter(day -> !day.open())
                .map(day -> day.date().getDayOfYear() - 1)
                .collect(Collectors.toSet());
    }

    private static Candidate cityLawyer(int i, LocalDate first, int days, SplittableRandom random) {
        String id = "lawyer%03d".formatted(i + 1);
        Candidate lawyer = Candidate.lawyer(id, "律师%03d".formatted(i + 1))
                .withFirm("律所%02d".formatted(random.nextInt(60) + 1))
                .withSpecialities(SPECIALITIES[random.nextInt(SPECIALITIES.length)])
                .withDislikedWeekdays(DayOfWeek.of(random.nextInt(7) + 1));
        int block = random.nextInt(days - 10);
        lawyer = lawyer.withLeave(new DateSpan(first.plusDays(block), first.plusDays(block + 9L)));
        Set<Integer> scattered = new TreeSet<>();
        while (scattered.size() < 12) {
            int day = random.nextInt(days);
            if (day < block || day >= block + 10) {
                scattered.add(day);
            }
        }
        for (int day : scattered) {
            lawyer = lawyer.withLeave(DateSpan.day(first.plusDays(day)));
        }
        return lawyer;
    }

    /**
     * A published-size roster: two seats a day, some days closed, one lawyer in three with three days of leave, a
     * disliked weekday each, five specialities, ten firms, a minimum gap of three days, at most four a month.
     */
    public static PlanningProblem centre(int lawyers, int days, int closures, long seed) {
        LocalDate first = LocalDate.of(2026, 4, 1);
        SplittableRandom random = new SplittableRandom(seed);
        Set<Integer> closed = new HashSet<>();
        while (closed.size() < closures) {
            closed.add(random.nextInt(days));
        }
        List<Candidate> people = new ArrayList<>();
        for (int i = 0; i < lawyers; i++) {
            Candidate lawyer = Candidate.lawyer("lawyer%02d".formatted(i + 1), "律师%02d".formatted(i + 1))
                    .withFirm("律所%02d".formatted(random.nextInt(10) + 1))
                    .withSpecialities(SPECIALITIES[random.nextInt(5)])
                    .withDislikedWeekdays(DayOfWeek.of(random.nextInt(7) + 1));
            if (i % 3 == 0) {
                LocalDate leave = first.plusDays(random.nextInt(days - 3));
                lawyer = lawyer.withLeave(new DateSpan(leave, leave.plusDays(2)));
            }
            people.add(lawyer);
        }
        return new PlanningProblem(
                ZONE,
                seats(first, days, closed, 2),
                people,
                List.of(),
                List.of(),
                new PlanningRules(3, Duration.ofHours(11), OptionalInt.of(4), OptionalInt.empty()),
                new PlanningLimits(Duration.ofSeconds(10), seed, 2));
    }

    private static List<SeatToFill> seats(LocalDate first, int days, Set<Integer> closed, int perDay) {
        List<SeatToFill> seats = new ArrayList<>();
        for (int d = 0; d < days; d++) {
            if (closed.contains(d)) {
                continue;
            }
            LocalDate date = first.plusDays(d);
            boolean weekend = date.getDayOfWeek().getValue() >= 6;
            DayKind kind =
                    closed.contains(d + 1) ? DayKind.HOLIDAY_EVE : weekend ? DayKind.WEEKEND : DayKind.WORKING_DAY;
            TimeSpan time = new TimeSpan(
                    date.atTime(LocalTime.of(8, 0)).atZone(ZONE).toInstant(),
                    date.atTime(LocalTime.of(20, 0)).atZone(ZONE).toInstant());
            for (int n = 1; n <= perDay; n++) {
                seats.add(new SeatToFill(
                        date + "/" + n, date, "白班", String.valueOf(n), Optional.empty(), time, kind, Set.of()));
            }
        }
        return seats;
    }
}
