package org.hotline12348.scheduler.intake;

import java.util.List;
import java.util.Optional;
import org.hotline12348.scheduler.roster.Practitioner;

/**
 * What an import of practitioners would do, line by line.
 *
 * @param format {@code CSV} or {@code XLSX}
 * @param encoding how the characters were spelled
 * @param columns headings that were understood, in the file's order
 * @param ignored headings that were not
 * @param faults what is wrong with the file as a whole, for example a heading that is missing
 * @param lines every line below the headings
 * @param digest stands for the file and for what is known already; an import names the digest it was shown
 */
public record PractitionerPreview(
        String format,
        String encoding,
        List<String> columns,
        List<String> ignored,
        List<Flaw> faults,
        List<Line> lines,
        String digest) {

    /** What a line does. */
    public enum Effect {
        ADD,
        CHANGE,
        SAME,
        BAD
    }

    /**
     * One line.
     *
     * @param line its number as an editor or Excel shows it
     * @param id the practitioner's id as written, perhaps empty
     * @param name his name as written, perhaps empty
     * @param practitioner how he would be kept; empty for a bad line
     * @param changed names of the fields that change
     * @param flaws every reason against the line
     */
    public record Line(
            int line,
            String id,
            String name,
            Effect effect,
            Optional<Practitioner> practitioner,
            List<String> changed,
            List<Flaw> flaws) {
        public Line {
            changed = List.copyOf(changed);
            flaws = List.copyOf(flaws);
        }
    }

    public PractitionerPreview {
        columns = List.copyOf(columns);
        ignored = List.copyOf(ignored);
        faults = List.copyOf(faults);
        lines = List.copyOf(lines);
    }

    public long count(Effect effect) {
        return lines.stream().filter(line -> line.effect() == effect).count();
    }

    /** Whether it may be taken: no fault, no bad line, and something to do at all. */
    public boolean sound() {
        return faults.isEmpty() && count(Effect.BAD) == 0 && !lines.isEmpty();
    }
}
