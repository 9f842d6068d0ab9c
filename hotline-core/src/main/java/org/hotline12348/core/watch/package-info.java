/**
 * Looks every two seconds whether the line can do its work, and says what cannot: raised and cleared alarms, as figures,
 * on the event bus and over HTTP. Knows readings and limits; what follows from them is a pure function.
 * Must not know where a reading comes from, nor repair more than a clock that was set.
 */
@NullMarked
package org.hotline12348.core.watch;

import org.jspecify.annotations.NullMarked;
