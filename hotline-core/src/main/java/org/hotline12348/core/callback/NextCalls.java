package org.hotline12348.core.callback;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which telephones the list shall ring now. Pure. Those who wait in the queue come first: a callback gets only a lawyer
 * whom no waiting caller needs, so there are never more callbacks under way than there are free lawyers.
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
     * @param waiting callers who wait in the queue or will in a moment
     * @param today   attempts of the last 24 hours, also at callbacks that are closed
     * @param closed  whether the line is closed now: nobody is called outside service hours
     */
    record Scene(List<Callback> open, List<Free> free, int waiting, int today, boolean closed) {}

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
        int may = Math.min(
                Math.min(rested.size(), free.size() - scene.waiting()),
                Math.min(rules.concurrent() - engaged.size(), rules.daily() - scene.today()));
        List<Start> starts = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Callback callback : scene.open().stream().sorted(URGENT).toList()) {
            if (starts.size() >= may) {
                break;
            }
            if (isWorkable(callback, rules, now)) {
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
                .filter(attempt -> attempt.at().isAfter(yesterday)
                        && attempt.result()
                                .filter(how -> how == Attempt.Result.LAWYER_DECLINED)
                                .isEmpty())
                .count();
    }
}
