/**
 * The service calendar: on which days and hours a centre serves, and why. Knows dates, holidays, policies, time zones
 * and daylight saving; everything here is a pure function of its arguments. Must not know lawyers, duties, clocks or
 * databases.
 */
@NullMarked
package org.hotline12348.scheduler.calendar;

import org.jspecify.annotations.NullMarked;
