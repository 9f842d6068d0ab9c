package org.hotline12348.core.consultation;

import java.util.List;
import java.util.Optional;

/**
 * One page of the book, newest first.
 *
 * @param items the entries, without their timelines
 * @param next  the cursor of the following page; empty on the last
 */
public record ConsultationPage(List<Consultation> items, Optional<String> next) {}
