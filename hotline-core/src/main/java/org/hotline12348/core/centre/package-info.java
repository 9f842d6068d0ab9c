/**
 * Which number citizens dial for which centre. It knows PostgreSQL and the line. It must not know HTTP or the roster.
 */
@NullMarked
package org.hotline12348.core.centre;

import org.jspecify.annotations.NullMarked;
