package org.hotline12348.core.journal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Outcome;

/**
 * The record of a stretch of time against what the exchange itself wrote: its event log (CEL), read anew and folded, and
 * its queue log. Pure. The expected number of differences is zero.
 *
 * @param from        calls that began at this moment or later
 * @param until       and before this one
 * @param at          when it was compared
 * @param cel         calls in the event log
 * @param queued      of them, in the queue log
 * @param book        calls in the book
 * @param secondFeed  calls in the book that the file does not have whole, and the manager interface told
 * @param differences what does not agree, by call
 */
public record Reconciliation(
        String pbx,
        Instant from,
        Instant until,
        Instant at,
        int cel,
        int queued,
        int book,
        int secondFeed,
        List<Difference> differences) {

    /** Differences that are kept; more are counted. */
    static final int MOST = 200;

    /**
     * One thing that does not agree.
     *
     * @param callId id of the citizen's channel
     */
    public record Difference(String callId, Kind kind, String detail) {}

    /** What does not agree. */
    public enum Kind {
        /** The event log has a call that the book has not. */
        NOT_IN_BOOK,
        /** The book has a call that neither the event log nor the manager interface told. */
        NOT_IN_LOG,
        /** Both have it and tell its end, its lawyer or its lengths differently. */
        TOLD_DIFFERENTLY,
        /** The queue log has a caller whom the event log does not know. */
        UNKNOWN_IN_QUEUE,
        /** The queue log says that he waited, the book does not, or the other way round. */
        WAIT,
        /** The queue log says that a lawyer took the call, the book does not. */
        ANSWER
    }

    /**
     * A call as the book has it.
     *
     * @param secondFeed whether rows of it came over the manager interface alone
     */
    record Entry(
            String callId,
            Instant startedAt,
            Optional<Outcome> outcome,
            Optional<String> lawyer,
            int waitSeconds,
            int talkSeconds,
            boolean queued,
            boolean secondFeed) {}

    /** What a line of the queue log says: {@code ENTERQUEUE}, {@code CONNECT}, … */
    record QueueLine(Instant at, String callId, String event) {

        /** Reads a line; empty for one that is of no call, or damaged. */
        static Optional<QueueLine> read(String line) {
            String[] parts = line.split("\\|", 6);
            if (parts.length < 5 || !parts[0].matches("\\d{9,11}") || !parts[1].contains(".")) {
                return Optional.empty();
            }
            return Optional.of(new QueueLine(Instant.ofEpochSecond(Long.parseLong(parts[0])), parts[1], parts[4]));
        }
    }

    /**
     * Compares.
     *
     * @param calls calls of the event log that began in the stretch and belong to a centre, folded anew
     * @param queue the queue log, of the stretch and somewhat after
     * @param book  the book's calls of this PBX that began in the stretch
     */
    static Reconciliation of(
            String pbx,
            Instant from,
            Instant until,
            Instant at,
            List<CallProjection> calls,
            List<QueueLine> queue,
            List<Entry> book) {
        Map<String, CallProjection> logged = new HashMap<>();
        calls.forEach(call -> logged.put(call.callId(), call));
        Map<String, Entry> entered = new HashMap<>();
        book.forEach(entry -> entered.put(entry.callId(), entry));
        Set<String> waited = new TreeSet<>();
        Set<String> connected = new TreeSet<>();
        for (QueueLine line : queue) {
            switch (line.event()) {
                case "ENTERQUEUE" -> waited.add(line.callId());
                case "CONNECT" -> connected.add(line.callId());
                default -> {
                    // Ring, no answer, end: the event log tells them better.
                }
            }
        }
        List<Difference> found = new ArrayList<>();
        for (CallProjection call : calls) {
            Entry entry = entered.get(call.callId());
            if (entry == null) {
                found.add(new Difference(call.callId(), Kind.NOT_IN_BOOK, "began " + call.startedAt()));
            } else {
                told(call, entry).ifPresent(found::add);
            }
        }
        for (Entry entry : book) {
            if (!logged.containsKey(entry.callId()) && !entry.secondFeed()) {
                found.add(new Difference(entry.callId(), Kind.NOT_IN_LOG, "began " + entry.startedAt()));
            }
            // The queue log is written by another thread of the exchange: when its own volume is full it lacks lines
            // too.
            if (!entry.secondFeed() && entry.queued() != waited.contains(entry.callId())) {
                found.add(new Difference(
                        entry.callId(), Kind.WAIT, entry.queued() ? "not in the queue log" : "in the queue log only"));
            }
            if (connected.contains(entry.callId())
                    && entry.outcome()
                            .filter(how -> how == Outcome.ANSWERED || how == Outcome.INTERRUPTED)
                            .isEmpty()) {
                found.add(new Difference(
                        entry.callId(),
                        Kind.ANSWER,
                        "taken by a lawyer; the book says "
                                + entry.outcome().map(Enum::name).orElse("nothing")));
            }
        }
        for (QueueLine line : queue) {
            boolean within = !line.at().isBefore(from) && line.at().isBefore(until);
            if (within
                    && line.event().equals("ENTERQUEUE")
                    && !logged.containsKey(line.callId())
                    && !entered.containsKey(line.callId())
                    && !beganBefore(line.callId(), from)) {
                found.add(new Difference(line.callId(), Kind.UNKNOWN_IN_QUEUE, "entered " + line.at()));
            }
        }
        found.sort(Comparator.comparing(Difference::callId).thenComparing(Difference::kind));
        int second = (int) book.stream().filter(Entry::secondFeed).count();
        int queued = (int) waited.stream().filter(logged::containsKey).count();
        return new Reconciliation(pbx, from, until, at, calls.size(), queued, book.size(), second, List.copyOf(found));
    }

    /** A unique id holds the second in which its channel began. */
    private static boolean beganBefore(String callId, Instant from) {
        String tail = callId.substring(callId.lastIndexOf('-') + 1);
        int dot = tail.indexOf('.');
        return dot > 0
                && tail.substring(0, dot).matches("\\d{9,11}")
                && Instant.ofEpochSecond(Long.parseLong(tail.substring(0, dot))).isBefore(from);
    }

    private static Optional<Difference> told(CallProjection call, Entry entry) {
        if (entry.secondFeed()) {
            return Optional.empty();
        }
        // The file has no end of a call that died with its exchange; the service closed it.
        boolean cut = call.outcome().isEmpty() && entry.outcome().equals(Optional.of(Outcome.INTERRUPTED));
        boolean same = call.outcome().equals(entry.outcome())
                && call.lawyer().equals(entry.lawyer())
                && call.waitSeconds() == entry.waitSeconds()
                && call.talkSeconds() == entry.talkSeconds();
        return same || cut
                ? Optional.empty()
                : Optional.of(new Difference(
                        call.callId(),
                        Kind.TOLD_DIFFERENTLY,
                        "log: %s, %s, waited %d s, talked %d s; book: %s, %s, %d s, %d s"
                                .formatted(
                                        call.outcome().map(Enum::name).orElse("up"),
                                        call.lawyer().orElse("nobody"),
                                        call.waitSeconds(),
                                        call.talkSeconds(),
                                        entry.outcome().map(Enum::name).orElse("up"),
                                        entry.lawyer().orElse("nobody"),
                                        entry.waitSeconds(),
                                        entry.talkSeconds())));
    }
}
