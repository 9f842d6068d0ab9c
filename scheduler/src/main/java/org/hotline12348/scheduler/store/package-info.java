/**
 * Where rosters are kept: a port of the domain, once in memory and once in PostgreSQL, both under one contract. Knows
 * tables, transactions and row-level security by centre. Must not decide who does duty.
 */
@NullMarked
package org.hotline12348.scheduler.store;

import org.jspecify.annotations.NullMarked;
