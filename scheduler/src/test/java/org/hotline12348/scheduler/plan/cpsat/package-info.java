/**
 * The planner on CP-SAT under the contract of all planners.
 *
 * <p>It knows how to make it do without its shortcuts. It must not know more of a plan than the contract does.
 */
@NullMarked
package org.hotline12348.scheduler.plan.cpsat;

import org.jspecify.annotations.NullMarked;
