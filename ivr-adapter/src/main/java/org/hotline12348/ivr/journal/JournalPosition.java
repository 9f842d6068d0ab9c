package org.hotline12348.ivr.journal;

/**
 * A place in the journal: everything before it is stored.
 *
 * @param inode       which file; a rotated file keeps its inode
 * @param offset      bytes from its beginning
 * @param fingerprint CRC-32 of the file's first bytes, at most {@value #FINGERPRINT_BYTES} and not beyond
 *                    {@code offset}: tells an inode that was given to another file, and a file that was cut and has
 *                    grown again
 */
public record JournalPosition(long inode, long offset, long fingerprint) {

    static final int FINGERPRINT_BYTES = 256;
}
