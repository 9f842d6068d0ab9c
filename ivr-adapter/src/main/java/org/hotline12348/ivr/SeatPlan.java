package org.hotline12348.ivr;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.ivr.SeatCommand.AddSeat;
import org.hotline12348.ivr.SeatCommand.PauseSeat;
import org.hotline12348.ivr.SeatCommand.RemoveSeat;
import org.hotline12348.ivr.SeatCommand.UnpauseSeat;

/** Who should sit minus who sits. */
public final class SeatPlan {
    private SeatPlan() {}

    private record Key(String queue, String lawyer) {}

    /**
     * What changes the actual seats into the desired ones; empty when nothing is to do. New seats come first, departures
     * last, so that a queue is never empty in between.
     *
     * <p>A lawyer who changes his telephone in the middle of a call keeps the old seat until the call is over: rung on the
     * new telephone he would have two calls. Seats of the PBX's own configuration are left alone.
     *
     * @param desired at most one for each queue and lawyer; of several the first counts
     * @param actual  all seats of all queues this program is in charge of
     */
    public static List<SeatCommand> between(List<DesiredSeat> desired, List<Seat> actual) {
        Map<Key, DesiredSeat> wanted = new LinkedHashMap<>();
        desired.forEach(seat -> wanted.putIfAbsent(new Key(seat.queue(), seat.lawyer()), seat));
        Map<Key, List<Seat>> seated = new HashMap<>();
        for (Seat seat : new HashSet<>(actual)) {
            if (!seat.fixed()) {
                seated.computeIfAbsent(new Key(seat.queue(), seat.lawyer()), key -> new ArrayList<>())
                        .add(seat);
            }
        }

        List<SeatCommand> adds = new ArrayList<>();
        List<SeatCommand> changes = new ArrayList<>();
        List<SeatCommand> removals = new ArrayList<>();
        Set<Seat> kept = new HashSet<>();
        wanted.forEach((key, seat) -> {
            List<Seat> his = seated.getOrDefault(key, List.of());
            Optional<Seat> right = his.stream()
                    .filter(actualSeat -> actualSeat.phone().equals(seat.ringing()))
                    .findFirst();
            Optional<Seat> stays =
                    right.or(() -> his.stream().filter(Seat::engaged).min(Comparator.comparing(Seat::phone)));
            if (stays.isEmpty()) {
                adds.add(new AddSeat(seat.queue(), seat.lawyer(), seat.ringing(), seat.notReady()));
                return;
            }
            kept.add(stays.get());
            pausing(seat.notReady(), stays.get()).ifPresent(changes::add);
        });
        seated.values().stream()
                .flatMap(List::stream)
                .filter(seat -> !kept.contains(seat))
                .map(seat -> new RemoveSeat(seat.queue(), seat.lawyer(), seat.phone()))
                .sorted(Comparator.comparing(RemoveSeat::queue)
                        .thenComparing(RemoveSeat::lawyer)
                        .thenComparing(RemoveSeat::phone))
                .forEach(removals::add);
        // Back to work before away from it, for the same reason.
        changes.sort(Comparator.comparing(command -> command instanceof PauseSeat));
        List<SeatCommand> all = new ArrayList<>(adds);
        all.addAll(changes);
        all.addAll(removals);
        return all;
    }

    private static Optional<SeatCommand> pausing(Optional<String> notReady, Seat seat) {
        if (notReady.equals(seat.notReady())) {
            return Optional.empty();
        }
        return Optional.of(
                notReady.<SeatCommand>map(reason -> new PauseSeat(seat.queue(), seat.lawyer(), seat.phone(), reason))
                        .orElseGet(() -> new UnpauseSeat(seat.queue(), seat.lawyer(), seat.phone())));
    }
}
