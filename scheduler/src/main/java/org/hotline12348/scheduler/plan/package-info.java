/**
 * The planning engine: seats to fill and practitioners in, a plan with its proof out.
 *
 * <p>It knows the hard and the soft rules of a roster, how far a plan is from the best possible one, and why a seat
 * cannot be filled. It must not know the database, the clock, the telephone or the life of a roster; time, seed and
 * limits come in as arguments.
 */
@NullMarked
package org.hotline12348.scheduler.plan;

import org.jspecify.annotations.NullMarked;
