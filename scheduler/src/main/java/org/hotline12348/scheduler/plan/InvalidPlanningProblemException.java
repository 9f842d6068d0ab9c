package org.hotline12348.scheduler.plan;

/** The problem handed in contradicts itself (a seat named twice, a duty of somebody unknown); nothing was planned. */
public final class InvalidPlanningProblemException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidPlanningProblemException(String message) {
        super(message);
    }
}
