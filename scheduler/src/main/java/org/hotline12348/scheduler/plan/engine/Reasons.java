package org.hotline12348.scheduler.plan.engine;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.hotline12348.scheduler.plan.Gap;
import org.hotline12348.scheduler.plan.HardRule;
import org.hotline12348.scheduler.plan.SeatToFill;

/** Why a seat stays empty: the smallest set of rules that leaves it so, in words. */
public final class Reasons {
    private static final List<HardRule> ENFORCEABLE = List.of(HardRule.values()).stream()
            .filter(rule -> rule != HardRule.PRACTITIONERS)
            .toList();

    private static final Set<HardRule> ALL = Set.copyOf(ENFORCEABLE);
    private static final List<Set<HardRule>> SUBSETS = subsetsBySize();

    /** Answers whether certain seats can all be filled at once under some of the rules. */
    @FunctionalInterface
    public interface FillingOracle {
        /** Empty if it cannot be told in time. */
        Optional<Boolean> fillable(Set<Integer> seats, Set<HardRule> enforced);
    }

    private final Board board;
    private final Assignment plan;
    private final FillingOracle oracle;
    private final Set<Set<HardRule>> explained = new LinkedHashSet<>();

    public Reasons(Board board, Assignment plan, FillingOracle oracle) {
        this.board = board;
        this.plan = plan;
        this.oracle = oracle;
    }

    public List<Gap> gaps() {
        return IntStream.range(0, board.seats())
                .filter(s -> plan.holder(s) == Board.NOBODY)
                .mapToObj(this::gap)
                .toList();
    }

    private Gap gap(int s) {
        if (board.people() == 0) {
            return words(s, Set.of(HardRule.PRACTITIONERS), true, List.of(Set.of()));
        }
        List<Set<HardRule>> alone = IntStream.range(0, board.people())
                .mapToObj(p -> board.blocks(s, p))
                .toList();
        List<Set<HardRule>> inPlan = IntStream.range(0, board.people())
                .mapToObj(p -> blocksInPlan(s, p))
                .toList();
        Optional<Set<HardRule>> unconditional = smallestHitting(alone);
        Optional<Set<HardRule>> smallest =
                unconditional.filter(rules -> rules.size() == 1).or(() -> smallestConflict(s, unconditional));
        return smallest.map(rules -> words(s, rules, true, inPlan))
                .orElseGet(() -> words(
                        s,
                        unconditional.or(() -> smallestHitting(inPlan)).orElse(EnumSet.noneOf(HardRule.class)),
                        false,
                        inPlan));
    }

    private Set<HardRule> blocksInPlan(int s, int p) {
        EnumSet<HardRule> found = EnumSet.noneOf(HardRule.class);
        found.addAll(board.blocks(s, p));
        for (int i = 0; i < plan.count(p); i++) {
            found.addAll(board.pairBlocks(s, plan.held(p, i)));
        }
        if (plan.monthFull(s, p)) {
            found.add(HardRule.MAXIMUM_PER_MONTH);
        }
        return found;
    }

    /** The smallest set of rules with one of everybody's blocks in it; empty if somebody is not blocked. */
    private static Optional<Set<HardRule>> smallestHitting(List<Set<HardRule>> blocks) {
        return SUBSETS.stream()
                .filter(rules -> blocks.stream().allMatch(each -> each.stream().anyMatch(rules::contains)))
                .findFirst();
    }

    /**
     * The smallest set of rules under which this seat and all seats of the plan cannot be filled together; empty if it
     * cannot be told.
     *
     * @param unconditional rules that keep everybody out of this seat whatever the others hold, if there are such
     */
    private Optional<Set<HardRule>> smallestConflict(int s, Optional<Set<HardRule>> unconditional) {
        Set<Integer> wanted = IntStream.range(0, board.seats())
                .filter(t -> t == s || plan.holder(t) != Board.NOBODY)
                .boxed()
                .collect(Collectors.toSet());
        // Gaps of one plan mostly have one reason: what explained the last one is tried first.
        for (Set<HardRule> known : explained) {
            if (known.size() == 1 && cannotFill(wanted, known).orElse(false)) {
                return Optional.of(known);
            }
        }
        if (unconditional.isEmpty() && !cannotFill(wanted, ALL).orElse(false)) {
            return Optional.empty();
        }
        Optional<Set<HardRule>> smallest = smallestAmong(wanted, unconditional.orElse(ALL));
        smallest.ifPresent(explained::add);
        return smallest;
    }

    private Optional<Boolean> cannotFill(Set<Integer> wanted, Set<HardRule> enforced) {
        return oracle.fillable(wanted, enforced).map(fillable -> !fillable);
    }

    /**
     * A minimal conflict by leaving out one rule after the other, then anything smaller; empty if time runs out. The
     * plainest rules are left out last: of two duties at one time, one a day is said and not the rest between them.
     *
     * @param conflict rules in conflict
     */
    private Optional<Set<HardRule>> smallestAmong(Set<Integer> wanted, Set<HardRule> conflict) {
        EnumSet<HardRule> minimal = EnumSet.copyOf(conflict);
        List<Set<HardRule>> fillable = new ArrayList<>();
        for (HardRule rule : ENFORCEABLE.reversed()) {
            if (!minimal.remove(rule)) {
                continue;
            }
            Optional<Boolean> still = cannotFill(wanted, minimal);
            if (still.isEmpty()) {
                return Optional.empty();
            }
            if (!still.get()) {
                fillable.add(Set.copyOf(minimal));
                minimal.add(rule);
            }
        }
        for (Set<HardRule> smaller : SUBSETS) {
            if (smaller.size() >= minimal.size()) {
                break;
            }
            // What can be filled under more rules can be filled under fewer.
            if (fillable.stream().anyMatch(rules -> rules.containsAll(smaller))) {
                continue;
            }
            Optional<Boolean> conflicts = cannotFill(wanted, smaller);
            if (conflicts.isEmpty()) {
                return Optional.empty();
            }
            if (conflicts.get()) {
                return Optional.of(smaller);
            }
        }
        return Optional.of(minimal);
    }

    private static List<Set<HardRule>> subsetsBySize() {
        List<Set<HardRule>> all = new ArrayList<>();
        int n = ENFORCEABLE.size();
        for (int size = 1; size <= n; size++) {
            for (int bits = 0; bits < 1 << n; bits++) {
                if (Integer.bitCount(bits) == size) {
                    EnumSet<HardRule> set = EnumSet.noneOf(HardRule.class);
                    for (int i = 0; i < n; i++) {
                        if ((bits >> i & 1) == 1) {
                            set.add(ENFORCEABLE.get(i));
                        }
                    }
                    all.add(set);
                }
            }
        }
        return all;
    }

    private Gap words(int s, Set<HardRule> rules, boolean proven, List<Set<HardRule>> blocks) {
        List<Gap.Detail> details = rules.stream()
                .sorted()
                .map(rule -> new Gap.Detail(rule, (int)
                        blocks.stream().filter(each -> each.contains(rule)).count()))
                .toList();
        SeatToFill seat = board.seat(s);
        if (rules.contains(HardRule.PRACTITIONERS)) {
            return new Gap(
                    seat,
                    rules,
                    true,
                    details,
                    "%s %s %s 席无人可排：没有任何律师参加排班。".formatted(seat.date(), seat.shift(), seat.seat()),
                    "Nobody can take seat %s of %s on %s: there are no practitioners to plan with. Maybe none is active at this centre."
                            .formatted(seat.seat(), seat.shift(), seat.date()));
        }
        String chineseRules = details.stream()
                .map(detail -> "%s（%d人）".formatted(detail.rule().chinese(), detail.practitioners()))
                .collect(Collectors.joining("、"));
        String englishRules = details.stream()
                .map(detail -> "%s (%d)".formatted(detail.rule().english(), detail.practitioners()))
                .collect(Collectors.joining(", "));
        int n = board.people();
        return new Gap(
                seat,
                rules,
                proven,
                details,
                "%s %s %s 席无人可排：共%d人，受限于%s。".formatted(seat.date(), seat.shift(), seat.seat(), n, chineseRules),
                "Nobody can take seat %s of %s on %s: of %d practitioners, kept out by %s."
                        .formatted(seat.seat(), seat.shift(), seat.date(), n, englishRules));
    }
}
