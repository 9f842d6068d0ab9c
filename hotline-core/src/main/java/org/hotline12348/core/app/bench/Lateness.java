package org.hotline12348.core.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.hotline12348.core.call.CallFold;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Feed;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.call.SeenRow;
import org.hotline12348.ivr.cel.CelRow;

/**
 * How late what happened to calls came on a screen.
 *
 * @param told milliseconds until the page, or whoever else was told, had it; sorted
 * @param drawn until the frame with it was drawn; sorted
 * @param never of how many events nothing was seen
 */
record Lateness(List<Double> told, List<Double> drawn, int never) {
    /** What a screen shows of a call that it does not show any more. */
    static final String OVER = "ENDED";

    /** A browser's clock is told to a tenth of a millisecond, and read by another process. */
    private static final double CLOCKS_APART_MILLIS = 2;

    static final Lateness NONE = new Lateness(List.of(), List.of(), 0);

    Lateness {
        told = told.stream().sorted().toList();
        drawn = drawn.stream().sorted().toList();
    }

    /**
     * A state of a call from a moment on, as the journal of the exchange has it.
     *
     * @param millis since 1970
     */
    record Event(double millis, String state) {}

    /**
     * The same as somebody was told or shown it.
     *
     * @param at when he had it, milliseconds since 1970
     * @param drawn when the frame with it was drawn
     */
    record Shown(String state, double at, double drawn) {
        /** As {@code screen-watch.js} keeps it. */
        static Shown of(JsonNode one) {
            return new Shown(
                    one.path("state").asText(),
                    one.path("at").asDouble(),
                    one.path("painted").asDouble());
        }
    }

    /**
     * When each call came into which state: the moment of the row of the exchange's journal that makes the record say so.
     *
     * @param shown what a screen shows of a state; {@link #OVER} for nothing
     * @return by the last digits of the caller's number
     */
    static Map<String, List<Event>> events(List<CelRow> rows, Function<Optional<LiveState>, String> shown) {
        Map<String, List<CelRow>> calls = new LinkedHashMap<>();
        rows.stream()
                .sorted(Comparator.comparing(CelRow::eventTime))
                .forEach(row -> calls.computeIfAbsent(row.linkedId(), _ -> new ArrayList<>())
                        .add(row));
        Map<String, List<Event>> events = new HashMap<>();
        for (List<CelRow> call : calls.values()) {
            List<SeenRow> known = new ArrayList<>();
            String before = OVER;
            for (CelRow row : call) {
                known.add(new SeenRow(row, Feed.FILE));
                Optional<CallProjection> now = CallFold.project(known, Map.of()).stream()
                        .filter(one -> one.centre().isPresent())
                        .findFirst();
                String state = shown.apply(now.flatMap(CallProjection::live));
                if (now.isPresent() && !state.equals(before)) {
                    events.computeIfAbsent(Numbers.key(now.get().caller()), _ -> new ArrayList<>())
                            .add(new Event(millis(row.eventTime()), state));
                    before = state;
                }
            }
        }
        return events;
    }

    /** Milliseconds since 1970, with their parts. */
    static double millis(Instant at) {
        return at.getEpochSecond() * 1e3 + at.getNano() / 1e6;
    }

    /** Of all these calls. */
    static Lateness of(List<String> numbers, Map<String, List<Event>> events, Map<String, List<Shown>> shown) {
        Lateness all = NONE;
        for (String number : numbers) {
            String key = Numbers.key(number);
            all = all.and(of(events.getOrDefault(key, List.of()), shown.getOrDefault(key, List.of())));
        }
        return all;
    }

    /** An event is on a screen with its own state or with that of one that came after it. */
    private static Lateness of(List<Event> events, List<Shown> shown) {
        List<Double> told = new ArrayList<>();
        List<Double> drawn = new ArrayList<>();
        int next = 0;
        for (Shown one : shown) {
            int to = next - 1;
            for (int i = next; i < events.size(); i++) {
                Event event = events.get(i);
                if (event.state().equals(one.state()) && event.millis() <= one.at() + CLOCKS_APART_MILLIS) {
                    to = i;
                }
            }
            for (; next <= to; next++) {
                told.add(one.at() - events.get(next).millis());
                drawn.add(one.drawn() - events.get(next).millis());
            }
        }
        return new Lateness(told, drawn, events.size() - next);
    }

    Lateness and(Lateness other) {
        return new Lateness(
                Stream.concat(told.stream(), other.told.stream()).toList(),
                Stream.concat(drawn.stream(), other.drawn.stream()).toList(),
                never + other.never);
    }

    /** The time within which this share of them lies; for ever, when there are none. */
    static double within(List<Double> sorted, double share) {
        return sorted.isEmpty()
                ? Double.POSITIVE_INFINITY
                : sorted.get(Math.min(sorted.size() - 1, (int) (share * sorted.size())));
    }
}
