package org.hotline12348.core.consultation;

/** How the citizen and the lawyer met. */
public enum Channel {
    PHONE,
    IN_PERSON,
    ONLINE,
    OUTREACH
}
