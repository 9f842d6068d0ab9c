package org.hotline12348.scheduler.roster;

/** Who may sit in a seat: some centres staff a window "1 + 1", one of the staff and one lawyer. */
public enum SeatRole {
    /** Any practitioner. */
    ANY,
    /** A licensed lawyer (律师). */
    LAWYER,
    /** One of the centre's staff (工作人员). */
    STAFF,
    /** A grassroots legal service worker (基层法律服务工作者). */
    GRASSROOTS_WORKER;

    /** Whether a practitioner of this kind may sit here. */
    public boolean admits(PractitionerKind kind) {
        return switch (this) {
            case ANY -> true;
            case LAWYER -> kind == PractitionerKind.LAWYER;
            case STAFF -> kind == PractitionerKind.STAFF;
            case GRASSROOTS_WORKER -> kind == PractitionerKind.GRASSROOTS_WORKER;
        };
    }
}
