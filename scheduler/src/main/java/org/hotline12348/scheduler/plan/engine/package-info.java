/**
 * The pure machinery under the planners: the problem as indexed tables, the score of an assignment kept up to date move
 * by move, provable bounds, local search, exhaustive search, and the reasons of a gap.
 *
 * <p>It knows seats and people by number only. It must not know OR-Tools, the clock, threads or chance other than a
 * seeded generator it is given.
 */
@NullMarked
package org.hotline12348.scheduler.plan.engine;

import org.jspecify.annotations.NullMarked;
