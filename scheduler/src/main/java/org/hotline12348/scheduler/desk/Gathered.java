package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import java.time.LocalDate;
import java.util.List;
import org.hotline12348.scheduler.change.DutyRules;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.PlanningInput;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Leave;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.store.CentreBook;

/** Everything of a book that judging or planning some days takes. */
record Gathered(
        Centre centre,
        List<Practitioner> practitioners,
        List<Leave> leaves,
        List<Duty> held,
        DutyRules rules,
        long version) {

    static Future<Gathered> around(CentreBook book, LocalDate from, LocalDate to) {
        LocalDate first = PlanningInput.readFrom(from);
        LocalDate last = PlanningInput.readTo(to);
        return book.centre()
                .compose(centre -> book.practitioners()
                        .compose(practitioners -> book.papers(LeaveRequest.class, first, last)
                                .compose(leaves -> book.duties(first, last)
                                        .compose(held -> DeskWork.rules(book)
                                                .compose(rules -> book.version()
                                                        .map(version -> new Gathered(
                                                                centre,
                                                                practitioners,
                                                                leaves.stream()
                                                                        .filter(leave -> leave.state()
                                                                                == LeaveRequest.State.APPROVED)
                                                                        .map(LeaveRequest::leave)
                                                                        .toList(),
                                                                held,
                                                                rules,
                                                                version)))))));
    }

    PlanningInput input(LocalDate from, LocalDate to) {
        return new PlanningInput(centre, from, to, practitioners, leaves, held, rules);
    }

    /** Published duties within some days, both included. */
    List<Duty> held(LocalDate from, LocalDate to) {
        return held.stream()
                .filter(duty -> !duty.date().isBefore(from) && !duty.date().isAfter(to))
                .toList();
    }
}
