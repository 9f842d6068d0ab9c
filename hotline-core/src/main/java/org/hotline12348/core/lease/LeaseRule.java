package org.hotline12348.core.lease;

import java.time.Duration;
import java.util.Optional;
import org.hotline12348.core.lease.LeaseState.Holding;
import org.hotline12348.core.lease.LeaseState.Watching;

/**
 * One lease, seen by one copy: what to ask the table next, and what its answer means. No clock is compared with another
 * machine's: a holder counts from when he sent a renewal, the others from when they saw it, which is later; so he stops
 * before they begin, whatever any clock shows.
 */
public final class LeaseRule {

    private LeaseRule() {}

    /** What the table is asked. */
    public sealed interface Ask {

        /** What stands there? */
        record Look() implements Ask {}

        /** Mine, if it still stands there as I saw it. */
        record Take(LeaseRow seen, Duration patience) implements Ask {}

        /** Still mine. */
        record Renew(long token, long beat, Duration patience) implements Ask {}
    }

    /** What the table answers. */
    public sealed interface Told {

        /** This stands there. */
        record Row(LeaseRow row) implements Told {}

        /** It is yours. */
        record Granted(long token, long beat) implements Told {}

        /** It is another's by now. */
        record Refused() implements Told {}

        /** Nothing, in time; whether it was done is not known. */
        record Silent() implements Told {}
    }

    /** Before anything is known. */
    public static LeaseState unknown(Moment now) {
        return new Watching(Optional.empty(), now);
    }

    /** @param patience what the others shall have from now on, should we hold it */
    public static Ask next(LeaseState state, Holder me, Duration patience, Moment now) {
        return switch (state) {
            case Holding held -> new Ask.Renew(held.token(), held.beat() + 1, patience);
            case Watching watching ->
                watching.seen()
                        .filter(row -> isFree(row, me, watching.since(), now))
                        .<Ask>map(row -> new Ask.Take(row, patience))
                        .orElseGet(Ask.Look::new);
        };
    }

    private static boolean isFree(LeaseRow row, Holder me, Moment since, Moment now) {
        return row.holder().isEmpty()
                // An earlier process of our own home: the home's lock says that it is gone.
                || row.holder().get().copy().equals(me.copy())
                || now.steadySince(since).compareTo(row.patience()) >= 0;
    }

    /** The state once a question is on its way: what it may have done already counts. */
    public static LeaseState asked(LeaseState state, Ask ask) {
        return state instanceof Holding held && ask instanceof Ask.Renew renew
                ? new Holding(
                        held.token(),
                        held.asked(),
                        renew.beat(),
                        shorter(held.patience(), renew.patience()),
                        held.silent())
                : state;
    }

    /** @param sent when the question was sent */
    public static LeaseState told(LeaseState state, Ask ask, Told told, Moment sent, Moment now) {
        return switch (told) {
            case Told.Silent _ ->
                state instanceof Holding held
                        ? new Holding(held.token(), held.asked(), held.beat(), held.patience(), Optional.of(now))
                        : state;
            case Told.Refused _ -> unknown(now);
            case Told.Row(LeaseRow row) ->
                state instanceof Watching watching
                                && watching.seen().filter(row::sameBeatAs).isPresent()
                        ? state
                        : new Watching(Optional.of(row), now);
            case Told.Granted granted ->
                new Holding(granted.token(), sent, granted.beat(), patience(ask), Optional.empty());
        };
    }

    /** Whether we may act as its holder. */
    public static boolean isHeld(LeaseState state, Moment now) {
        return state instanceof Holding held
                && now.atMostSince(held.asked()).compareTo(LeaseTimes.believed(held.patience())) < 0;
    }

    /**
     * Whether we may act though we cannot know any more that it is ours: no other copy lived when the table fell silent, and it
     * is silent still. One copy alone commands the exchange without a database. Whoever stood still asks the table first.
     */
    public static boolean goesOnAlone(LeaseState state, LeaseTimes times, Moment now) {
        return state instanceof Holding held
                && held.patience().compareTo(times.alone()) >= 0
                && held.silent()
                        .filter(at -> now.atMostSince(at).compareTo(LeaseTimes.SILENCE) < 0)
                        .isPresent();
    }

    private static Duration patience(Ask ask) {
        return switch (ask) {
            case Ask.Take take -> take.patience();
            case Ask.Renew renew -> renew.patience();
            case Ask.Look _ -> Duration.ZERO;
        };
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
