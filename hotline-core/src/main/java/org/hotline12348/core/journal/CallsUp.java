package org.hotline12348.core.journal;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.journal.LiveCalls.LiveCall;

/** The calls that are up, as screens ask for them. Never blocks; from any thread. */
public interface CallsUp {

    /** Calls that are up, of a centre, by their start. */
    List<LiveCall> of(String centre);

    /** A call that is up. */
    Optional<LiveCall> call(String id);

    /** Whether a call was up and is over; the record may not say so yet. */
    boolean isOver(String id);

    /** Those of several exchanges. */
    static CallsUp on(List<CallsUp> all) {
        return new CallsUp() {
            @Override
            public List<LiveCall> of(String centre) {
                return all.stream()
                        .flatMap(one -> one.of(centre).stream())
                        .sorted(Comparator.comparing(LiveCall::startedAt).thenComparing(LiveCall::id))
                        .toList();
            }

            @Override
            public Optional<LiveCall> call(String id) {
                return all.stream().flatMap(one -> one.call(id).stream()).findFirst();
            }

            @Override
            public boolean isOver(String id) {
                return all.stream().anyMatch(one -> one.isOver(id));
            }
        };
    }
}
