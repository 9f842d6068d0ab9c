package org.hotline12348.scheduler.plan;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A published roster and what has become of the world: a sick call or leave (in the candidate), a leaver (his last day
 * or standing), a swap (locked duties), a changed notice (seats added or gone).
 *
 * @param problem the seats and practitioners as they are now
 * @param published who holds which seat; entries of seats that are no longer in the problem (closed days) are ignored
 * @param now seats that have begun by then keep their holder, whatever the rules say of it
 */
public record ReplanningProblem(PlanningProblem problem, List<SeatHolder> published, Instant now) {

    public ReplanningProblem {
        published = List.copyOf(published);
        Set<String> seats = new HashSet<>();
        for (SeatHolder duty : published) {
            if (!seats.add(duty.seat())) {
                throw new InvalidPlanningProblemException(
                        "The published roster has the seat %s twice.".formatted(duty.seat()));
            }
        }
    }
}
