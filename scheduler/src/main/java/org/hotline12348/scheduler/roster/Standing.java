package org.hotline12348.scheduler.roster;

/** Whether a practitioner may be given duties. */
public enum Standing {
    ACTIVE,
    SUSPENDED,
    LEFT
}
