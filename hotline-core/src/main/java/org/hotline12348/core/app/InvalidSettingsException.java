package org.hotline12348.core.app;

import java.util.List;
import java.util.stream.Collectors;

/** The settings cannot be used; all that is wrong with them is told at once. */
public final class InvalidSettingsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * One wrong setting.
     *
     * @param key its key, as in {@code --set}
     * @param value what was given
     * @param rule what it must be
     * @param mend what to do about it
     */
    public record Mistake(String key, String value, String rule, String mend) {
        @Override
        public String toString() {
            return "  %s = %s%n      %s%n      Mend: %s".formatted(key, value, rule, mend);
        }
    }

    private final transient List<Mistake> mistakes;

    InvalidSettingsException(List<Mistake> mistakes) {
        super(mistakes.stream()
                .map(Mistake::toString)
                .collect(Collectors.joining(
                        "\n",
                        mistakes.size() == 1
                                ? "One setting cannot be used:\n"
                                : mistakes.size() + " settings cannot be used:\n",
                        "")));
        this.mistakes = List.copyOf(mistakes);
    }

    /** What is wrong, in the order of the keys. */
    public List<Mistake> mistakes() {
        return mistakes;
    }
}
