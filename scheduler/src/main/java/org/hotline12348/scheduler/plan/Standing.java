package org.hotline12348.scheduler.plan;

/** Whether a practitioner may do duty at all. */
public enum Standing {
    ACTIVE,
    SUSPENDED,
    LEFT
}
