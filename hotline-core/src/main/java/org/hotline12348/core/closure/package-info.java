/**
 * The emergency switch of a centre: kept, told to the exchange, and told again whenever the exchange comes back. It knows
 * PostgreSQL and the line. It must not know HTTP, nor who may use it.
 */
@NullMarked
package org.hotline12348.core.closure;

import org.jspecify.annotations.NullMarked;
