package org.hotline12348.core.call;

/** Where a row was seen. */
public enum Feed {
    /** The journal file: complete, with microseconds. The truth. */
    FILE,
    /** The manager interface: fast, may have gaps. Counts only where the file has no such row. */
    AMI,
    /** Written by the service itself, for what the PBX can no longer say (it died). */
    SERVICE
}
