/**
 * The planner on OR-Tools CP-SAT.
 *
 * <p>It knows the solver library, its threads and its native code. It must not know anything of a roster that
 * {@link org.hotline12348.scheduler.plan.engine} does not know: both planners judge a plan by the same tables.
 */
@NullMarked
package org.hotline12348.scheduler.plan.cpsat;

import org.jspecify.annotations.NullMarked;
