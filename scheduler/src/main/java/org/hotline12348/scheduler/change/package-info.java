/**
 * What people ask, decide and do about a roster: drafts, leave, swaps, sign-ins, and the rules they keep to. Everything
 * here is a pure function of its arguments; a paper says what became of it, and a step that is not allowed is a value
 * with its reason. Must not know clocks, databases, the network or web pages.
 */
@NullMarked
package org.hotline12348.scheduler.change;

import org.jspecify.annotations.NullMarked;
