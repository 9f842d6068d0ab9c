/**
 * What a lawyer at work says of himself: which telephone he uses, and whether he is ready or away. It keeps both over a
 * restart and tells them to those who seat him. It knows nothing of HTTP, and the PBX only by two commands.
 */
@NullMarked
package org.hotline12348.core.desk;

import org.jspecify.annotations.NullMarked;
