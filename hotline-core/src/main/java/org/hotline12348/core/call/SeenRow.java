package org.hotline12348.core.call;

import org.hotline12348.ivr.cel.CelRow;

/** A row and where it was seen. */
public record SeenRow(CelRow row, Feed feed) {}
