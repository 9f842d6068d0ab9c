/**
 * From the PBX's journal to the book: stores raw rows, recomputes the calls they touch and moves the place in the file,
 * all in one transaction. Tells the live screens of calls that are up before that, from the manager interface's rows. Knows the tables of rows and the fold of a call. Must not know what people write, nor who may
 * read it.
 */
@NullMarked
package org.hotline12348.core.journal;

import org.jspecify.annotations.NullMarked;
