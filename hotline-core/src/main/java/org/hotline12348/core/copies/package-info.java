/**
 * Several copies of the service on one database: who commands the exchange, how the others' people reach it all the same, and how
 * each hears what another changed. Knows the table of leases and PostgreSQL's notices. Must not know what is done under a lease.
 */
@NullMarked
package org.hotline12348.core.copies;

import org.jspecify.annotations.NullMarked;
