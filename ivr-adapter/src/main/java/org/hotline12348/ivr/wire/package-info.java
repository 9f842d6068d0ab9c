/**
 * A connection between two programs that can be hurt on purpose, for tests and benches: cut, half-open, deaf, slow. Knows bytes
 * and nothing of what they mean. Nothing of the running line uses it.
 */
@NullMarked
package org.hotline12348.ivr.wire;

import org.jspecify.annotations.NullMarked;
