/**
 * The figures of a duty room's wallboard and their limits. It knows the tables of calls. It must not know HTTP or the
 * line.
 */
@NullMarked
package org.hotline12348.core.wallboard;

import org.jspecify.annotations.NullMarked;
