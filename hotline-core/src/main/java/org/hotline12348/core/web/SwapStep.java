package org.hotline12348.core.web;

import java.util.List;
import org.hotline12348.scheduler.change.Swap;

/** The steps of a swap in the words of the interface. */
record SwapStep(String word, Swap.Step taken) {

    private static final List<SwapStep> ALL = List.of(
            new SwapStep("accept", Swap.Step.ACCEPT),
            new SwapStep("approve", Swap.Step.APPROVE),
            new SwapStep("decline", Swap.Step.REFUSE),
            new SwapStep("withdraw", Swap.Step.WITHDRAW));

    static List<SwapStep> all() {
        return ALL;
    }

    static Swap.Step of(String word) {
        return ALL.stream()
                .filter(step -> step.word().equals(word))
                .findFirst()
                .map(SwapStep::taken)
                .orElseThrow(() -> Problem.notFound("A swap knows no step %s.".formatted(word)));
    }
}
