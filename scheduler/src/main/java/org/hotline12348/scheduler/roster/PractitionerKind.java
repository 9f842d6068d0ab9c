package org.hotline12348.scheduler.roster;

/** What a practitioner is. */
public enum PractitionerKind {
    /** 律师 */
    LAWYER,
    /** 基层法律服务工作者 */
    GRASSROOTS_WORKER,
    /** 中心工作人员 */
    STAFF
}
