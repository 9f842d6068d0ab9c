/**
 * The audit log: who did what, when and why, append-only and sealed by a chain of hashes. It knows PostgreSQL. It must
 * not know what the actions mean.
 */
@NullMarked
package org.hotline12348.core.audit;

import org.jspecify.annotations.NullMarked;
