package org.hotline12348.scheduler.roster;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DutyTimelineTest {

    static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    static Duty duty(String lawyer, Duty.Kind kind, int seat, Instant from, Instant until) {
        return new Duty(
                lawyer + from,
                "jiaozuo",
                LocalDate.of(2026, 11, 23),
                "day",
                kind,
                seat,
                SeatRole.ANY,
                lawyer,
                from,
                until,
                false);
    }

    @Test
    void aDutyBeginsWithItsStartAndExcludesItsEnd() {
        DutyTimeline timeline = DutyTimeline.of(List.of(
                duty("anna", Duty.Kind.SEAT, 1, NOON, NOON.plusSeconds(60)),
                duty("boris", Duty.Kind.SEAT, 1, NOON.plusSeconds(60), NOON.plusSeconds(120)),
                duty("chen", Duty.Kind.STANDBY, 1, NOON, NOON.plusSeconds(120))));
        assertThat(timeline.at(NOON.minusNanos(1)).seats()).isEmpty();
        assertThat(timeline.at(NOON.minusNanos(1)).changesAt()).contains(NOON);
        assertThat(timeline.at(NOON).seats()).extracting(Duty::lawyer).containsExactly("anna");
        assertThat(timeline.at(NOON).standby()).extracting(Duty::lawyer).containsExactly("chen");
        assertThat(timeline.at(NOON).changesAt()).contains(NOON.plusSeconds(60));
        assertThat(timeline.at(NOON.plusSeconds(60)).seats())
                .extracting(Duty::lawyer)
                .containsExactly("boris");
        assertThat(timeline.at(NOON.plusSeconds(120))).isEqualTo(OnDuty.NOBODY);
    }

    @Test
    void nothingRosteredIsNobody() {
        assertThat(DutyTimeline.of(List.of()).at(NOON)).isEqualTo(OnDuty.NOBODY);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithLookingAtEveryDutyInTurn(long seed) {
        Random random = new Random(seed);
        List<Duty> duties = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Instant from = NOON.plus(random.nextInt(200), ChronoUnit.MINUTES);
            duties.add(duty(
                    "lawyer" + i,
                    random.nextInt(4) == 0 ? Duty.Kind.STANDBY : Duty.Kind.SEAT,
                    1 + random.nextInt(3),
                    from,
                    from.plus(1 + random.nextInt(90), ChronoUnit.MINUTES)));
        }
        DutyTimeline timeline = DutyTimeline.of(duties);
        for (int minute = -2; minute < 300; minute++) {
            Instant at = NOON.plus(minute, ChronoUnit.MINUTES);
            OnDuty answer = timeline.at(at);
            List<Duty> both = new ArrayList<>(answer.seats());
            both.addAll(answer.standby());
            assertThat(both)
                    .containsExactlyInAnyOrderElementsOf(
                            duties.stream().filter(duty -> duty.contains(at)).toList());
            assertThat(answer.seats()).allMatch(duty -> duty.kind() == Duty.Kind.SEAT);
            answer.changesAt().ifPresent(next -> {
                assertThat(next).isAfter(at);
                assertThat(duties)
                        .anyMatch(
                                duty -> duty.from().equals(next) || duty.until().equals(next));
            });
        }
    }
}
