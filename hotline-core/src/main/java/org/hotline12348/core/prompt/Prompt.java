package org.hotline12348.core.prompt;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that is said.
 *
 * @param key its name, also of its sound file
 * @param text what the generated voice says; empty for an announcement that exists as a recording only
 * @param group where it is heard
 * @param follows what is said after it, from pieces: {@code hour}, {@code minute}, {@code month}, {@code day},
 *     {@code holiday}, {@code ahead}, {@code wait}
 */
public record Prompt(String key, String text, Group group, List<String> follows) {

    /** Where a prompt is heard. */
    public enum Group {
        WELCOME,
        WAITING,
        CLOSED,
        MESSAGE,
        RATING,
        LAWYER,
        /** Pieces from which times, dates and counts are put together. */
        PIECE,
        HOLIDAY,
        OTHER
    }

    private static final Set<String> PIECES = Set.of("month", "day", "hour", "minute", "ahead", "wait");

    static Prompt of(String key, String text) {
        return new Prompt(key, text, group(key), follows(key));
    }

    private static Group group(String key) {
        String first = key.split("-", 2)[0];
        boolean numbered = key.matches("[a-z]+-\\d+");
        if (numbered && PIECES.contains(first)) {
            return Group.PIECE;
        }
        if (key.startsWith("holiday-") && !key.equals("holiday-any") && !key.equals("holiday-pause")) {
            return Group.HOLIDAY;
        }
        return switch (first) {
            case "welcome", "recording", "connecting" -> Group.WELCOME;
            case "all", "next", "comfort", "nobody", "lost", "no" -> Group.WAITING;
            case "closed", "closure", "service", "until", "opens", "holiday", "resumes", "leave" -> Group.CLOSED;
            case "voicemail", "message" -> Group.MESSAGE;
            case "callback" -> key.equals("callback-for-lawyer") ? Group.LAWYER : Group.WAITING;
            case "survey" -> Group.RATING;
            case "accept", "taken", "signed", "on", "off" -> Group.LAWYER;
            default -> Group.OTHER;
        };
    }

    private static List<String> follows(String key) {
        return switch (key) {
            case "service-hours", "until" -> List.of("hour", "minute");
            case "opens-next", "resumes" -> List.of("month", "day", "hour", "minute");
            case "closed-holiday" -> List.of("holiday");
            case "all-busy" -> List.of("ahead", "wait");
            default -> List.of();
        };
    }

    /** Its key, when it is one. */
    static Optional<String> key(String text) {
        return Optional.of(text).filter(key -> key.matches("[a-z0-9-]{1,64}"));
    }
}
