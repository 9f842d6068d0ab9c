package org.hotline12348.scheduler.change;

import java.time.LocalDate;

/** A paper of which a centre has one: it holds for every day and everybody until it is written anew. */
public sealed interface SolePaper extends Paper permits DutyRules, Escalation {

    @Override
    default LocalDate from() {
        return LocalDate.EPOCH;
    }

    @Override
    default LocalDate to() {
        return LocalDate.EPOCH;
    }

    @Override
    default String lawyer() {
        return "";
    }

    @Override
    default boolean open() {
        return true;
    }
}
