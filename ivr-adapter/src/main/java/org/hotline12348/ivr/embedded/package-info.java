/**
 * The PBX that the hotline brings with it: finds or fetches Asterisk, makes its instance directory, starts, adopts and stops it.
 * Knows the templates in {@code config/asterisk} and the processes of this machine.
 * Must not know rosters, calls or the service's settings: everything comes in as {@link
 * org.hotline12348.ivr.embedded.PbxSettings}. Everything here blocks; call it from a virtual thread, never from an event loop.
 */
@NullMarked
package org.hotline12348.ivr.embedded;

import org.jspecify.annotations.NullMarked;
