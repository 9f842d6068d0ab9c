/**
 * What a lawyer looks up in a call: advice that is given again and again, and articles of the law from files that the centre
 * maintains. It knows no call and no record.
 */
@NullMarked
package org.hotline12348.core.knowledge;

import org.jspecify.annotations.NullMarked;
