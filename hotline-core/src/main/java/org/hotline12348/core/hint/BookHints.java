package org.hotline12348.core.hint;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hotline12348.core.consultation.CallRecord;
import org.hotline12348.core.consultation.Channel;
import org.hotline12348.core.consultation.Consultation;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.consultation.ConsultationQuery;
import org.hotline12348.core.consultation.Facets;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.ivr.Hint;
import org.hotline12348.ivr.HintDesk;

/** Hints from the book of consultations. */
public final class BookHints implements HintDesk {
    /** So many of a caller's consultations are looked at. */
    private static final int LOOKED_AT = 50;

    private final ConsultationBook book;
    private final Function<String, Set<String>> onDuty;
    private final HintRules rules;
    private final Clock clock;

    /**
     * @param onDuty centre -> lawyers who sit now
     * @param clock  the PBX's time, in which calls are written down
     */
    public BookHints(ConsultationBook book, Function<String, Set<String>> onDuty, HintRules rules, Clock clock) {
        this.book = book;
        this.onDuty = onDuty;
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Future<Hint> ask(String centre, String caller) {
        Optional<PhoneNumber> number = PhoneNumber.of(caller);
        if (number.isEmpty()) {
            return Future.succeededFuture(Hint.NONE);
        }
        return book.list(query(centre, number, Optional.empty(), LOOKED_AT))
                .map(page -> rules.hint(
                        page.items().stream().map(BookHints::earlier).toList(), onDuty.apply(centre), clock.instant()));
    }

    /** How long the last talks of a centre by telephone took, of at most {@value ConsultationQuery#MAX_LIMIT} calls since then. */
    public Future<List<Duration>> talks(String centre, Instant since) {
        return book.list(query(centre, Optional.empty(), Optional.of(since), ConsultationQuery.MAX_LIMIT))
                .map(page -> page.items().stream()
                        .flatMap(one -> one.call().stream())
                        .map(call -> Duration.ofSeconds(call.talkSeconds()))
                        .filter(length -> !length.isZero())
                        .toList());
    }

    private static HintRules.Earlier earlier(Consultation one) {
        return new HintRules.Earlier(
                one.startedAt(),
                one.lawyer().orElse(""),
                Duration.ofSeconds(one.call().map(CallRecord::talkSeconds).orElse(0)),
                one.notes().callerGroups());
    }

    private static ConsultationQuery query(
            String centre, Optional<PhoneNumber> caller, Optional<Instant> since, int limit) {
        return new ConsultationQuery(
                Set.of(centre),
                since,
                Optional.empty(),
                since.map(ignored -> Channel.PHONE),
                Optional.empty(),
                Optional.empty(),
                caller,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                true,
                Facets.NONE,
                Optional.empty(),
                limit);
    }
}
