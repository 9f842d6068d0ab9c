package org.hotline12348.core.app.bench;

import java.util.Set;

/**
 * One thing that is done to a running hotline.
 *
 * @param name as it is typed
 * @param seats lawyers on duty meanwhile
 * @param extras what it needs of its stand
 * @param brief whether it has a short form in {@code faults short}; where not, a test of its own shows the same
 * @param deed does it and reports
 */
record Fault(String name, int seats, Set<FaultStand.Extra> extras, boolean brief, Deed deed) {

    /** Does it. */
    interface Deed {
        /**
         * @param brief the short form: seconds instead of minutes
         * @throws InterruptedException when the bench's limit has passed
         */
        void run(FaultStand stand, boolean brief, Report report) throws InterruptedException;
    }
}
