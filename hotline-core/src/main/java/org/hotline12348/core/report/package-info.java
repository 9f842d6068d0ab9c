/**
 * What is counted: calls and consultations of a centre by when, what, who and how it ended, with the filter that opens
 * the very records behind each number. It knows PostgreSQL. It must not know HTTP, nor how a number is drawn.
 */
@NullMarked
package org.hotline12348.core.report;

import org.jspecify.annotations.NullMarked;
