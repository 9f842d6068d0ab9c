/**
 * What comes in from outside in files and pasted text: practitioners and leave from CSV and XLSX, notices from JSON, CSV
 * and the words of the State Council. It knows encodings, headings and wordings, and shows everything first: a preview
 * lists every line and every reason against it, and only a preview without faults is taken, whole.
 *
 * <p>Reading and judging are pure; {@code PractitionerIntake}, {@code LeaveIntake} and {@code NoticeIntake} are the shell that asks the
 * store. It must not know the web or the life of a roster.
 */
@NullMarked
package org.hotline12348.scheduler.intake;

import org.jspecify.annotations.NullMarked;
