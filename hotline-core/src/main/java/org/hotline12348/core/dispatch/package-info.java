/**
 * Sees that those on duty sit in the queues: who should sit, less who sits, is what the line is told.
 * Knows the roster and the phone line, and tells the PBX service hours and telephones for sixty days ahead.
 * Must not know calls, consultations or web pages, and is never in the path of a call.
 */
@NullMarked
package org.hotline12348.core.dispatch;

import org.jspecify.annotations.NullMarked;
