package org.hotline12348.scheduler.roster;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.hotline12348.scheduler.roster.Duty.Kind;

/**
 * A plain fair rotation: each seat in turn goes to whoever has done the fewest duties, then to one of another firm than
 * those who sit there already, then to whoever has waited longest, then by id. Nobody sits twice on a day, nor within the
 * rest after his last duty, nor on leave. A seat nobody may take stays empty. Same input, same roster.
 */
public final class FairRotation {

    /** Rest between the end of a duty and the start of the next, unless a centre's rules say otherwise. */
    private static final Duration REST = Duration.ofHours(11);

    private final ZoneId zone;
    private final Duration rest;
    private final List<Practitioner> practitioners;
    private final Collection<Leave> leaves;
    private final Map<String, Integer> seats = new HashMap<>();
    private final Map<String, Integer> standbys = new HashMap<>();
    private final Map<String, List<Duty>> held = new HashMap<>();

    private FairRotation(
            ZoneId zone,
            Duration rest,
            List<Practitioner> practitioners,
            Collection<Leave> leaves,
            Collection<Duty> before) {
        this.zone = zone;
        this.rest = rest;
        this.practitioners = practitioners;
        this.leaves = leaves;
        for (Practitioner practitioner : practitioners) {
            seats.put(practitioner.id(), practitioner.openingBalance());
        }
        before.forEach(this::note);
    }

    /**
     * Fills shifts.
     *
     * @param shifts in order of time
     * @param practitioners who may be asked; those who do not serve the centre are passed over
     * @param leaves who is away when
     * @param before duties already held, which count for fairness and rest
     */
    public static List<Duty> fill(
            ZoneId zone,
            List<Shift> shifts,
            List<Practitioner> practitioners,
            Collection<Leave> leaves,
            Collection<Duty> before) {
        return fill(zone, REST, shifts, practitioners, leaves, before);
    }

    /** The same with another rest between two duties. */
    public static List<Duty> fill(
            ZoneId zone,
            Duration rest,
            List<Shift> shifts,
            List<Practitioner> practitioners,
            Collection<Leave> leaves,
            Collection<Duty> before) {
        FairRotation rotation = new FairRotation(zone, rest, practitioners, leaves, before);
        List<Duty> duties = new ArrayList<>();
        for (Shift shift : shifts) {
            duties.addAll(rotation.fill(shift));
        }
        return duties;
    }

    private List<Duty> fill(Shift shift) {
        List<Duty> filled = new ArrayList<>();
        Set<String> firms = new HashSet<>();
        for (int seat = 1; seat <= shift.seats().size(); seat++) {
            SeatRole role = shift.seats().get(seat - 1);
            pick(shift, role, firms, seats).ifPresent(place(shift, Kind.SEAT, seat, role, filled, firms));
        }
        for (int seat = 1; seat <= shift.standby(); seat++) {
            pick(shift, SeatRole.ANY, firms, standbys)
                    .ifPresent(place(shift, Kind.STANDBY, seat, SeatRole.ANY, filled, firms));
        }
        return filled;
    }

    private Consumer<Practitioner> place(
            Shift shift, Kind kind, int seat, SeatRole role, List<Duty> filled, Set<String> firms) {
        return practitioner -> {
            Duty duty = dutyOf(shift, kind, seat, role, practitioner.id());
            filled.add(duty);
            firms.add(practitioner.firm());
            note(duty);
        };
    }

    private void note(Duty duty) {
        (duty.kind() == Kind.SEAT ? seats : standbys).merge(duty.lawyer(), 1, Integer::sum);
        held.computeIfAbsent(duty.lawyer(), id -> new ArrayList<>()).add(duty);
    }

    private Optional<Practitioner> pick(Shift shift, SeatRole role, Set<String> firms, Map<String, Integer> count) {
        return practitioners.stream()
                .filter(practitioner -> practitioner.serves(shift.centre())
                        && role.admits(practitioner.kind())
                        && practitioner.available(shift.date(), shift.from(), shift.until(), zone)
                        && free(practitioner.id(), shift))
                .min(Comparator.comparing((Practitioner p) -> count.getOrDefault(p.id(), 0) * 100.0 / p.sharePercent())
                        .thenComparing(p -> firms.contains(p.firm()))
                        .thenComparing(p -> last(p.id()))
                        .thenComparing(Practitioner::id));
    }

    private Instant last(String lawyer) {
        return held.getOrDefault(lawyer, List.of()).stream()
                .map(Duty::until)
                .max(Comparator.naturalOrder())
                .orElse(Instant.MIN);
    }

    private boolean free(String lawyer, Shift shift) {
        LocalDate lastDay = shift.until().minusNanos(1).atZone(zone).toLocalDate();
        boolean away = leaves.stream()
                .anyMatch(leave ->
                        leave.lawyer().equals(lawyer) && (leave.covers(shift.date()) || leave.covers(lastDay)));
        Instant from = shift.from().minus(rest);
        Instant until = shift.until().plus(rest);
        return !away
                && held.getOrDefault(lawyer, List.of()).stream()
                        .noneMatch(duty -> duty.date().equals(shift.date())
                                || (duty.from().isBefore(until) && from.isBefore(duty.until())));
    }

    /** A duty in a seat of a shift; the id follows from the seat, so that the same roster made twice is the same. */
    public static Duty dutyOf(Shift shift, Kind kind, int seat, SeatRole role, String lawyer) {
        String place = String.join(
                "/", shift.centre(), shift.date().toString(), shift.code(), kind.name(), Integer.toString(seat));
        return new Duty(
                UUID.nameUUIDFromBytes(place.getBytes(StandardCharsets.UTF_8)).toString(),
                shift.centre(),
                shift.date(),
                shift.code(),
                kind,
                seat,
                role,
                lawyer,
                shift.from(),
                shift.until(),
                false);
    }
}
