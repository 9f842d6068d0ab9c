/**
 * Who may do what only one copy of the service may do at a time. Knows what a lease is, when it may be believed and when it
 * may be taken over: pure, every clock is an argument. Must not know a database, nor what is done under the lease.
 */
@NullMarked
package org.hotline12348.core.lease;

import org.jspecify.annotations.NullMarked;
