package org.hotline12348.scheduler.plan;

import java.util.List;
import java.util.Set;

/**
 * A seat nobody can fill, and why.
 *
 * @param seat the seat left empty
 * @param rules a smallest set of rules in conflict: under them alone this seat cannot be filled beside the seats that the
 *     plan fills, and without any one of them it could
 * @param proven whether it is proven that no plan fills one seat more and that no smaller set of rules explains it;
 *     otherwise the rules are those that keep each practitioner out of the seat in this plan
 * @param details one line a rule, in the order of {@link HardRule}
 * @param chinese the reason in one Chinese sentence
 * @param english the reason in one English sentence
 */
public record Gap(
        SeatToFill seat, Set<HardRule> rules, boolean proven, List<Detail> details, String chinese, String english) {

    public Gap {
        rules = Set.copyOf(rules);
        details = List.copyOf(details);
    }

    /** How many practitioners one rule keeps out of the seat, counting everybody it keeps out. */
    public record Detail(HardRule rule, int practitioners) {}
}
