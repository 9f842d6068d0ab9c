package org.hotline12348.core.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was typed after {@code ./hotline}.
 *
 * @param verb run, demo, bench, doctor, roster, journal
 * @param words what follows the verb and is no option
 * @param home where the instance lives; absent: the usual place
 * @param config another settings file; absent: the usual one
 * @param set the {@code KEY=VALUE} words of {@code --set}
 * @param demo whether {@code --demo} was given
 */
record CommandLine(
        String verb, List<String> words, Optional<Path> home, Optional<Path> config, List<String> set, boolean demo) {

    /** @throws Trouble naming the first word that cannot be understood */
    static CommandLine parse(List<String> arguments) {
        List<String> words = new ArrayList<>();
        List<String> set = new ArrayList<>();
        Optional<Path> home = Optional.empty();
        Optional<Path> config = Optional.empty();
        boolean demo = false;
        for (int i = 0; i < arguments.size(); i++) {
            String word = arguments.get(i);
            switch (word) {
                case "--home" -> home = Optional.of(Path.of(following(arguments, i++)));
                case "--config" -> config = Optional.of(Path.of(following(arguments, i++)));
                case "--set" -> set.add(following(arguments, i++));
                case "--demo" -> demo = true;
                default -> {
                    if (word.startsWith("--home=")) {
                        home = Optional.of(Path.of(word.substring("--home=".length())));
                    } else if (word.startsWith("--config=")) {
                        config = Optional.of(Path.of(word.substring("--config=".length())));
                    } else if (word.startsWith("--set=")) {
                        set.add(word.substring("--set=".length()));
                    } else {
                        words.add(word);
                    }
                }
            }
        }
        if (words.isEmpty()) {
            throw new Trouble(Trouble.Kind.USAGE, "A verb is missing.\nMend: see ./hotline help.");
        }
        return new CommandLine(words.removeFirst(), List.copyOf(words), home, config, List.copyOf(set), demo);
    }

    private static String following(List<String> arguments, int i) {
        if (i + 1 >= arguments.size()) {
            throw new Trouble(
                    Trouble.Kind.USAGE, arguments.get(i) + " wants a value after it.\nMend: see ./hotline help.");
        }
        return arguments.get(i + 1);
    }

    /** Refuses words that the verb does not take. */
    void requireNoWords() {
        if (!words.isEmpty()) {
            throw new Trouble(
                    Trouble.Kind.USAGE,
                    "%s does not take \"%s\".%nMend: see ./hotline help.".formatted(verb, words.getFirst()));
        }
    }
}
