/**
 * What the line is told of callers beforehand: a repeat caller's lawyer, an earlier turn, how long talks take.
 * The rules are pure; the shell asks the book. Must not be in the way of a call: whoever asks goes on without an answer.
 */
@NullMarked
package org.hotline12348.core.hint;

import org.jspecify.annotations.NullMarked;
