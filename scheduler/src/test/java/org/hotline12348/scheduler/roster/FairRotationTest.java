package org.hotline12348.scheduler.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.DemoRoster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FairRotationTest {

    static final LocalDate DAY = LocalDate.of(2026, 11, 23);
    static final ZoneId ZONE = ZoneId.of("Asia/Shanghai");

    static List<Duty> fill(List<Leave> leaves) {
        return FairRotation.fill(
                ZONE,
                Shifts.between(DemoRoster.centre(), DAY, DAY.plusDays(60)),
                DemoRoster.lawyers(),
                leaves,
                List.of());
    }

    @Test
    void nobodySitsMoreThanOnceMoreThanAnother() {
        Map<String, Long> counts = fill(List.of()).stream()
                .filter(duty -> duty.kind() == Duty.Kind.SEAT)
                .collect(Collectors.groupingBy(Duty::lawyer, Collectors.counting()));
        IntSummaryStatistics spread =
                counts.values().stream().mapToInt(Long::intValue).summaryStatistics();
        assertThat(counts).hasSize(DemoRoster.LAWYERS);
        assertThat(spread.getMax() - spread.getMin()).isLessThanOrEqualTo(1);
    }

    @Test
    void theSameInputGivesTheSameRoster() {
        assertThat(fill(List.of())).isEqualTo(fill(List.of()));
    }

    @Test
    void withNobodyToAskTheSeatsStayEmpty() {
        assertThat(FairRotation.fill(ZONE, Shifts.on(DemoRoster.centre(), DAY), List.of(), List.of(), List.of()))
                .isEmpty();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noRuleIsBrokenWhateverLeaveIsTaken(long seed) {
        Random random = new Random(seed);
        List<Leave> leaves = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            for (int block = 0; block < 4; block++) {
                LocalDate from = DAY.plusDays(random.nextInt(60));
                leaves.add(new Leave("l" + i, "lawyer%02d".formatted(i), from, from.plusDays(random.nextInt(10)), ""));
            }
        }
        List<Duty> duties = fill(leaves);
        for (Duty duty : duties) {
            assertThat(leaves).noneMatch(leave -> leave.lawyer().equals(duty.lawyer()) && leave.covers(duty.date()));
            assertThat(duties.stream()
                            .filter(other -> other.lawyer().equals(duty.lawyer())
                                    && other.date().equals(duty.date())))
                    .hasSize(1);
        }
    }

    private static Practitioner lawyer(String id, String firm, int share) {
        return new Practitioner(
                id,
                id,
                PractitionerKind.LAWYER,
                firm,
                "",
                List.of(),
                List.of(),
                "",
                "",
                Standing.ACTIVE,
                Set.of("jiaozuo"),
                EnumSet.allOf(DayOfWeek.class),
                Set.of(),
                0,
                WeeklyHours.ANY,
                share,
                List.of());
    }

    /** So many seats and standbys a day from Monday on; told as "anna boris +carla; ..." by day. */
    private static String told(
            int days, int seats, int standby, List<Practitioner> people, List<Leave> leaves, List<Duty> before) {
        List<Shift> shifts = new ArrayList<>();
        for (int day = 0; day < days; day++) {
            LocalDate date = DAY.plusDays(day);
            shifts.add(new Shift(
                    "jiaozuo",
                    date,
                    "day",
                    date.atTime(8, 0).atZone(ZONE).toInstant(),
                    date.atTime(20, 0).atZone(ZONE).toInstant(),
                    Collections.nCopies(seats, SeatRole.ANY),
                    standby));
        }
        return FairRotation.fill(ZONE, shifts, people, leaves, before).stream()
                .collect(Collectors.groupingBy(
                        Duty::date,
                        TreeMap::new,
                        Collectors.mapping(
                                duty -> (duty.kind() == Duty.Kind.STANDBY ? "+" : "") + duty.lawyer(),
                                Collectors.joining(" "))))
                .entrySet()
                .stream()
                .map(day -> day.getKey().getDayOfMonth() + " " + day.getValue())
                .collect(Collectors.joining("; "));
    }

    @Test
    void whoIsAwayForADayIsThereOnTheOthers() {
        List<Practitioner> anna = List.of(lawyer("anna", "", 100));
        List<Leave> tuesday = List.of(new Leave("1", "anna", DAY.plusDays(1), DAY.plusDays(1), ""));
        assertThat(told(3, 1, 0, anna, tuesday, List.of())).isEqualTo("23 anna; 25 anna");
        List<Leave> another = List.of(new Leave("1", "boris", DAY, DAY.plusDays(9), ""));
        assertThat(told(2, 1, 0, anna, another, List.of()))
                .as("another's leave")
                .isEqualTo("23 anna; 24 anna");
    }

    @Test
    void oneStandsByWhoDoesNotSitAndSittingBySideOfOnesFirmIsAvoided() {
        List<Practitioner> three =
                List.of(lawyer("anna", "A", 100), lawyer("berta", "A", 100), lawyer("carla", "C", 100));
        assertThat(told(1, 2, 1, three, List.of(), List.of())).isEqualTo("23 anna carla +berta");
        assertThat(told(1, 2, 0, three, List.of(), List.of())).isEqualTo("23 anna carla");
    }

    @Test
    void halfAShareIsHalfAsManyAndWhatWasDoneBeforeCounts() {
        List<Practitioner> two = List.of(lawyer("anna", "", 100), lawyer("half", "", 50));
        assertThat(told(9, 1, 0, two, List.of(), List.of()))
                .isEqualTo("23 anna; 24 half; 25 anna; 26 half; 27 anna; 28 anna; 29 half; 30 anna; 1 anna");
        Duty yesterday = FairRotation.dutyOf(
                new Shift(
                        "jiaozuo",
                        DAY.minusDays(1),
                        "day",
                        DAY.minusDays(1).atTime(8, 0).atZone(ZONE).toInstant(),
                        DAY.minusDays(1).atTime(20, 0).atZone(ZONE).toInstant(),
                        List.of(SeatRole.ANY),
                        0),
                Duty.Kind.SEAT,
                1,
                SeatRole.ANY,
                "anna");
        List<Practitioner> equals = List.of(lawyer("anna", "", 100), lawyer("boris", "", 100));
        assertThat(told(1, 1, 0, equals, List.of(), List.of(yesterday))).isEqualTo("23 boris");
        assertThat(told(1, 1, 0, equals, List.of(), List.of())).isEqualTo("23 anna");
    }
}
