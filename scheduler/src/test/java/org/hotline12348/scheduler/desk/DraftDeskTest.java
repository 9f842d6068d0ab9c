package org.hotline12348.scheduler.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.calendar.DayByHand;
import org.hotline12348.scheduler.change.Draft;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.roster.Standing;
import org.junit.jupiter.api.Test;

class DraftDeskTest extends DeskStories {

    static final LocalDate FROM = TODAY.plusDays(61);
    static final LocalDate TO = TODAY.plusDays(73);

    Draft planned(LocalDate from, LocalDate to, boolean keep) {
        return done(desk.drafts().plan(CENTRE, from, to, keep, limit(), 1, COORDINATOR));
    }

    @Test
    void aPlanIsADraftUntilItIsPublished() {
        Draft draft = planned(FROM, TO, false);
        assertThat(draft.gaps()).isEmpty();
        assertThat(draft.duties()).hasSize(13 * 3);
        assertThat(duties(FROM, TO)).isEmpty();
        RosterVersion version = done(desk.drafts().publish(CENTRE, draft.id(), "二月值班", COORDINATOR));
        assertThat(version.version()).isEqualTo(2);
        assertThat(version.by()).isEqualTo("coordinator");
        assertThat(duties(FROM, TO)).hasSize(13 * 3);
        assertThat(refused(desk.drafts().publish(CENTRE, draft.id(), "again", COORDINATOR)))
                .containsExactly("STATE");
    }

    @Test
    void ofTwoCoordinatorsOneWinsAndTheOtherIsToldWhatChanged() {
        Draft first = planned(FROM, TO, false);
        Draft second = planned(FROM, TO, false);
        RosterVersion won = done(desk.drafts().publish(CENTRE, first.id(), "first", COORDINATOR));
        assertThat(await(desk.drafts().publish(CENTRE, second.id(), "second", COORDINATOR)))
                .isEqualTo(new Verdict.Outdated<RosterVersion>(2, List.of(won)));
    }

    @Test
    void aDraftOfOtherDaysIsNotOutdated() {
        Draft first = planned(FROM, TO, false);
        Draft second = planned(TO.plusDays(1), TO.plusDays(10), false);
        done(desk.drafts().publish(CENTRE, first.id(), "first", COORDINATOR));
        assertThat(done(desk.drafts().publish(CENTRE, second.id(), "second", COORDINATOR))
                        .version())
                .isEqualTo(3);
    }

    @Test
    void aSickCallIsReplannedWithFewChanges() {
        Duty mine = seat(TODAY.plusDays(4), 1);
        var leave = done(desk.leaves()
                .ask(CENTRE, mine.lawyer(), mine.date(), mine.date(), LeaveRequest.Kind.SICK, "发烧", COORDINATOR));
        assertThat(leave.duties()).containsExactly(mine);
        Draft draft = planned(TODAY, TODAY.plusDays(60), true);
        var changes = done(desk.drafts().difference(CENTRE, draft.id()));
        assertThat(changes).hasSize(1);
        assertThat(changes.getFirst().before()).contains(mine);
        assertThat(changes.getFirst().after().orElseThrow().lawyer()).isNotEqualTo(mine.lawyer());
        done(desk.drafts().publish(CENTRE, draft.id(), "顶班", COORDINATOR));
        assertThat(seat(mine.date(), 1).lawyer()).isNotEqualTo(mine.lawyer());
    }

    @Test
    void leaveApprovedAfterADraftWasMadeForbidsToPublishIt() {
        Draft draft = planned(FROM, TO, false);
        Duty first = draft.duties().getFirst();
        done(desk.leaves()
                .ask(CENTRE, first.lawyer(), first.date(), first.date(), LeaveRequest.Kind.ANNUAL, "", COORDINATOR));
        assertThat(refused(desk.drafts().publish(CENTRE, draft.id(), "x", COORDINATOR)))
                .containsExactly("LEAVE");
    }

    @Test
    void aDayClosedByHandLosesItsDutiesAndNoOthersChange() {
        LocalDate closed = TODAY.plusDays(8);
        await(store.inCentre(CENTRE, clock.instant(), book -> book.save(DayByHand.closed(closed, "停电"))));
        Draft draft = planned(TODAY, TODAY.plusDays(60), true);
        var changes = done(desk.drafts().difference(CENTRE, draft.id()));
        assertThat(changes).hasSize(3).allSatisfy(change -> {
            assertThat(change.before().orElseThrow().date()).isEqualTo(closed);
            assertThat(change.after()).isEmpty();
        });
    }

    @Test
    void aLockedDutyStaysWhateverIsPlanned() {
        Duty mine = seat(TODAY.plusDays(5), 2);
        await(store.inCentre(CENTRE, clock.instant(), book -> book.put(List.of(mine.lockedAs(true)))));
        Draft draft = planned(TODAY, TODAY.plusDays(30), false);
        assertThat(draft.duties())
                .filteredOn(
                        duty -> duty.date().equals(mine.date()) && duty.kind() == Duty.Kind.SEAT && duty.seat() == 2)
                .extracting(Duty::lawyer, Duty::locked)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(mine.lawyer(), true));
    }

    @Test
    void coverForADutyUnderWayTakesItsRestAndTheStandbyIsFree() {
        List<Duty> today = duties(TODAY, TODAY);
        Duty absent = seat(TODAY, 1);
        String standby = today.stream()
                .filter(duty -> duty.kind() == Duty.Kind.STANDBY)
                .findFirst()
                .orElseThrow()
                .lawyer();
        done(desk.duties()
                .amend(
                        CENTRE,
                        absent.id(),
                        new DutyDesk.Change(Optional.of(standby), Optional.empty(), "未到岗", Optional.of(1L)),
                        COORDINATOR));
        List<Duty> after = duties(TODAY, TODAY);
        assertThat(after.stream().filter(duty -> duty.kind() == Duty.Kind.SEAT && duty.contains(clock.instant())))
                .extracting(Duty::lawyer)
                .contains(standby)
                .doesNotContain(absent.lawyer());
        assertThat(after.stream().filter(duty -> duty.kind() == Duty.Kind.STANDBY && duty.contains(clock.instant())))
                .isEmpty();
    }

    @Test
    void aDutyAmendedInBetweenIsToldNotOverwritten() {
        Duty mine = seat(TODAY.plusDays(6), 1);
        String first = freeAround(mine.date());
        done(desk.duties()
                .amend(
                        CENTRE,
                        mine.id(),
                        new DutyDesk.Change(Optional.of(first), Optional.empty(), "a", Optional.of(1L)),
                        COORDINATOR));
        assertThat(await(desk.duties()
                        .amend(
                                CENTRE,
                                mine.id(),
                                new DutyDesk.Change(Optional.of(mine.lawyer()), Optional.empty(), "b", Optional.of(1L)),
                                COORDINATOR)))
                .isInstanceOfSatisfying(
                        Verdict.Outdated.class,
                        outdated -> assertThat(outdated.version()).isEqualTo(2));
    }

    @Test
    void amendingChecksTheRules() {
        Duty mine = seat(TODAY.plusDays(6), 1);
        Duty other = seat(TODAY.plusDays(6), 2);
        assertThat(refused(desk.duties()
                        .amend(
                                CENTRE,
                                mine.id(),
                                new DutyDesk.Change(
                                        Optional.of(other.lawyer()), Optional.empty(), "", Optional.empty()),
                                COORDINATOR)))
                .contains("ONE_DUTY_A_DAY");
        assertThat(refused(desk.duties()
                        .amend(
                                CENTRE,
                                mine.id(),
                                new DutyDesk.Change(Optional.of(mine.lawyer()), Optional.empty(), "", Optional.empty()),
                                COORDINATOR)))
                .containsExactly("SAME");
        assertThat(refused(desk.duties()
                        .amend(
                                CENTRE,
                                mine.id(),
                                new DutyDesk.Change(Optional.of("nobody"), Optional.empty(), "", Optional.empty()),
                                COORDINATOR)))
                .containsExactly("STANDING");
    }

    @Test
    void aDraftIsChangedByHandWithinTheRules() {
        Draft draft = planned(FROM, TO, false);
        Duty first = draft.duties().getFirst();
        Duty sameDay = draft.duties().get(1);
        assertThat(refused(desk.drafts()
                        .edit(
                                CENTRE,
                                draft.id(),
                                first.id(),
                                Optional.of(sameDay.lawyer()),
                                Optional.empty(),
                                COORDINATOR)))
                .contains("ONE_DUTY_A_DAY");
        var busy = draft.duties().stream()
                .filter(duty -> !duty.date().isAfter(first.date().plusDays(2)))
                .map(Duty::lawyer)
                .collect(Collectors.toSet());
        String free = org.hotline12348.scheduler.DemoRoster.lawyers().stream()
                .map(one -> one.id())
                .filter(id -> !busy.contains(id))
                .findFirst()
                .orElseThrow();
        Draft changed = done(
                desk.drafts().edit(CENTRE, draft.id(), first.id(), Optional.of(free), Optional.of(true), COORDINATOR));
        assertThat(changed.status()).isEqualTo("BY_HAND");
        assertThat(changed.duties()).contains(first.heldBy(free).lockedAs(true));
    }

    @Test
    void nonsenseIsRefused() {
        assertThat(refused(desk.drafts().plan(CENTRE, TO, FROM, false, limit(), 1, COORDINATOR)))
                .containsExactly("DATES");
        assertThat(refused(desk.drafts()
                        .plan(CENTRE, TODAY.minusDays(9), TODAY.minusDays(2), false, limit(), 1, COORDINATOR)))
                .containsExactly("PAST");
        assertThat(refused(desk.drafts().plan(CENTRE, FROM, TO, false, limit(), 1, lawyer("lawyer01"))))
                .containsExactly("PERSON");
    }

    @Test
    void withNobodyToPlanTheErrorSaysSoAndNothingIsDrafted() {
        for (Practitioner one : DemoRoster.lawyers()) {
            done(desk.practitioners().change(CENTRE, one.id(), all -> all.withStanding(Standing.LEFT), COORDINATOR));
        }
        Verdict<Draft> verdict = await(desk.drafts().plan(CENTRE, FROM, TO, false, limit(), 1, COORDINATOR));
        assertThat(verdict).isInstanceOfSatisfying(Verdict.Refused.class, no -> {
            assertThat(no.refusals().toString())
                    .contains("PRACTITIONERS", CENTRE, FROM.toString(), "Enter or import practitioners");
        });
        assertThat(done(desk.drafts().drafts(CENTRE))).isEmpty();
    }

    @Test
    void whoeverIsConcernedIsTold() {
        Duty mine = seat(TODAY.plusDays(6), 1);
        String other = freeAround(mine.date());
        done(desk.duties()
                .amend(
                        CENTRE,
                        mine.id(),
                        new DutyDesk.Change(Optional.of(other), Optional.empty(), "调整", Optional.empty()),
                        COORDINATOR));
        var notices = await(store.dueNotices(clock.instant(), java.time.Duration.ofMinutes(1), 100));
        assertThat(notices).extracting(notice -> notice.lawyer()).containsExactlyInAnyOrder(mine.lawyer(), other);
        assertThat(notices).allSatisfy(notice -> assertThat(notice.text()).contains("11月29日 08:00"));
        assertThat(await(store.dueNotices(clock.instant(), java.time.Duration.ofMinutes(1), 100)))
                .as("leased")
                .isEmpty();
    }
}
