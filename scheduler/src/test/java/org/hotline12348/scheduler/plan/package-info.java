/**
 * Stories, tables and simulations of planning.
 *
 * <p>It knows the port and an independent judge of plans; a test of one planner lies beside that planner. It must not
 * judge a plan by the tables with which planners made it.
 */
@NullMarked
package org.hotline12348.scheduler.plan;

import org.jspecify.annotations.NullMarked;
