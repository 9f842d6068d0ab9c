package org.hotline12348.scheduler.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
}
