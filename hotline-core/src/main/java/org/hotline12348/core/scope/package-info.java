/**
 * Work in the database on behalf of one centre, so that row-level security holds. It knows PostgreSQL. It must not know
 * what the work is.
 */
@NullMarked
package org.hotline12348.core.scope;

import org.jspecify.annotations.NullMarked;
