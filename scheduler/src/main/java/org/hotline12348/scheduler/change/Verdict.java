package org.hotline12348.scheduler.change;

import java.util.List;
import java.util.function.Function;
import org.hotline12348.scheduler.roster.RosterVersion;

/** What became of a wish: done, or why not. */
public sealed interface Verdict<T> {

    /** It is done; this is how things stand now. */
    record Done<T>(T value) implements Verdict<T> {}

    /** Rules forbid it; nothing was changed. */
    record Refused<T>(List<Refusal> refusals) implements Verdict<T> {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }

    /**
     * Somebody else was faster; nothing was changed.
     *
     * @param version the published version by now
     * @param since what was published or amended in between, oldest first
     */
    record Outdated<T>(long version, List<RosterVersion> since) implements Verdict<T> {
        public Outdated {
            since = List.copyOf(since);
        }
    }

    /** What was named does not exist; the text names it. */
    record Unknown<T>(String what) implements Verdict<T> {}

    static <T> Verdict<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Verdict<T> refused(String rule, String detail) {
        return new Refused<>(List.of(new Refusal(rule, detail)));
    }

    static <T> Verdict<T> refused(List<Refusal> refusals) {
        return new Refused<>(refusals);
    }

    /** The same refusal, for a wish of another type; a value is turned by the function. */
    default <U> Verdict<U> map(Function<T, U> change) {
        return switch (this) {
            case Done<T> yes -> new Done<>(change.apply(yes.value()));
            case Refused<T> no -> new Refused<>(no.refusals());
            case Outdated<T> no -> new Outdated<>(no.version(), no.since());
            case Unknown<T> no -> new Unknown<>(no.what());
        };
    }
}
