/**
 * The PBX's own event log: one row of Asterisk's channel event log (CEL), read from and written to a line of text.
 * Knows the agreed order of the fields and how damaged lines look. Must know no file, no clock and no meaning of a
 * call.
 */
@NullMarked
package org.hotline12348.ivr.cel;

import org.jspecify.annotations.NullMarked;
