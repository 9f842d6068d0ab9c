/**
 * What leaves the roster: calendar feeds, duty pay as tables, notices by mail and SMS. Knows file formats and the
 * network; a message goes out again until it has arrived or is given up. Must not change a roster nor decide anything.
 */
@NullMarked
package org.hotline12348.scheduler.out;

import org.jspecify.annotations.NullMarked;
