package org.hotline12348.scheduler.change;

/**
 * Who wants something.
 *
 * @param user user name; a lawyer's is his practitioner's id
 * @param coordinator whether he may decide for others in this centre
 */
public record Actor(String user, boolean coordinator) {

    /** The program itself. */
    public static final Actor SYSTEM = new Actor("system", true);

    /** Whether he may speak for this practitioner. */
    public boolean speaksFor(String lawyer) {
        return coordinator || user.equals(lawyer);
    }
}
