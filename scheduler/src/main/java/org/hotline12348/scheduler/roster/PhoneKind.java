package org.hotline12348.scheduler.roster;

/** A kind of telephone on which a practitioner takes calls. */
public enum PhoneKind {
    /** His mobile, which must press 1. */
    MOBILE,
    /** A desk telephone that registers under his user name. */
    SIP,
    /** The browser on his desk. */
    BROWSER
}
