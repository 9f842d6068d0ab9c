/**
 * A telephone call as a story: what happened (events), what goes on (states), what is kept of it (the projection).
 * Knows the PBX's rows and folds all rows of a call to its record, whatever their order, repeats or gaps. Must know no
 * clock, no database and no framework: everything here is a pure function.
 */
@NullMarked
package org.hotline12348.core.call;

import org.jspecify.annotations.NullMarked;
