package org.hotline12348.ivr.journal;

import java.util.List;
import org.hotline12348.ivr.cel.CelLine;

/**
 * New lines of the journal.
 *
 * @param lines in the order of the file; at most the tailer's limit
 * @param upTo  the place behind the last of them; to be stored together with them
 * @param behindBytes how much of this file was still unread when the batch was made
 */
public record JournalBatch(List<CelLine> lines, JournalPosition upTo, long behindBytes) {}
