package org.hotline12348.scheduler.change;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.hotline12348.scheduler.roster.Duty;

/**
 * A roster in the making for some days, both included.
 *
 * @param basedOn the version of the published roster it was made from
 * @param status OPTIMAL, FEASIBLE, INFEASIBLE, or BY_HAND once a coordinator changed it
 * @param objective all penalties in one number, lower is better
 * @param bound no roster can be better than this
 * @param scores each soft rule apart
 * @param gaps seats nobody can fill, and why
 * @param planner which planner made it
 */
public record Draft(
        String id,
        String centre,
        LocalDate from,
        LocalDate to,
        State state,
        long basedOn,
        String status,
        long objective,
        long bound,
        List<Points> scores,
        List<Duty> duties,
        List<Hole> gaps,
        String planner,
        String by,
        Instant at)
        implements Paper {

    /** Whether it still waits to be published. */
    public enum State {
        DRAFT,
        PUBLISHED,
        DISCARDED;

        /** As people read it, after "the draft". */
        public String chinese() {
            return switch (this) {
                case DRAFT -> "待发布";
                case PUBLISHED -> "已发布";
                case DISCARDED -> "已作废";
            };
        }
    }

    /** One soft rule's penalty and what is proven of it. */
    public record Points(String rule, String name, long value, long bound) {}

    /** A seat nobody can fill. */
    public record Hole(LocalDate date, String shift, String seat, List<String> rules, String chinese, String english) {
        public Hole {
            rules = List.copyOf(rules);
        }
    }

    public Draft {
        scores = List.copyOf(scores);
        duties = List.copyOf(duties);
        gaps = List.copyOf(gaps);
    }

    @Override
    public String lawyer() {
        return "";
    }

    @Override
    public boolean open() {
        return state == State.DRAFT;
    }

    public Draft as(State changed) {
        return new Draft(
                id, centre, from, to, changed, basedOn, status, objective, bound, scores, duties, gaps, planner, by,
                at);
    }

    /** The same after a coordinator's hand: nothing is proven of it any more. */
    public Draft byHand(List<Duty> changed) {
        return new Draft(
                id, centre, from, to, state, basedOn, "BY_HAND", objective, bound, scores, changed, gaps, planner, by,
                at);
    }
}
