package org.hotline12348.scheduler.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.MonthDay;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.calendar.DailyWindow;
import org.hotline12348.scheduler.calendar.HolidayFile;
import org.hotline12348.scheduler.calendar.ServiceCalendar;
import org.hotline12348.scheduler.calendar.ServiceHours;
import org.hotline12348.scheduler.calendar.ServicePolicy;
import org.hotline12348.scheduler.plan.HardRules;
import org.hotline12348.scheduler.plan.Plan;
import org.hotline12348.scheduler.plan.PlanStatus;
import org.hotline12348.scheduler.plan.Planners;
import org.hotline12348.scheduler.plan.PlanningLimits;
import org.hotline12348.scheduler.plan.PlanningProblem;
import org.hotline12348.scheduler.plan.SeatHolder;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PractitionerKind;
import org.hotline12348.scheduler.roster.SeatRole;
import org.hotline12348.scheduler.roster.ShiftPattern;
import org.hotline12348.scheduler.roster.ShiftPattern.ShiftOfDay;
import org.hotline12348.scheduler.roster.Standing;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Centres that are not one twelve-hour shift of two, from their calendar to their duties. What must come out was counted
 * by hand; that no rule is broken is for the checker to say, which shares nothing with the planner.
 */
@DisplayName("Hard shapes of a roster")
class HardShapesTest {
    private static final int REST_HOURS = 11;

    /** Thirty lawyers and ten of the staff. */
    private static final List<Practitioner> EVERYBODY =
            Stream.concat(DemoRoster.lawyers().stream(), staff().stream()).toList();

    private static List<Practitioner> staff() {
        List<Practitioner> staff = new ArrayList<>();
        for (int i = 1; i <= 10; i++) {
            staff.add(Practitioner.of(
                    "staff%02d".formatted(i),
                    "职员%02d".formatted(i),
                    PractitionerKind.STAFF,
                    "",
                    "",
                    List.of(),
                    List.of(),
                    "",
                    "",
                    Standing.ACTIVE,
                    Set.of(DemoRoster.CENTRE),
                    EnumSet.allOf(DayOfWeek.class),
                    Set.of(),
                    0));
        }
        return staff;
    }

    /** Every centre here serves every day, so that a row is counted by days alone. */
    private static Centre centre(String zone, String hours, List<ShiftPattern> patterns) {
        return new Centre(
                DemoRoster.CENTRE,
                "某市法律援助中心",
                new ServiceCalendar(
                        ZoneId.of(zone),
                        ServicePolicy.ALWAYS,
                        ServiceHours.of(hours.split(", ")),
                        List.of(),
                        HolidayFile.shipped()),
                patterns);
    }

    /** Written as {@code night 20:00-08:00 STAFF LAWYER +2}: its seats, and two standing by. */
    private static ShiftOfDay shift(String written) {
        String[] words = written.strip().split(" ");
        List<SeatRole> seats = new ArrayList<>();
        int standby = 0;
        for (String word : Arrays.copyOfRange(words, 2, words.length)) {
            if (word.startsWith("+")) {
                standby = Integer.parseInt(word.substring(1));
            } else {
                seats.add(SeatRole.valueOf(word));
            }
        }
        return new ShiftOfDay(words[0], DailyWindow.parse(words[1]), seats, standby);
    }

    private static List<ShiftOfDay> shifts(String written) {
        return Arrays.stream(written.split(";")).map(HardShapesTest::shift).toList();
    }

    private record Rostered(PlanningProblem problem, Plan plan, List<Duty> duties) {}

    private static Rostered rostered(
            Centre centre, LocalDate from, int days, int restHours, List<Practitioner> people) {
        PlanningInput input = new PlanningInput(
                centre,
                from,
                from.plusDays(days - 1L),
                people,
                List.of(),
                List.of(),
                new DutyRules(1, restHours, 0, true));
        // A generous net of wall time; the effort ends every plan.
        PlanningProblem problem =
                input.problem(Instant.EPOCH, new PlanningLimits(Duration.ofMinutes(5), Duration.ofSeconds(5), 1, 1));
        Plan plan = Planners.best().plan(problem);
        return new Rostered(problem, plan, input.duties(plan));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
    # shape                                    | zone             | hours                    | shifts                                                                    | from       | days | duties | standby | seat-hours
    one long shift of two                      | Asia/Shanghai    | 08:00-20:00              | day 08:00-20:00 ANY ANY                                                   | 2026-11-23 | 14   | 28     | 0       | 336
    split shifts                               | Asia/Shanghai    | 08:00-20:00              | morning 08:00-14:00 ANY ANY; afternoon 14:00-20:00 ANY ANY                | 2026-11-23 | 14   | 56     | 0       | 336
    split shifts that overlap at noon          | Asia/Shanghai    | 08:00-20:00              | early 08:00-15:00 ANY; late 13:00-20:00 ANY                               | 2026-11-23 | 14   | 28     | 0       | 196
    a window of staff and lawyer               | Asia/Shanghai    | 08:00-20:00              | day 08:00-20:00 STAFF LAWYER                                              | 2026-11-23 | 14   | 28     | 0       | 336
    five seats, three of them for lawyers      | Asia/Shanghai    | 08:00-20:00              | day 08:00-20:00 STAFF LAWYER LAWYER LAWYER ANY                            | 2026-11-23 | 7    | 35     | 0       | 420
    day and night, all around the clock        | Asia/Shanghai    | 08:00-20:00, 20:00-08:00 | day 08:00-20:00 ANY ANY; night 20:00-08:00 LAWYER                         | 2026-11-23 | 14   | 42     | 0       | 504
    standby beside the seats                   | Asia/Shanghai    | 08:00-20:00              | day 08:00-20:00 LAWYER LAWYER +2                                          | 2026-11-23 | 14   | 28     | 28      | 336
    standby by night only                      | Asia/Shanghai    | 08:00-20:00, 20:00-08:00 | day 08:00-20:00 ANY; night 20:00-08:00 ANY +1                             | 2026-11-23 | 7    | 14     | 7       | 168
    an hour's zone that is half an hour off    | Asia/Kolkata     | 08:00-20:00              | day 08:00-20:00 ANY ANY                                                   | 2026-11-23 | 7    | 14     | 0       | 168
    nights into spring lose an hour            | Europe/Berlin    | 20:00-08:00              | night 20:00-08:00 ANY                                                     | 2026-03-23 | 14   | 14     | 0       | 167
    nights into winter gain an hour            | Europe/Berlin    | 20:00-08:00              | night 20:00-08:00 ANY                                                     | 2026-10-19 | 14   | 14     | 0       | 169
    around the clock in spring                 | America/New_York | 08:00-20:00, 20:00-08:00 | day 08:00-20:00 ANY; night 20:00-08:00 ANY                                | 2026-03-02 | 14   | 28     | 0       | 335
    around the clock in autumn                 | America/New_York | 08:00-20:00, 20:00-08:00 | day 08:00-20:00 ANY; night 20:00-08:00 ANY                                | 2026-10-26 | 14   | 28     | 0       | 337
    a hand-over in the hour that is skipped    | Europe/Berlin    | 20:00-02:30, 02:30-08:00 | late 20:00-02:30 ANY; early 02:30-08:00 ANY                               | 2026-03-28 | 2    | 4      | 0       | 23
    a hand-over in the hour that comes twice   | Europe/Berlin    | 20:00-02:30, 02:30-08:00 | late 20:00-02:30 ANY; early 02:30-08:00 ANY                               | 2026-10-24 | 2    | 4      | 0       | 25
    """)
    void shapes(
            String shape,
            String zone,
            String hours,
            String shifts,
            LocalDate from,
            int days,
            int duties,
            int standby,
            long seatHours) {
        Centre centre = centre(zone, hours, List.of(ShiftPattern.allYear(shifts(shifts))));

        Rostered rostered = rostered(centre, from, days, REST_HOURS, EVERYBODY);

        sound(rostered);
        List<Duty> seats = seats(rostered);
        assertThat(seats).as("duties on the line").hasSize(duties);
        assertThat(rostered.duties().size() - duties).as("standby").isEqualTo(standby);
        assertThat(seats.stream()
                        .mapToLong(duty ->
                                Duration.between(duty.from(), duty.until()).toMinutes())
                        .sum())
                .as("minutes on the line, as the clock on the wall does not count them")
                .isEqualTo(seatHours * 60);
    }

    @Test
    @DisplayName("seasons: a long day in summer, a short one with a night in winter, each from its first day on")
    void seasons() {
        ShiftPattern winter = new ShiftPattern(
                "winter",
                MonthDay.of(11, 1),
                MonthDay.of(3, 31),
                EnumSet.allOf(DayOfWeek.class),
                LocalDate.of(2020, 1, 1),
                shifts("short 09:00-17:00 ANY; night 20:00-08:00 LAWYER +1"));
        Centre centre = centre(
                "Asia/Shanghai",
                "08:00-20:00, 20:00-08:00",
                List.of(winter, ShiftPattern.allYear(shifts("long 08:00-20:00 LAWYER STAFF"))));

        Rostered rostered = rostered(centre, LocalDate.of(2026, 10, 29), 6, REST_HOURS, EVERYBODY);

        sound(rostered);
        Map<LocalDate, String> byDay = rostered.duties().stream()
                .collect(Collectors.groupingBy(
                        Duty::date,
                        java.util.TreeMap::new,
                        Collectors.mapping(
                                duty -> (duty.kind() == Duty.Kind.STANDBY ? "+" : "") + duty.shift(),
                                Collectors.collectingAndThen(
                                        Collectors.toList(),
                                        words -> words.stream().sorted().collect(Collectors.joining(" "))))));
        assertThat(byDay)
                .containsExactly(
                        Map.entry(LocalDate.of(2026, 10, 29), "long long"),
                        Map.entry(LocalDate.of(2026, 10, 30), "long long"),
                        Map.entry(LocalDate.of(2026, 10, 31), "long long"),
                        Map.entry(LocalDate.of(2026, 11, 1), "+night night short"),
                        Map.entry(LocalDate.of(2026, 11, 2), "+night night short"),
                        Map.entry(LocalDate.of(2026, 11, 3), "+night night short"));
    }

    @ParameterizedTest(name = "{0}: rest of {4} h, two duties of one person: {6}")
    @CsvSource(delimiter = '|', textBlock = """
    # why                                             | zone             | shift             | from       | rest h | days | duties
    12 hours lie between two long days                | Europe/Berlin    | day 08:00-20:00   | 2026-03-25 | 12     | 2    | 2
    12 hours are not 13                               | Europe/Berlin    | day 08:00-20:00   | 2026-03-25 | 13     | 2    | 1
    the night that loses an hour leaves 11            | Europe/Berlin    | day 08:00-20:00   | 2026-03-28 | 12     | 2    | 1
    and 11 suffice where 11 are asked for             | Europe/Berlin    | day 08:00-20:00   | 2026-03-28 | 11     | 2    | 2
    the night that gains an hour leaves 13            | Europe/Berlin    | day 08:00-20:00   | 2026-10-24 | 13     | 2    | 2
    but not 14                                        | Europe/Berlin    | day 08:00-20:00   | 2026-10-24 | 14     | 2    | 1
    between two nights the day is 12 hours long       | America/New_York | night 20:00-08:00 | 2026-03-07 | 12     | 2    | 2
    a night's end is the next day, but no second duty | Asia/Shanghai    | night 20:00-08:00 | 2026-03-07 | 0      | 2    | 2
    """)
    void restIsTimeNotClock(
            String why, String zone, String shift, LocalDate from, int restHours, int days, int duties) {
        Centre centre = centre(zone, "08:00-20:00, 20:00-08:00", List.of(ShiftPattern.allYear(shifts(shift + " ANY"))));

        Rostered rostered = rostered(centre, from, days, restHours, EVERYBODY.subList(0, 1));

        assertThat(rostered.plan().duties()).hasSize(duties);
        assertThat(HardRules.broken(rostered.problem(), holders(rostered.plan())))
                .isEmpty();
        // The checker agrees that the other seats cannot be had.
        List<SeatHolder> all = rostered.problem().seats().stream()
                .map(seat -> new SeatHolder(seat.id(), EVERYBODY.getFirst().id()))
                .toList();
        assertThat(HardRules.broken(rostered.problem(), all).isEmpty()).isEqualTo(duties == days);
    }

    private static List<Duty> seats(Rostered rostered) {
        return rostered.duties().stream()
                .filter(duty -> duty.kind() == Duty.Kind.SEAT)
                .toList();
    }

    private static List<SeatHolder> holders(Plan plan) {
        return plan.duties().stream()
                .map(duty -> new SeatHolder(duty.seat().id(), duty.candidate()))
                .toList();
    }

    private static void sound(Rostered rostered) {
        assertThat(rostered.plan().gaps()).isEmpty();
        assertThat(rostered.plan().status()).isIn(PlanStatus.OPTIMAL, PlanStatus.FEASIBLE);
        assertThat(HardRules.broken(rostered.problem(), holders(rostered.plan())))
                .isEmpty();
        Map<String, Practitioner> people = new HashMap<>();
        EVERYBODY.forEach(one -> people.put(one.id(), one));
        Map<String, List<Duty>> byPerson = new HashMap<>();
        rostered.duties()
                .forEach(duty -> byPerson.computeIfAbsent(duty.lawyer(), id -> new ArrayList<>())
                        .add(duty));
        for (Duty duty : rostered.duties()) {
            assertThat(duty.role().admits(people.get(duty.lawyer()).kind()))
                    .as("%s sits as %s", duty.lawyer(), duty.role())
                    .isTrue();
        }
        // Standby too: nobody twice on a day, and everybody rests between any two of his duties.
        byPerson.values().forEach(duties -> {
            duties.sort(Comparator.comparing(Duty::from));
            assertThat(new HashSet<>(duties.stream().map(Duty::date).toList())).hasSameSizeAs(duties);
            for (int i = 1; i < duties.size(); i++) {
                assertThat(Duration.between(
                                duties.get(i - 1).until(), duties.get(i).from()))
                        .as("%s rests", duties.get(i).lawyer())
                        .isGreaterThanOrEqualTo(Duration.ofHours(REST_HOURS));
            }
        });
    }
}
