package org.hotline12348.scheduler.change;

import java.time.Duration;
import java.util.List;

/**
 * What is done, in which order, when somebody has not signed in to a duty on the line. The screens show an alarm from
 * {@link Alarms#WARNING} before the start whatever stands here.
 *
 * @param steps in order of time
 */
public record Escalation(List<Step> steps) implements SolePaper {

    public static final String ID = "escalation";

    /** The most steps. */
    public static final int MOST_STEPS = 20;

    /** Reminds the lawyer ten minutes before and at the start, and then tells the standby to be ready. */
    public static final Escalation USUAL = new Escalation(List.of(
            new Step(-10, Act.TELL_LAWYER, ""), new Step(0, Act.TELL_LAWYER, ""), new Step(0, Act.TELL_STANDBY, "")));

    /** What is done. */
    public enum Act {
        /** The lawyer is told. */
        TELL_LAWYER,
        /** Those who stand by are told to be ready. */
        TELL_STANDBY,
        /** The address of the step is told. */
        TELL,
        /** The standby takes the seat, without anybody's word. */
        CALL_STANDBY_IN
    }

    /**
     * One step.
     *
     * @param minutes after the start of the duty; negative: before
     * @param to an e-mail address or a mobile number, for {@link Act#TELL} alone
     */
    public record Step(int minutes, Act act, String to) {
        public Step {
            if (minutes < -120 || minutes > 240) {
                throw new IllegalArgumentException(
                        "A step %d minutes after the start is out of bounds (-120 to 240).".formatted(minutes));
            }
            if (act == Act.CALL_STANDBY_IN && minutes < 1) {
                throw new IllegalArgumentException(
                        "The standby cannot be called in %d minutes after the start; give the lawyer at least a minute."
                                .formatted(minutes));
            }
            if ((act == Act.TELL) == to.isBlank()) {
                throw new IllegalArgumentException(
                        "The step %s at %d minutes has the address \"%s\"; exactly the act TELL has one."
                                .formatted(act, minutes, to));
            }
        }

        public Duration after() {
            return Duration.ofMinutes(minutes);
        }
    }

    public Escalation {
        steps = steps.stream()
                .sorted(java.util.Comparator.comparingInt(Step::minutes))
                .toList();
        if (steps.size() > MOST_STEPS) {
            throw new IllegalArgumentException(
                    "%d steps are too many; at most %d.".formatted(steps.size(), MOST_STEPS));
        }
    }

    @Override
    public String id() {
        return ID;
    }
}
