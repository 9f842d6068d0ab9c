package org.hotline12348.scheduler.intake;

import java.util.List;
import java.util.Optional;
import org.hotline12348.scheduler.change.LeaveRequest;

/**
 * What an import of leave would do, line by line.
 *
 * @param format {@code CSV} or {@code XLSX}
 * @param encoding how the characters were spelled
 * @param ignored headings that were not understood
 * @param faults what is wrong with the file as a whole
 * @param lines every line below the headings
 * @param duties how many published duties fall into what would be added; they must be given to others afterwards
 * @param digest stands for the file and for what is known already; an import names the digest it was shown
 */
public record LeavePreview(
        String format,
        String encoding,
        List<String> ignored,
        List<Flaw> faults,
        List<Line> lines,
        int duties,
        String digest) {

    /** What a line does: a leave that is known already is the same. */
    public enum Effect {
        ADD,
        SAME,
        BAD
    }

    /**
     * One line.
     *
     * @param line its number as an editor or Excel shows it
     * @param lawyer the practitioner's id as written, perhaps empty
     * @param leave as it would be kept; empty for a bad line
     * @param flaws every reason against the line
     */
    public record Line(int line, String lawyer, Effect effect, Optional<LeaveRequest> leave, List<Flaw> flaws) {
        public Line {
            flaws = List.copyOf(flaws);
        }
    }

    public LeavePreview {
        ignored = List.copyOf(ignored);
        faults = List.copyOf(faults);
        lines = List.copyOf(lines);
    }

    public long count(Effect effect) {
        return lines.stream().filter(line -> line.effect() == effect).count();
    }

    /** Whether it may be taken: no fault, no bad line, and something in it at all. */
    public boolean sound() {
        return faults.isEmpty() && count(Effect.BAD) == 0 && !lines.isEmpty();
    }
}
