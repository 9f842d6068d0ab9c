package org.hotline12348.scheduler.desk;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.calendar.DayByHand;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.DutyRules;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.Swap;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.plan.ConstructivePlanner;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.roster.Standing;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Weeks of a centre's life at random: leave, swaps, cover, closures, suspensions, plans, publications, time going by. After
 * every step: nobody was given a duty that a hard rule forbids, the past stands, and the versions add up to the roster.
 */
class RosterLifeSimulationTest extends DeskStories {

    private static final int STEPS = 80;
    private static final int DAYS = 40;

    private final Map<String, Duty> replayed = new HashMap<>();
    private long seen;
    private Map<String, Duty> past = new HashMap<>();
    private int given;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noStepBreaksAHardRuleOrThePast(long seed) {
        Random random = new Random(seed);
        clock.moveTo("2026-11-23T02:00:00Z");
        desk = new RosterDesk(vertx, store, Future::succeededFuture, new ConstructivePlanner(System::nanoTime), clock);
        check();
        for (int step = 0; step < STEPS; step++) {
            step(random);
            check();
        }
        assertThat(given).as("duties given in this life").isGreaterThan(10);
    }

    private void step(Random random) {
        switch (random.nextInt(12)) {
            case 0, 1 -> leave(random);
            case 2, 3, 4 -> swap(random);
            case 5, 6 -> cover(random);
            case 7 -> standby(random);
            case 8 -> closure(random);
            case 9 -> standing(random);
            case 10 -> plan(random);
            default ->
                clock.moveTo(clock.instant()
                        .plus(Duration.ofMinutes(random.nextInt(1, 36 * 60)))
                        .toString());
        }
    }

    private LocalDate today() {
        return LocalDate.ofInstant(clock.instant(), java.time.ZoneId.of("Asia/Shanghai"));
    }

    private LocalDate someDay(Random random) {
        return today().plusDays(random.nextInt(DAYS));
    }

    private static String someone(Random random) {
        return "lawyer%02d".formatted(random.nextInt(1, 31));
    }

    private Optional<Duty> someDuty(Random random) {
        List<Duty> duties = duties(today(), today().plusDays(DAYS));
        return duties.isEmpty() ? Optional.empty() : Optional.of(duties.get(random.nextInt(duties.size())));
    }

    private void leave(Random random) {
        LocalDate from = someDay(random);
        String lawyer = someone(random);
        Actor actor = random.nextBoolean() ? COORDINATOR : lawyer(lawyer);
        if (await(desk.leaves()
                        .ask(
                                CENTRE,
                                lawyer,
                                from,
                                from.plusDays(random.nextInt(6)),
                                LeaveRequest.Kind.ANNUAL,
                                "",
                                actor))
                instanceof Verdict.Done<LeaveDesk.LeaveAndDuties> asked) {
            if (random.nextBoolean()) {
                await(desk.leaves().approve(CENTRE, asked.value().leave().id(), "", COORDINATOR));
            }
        }
    }

    private void swap(Random random) {
        Optional<Duty> mine = someDuty(random);
        Optional<Duty> theirs = random.nextBoolean() ? someDuty(random) : Optional.empty();
        if (mine.isEmpty()) {
            return;
        }
        String colleague = theirs.map(Duty::lawyer).orElseGet(() -> someone(random));
        Verdict<Swap> asked = await(desk.swaps()
                .ask(
                        CENTRE,
                        mine.get().id(),
                        theirs.map(Duty::id).orElse(""),
                        colleague,
                        "",
                        lawyer(mine.get().lawyer())));
        if (asked instanceof Verdict.Done<Swap> swap) {
            // In between, anything may happen to either duty.
            if (random.nextInt(3) == 0) {
                step(random);
                check();
            }
            String id = swap.value().id();
            await(desk.swaps().take(CENTRE, id, Swap.Step.ACCEPT, lawyer(colleague)));
            Swap.Step last = random.nextInt(4) == 0 ? Swap.Step.REFUSE : Swap.Step.APPROVE;
            await(desk.swaps().take(CENTRE, id, last, COORDINATOR));
            assertThat(await(desk.swaps().take(CENTRE, id, Swap.Step.ACCEPT, lawyer(colleague))))
                    .as("a swap is accepted once")
                    .isInstanceOf(Verdict.Refused.class);
        }
    }

    private void cover(Random random) {
        someDuty(random)
                .ifPresent(duty -> await(desk.duties()
                        .amend(
                                CENTRE,
                                duty.id(),
                                new DutyDesk.Change(
                                        Optional.of(someone(random)), Optional.empty(), "cover", Optional.empty()),
                                COORDINATOR)));
    }

    private void standby(Random random) {
        someDuty(random).ifPresent(duty -> await(desk.duties().callStandby(CENTRE, duty.id(), "call", COORDINATOR)));
    }

    private void closure(Random random) {
        LocalDate day = someDay(random);
        if (random.nextBoolean()) {
            await(desk.settings().decide(CENTRE, DayByHand.closed(day, "停电"), COORDINATOR));
        } else {
            await(desk.settings().forget(CENTRE, day, COORDINATOR));
        }
    }

    private void standing(Random random) {
        Standing standing = random.nextInt(4) == 0 ? Standing.SUSPENDED : Standing.ACTIVE;
        await(desk.practitioners().change(CENTRE, someone(random), one -> one.withStanding(standing), COORDINATOR));
    }

    private void plan(Random random) {
        LocalDate from = someDay(random);
        var planned = await(desk.drafts()
                .plan(
                        CENTRE,
                        from,
                        from.plusDays(random.nextInt(10)),
                        random.nextInt(4) > 0,
                        Duration.ofMillis(300),
                        random.nextInt(100),
                        COORDINATOR));
        if (planned instanceof Verdict.Done<org.hotline12348.scheduler.change.Draft> draft) {
            boolean undisturbed = random.nextInt(3) > 0;
            if (!undisturbed) {
                step(random);
                check();
            }
            Verdict<RosterVersion> published =
                    await(desk.drafts().publish(CENTRE, draft.value().id(), "plan", COORDINATOR));
            if (undisturbed) {
                assertThat(published)
                        .as("what was planned just now can be published")
                        .isInstanceOf(Verdict.Done.class);
            }
        }
    }

    private void check() {
        List<Duty> all = duties(LocalDate.of(2026, 11, 1), LocalDate.of(2027, 12, 31));
        Map<String, Duty> now = all.stream().collect(Collectors.toMap(Duty::id, Function.identity()));
        List<RosterVersion> fresh = await(store.inCentre(CENTRE, clock.instant(), book -> book.versionsAfter(seen)));
        for (RosterVersion version : fresh) {
            assertThat(version.version()).isEqualTo(++seen);
            version.taken()
                    .forEach(duty -> assertThat(replayed.remove(duty.id())).isEqualTo(duty));
            version.given()
                    .forEach(duty -> assertThat(replayed.put(duty.id(), duty)).isNull());
            if (version.kind() != RosterVersion.Kind.PUBLISHED || !version.by().equals("demo")) {
                version.given().forEach(duty -> lawful(version, duty, all));
            }
        }
        assertThat(replayed).as("the versions add up to the roster").isEqualTo(now);
        past.forEach((id, duty) -> assertThat(now).as("the past stands").containsEntry(id, duty));
        past = all.stream()
                .filter(duty -> !duty.until().isAfter(clock.instant()))
                .collect(Collectors.toMap(Duty::id, Function.identity()));
    }

    /** The hard rules, written down here once more, for a duty that was given just now. */
    private void lawful(RosterVersion version, Duty duty, List<Duty> all) {
        boolean before = version.taken().stream()
                .anyMatch(old -> old.lawyer().equals(duty.lawyer())
                        && (old.id().equals(duty.id()) || old.kind() == Duty.Kind.STANDBY));
        if (before || !duty.from().plusSeconds(1).isAfter(clock.instant())) {
            // He held it already, or stood by for it; or it is the part that is over.
            return;
        }
        given++;
        Practitioner one = await(store.practitioners()).stream()
                .filter(known -> known.id().equals(duty.lawyer()))
                .findFirst()
                .orElseThrow();
        assertThat(one.standing()).as("standing of %s", duty).isEqualTo(Standing.ACTIVE);
        assertThat(one.availableOn()).contains(duty.date().getDayOfWeek());
        List<LeaveRequest> leaves = await(store.inCentre(
                CENTRE, clock.instant(), book -> book.papers(LeaveRequest.class, duty.date(), duty.date())));
        assertThat(leaves)
                .filteredOn(leave -> leave.state() == LeaveRequest.State.APPROVED)
                .extracting(LeaveRequest::lawyer)
                .as("on leave on %s", duty.date())
                .doesNotContain(duty.lawyer());
        List<Duty> his = new ArrayList<>(all.stream()
                .filter(other ->
                        other.lawyer().equals(duty.lawyer()) && !other.id().equals(duty.id()))
                .sorted(Comparator.comparing(Duty::from))
                .toList());
        Duration rest = Duration.ofHours(DutyRules.USUAL.minimumRestHours());
        for (Duty other : his) {
            assertThat(other.date()).as("one duty a day: %s", duty).isNotEqualTo(duty.date());
            Instant from = duty.from().minus(rest);
            Instant until = duty.until().plus(rest);
            assertThat(other.from().isBefore(until) && from.isBefore(other.until()))
                    .as("rest between %s and %s", duty, other)
                    .isFalse();
        }
        if (duty.kind() == Duty.Kind.SEAT) {
            long month = his.stream()
                    .filter(other -> other.kind() == Duty.Kind.SEAT
                            && YearMonth.from(other.date()).equals(YearMonth.from(duty.date())))
                    .count();
            assertThat(month + 1).isLessThanOrEqualTo(DutyRules.USUAL.maximumPerMonth());
        }
    }
}
