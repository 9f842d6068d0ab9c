/**
 * Whom the hotline owes a call: those who asked for one, were not served, left a message, or were cut off.
 * Knows how such debts arise from calls, merge, fall due, are worked and end; all of that is decided by pure functions.
 * Must not know web pages or Asterisk: it orders a call from the phone line and reads in the journal what became of it.
 */
@NullMarked
package org.hotline12348.core.callback;

import org.jspecify.annotations.NullMarked;
