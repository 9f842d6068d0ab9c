/**
 * The book of consultations: one entry for each call and each visit, message or campaign talk, with what the people
 * wrote to it. Knows what can be asked of the book and what may be written. Must not know how a call is folded, who is
 * signed in, or HTTP.
 */
@NullMarked
package org.hotline12348.core.consultation;

import org.jspecify.annotations.NullMarked;
