package org.hotline12348.scheduler.roster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A duty")
class DutyTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 23);

    private static Duty duty(String id, LocalDate day, String lawyer, String from, String until) {
        return new Duty(
                id,
                "jiaozuo",
                day,
                "day",
                Duty.Kind.SEAT,
                1,
                SeatRole.ANY,
                lawyer,
                Instant.parse(day + "T" + from + ":00Z"),
                Instant.parse(day + "T" + until + ":00Z"),
                false);
    }

    @ParameterizedTest(name = "08:00-20:00 and {0}-{1}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            08:00 | 20:00 | true  | an equal interval
            07:00 | 21:00 | true  | an enclosing one
            10:00 | 12:00 | true  | an enclosed one
            19:59 | 21:00 | true  | its last minute
            07:00 | 08:01 | true  | its first minute
            20:00 | 21:00 | false | an adjacent one
            07:00 | 08:00 | false | an adjacent one before
            21:00 | 22:00 | false | one apart
            """)
    void overlaps(String from, String until, boolean shared, String why) {
        Duty long12 = duty("a", DAY, "anna", "08:00", "20:00");
        Duty other = duty("b", DAY, "boris", from, until);
        assertThat(long12.overlaps(other)).as(why).isEqualTo(shared);
        assertThat(other.overlaps(long12)).as("seen from the other").isEqualTo(shared);
    }

    @Test
    @DisplayName("keeps seat and hours when another holds it or it is locked")
    void changes() {
        Duty mine = duty("a", DAY, "anna", "08:00", "20:00");
        assertThat(mine.heldBy("boris").lockedAs(true))
                .isEqualTo(new Duty(
                        "a",
                        "jiaozuo",
                        DAY,
                        "day",
                        Duty.Kind.SEAT,
                        1,
                        SeatRole.ANY,
                        "boris",
                        mine.from(),
                        mine.until(),
                        true));
        assertThatThrownBy(() -> duty("a", DAY, "anna", "20:00", "08:00")).hasMessageContaining("next-day date");
        assertThatThrownBy(() -> duty("a", DAY, "anna", "08:00", "08:00")).hasMessageContaining("anna");
    }

    @ParameterizedTest(name = "{0}: lawyer {1}, staff {2}, grassroots worker {3}")
    @CsvSource({
        "ANY, true, true, true",
        "LAWYER, true, false, false",
        "STAFF, false, true, false",
        "GRASSROOTS_WORKER, false, false, true"
    })
    void roles(SeatRole role, boolean lawyer, boolean staff, boolean worker) {
        assertThat(List.of(
                        role.admits(PractitionerKind.LAWYER),
                        role.admits(PractitionerKind.STAFF),
                        role.admits(PractitionerKind.GRASSROOTS_WORKER)))
                .containsExactly(lawyer, staff, worker);
    }

    @Test
    @DisplayName("of a former version is found by undoing what came since, the latest first, on the days asked for")
    void before() {
        LocalDate next = DAY.plusDays(1);
        Duty first = duty("a", DAY, "anna", "08:00", "20:00");
        Duty second = first.heldBy("boris");
        Duty third = second.heldBy("carla");
        Duty moved = duty("b", next, "anna", "08:00", "20:00");
        Duty added = duty("c", DAY, "dora", "21:00", "22:00");
        List<RosterVersion> since = List.of(
                version(3, List.of(second), List.of(third, added)), version(2, List.of(first, moved), List.of(second)));
        assertThat(PublishedRoster.before(List.of(third, added), since, DAY, DAY))
                .containsExactly(first);
        assertThat(PublishedRoster.before(List.of(third, added), since, DAY, next))
                .containsExactly(first, moved);
        assertThat(PublishedRoster.before(List.of(), since, next, next)).containsExactly(moved);
        Duty standby = new Duty(
                "d",
                "jiaozuo",
                DAY,
                "day",
                Duty.Kind.STANDBY,
                1,
                SeatRole.ANY,
                "emil",
                first.from(),
                first.until(),
                false);
        assertThat(PublishedRoster.before(List.of(standby, first), List.of(), DAY, DAY))
                .as("by start, shift, kind, seat")
                .containsExactly(first, standby);
    }

    private static RosterVersion version(long number, List<Duty> taken, List<Duty> given) {
        return new RosterVersion(
                "jiaozuo", number, RosterVersion.Kind.AMENDED, Instant.EPOCH, "coordinator", "", taken, given);
    }
}
