package org.hotline12348.scheduler.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Optional;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.Swap;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.Standing;
import org.junit.jupiter.api.Test;

class SwapDeskTest extends DeskStories {

    static final LocalDate FRIDAY = TODAY.plusDays(4);
    static final LocalDate LATER = TODAY.plusDays(11);

    Swap asked(Duty mine, Duty theirs) {
        return done(desk.swaps().ask(CENTRE, mine.id(), theirs.id(), theirs.lawyer(), "开庭", lawyer(mine.lawyer())));
    }

    @Test
    void annaAsksBorisAcceptsTheCoordinatorApproves() {
        Duty annas = seat(FRIDAY, 1);
        Duty borisS = seat(LATER, 2);
        Swap swap = asked(annas, borisS);
        done(desk.swaps().take(CENTRE, swap.id(), Swap.Step.ACCEPT, lawyer(borisS.lawyer())));
        assertThat(seat(FRIDAY, 1).lawyer()).as("not yet").isEqualTo(annas.lawyer());
        done(desk.swaps().take(CENTRE, swap.id(), Swap.Step.APPROVE, COORDINATOR));
        assertThat(seat(FRIDAY, 1)).isEqualTo(annas.heldBy(borisS.lawyer()));
        assertThat(seat(LATER, 2)).isEqualTo(borisS.heldBy(annas.lawyer()));
        var history = done(desk.duties().history(CENTRE, Optional.empty(), 1));
        assertThat(history).hasSize(1);
        assertThat(history.getFirst().taken()).containsExactly(annas, borisS);
    }

    @Test
    void aGiveAwayTakesNothingInReturn() {
        Duty mine = seat(FRIDAY, 1);
        String colleague = freeAround(FRIDAY);
        Swap swap = done(desk.swaps().ask(CENTRE, mine.id(), "", colleague, "生病", lawyer(mine.lawyer())));
        done(desk.swaps().take(CENTRE, swap.id(), Swap.Step.ACCEPT, lawyer(colleague)));
        done(desk.swaps().take(CENTRE, swap.id(), Swap.Step.APPROVE, COORDINATOR));
        assertThat(seat(FRIDAY, 1).lawyer()).isEqualTo(colleague);
    }

    @Test
    void theSameSwapCannotBeAcceptedTwice() {
        Duty mine = seat(FRIDAY, 1);
        Duty theirs = seat(LATER, 2);
        Swap swap = asked(mine, theirs);
        done(desk.swaps().take(CENTRE, swap.id(), Swap.Step.ACCEPT, lawyer(theirs.lawyer())));
        assertThat(refused(desk.swaps().take(CENTRE, swap.id(), Swap.Step.ACCEPT, lawyer(theirs.lawyer()))))
                .containsExactly("STATE");
        done(desk.swaps().take(CENTRE, swap.id(), Swap.Step.APPROVE, COORDINATOR));
        assertThat(refused(desk.swaps().take(CENTRE, swap.id(), Swap.Step.APPROVE, COORDINATOR)))
                .containsExactly("STATE");
        assertThat(refused(desk.swaps().take(CENTRE, swap.id(), Swap.Step.WITHDRAW, lawyer(mine.lawyer()))))
                .containsExactly("STATE");
    }

    @Test
    void aSwapWhoseDutyWasGivenToAnotherIsRefused() {
        Duty mine = seat(FRIDAY, 1);
        Duty theirs = seat(LATER, 2);
        Swap swap = asked(mine, theirs);
        done(desk.duties()
                .amend(
                        CENTRE,
                        mine.id(),
                        new DutyDesk.Change(
                                Optional.of(freeAround(FRIDAY)), Optional.empty(), "另有安排", Optional.empty()),
                        COORDINATOR));
        assertThat(refused(desk.swaps().take(CENTRE, swap.id(), Swap.Step.ACCEPT, lawyer(theirs.lawyer()))))
                .containsExactly("DUTY_GONE");
    }

    @Test
    void aSwapFollowsADutyThatMovesAndIsJudgedWhereItIsNow() {
        Duty mine = seat(FRIDAY, 1);
        Duty theirs = seat(LATER, 2);
        Swap swap = asked(mine, theirs);
        Duty moved = new Duty(
                mine.id(),
                CENTRE,
                LATER,
                "evening",
                mine.kind(),
                1,
                mine.role(),
                mine.lawyer(),
                theirs.until(),
                theirs.until().plusSeconds(7200),
                false);
        await(store.inCentre(CENTRE, clock.instant(), book -> book.put(java.util.List.of(moved))));
        // Boris would have given his day duty away, so the moved evening duty is his only one of that day.
        done(desk.swaps().take(CENTRE, swap.id(), Swap.Step.ACCEPT, lawyer(theirs.lawyer())));
        done(desk.swaps().take(CENTRE, swap.id(), Swap.Step.APPROVE, COORDINATOR));
        assertThat(duties(LATER, LATER)).contains(moved.heldBy(theirs.lawyer()), theirs.heldBy(mine.lawyer()));
    }

    @Test
    void aSwapWithOneWhoLeftIsRefused() {
        Duty mine = seat(FRIDAY, 1);
        Duty theirs = seat(LATER, 2);
        Swap swap = asked(mine, theirs);
        Practitioner gone = await(store.practitioners()).stream()
                .filter(one -> one.id().equals(theirs.lawyer()))
                .findFirst()
                .orElseThrow()
                .withStanding(Standing.LEFT);
        await(store.inCentre(CENTRE, clock.instant(), book -> book.save(gone)));
        assertThat(refused(desk.swaps().take(CENTRE, swap.id(), Swap.Step.ACCEPT, lawyer(theirs.lawyer()))))
                .contains("STANDING");
    }

    @Test
    void leaveGrantedInBetweenForbidsTheSwap() {
        Duty mine = seat(FRIDAY, 1);
        Duty theirs = seat(LATER, 2);
        Swap swap = asked(mine, theirs);
        done(desk.leaves().ask(CENTRE, theirs.lawyer(), FRIDAY, FRIDAY, LeaveRequest.Kind.SICK, "", COORDINATOR));
        assertThat(refused(desk.swaps().take(CENTRE, swap.id(), Swap.Step.ACCEPT, lawyer(theirs.lawyer()))))
                .containsExactly("LEAVE");
    }

    @Test
    void nobodySitsTwiceOnADayBySwapping() {
        Duty mine = seat(FRIDAY, 1);
        Duty sameDay = seat(FRIDAY, 2);
        assertThat(refused(desk.swaps().ask(CENTRE, mine.id(), "", sameDay.lawyer(), "", lawyer(mine.lawyer()))))
                .contains("ONE_DUTY_A_DAY");
    }

    @Test
    void onlyTheRightPersonTakesAStep() {
        Duty mine = seat(FRIDAY, 1);
        Duty theirs = seat(LATER, 2);
        assertThat(refused(
                        desk.swaps().ask(CENTRE, mine.id(), theirs.id(), theirs.lawyer(), "", lawyer(theirs.lawyer()))))
                .containsExactly("PERSON");
        Swap swap = asked(mine, theirs);
        assertThat(refused(desk.swaps().take(CENTRE, swap.id(), Swap.Step.ACCEPT, lawyer(mine.lawyer()))))
                .containsExactly("PERSON");
        done(desk.swaps().take(CENTRE, swap.id(), Swap.Step.ACCEPT, lawyer(theirs.lawyer())));
        assertThat(refused(desk.swaps().take(CENTRE, swap.id(), Swap.Step.APPROVE, lawyer(theirs.lawyer()))))
                .containsExactly("PERSON");
    }

    @Test
    void aDutyThatHasBegunCannotBeSwapped() {
        Duty today = seat(TODAY, 1);
        assertThat(refused(desk.swaps().ask(CENTRE, today.id(), "", freeAround(TODAY), "", lawyer(today.lawyer()))))
                .containsExactly("BEGUN");
    }

    @Test
    void whatDoesNotExistIsNamed() {
        assertThat(await(desk.swaps().take(CENTRE, "nope", Swap.Step.ACCEPT, COORDINATOR)))
                .isEqualTo(new Verdict.Unknown<Swap>("没有换班 nope。/ There is no swap nope."));
        assertThat(await(desk.swaps().take("nowhere", "nope", Swap.Step.ACCEPT, COORDINATOR)))
                .isEqualTo(new Verdict.Unknown<Swap>("There is no centre \"nowhere\"."));
    }
}
