package org.hotline12348.scheduler.change;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;

/**
 * What is paid for the duties of some days. A duty is paid by the rate that held on its day; one that changed hands during
 * the shift is shared by minutes, so that the seat of a day is never paid twice. Duties are listed whether or not their
 * lawyer signed in: who is not to be paid, the accounts decide.
 *
 * @param from first day
 * @param to last day
 * @param lines one a duty, by time
 * @param sums one a practitioner, by id
 */
public record PayReport(LocalDate from, LocalDate to, List<Line> lines, List<Sum> sums) {

    /**
     * One duty.
     *
     * @param rateFen what a whole duty is paid, in hundredths of a yuan
     * @param fen what this one is paid
     */
    public record Line(Duty duty, Practitioner practitioner, long minutes, boolean signedIn, long rateFen, long fen) {
        public boolean standby() {
            return duty.kind() == Duty.Kind.STANDBY;
        }
    }

    /** One practitioner. */
    public record Sum(Practitioner practitioner, int seats, int standbys, long minutes, long fen) {
        Sum and(Line line) {
            return new Sum(
                    practitioner,
                    seats + (line.standby() ? 0 : 1),
                    standbys + (line.standby() ? 1 : 0),
                    minutes + line.minutes(),
                    fen + line.fen());
        }
    }

    public PayReport {
        lines = List.copyOf(lines);
        sums = List.copyOf(sums);
    }

    public long fen() {
        return sums.stream().mapToLong(Sum::fen).sum();
    }

    /**
     * The report; only duties that are over are paid.
     *
     * @param duties published duties of these days
     * @param rates all rates of the centre
     */
    public static PayReport of(
            LocalDate from,
            LocalDate to,
            Collection<Duty> duties,
            Collection<SignIn> signIns,
            Collection<PayRate> rates,
            Map<String, Practitioner> people,
            Instant now) {
        Map<PlanningInput.Place, Long> wholes = new HashMap<>();
        duties.forEach(duty -> wholes.merge(PlanningInput.Place.of(duty), seconds(duty), Long::sum));
        List<Line> lines = new ArrayList<>();
        Map<String, Sum> sums = new TreeMap<>();
        duties.stream()
                .filter(duty -> !duty.until().isAfter(now) && people.containsKey(duty.lawyer()))
                .sorted(Comparator.comparing(Duty::from)
                        .thenComparing(Duty::kind)
                        .thenComparingInt(Duty::seat))
                .forEach(duty -> {
                    long rate = rate(rates, duty);
                    long whole = wholes.getOrDefault(PlanningInput.Place.of(duty), seconds(duty));
                    Practitioner one = Objects.requireNonNull(people.get(duty.lawyer()));
                    Line line = new Line(
                            duty,
                            one,
                            seconds(duty) / 60,
                            Presence.of(duty, signIns).firstIn().isPresent(),
                            rate,
                            Math.round((double) rate * seconds(duty) / whole));
                    lines.add(line);
                    sums.put(
                            one.id(),
                            Optional.ofNullable(sums.get(one.id()))
                                    .orElseGet(() -> new Sum(one, 0, 0, 0, 0))
                                    .and(line));
                });
        return new PayReport(from, to, lines, List.copyOf(sums.values()));
    }

    private static long seconds(Duty duty) {
        return Duration.between(duty.from(), duty.until()).toSeconds();
    }

    /** The latest rate of the duty's kind that held on its day; 0 where there is none. */
    private static long rate(Collection<PayRate> rates, Duty duty) {
        return rates.stream()
                .filter(rate -> rate.kind() == duty.kind() && !rate.from().isAfter(duty.date()))
                .max(Comparator.comparing(PayRate::from))
                .map(PayRate::fen)
                .orElse(0L);
    }
}
