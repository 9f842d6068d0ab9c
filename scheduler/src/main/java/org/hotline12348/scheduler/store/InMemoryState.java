package org.hotline12348.scheduler.store;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hotline12348.scheduler.calendar.HolidayCalendar;
import org.hotline12348.scheduler.calendar.ServiceCalendar;
import org.hotline12348.scheduler.change.AuditEvent;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.change.Paper;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.store.RosterConflictException.Rule;

/** The tables of the in-memory store, and the constraints PostgreSQL would check at commit. */
final class InMemoryState {

    final Map<String, Centre> centres = new TreeMap<>();
    final Map<String, Practitioner> practitioners = new TreeMap<>();
    final Map<String, Duty> duties = new HashMap<>();
    final Map<String, List<RosterVersion>> versions = new HashMap<>();
    /** Papers by centre, kind and id. */
    final Map<String, Paper> papers = new TreeMap<>();

    final Map<String, List<AuditEvent>> audits = new HashMap<>();
    /** Notices not yet sent, by id, with the moment of the next try. */
    final Map<String, Waiting> outbox = new TreeMap<>();

    /** Ids of all notices there ever were: none is taken twice. */
    final Set<String> posted = new HashSet<>();

    HolidayCalendar holidays;

    record Waiting(Notice notice, Instant nextTry) {}

    InMemoryState(HolidayCalendar holidays) {
        this.holidays = holidays;
    }

    InMemoryState copy() {
        InMemoryState copy = new InMemoryState(holidays);
        copy.centres.putAll(centres);
        copy.practitioners.putAll(practitioners);
        copy.duties.putAll(duties);
        versions.forEach((centre, list) -> copy.versions.put(centre, new ArrayList<>(list)));
        copy.papers.putAll(papers);
        audits.forEach((centre, list) -> copy.audits.put(centre, new ArrayList<>(list)));
        copy.outbox.putAll(outbox);
        copy.posted.addAll(posted);
        return copy;
    }

    /** The centre with the holidays known by now. */
    Centre centre(String id) {
        Centre kept = centres.get(id);
        if (kept == null) {
            throw new RosterConflictException(Rule.UNKNOWN, "There is no centre \"%s\".".formatted(id));
        }
        ServiceCalendar calendar = kept.calendar();
        return new Centre(
                kept.id(),
                kept.name(),
                new ServiceCalendar(
                        calendar.zone(),
                        calendar.policy(),
                        calendar.hours(),
                        calendar.byHand().values(),
                        holidays),
                kept.patterns());
    }

    List<Duty> duties(String centre, LocalDate from, LocalDate to) {
        return duties.values().stream()
                .filter(duty -> duty.centre().equals(centre)
                        && !duty.date().isBefore(from)
                        && !duty.date().isAfter(to))
                .sorted(InMemoryRosterStore.IN_ORDER)
                .toList();
    }

    void check() {
        Map<String, Duty> lastOfLawyer = new HashMap<>();
        Map<String, Duty> lastOfSeat = new HashMap<>();
        for (Duty duty :
                duties.values().stream().sorted(InMemoryRosterStore.IN_ORDER).toList()) {
            if (!practitioners.containsKey(duty.lawyer())) {
                throw new RosterConflictException(
                        Rule.UNKNOWN, "There is no practitioner \"%s\".".formatted(duty.lawyer()));
            }
            Duty before = lastOfLawyer.put(duty.lawyer(), duty);
            if (before != null && before.overlaps(duty)) {
                throw new RosterConflictException(
                        Rule.ONE_PLACE_AT_A_TIME,
                        "One lawyer would do two duties at the same time: %s on %s and on %s."
                                .formatted(duty.lawyer(), before.date(), duty.date()));
            }
            String seat = duty.centre() + "/" + duty.shift() + "/" + duty.kind() + "/" + duty.seat();
            Duty sitting = lastOfSeat.put(seat, duty);
            if (sitting != null && sitting.overlaps(duty)) {
                throw new RosterConflictException(
                        Rule.ONE_LAWYER_A_SEAT,
                        "Two lawyers would sit in one seat at the same time: %s and %s on %s."
                                .formatted(sitting.lawyer(), duty.lawyer(), duty.date()));
            }
        }
    }
}
