package org.hotline12348.core.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which telephones the list shall ring now. Pure. Those who wait in the queue come first: a callback gets only a lawyer
 * whom no waiting caller needs, so there are never more callbacks under way than there are free lawyers. Whoever asked for his
 * callback by key keeps his place in the line: those who came after him do not count. (They do not get the lawyer either: a
 * lawyer who rests after a call is not rung by the exchange yet, and while his telephone rings for a callback he is engaged.)
 */
final class NextCalls {

    private NextCalls() {}

    /**
     * A lawyer whom a callback may ring.
     *
     * @param since since when he is free
     */
    record Free(String lawyer, Instant since) {}

    /** Ring this lawyer for this callback. */
    record Start(Callback callback, String lawyer) {}

    /**
     * What goes on in a centre.
     *
     * @param open    callbacks that are open, of this centre
     * @param free    lawyers on duty who are free and ready; those whom a callback rings already are not among them
     * @param waiting since when each of those waits who stand in the queue or will in a moment
     * @param today   attempts of the last 24 hours, also at callbacks that are closed
     * @param closed  whether the line is closed now: nobody is called outside service hours
     */
    record Scene(List<Callback> open, List<Free> free, List<Instant> waiting, int today, boolean closed) {
        Scene {
            waiting = List.copyOf(waiting);
        }
    }

    private static final Comparator<Callback> URGENT = Comparator.<Callback, Reason>comparing(
                    callback -> callback.reasons().iterator().next())
            .thenComparing(Callback::dueAt)
            .thenComparing(Callback::id);

    static List<Start> of(Scene scene, CallbackRules rules, Instant now) {
        if (scene.closed() || !rules.automatic()) {
            return List.of();
        }
        Set<String> engaged = new HashSet<>();
        for (Callback callback : scene.open()) {
            if (callback.state() instanceof Callback.State.Calling calling) {
                engaged.add(calling.lawyer());
            }
        }
        List<Free> free = scene.free().stream()
                .filter(one -> !engaged.contains(one.lawyer()))
                .toList();
        List<Free> rested = free.stream()
                .filter(one -> !one.since().plus(rules.rest()).isAfter(now))
                .sorted(Comparator.comparing(Free::since).thenComparing(Free::lawyer))
                .toList();
        int may = Math.min(rested.size(), Math.min(rules.concurrent() - engaged.size(), rules.daily() - scene.today()));
        List<Start> starts = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Callback callback : scene.open().stream().sorted(URGENT).toList()) {
            if (starts.size() >= may) {
                break;
            }
            boolean hisTurn = free.size() - before(callback, scene.waiting()) > starts.size();
            if (hisTurn && isWorkable(callback, rules, now)) {
                rested.stream()
                        .map(Free::lawyer)
                        .filter(lawyer -> !taken.contains(lawyer))
                        .findFirst()
                        .ifPresent(lawyer -> {
                            taken.add(lawyer);
                            starts.add(new Start(callback, lawyer));
                        });
            }
        }
        return List.copyOf(starts);
    }

    /** How many of those who wait stand before him. */
    private static long before(Callback callback, List<Instant> waiting) {
        Optional<Instant> place = callback.sources().stream()
                .filter(source -> source.reason() == Reason.REQUESTED)
                .map(Source::at)
                .min(Comparator.naturalOrder());
        return waiting.stream()
                .filter(since -> place.map(since::isBefore).orElse(true))
                .count();
    }

    private static boolean isWorkable(Callback callback, CallbackRules rules, Instant now) {
        boolean onlyMessages = callback.reasons().equals(Set.of(Reason.VOICEMAIL));
        return callback.state() instanceof Callback.State.Waiting
                && !callback.dueAt().isAfter(now)
                && !onlyMessages
                && rules.mayDial(callback.number())
                && attempts(callback, now) < rules.dailyPerNumber();
    }

    static boolean isCalling(Callback callback) {
        return callback.state() instanceof Callback.State.Calling;
    }

    /** Attempts within the last 24 hours, those under way too. */
    static int attempts(Callback callback, Instant now) {
        Instant yesterday = now.minus(Duration.ofHours(24));
        return (int) callback.attempts().stream()
                .filter(attempt ->
                        attempt.at().isAfter(yesterday) && (attempt.result().isEmpty() || attempt.counts()))
                .count();
    }
}
