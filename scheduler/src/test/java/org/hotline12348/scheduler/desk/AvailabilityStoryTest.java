package org.hotline12348.scheduler.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.hotline12348.scheduler.calendar.DailyWindow;
import org.hotline12348.scheduler.change.Draft;
import org.hotline12348.scheduler.change.DutyRules;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.SeatRole;
import org.hotline12348.scheduler.roster.ShiftPattern;
import org.hotline12348.scheduler.roster.ShiftPattern.ShiftOfDay;
import org.hotline12348.scheduler.roster.Standing;
import org.hotline12348.scheduler.roster.WeeklyHours;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A lawyer who is not there at every hour, or for a full share")
class AvailabilityStoryTest extends DeskStories {

    private static final LocalDate FROM = LocalDate.of(2027, 3, 1);
    private static final LocalDate TO = FROM.plusDays(27);
    private static final String ANNA = "lawyer01";

    private void anna(UnaryOperator<Practitioner> edit) {
        done(desk.practitioners().change(CENTRE, ANNA, edit, COORDINATOR));
    }

    private static Practitioner with(Practitioner one, WeeklyHours hours, int share) {
        return new Practitioner(
                one.id(),
                one.name(),
                one.kind(),
                one.firm(),
                one.licence(),
                one.specialities(),
                one.languages(),
                one.mobile(),
                one.email(),
                one.standing(),
                one.centres(),
                one.availableOn(),
                one.dislikedOn(),
                one.openingBalance(),
                hours,
                share,
                one.phones());
    }

    private static WeeklyHours everyDay(String hours) {
        Map<DayOfWeek, List<DailyWindow>> byDay = new EnumMap<>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            byDay.put(day, List.of(DailyWindow.parse(hours)));
        }
        return new WeeklyHours(byDay);
    }

    private Draft planned() {
        Draft draft = done(desk.drafts().plan(CENTRE, FROM, TO, true, limit(), 1, COORDINATOR));
        assertThat(draft.gaps()).isEmpty();
        return draft;
    }

    private static List<Duty> of(Draft draft, String lawyer, Duty.Kind kind) {
        return draft.duties().stream()
                .filter(duty -> duty.lawyer().equals(lawyer) && duty.kind() == kind)
                .toList();
    }

    @Test
    @DisplayName("is given the shifts within his hours only, on the line and as standby")
    void hours() {
        done(desk.settings()
                .patterns(
                        CENTRE,
                        List.of(ShiftPattern.allYear(List.of(
                                new ShiftOfDay(
                                        "early",
                                        DailyWindow.parse("08:00-14:00"),
                                        List.of(SeatRole.LAWYER, SeatRole.LAWYER),
                                        1),
                                new ShiftOfDay(
                                        "late",
                                        DailyWindow.parse("14:00-20:00"),
                                        List.of(SeatRole.LAWYER, SeatRole.LAWYER),
                                        1)))),
                        COORDINATOR));
        anna(one -> with(one, everyDay("07:30-14:00"), 100));
        Draft draft = planned();
        assertThat(of(draft, ANNA, Duty.Kind.SEAT))
                .isNotEmpty()
                .allMatch(duty -> duty.shift().equals("early"));
        assertThat(of(draft, ANNA, Duty.Kind.STANDBY))
                .allMatch(duty -> duty.shift().equals("early"));
        done(desk.drafts().publish(CENTRE, draft.id(), "三月", COORDINATOR));
        Duty late = duties(FROM, TO).stream()
                .filter(duty -> duty.shift().equals("late")
                        && duties(duty.date(), duty.date()).stream()
                                .noneMatch(other -> other.lawyer().equals(ANNA)))
                .findFirst()
                .orElseThrow();
        assertThat(refused(desk.duties()
                        .amend(
                                CENTRE,
                                late.id(),
                                new DutyDesk.Change(Optional.of(ANNA), Optional.empty(), "", Optional.empty()),
                                COORDINATOR)))
                .contains("AVAILABILITY");
    }

    @Test
    @DisplayName("gets no duty of twelve hours when he is there for six, and the reason is told")
    void tooShort() {
        anna(one -> with(one, everyDay("08:00-14:00"), 100));
        assertThat(planned().duties()).noneMatch(duty -> duty.lawyer().equals(ANNA));
    }

    @Test
    @DisplayName("whose hours change is told which published duties he cannot do any more")
    void unfit() {
        Draft draft = planned();
        done(desk.drafts().publish(CENTRE, draft.id(), "三月", COORDINATOR));
        var changed = done(
                desk.practitioners().change(CENTRE, ANNA, one -> with(one, everyDay("08:00-14:00"), 100), COORDINATOR));
        assertThat(changed.duties())
                .containsAll(of(draft, ANNA, Duty.Kind.SEAT))
                .isNotEmpty();
    }

    @Test
    @DisplayName("with half a share sits half as often as the others")
    void share() {
        for (int i = 5; i <= 30; i++) {
            String gone = "lawyer%02d".formatted(i);
            done(desk.practitioners().change(CENTRE, gone, one -> one.withStanding(Standing.LEFT), COORDINATOR));
        }
        done(desk.settings().rules(CENTRE, new DutyRules(1, 11, 0, true), COORDINATOR));
        // Opening balances even out what they did before.
        anna(one -> with(one, WeeklyHours.ANY, 50));
        Draft draft = done(desk.drafts()
                .plan(CENTRE, LocalDate.of(2028, 3, 1), LocalDate.of(2028, 3, 28), true, limit(), 1, COORDINATOR));
        int hers = of(draft, ANNA, Duty.Kind.SEAT).size();
        for (String other : List.of("lawyer02", "lawyer03", "lawyer04")) {
            int his = of(draft, other, Duty.Kind.SEAT).size();
            // 56 duties in shares of 50, 100, 100, 100: 8 and 16 each.
            assertThat(hers * 2).as("%s has %d", other, his).isBetween(his - 2, his + 2);
        }
    }
}
