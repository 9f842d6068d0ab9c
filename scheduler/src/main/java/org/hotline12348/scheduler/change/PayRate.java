package org.hotline12348.scheduler.change;

import java.time.LocalDate;
import org.hotline12348.scheduler.roster.Duty;

/**
 * What a day of duty is paid, from a date on until the next rate of its kind.
 *
 * @param kind on the line or standing by
 * @param from first day it holds
 * @param fen hundredths of a yuan a duty
 */
public record PayRate(Duty.Kind kind, LocalDate from, long fen) implements Paper {

    public PayRate {
        if (fen < 0 || fen > 100_000_00) {
            throw new IllegalArgumentException(
                    "The duty pay from %s is %d fen; it must be from 0 to 100000 yuan.".formatted(from, fen));
        }
    }

    @Override
    public String id() {
        return kind + "-" + from;
    }

    @Override
    public LocalDate to() {
        return from;
    }

    @Override
    public String lawyer() {
        return "";
    }

    @Override
    public boolean open() {
        return true;
    }
}
