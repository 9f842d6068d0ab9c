/**
 * The benches: load and faults on a whole instance of their own, told as a table and as JSON. They know SIPp, the program
 * and its HTTP interface. They must not reach into the parts; what they count is what a caller and a client can see.
 */
@NullMarked
package org.hotline12348.core.app.bench;

import org.jspecify.annotations.NullMarked;
