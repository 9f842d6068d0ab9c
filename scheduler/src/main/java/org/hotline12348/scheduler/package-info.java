/**
 * The roster of a legal-aid hotline as the rest of the program sees it: who is on duty, and when it changes. Knows
 * the service calendar, the shifts, the duties and their database. Must not know telephones, accounts or web pages.
 */
@NullMarked
package org.hotline12348.scheduler;

import org.jspecify.annotations.NullMarked;
