/**
 * The phone line as the rest of the program sees it: what happens on it, who sits in its queues, and what it is told.
 * Knows queues, seats, telephones and channels, in JDK and Vert.x types only.
 * Must not know rosters, consultations or any PBX's own words; those stay in {@code ivr.asterisk}.
 */
@NullMarked
package org.hotline12348.ivr;

import org.jspecify.annotations.NullMarked;
