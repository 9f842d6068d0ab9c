@NullMarked
package org.hotline12348.ivr;

import org.jspecify.annotations.NullMarked;
