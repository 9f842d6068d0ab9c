/**
 * The desks at which coordinators and lawyers work on the roster: each takes a wish, checks it against the rules, writes
 * it to the store in one piece together with its audit event and its notices, and tells the live roster. Knows the
 * planner and the store. Must not know HTTP, accounts or telephones.
 */
@NullMarked
package org.hotline12348.scheduler.desk;

import org.jspecify.annotations.NullMarked;
