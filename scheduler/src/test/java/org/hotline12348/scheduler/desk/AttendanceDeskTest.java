package org.hotline12348.scheduler.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.hotline12348.scheduler.change.Alarm;
import org.hotline12348.scheduler.change.Coverage;
import org.hotline12348.scheduler.change.Escalation;
import org.hotline12348.scheduler.change.Escalation.Act;
import org.hotline12348.scheduler.change.Escalation.Step;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.change.Presence;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Duty;
import org.junit.jupiter.api.Test;

/** Sign-in, no-show and what follows: the duties of Tuesday, 2026-11-24, 08:00 to 20:00 in Shanghai. */
class AttendanceDeskTest extends DeskStories {

    private static final String TEN_TO_EIGHT = "2026-11-23T23:50:00Z";
    private static final String EIGHT = "2026-11-24T00:00:00Z";

    private Duty first() {
        return seat(TODAY.plusDays(1), 1);
    }

    private Duty second() {
        return seat(TODAY.plusDays(1), 2);
    }

    private List<Alarm> alarms() {
        return done(desk.attendance().alarms(CENTRE));
    }

    private void look() {
        await(desk.attendance().look(CENTRE));
    }

    private List<Notice> notices() {
        return await(store.dueNotices(clock.instant(), Duration.ofMinutes(1), 100));
    }

    /** Everybody of today is there, so that today raises no alarm. */
    private void todayIsWell() {
        for (int seat = 1; seat <= 2; seat++) {
            Duty duty = seat(TODAY, seat);
            done(desk.attendance().sign(CENTRE, duty.id(), true, "web", lawyer(duty.lawyer())));
        }
        clock.moveTo("2026-11-23T12:00:00Z");
        look();
        notices();
    }

    @Test
    void tenMinutesBeforeTheStartAnAlarmAndAtTheStartAnother() {
        todayIsWell();
        assertThat(alarms()).isEmpty();
        clock.moveTo("2026-11-23T23:49:59Z");
        look();
        assertThat(alarms()).isEmpty();
        clock.moveTo(TEN_TO_EIGHT);
        look();
        assertThat(alarms())
                .extracting(Alarm::kind)
                .containsExactly(Alarm.Kind.NOT_SIGNED_IN, Alarm.Kind.NOT_SIGNED_IN);
        done(desk.attendance().sign(CENTRE, first().id(), true, "web", lawyer(first().lawyer())));
        assertThat(alarms()).extracting(Alarm::lawyer).containsExactly(second().lawyer());
        clock.moveTo(EIGHT);
        look();
        assertThat(alarms()).extracting(Alarm::kind).containsExactly(Alarm.Kind.NO_SHOW);
        clock.moveTo("2026-11-24T00:03:00Z");
        done(desk.attendance().signByPhone(second().lawyer(), true, clock.instant(), "1"));
        assertThat(alarms()).as("who has come late is no alarm any more").isEmpty();
    }

    @Test
    void theLawyerIsRemindedThenTheStandbyIsToldEachOnce() {
        todayIsWell();
        clock.moveTo(TEN_TO_EIGHT);
        look();
        look();
        assertThat(notices()).extracting(Notice::lawyer).containsExactlyInAnyOrder(first().lawyer(), second().lawyer());
        clock.moveTo(EIGHT);
        look();
        look();
        String standby = duties(TODAY.plusDays(1), TODAY.plusDays(1)).stream()
                .filter(duty -> duty.kind() == Duty.Kind.STANDBY)
                .findFirst()
                .orElseThrow()
                .lawyer();
        assertThat(notices())
                .filteredOn(notice -> notice.tries() == 1)
                .extracting(Notice::lawyer)
                .containsExactlyInAnyOrder(first().lawyer(), second().lawyer(), standby, standby);
    }

    @Test
    void wantedByTheCentreTheStandbyTakesTheSeatByItself() {
        todayIsWell();
        done(desk.settings()
                .escalation(CENTRE, new Escalation(List.of(new Step(10, Act.CALL_STANDBY_IN, ""))), COORDINATOR));
        Duty absent = first();
        clock.moveTo("2026-11-23T23:30:00Z");
        done(desk.attendance().sign(CENTRE, second().id(), true, "web", lawyer(second().lawyer())));
        clock.moveTo("2026-11-24T00:10:00Z");
        assertThat(await(desk.attendance().look(CENTRE)).calledIn()).isTrue();
        List<Duty> now = duties(TODAY.plusDays(1), TODAY.plusDays(1)).stream()
                .filter(duty -> duty.kind() == Duty.Kind.SEAT && duty.contains(clock.instant()))
                .toList();
        assertThat(now).extracting(Duty::lawyer).doesNotContain(absent.lawyer()).hasSize(2);
        assertThat(await(desk.attendance().look(CENTRE)).calledIn()).isFalse();
    }

    @Test
    void anAlarmClosedByHandIsNotRaisedAgain() {
        todayIsWell();
        clock.moveTo(EIGHT);
        look();
        Alarm alarm = alarms().getFirst();
        done(desk.attendance().close(CENTRE, alarm.id(), COORDINATOR));
        look();
        assertThat(alarms()).hasSize(1).doesNotContain(alarm);
        assertThat(refused(desk.attendance().close(CENTRE, alarm.id(), lawyer("lawyer01"))))
                .containsExactly("PERSON");
    }

    @Test
    void signingInTwiceIsOnceAndSigningOutNeedsASignIn() {
        Duty duty = seat(TODAY, 1);
        assertThat(refused(desk.attendance().sign(CENTRE, duty.id(), false, "web", lawyer(duty.lawyer()))))
                .containsExactly("STATE");
        Presence once = done(desk.attendance().sign(CENTRE, duty.id(), true, "web", lawyer(duty.lawyer())));
        assertThat(done(desk.attendance().sign(CENTRE, duty.id(), true, "web", lawyer(duty.lawyer()))))
                .isEqualTo(once);
        assertThat(refused(desk.attendance().sign(CENTRE, duty.id(), true, "web", lawyer("nobody"))))
                .containsExactly("PERSON");
        assertThat(refused(desk.attendance().sign(CENTRE, first().id(), true, "web", lawyer(first().lawyer()))))
                .containsExactly("TOO_EARLY");
        clock.moveTo("2026-11-24T12:00:00Z");
        assertThat(refused(desk.attendance().sign(CENTRE, first().id(), true, "web", lawyer(first().lawyer()))))
                .containsExactly("PAST");
        assertThat(await(desk.attendance().sign(CENTRE, "none", true, "web", COORDINATOR)))
                .isInstanceOf(Verdict.Unknown.class);
    }

    private Presence phones(Duty duty, boolean in, String at, String key) {
        return done(desk.attendance().signByPhone(duty.lawyer(), in, Instant.parse(at), key));
    }

    @Test
    void byTelephoneTheDutyIsTheOneOfThatMoment() {
        Duty duty = seat(TODAY, 2);
        assertThat(phones(duty, true, "2026-11-23T02:00:00Z", "1").duty()).isEqualTo(duty);
        assertThat(phones(duty, false, "2026-11-23T02:00:01Z", "2").state(clock.instant()))
                .isEqualTo(Presence.State.LEFT);
        assertThat(phones(duty, true, "2026-11-23T02:00:02Z", "3").state(clock.instant()))
                .isEqualTo(Presence.State.PRESENT);
        assertThat(refused(desk.attendance().signByPhone(freeAround(TODAY), true, clock.instant(), "4")))
                .containsExactly("NO_DUTY");
        assertThat(refused(desk.attendance().signByPhone("stranger", true, clock.instant(), "5")))
                .containsExactly("NO_DUTY");
    }

    @Test
    void aSignInByTelephoneThatIsToldAgainIsOnce() {
        Duty duty = seat(TODAY, 2);
        Presence first = phones(duty, true, "2026-11-23T00:05:00Z", "call-1-in");
        phones(duty, false, "2026-11-23T00:30:00Z", "call-2-out");
        // The journal is read anew: the same rows come once more, in order, after he has left.
        phones(duty, true, "2026-11-23T00:05:00Z", "call-1-in");
        Presence again = phones(duty, false, "2026-11-23T00:30:00Z", "call-2-out");
        assertThat(again.firstIn()).isEqualTo(first.firstIn());
        assertThat(again.seconds(clock.instant())).isEqualTo(25 * 60);
        assertThat(again.state(clock.instant())).isEqualTo(Presence.State.LEFT);
    }

    @Test
    void whatIsToldLateCountsForItsOwnMoment() {
        Duty duty = seat(TODAY, 2);
        // The service was dead from 08:00 to 10:00; he signed in on the web when it was back, then the journal was
        // read.
        done(desk.attendance().sign(CENTRE, duty.id(), true, "web", lawyer(duty.lawyer())));
        Presence late = phones(duty, true, "2026-11-22T23:58:00Z", "call-1-in");
        assertThat(late.firstIn()).contains(Instant.parse("2026-11-22T23:58:00Z"));
        assertThat(late.lateSeconds(clock.instant())).isZero();
        assertThat(late.state(clock.instant())).isEqualTo(Presence.State.PRESENT);
    }

    @Test
    void aWholeDutyThatThisServiceDidNotSeeIsReadFromTheJournal() {
        Duty duty = seat(TODAY, 2);
        clock.moveTo("2026-11-23T15:00:00Z");
        phones(duty, true, "2026-11-23T00:00:00Z", "call-1-in");
        Presence whole = phones(duty, false, "2026-11-23T12:01:00Z", "call-2-out");
        assertThat(whole.state(clock.instant())).isEqualTo(Presence.State.DONE);
        assertThat(whole.seconds(clock.instant())).isEqualTo(12 * 3600);
    }

    @Test
    void theCoverageReportCountsSeatMinutesUntilNow() {
        Duty one = seat(TODAY, 1);
        Duty other = seat(TODAY, 2);
        // It is 10:00; the shift began at 08:00.
        done(desk.attendance().sign(CENTRE, one.id(), true, "web", lawyer(one.lawyer())));
        clock.moveTo("2026-11-23T03:00:00Z");
        done(desk.attendance().sign(CENTRE, one.id(), false, "web", lawyer(one.lawyer())));
        clock.moveTo("2026-11-23T04:00:00Z");
        Coverage report = done(desk.attendance().coverage(CENTRE, TODAY, TODAY));
        assertThat(report.days()).containsExactly(new Coverage.Day(TODAY, 2 * 240, 2 * 240, 60));
        assertThat(report.days().getFirst().missing()).isEqualTo(2 * 240 - 60);
        assertThat(report.lawyers())
                .containsExactlyInAnyOrder(
                        new Coverage.Lawyer(one.lawyer(), 1, 240, 60, 1, 0),
                        new Coverage.Lawyer(other.lawyer(), 1, 240, 0, 0, 1));
    }

    @Test
    void anEmptySeatOfTheNextDaysIsAnAlarmUntilItIsFilled() {
        todayIsWell();
        Duty gone = seat(TODAY.plusDays(2), 1);
        await(store.inCentre(CENTRE, clock.instant(), book -> book.remove(List.of(gone))));
        look();
        assertThat(alarms())
                .extracting(Alarm::kind, Alarm::day)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(Alarm.Kind.SEAT_EMPTY, gone.date()));
        await(store.inCentre(CENTRE, clock.instant(), book -> book.put(List.of(gone))));
        look();
        assertThat(alarms()).isEmpty();
    }

    @Test
    void fromMidDecemberTheMissingNoticeOfNextYearIsAnAlarm() {
        clock.moveTo("2026-12-14T04:00:00Z");
        look();
        assertThat(alarms()).extracting(Alarm::kind).doesNotContain(Alarm.Kind.NOTICE_MISSING);
        clock.moveTo("2026-12-14T16:00:00Z");
        look();
        assertThat(alarms()).extracting(Alarm::kind).contains(Alarm.Kind.NOTICE_MISSING);
    }
}
