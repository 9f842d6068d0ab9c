/**
 * Personal data: how a telephone number is shown, kept and found again. Knows encryption and its keys. Must not know
 * who may see what: that is decided where a role is known.
 */
@NullMarked
package org.hotline12348.core.privacy;

import org.jspecify.annotations.NullMarked;
