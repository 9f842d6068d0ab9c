@NullMarked
package org.hotline12348.scheduler;

import org.jspecify.annotations.NullMarked;
