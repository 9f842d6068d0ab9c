package org.hotline12348.scheduler.plan;

/**
 * One soft rule's penalty in a plan, and what is proven of it.
 *
 * @param rule the rule
 * @param value the plan's penalty, 0 is best
 * @param bound no plan that is best in all more important rules has a smaller penalty than this
 */
public record Score(SoftRule rule, long value, long bound) {

    public boolean proven() {
        return value == bound;
    }
}
