/**
 * Who sits where and when: practitioners, shifts, seats, duties, and the answer "who is on duty at this instant".
 * Knows the service calendar; everything here is a pure function of its arguments. Must not know clocks, databases,
 * telephones or web pages.
 */
@NullMarked
package org.hotline12348.scheduler.roster;

import org.jspecify.annotations.NullMarked;
