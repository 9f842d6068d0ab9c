/**
 * Recordings of calls and messages left by callers: sealed soon after the call's end, kept as long as the centre keeps
 * them, opened for whoever may and says why. It knows files, the vault and PostgreSQL. It must not know HTTP, nor how the
 * exchange records.
 */
@NullMarked
package org.hotline12348.core.recording;

import org.jspecify.annotations.NullMarked;
