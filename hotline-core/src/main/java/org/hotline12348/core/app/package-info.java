@NullMarked
package org.hotline12348.core.app;

import org.jspecify.annotations.NullMarked;
