package org.hotline12348.ivr;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.hotline12348.ivr.SeatCommand.AddSeat;
import org.hotline12348.ivr.SeatCommand.PauseSeat;
import org.hotline12348.ivr.SeatCommand.RemoveSeat;
import org.hotline12348.ivr.SeatCommand.UnpauseSeat;
import org.junit.jupiter.api.Test;

/** Desired minus actual gives the change. */
class SeatPlanTest {
    private static final String Q = "jiaozuo";

    private static DesiredSeat wanted(String lawyer, LawyerPhone phone) {
        return new DesiredSeat(Q, lawyer, phone, Optional.empty());
    }

    @Test
    void nothingIsToDoWhereAllIsRight() {
        assertThat(SeatPlan.between(
                        List.of(wanted("anna", LawyerPhone.sip())), List.of(Seat.of(Q, "anna", "PJSIP/anna"))))
                .isEmpty();
    }

    @Test
    void atAShiftsChangeTheNewComeBeforeTheOldGo() {
        assertThat(SeatPlan.between(
                        List.of(wanted("boris", LawyerPhone.mobile("13900000002"))),
                        List.of(Seat.of(Q, "anna", "PJSIP/anna"))))
                .containsExactly(
                        new AddSeat(Q, "boris", "Local/boris@lawyer/n", Optional.empty()),
                        new RemoveSeat(Q, "anna", "PJSIP/anna"));
    }

    @Test
    void whoTalksOnHisOldTelephoneGetsTheNewOneAfterTheCall() {
        Seat old = Seat.of(Q, "anna", "PJSIP/anna");
        List<DesiredSeat> desired = List.of(wanted("anna", LawyerPhone.mobile("13900000001")));
        assertThat(SeatPlan.between(desired, List.of(old.withState(Seat.State.BUSY, true))))
                .isEmpty();
        assertThat(SeatPlan.between(desired, List.of(old)))
                .containsExactly(
                        new AddSeat(Q, "anna", "Local/anna@lawyer/n", Optional.empty()),
                        new RemoveSeat(Q, "anna", "PJSIP/anna"));
    }

    @Test
    void readyAgainComesBeforeNotReady() {
        List<DesiredSeat> desired = List.of(
                new DesiredSeat(Q, "anna", LawyerPhone.sip(), Optional.of("BREAK")),
                wanted("boris", LawyerPhone.sip()));
        List<Seat> actual = List.of(
                Seat.of(Q, "anna", "PJSIP/anna"),
                Seat.of(Q, "boris", "PJSIP/boris").withNotReady(Optional.of("BREAK")));
        assertThat(SeatPlan.between(desired, actual))
                .containsExactly(
                        new UnpauseSeat(Q, "boris", "PJSIP/boris"), new PauseSeat(Q, "anna", "PJSIP/anna", "BREAK"));
    }

    @Test
    void leavesThePbxsOwnSeatsAlone() {
        Seat fixed = new Seat(Q, "desk", "PJSIP/desk", Optional.empty(), Seat.State.FREE, false, true);
        assertThat(SeatPlan.between(List.of(), List.of(fixed))).isEmpty();
    }

    /** 20,000 beginnings; {@code -Dhotline.seeds=1000000} tries more. */
    @Test
    void whateverTheBeginningOneRoundMakesItRight() {
        long seeds = Long.getLong("hotline.seeds", 20_000);
        for (long seed = 0; seed < seeds; seed++) {
            try {
                oneRoundMakesItRight(seed);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private static void oneRoundMakesItRight(long seed) {
        Random random = new Random(seed);
        List<DesiredSeat> desired = new ArrayList<>();
        Map<String, Seat> actual = new HashMap<>();
        for (int lawyer = 0; lawyer < 6; lawyer++) {
            String name = "lawyer" + lawyer;
            if (random.nextBoolean()) {
                desired.add(new DesiredSeat(Q, name, phone(random), reason(random)));
            }
            for (LawyerPhone phone : List.of(LawyerPhone.sip(), LawyerPhone.mobile("139000"))) {
                if (random.nextInt(3) == 0) {
                    boolean talks = random.nextInt(4) == 0;
                    put(
                            actual,
                            Seat.of(Q, name, phone.ringing(name))
                                    .withNotReady(reason(random))
                                    .withState(talks ? Seat.State.BUSY : Seat.State.FREE, talks));
                }
            }
        }
        for (SeatCommand command : SeatPlan.between(desired, List.copyOf(actual.values()))) {
            obey(actual, command);
        }
        // Nothing more is to do, and nothing is done twice.
        assertThat(SeatPlan.between(desired, List.copyOf(actual.values()))).isEmpty();
        assertThat(actual.values().stream().map(Seat::lawyer).sorted())
                .containsExactlyElementsOf(
                        desired.stream().map(DesiredSeat::lawyer).sorted().toList());
        // Once all calls are over, telephones and pauses are right too.
        actual.replaceAll((key, seat) -> seat.withState(Seat.State.FREE, false));
        for (SeatCommand command : SeatPlan.between(desired, List.copyOf(actual.values()))) {
            obey(actual, command);
        }
        for (DesiredSeat seat : desired) {
            assertThat(actual.get(seat.ringing()).notReady()).isEqualTo(seat.notReady());
        }
    }

    private static LawyerPhone phone(Random random) {
        return random.nextBoolean() ? LawyerPhone.sip() : LawyerPhone.mobile("139000");
    }

    private static Optional<String> reason(Random random) {
        return random.nextInt(3) == 0 ? Optional.of(random.nextBoolean() ? "BREAK" : "VISITOR") : Optional.empty();
    }

    private static void put(Map<String, Seat> seats, Seat seat) {
        seats.put(seat.phone(), seat);
    }

    private static void obey(Map<String, Seat> seats, SeatCommand command) {
        switch (command) {
            case AddSeat add ->
                put(seats, Seat.of(add.queue(), add.lawyer(), add.phone()).withNotReady(add.notReady()));
            case RemoveSeat remove -> seats.remove(remove.phone());
            case PauseSeat pause ->
                seats.computeIfPresent(pause.phone(), (key, seat) -> seat.withNotReady(Optional.of(pause.reason())));
            case UnpauseSeat unpause ->
                seats.computeIfPresent(unpause.phone(), (key, seat) -> seat.withNotReady(Optional.empty()));
        }
    }
}
