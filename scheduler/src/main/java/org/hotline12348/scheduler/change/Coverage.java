package org.hotline12348.scheduler.change;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Shift;
import org.hotline12348.scheduler.roster.Shifts;

/**
 * How well the seats on the line were filled: what was to be filled, what was rostered, and who was there. Standby is not
 * counted. All figures are seat-minutes, cut off at the moment of the report.
 *
 * @param days one entry a service day
 * @param lawyers one entry for each who had a duty, by id
 */
public record Coverage(List<Day> days, List<Lawyer> lawyers) {

    /**
     * One day.
     *
     * @param planned what the patterns ask for
     * @param rostered what has a lawyer
     * @param signedIn what a signed-in lawyer filled
     */
    public record Day(LocalDate date, long planned, long rostered, long signedIn) {
        /** Planned, and nobody was signed in. */
        public long missing() {
            return Math.max(0, planned - signedIn);
        }
    }

    /**
     * One lawyer.
     *
     * @param duties duties that have begun
     * @param planned minutes of them
     * @param signedIn minutes he was there
     * @param late duties he signed in to after their start
     * @param missed duties he never signed in to
     */
    public record Lawyer(String lawyer, int duties, long planned, long signedIn, int late, int missed) {

        Lawyer and(Presence presence, Instant now) {
            long late = presence.firstIn().isPresent() && presence.lateSeconds(now) >= 60 ? 1 : 0;
            long missed = presence.firstIn().isEmpty() ? 1 : 0;
            return new Lawyer(
                    lawyer,
                    duties + 1,
                    planned + minutes(presence.duty().from(), presence.duty().until(), now),
                    signedIn + presence.seconds(now) / 60,
                    (int) (this.late + late),
                    (int) (this.missed + missed));
        }
    }

    public Coverage {
        days = List.copyOf(days);
        lawyers = List.copyOf(lawyers);
    }

    /**
     * The report of some days, both included.
     *
     * @param duties published duties of these days
     * @param signIns sign-ins and sign-outs of these days
     * @param now minutes after this are not counted
     */
    public static Coverage of(
            Centre centre,
            LocalDate from,
            LocalDate to,
            Collection<Duty> duties,
            Collection<SignIn> signIns,
            Instant now) {
        List<Duty> seats =
                duties.stream().filter(duty -> duty.kind() == Duty.Kind.SEAT).toList();
        List<Day> days = new ArrayList<>();
        Map<LocalDate, Long> planned = new TreeMap<>();
        for (Shift shift : Shifts.between(centre, from, to)) {
            planned.merge(
                    shift.date(),
                    minutes(shift.from(), shift.until(), now) * shift.seats().size(),
                    Long::sum);
        }
        Map<String, Lawyer> lawyers = new TreeMap<>();
        Map<LocalDate, Long> rostered = new TreeMap<>();
        Map<LocalDate, Long> there = new TreeMap<>();
        for (Duty duty : seats) {
            if (duty.from().isAfter(now)) {
                continue;
            }
            Presence presence = Presence.of(duty, signIns);
            planned.putIfAbsent(duty.date(), 0L);
            rostered.merge(duty.date(), minutes(duty.from(), duty.until(), now), Long::sum);
            there.merge(duty.date(), presence.seconds(now) / 60, Long::sum);
            lawyers.merge(
                    duty.lawyer(),
                    new Lawyer(duty.lawyer(), 0, 0, 0, 0, 0).and(presence, now),
                    (one, ignored) -> one.and(presence, now));
        }
        planned.forEach((date, minutes) ->
                days.add(new Day(date, minutes, rostered.getOrDefault(date, 0L), there.getOrDefault(date, 0L))));
        return new Coverage(days, List.copyOf(lawyers.values()));
    }

    private static long minutes(Instant from, Instant until, Instant now) {
        Instant end = until.isAfter(now) ? now : until;
        return Math.max(0, (end.getEpochSecond() - from.getEpochSecond()) / 60);
    }
}
