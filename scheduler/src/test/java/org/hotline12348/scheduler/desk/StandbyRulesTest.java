package org.hotline12348.scheduler.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.hotline12348.scheduler.change.Draft;
import org.hotline12348.scheduler.change.DutyRules;
import org.hotline12348.scheduler.plan.Planners;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Standing;
import org.junit.jupiter.api.Test;

/** Standby counts for the day and for rest; the month's maximum and the gap are of duties on the line. */
class StandbyRulesTest extends DeskStories {

    private static final LocalDate FROM = LocalDate.of(2027, 3, 1);

    @Test
    void aSmallCentresMonthCanBePublishedAlthoughStandbyAddsToTheDuties() {
        desk = new RosterDesk(vertx, store, io.vertx.core.Future::succeededFuture, Planners.best(), clock);
        for (int i = 13; i <= 30; i++) {
            String gone = "lawyer%02d".formatted(i);
            done(desk.practitioners().change(CENTRE, gone, one -> one.withStanding(Standing.LEFT), COORDINATOR));
        }
        // Twelve lawyers, 62 seats and 31 standbys: more than six duties each, at most six of them on the line.
        Draft draft = done(desk.drafts().plan(CENTRE, FROM, FROM.plusDays(30), true, limit(), 1, COORDINATOR));
        assertThat(draft.gaps()).isEmpty();
        assertThat(draft.duties().size()).isGreaterThan(12 * 6);
        done(desk.drafts().publish(CENTRE, draft.id(), "三月", COORDINATOR));
    }

    @Test
    void withALongRestNobodyStandsByTheDayAfterHisDuty() {
        done(desk.settings().rules(CENTRE, new DutyRules(1, 30, 6, true), COORDINATOR));
        Draft draft = done(desk.drafts().plan(CENTRE, FROM, FROM.plusDays(13), true, limit(), 1, COORDINATOR));
        done(desk.drafts().publish(CENTRE, draft.id(), "三月", COORDINATOR));
        for (Duty standby : duties(FROM, FROM.plusDays(13))) {
            Optional<Duty> dayBefore = duties(
                            standby.date().minusDays(1), standby.date().minusDays(1))
                    .stream()
                    .filter(duty -> duty.lawyer().equals(standby.lawyer()))
                    .findFirst();
            assertThat(dayBefore).as("before %s", standby).isEmpty();
        }
    }
}
