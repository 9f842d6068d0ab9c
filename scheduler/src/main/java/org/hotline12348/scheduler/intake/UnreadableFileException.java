package org.hotline12348.scheduler.intake;

/** The file as a whole cannot be read, so no line of it can be judged. */
public final class UnreadableFileException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    private final transient Flaw flaw;

    public UnreadableFileException(String chinese, String english) {
        super(english);
        this.flaw = new Flaw(chinese, english);
    }

    public Flaw flaw() {
        return flaw;
    }
}
