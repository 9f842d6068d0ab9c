/**
 * Follows the PBX's journal file as it grows, is rotated, cut or torn, and hands over what is new together with the
 * place up to which it was read. Knows files and where a line can begin. Must not know a database, nor what a row
 * means: whoever stores the rows keeps the place too.
 */
@NullMarked
package org.hotline12348.ivr.journal;

import org.jspecify.annotations.NullMarked;
