/**
 * Files to take away: tables of any length as CSV or XLSX, written a row at a time, encrypted while they wait to be
 * fetched. It must not know what the rows are about, nor HTTP.
 */
@NullMarked
package org.hotline12348.core.export;

import org.jspecify.annotations.NullMarked;
