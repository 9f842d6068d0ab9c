/**
 * The program: settings, start and stop, and the only place that makes adapters and joins the parts. Knows every other
 * package of the product, the file system of its home and the processes it starts. Must not decide anything about a
 * call, a roster or a record: those rules live in their own packages.
 */
@NullMarked
package org.hotline12348.core.app;

import org.jspecify.annotations.NullMarked;
