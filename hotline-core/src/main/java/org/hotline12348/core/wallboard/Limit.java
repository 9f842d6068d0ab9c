package org.hotline12348.core.wallboard;

import java.util.Optional;

/**
 * From where a figure turns amber, and from where red. A figure of which more is worse turns at its limit or above; one of
 * which fewer is worse turns below amber, and at red or below it.
 */
public record Limit(Figure figure, double amber, double red) {

    /** What a limit may be at most. */
    public static final double MOST = 100_000;

    /** What is wrong with it; empty when nothing is. */
    public Optional<String> objection() {
        if (amber < 0 || red < 0 || amber > MOST || red > MOST || Double.isNaN(amber) || Double.isNaN(red)) {
            return Optional.of("%s: a limit lies between 0 and %.0f.".formatted(figure, MOST));
        }
        if (figure.low() ? red > amber : red < amber) {
            return Optional.of("%s: red (%s) comes after amber (%s), so it cannot be %s."
                    .formatted(figure, red, amber, figure.low() ? "higher" : "lower"));
        }
        return Optional.empty();
    }
}
