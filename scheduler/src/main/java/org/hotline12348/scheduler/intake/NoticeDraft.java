package org.hotline12348.scheduler.intake;

import java.time.LocalDate;
import java.util.List;
import java.util.Set;

/**
 * What a text, a table or a JSON document says of one year's holidays, as it was read and before it is joined with what
 * is known.
 *
 * @param year the year it is for; 0 where it does not say
 * @param whole whether it speaks of all seven festivals; otherwise it amends the year's notice
 * @param days every day it names, in its order; a day may be named twice
 * @param cancelled make-up days an amendment takes back: those between these dates, both included
 * @param faults what cannot be understood or contradicts itself
 * @param notes what was left out on purpose, or looks odd
 */
public record NoticeDraft(
        int year, boolean whole, List<Named> days, List<Stretch> cancelled, List<Flaw> faults, List<Flaw> notes) {

    /** The festivals of a whole notice. */
    static final Set<String> FESTIVALS = Set.of("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节");

    /** One day it names. */
    public record Named(LocalDate date, String name, boolean off) {}

    /** Days from one to another, both included, of one festival. */
    public record Stretch(String festival, LocalDate from, LocalDate to) {}

    public NoticeDraft {
        days = List.copyOf(days);
        cancelled = List.copyOf(cancelled);
        faults = List.copyOf(faults);
        notes = List.copyOf(notes);
    }
}
