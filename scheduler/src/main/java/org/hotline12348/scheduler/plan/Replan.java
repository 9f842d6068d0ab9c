package org.hotline12348.scheduler.plan;

import java.util.List;

/**
 * The roster after a change of the world.
 *
 * @param plan the whole plan, past seats included
 * @param changes every seat whose holder differs from the published one, new seats included, in order of time
 */
public record Replan(Plan plan, List<DutyChange> changes) {

    public Replan {
        changes = List.copyOf(changes);
    }

    /** How many published duties change hands, and the proven least number of them. */
    public Score fewestChanges() {
        return plan.score(SoftRule.CHANGES);
    }
}
