/**
 * Whole-line tests: citizens and lawyers made of SIPp, a real Asterisk, a real PostgreSQL and the whole service, told as
 * people would tell them. They look at the record as a client of the HTTP interface does.
 */
@NullMarked
package org.hotline12348.core.line;

import org.jspecify.annotations.NullMarked;
