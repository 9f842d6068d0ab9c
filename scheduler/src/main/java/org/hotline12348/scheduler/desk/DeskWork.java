package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.AuditEvent;
import org.hotline12348.scheduler.change.DutyRules;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.store.CentreBook;
import org.hotline12348.scheduler.store.RosterConflictException;
import org.hotline12348.scheduler.store.RosterStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every desk needs: the store, the time, and one way to do a piece of work and answer for it. */
final class DeskWork {

    private static final Logger LOG = LoggerFactory.getLogger(DeskWork.class);

    final Vertx vertx;
    final RosterStore store;
    final Clock clock;
    private final Supplier<Future<Void>> changed;

    /** @param changed tells the live roster to read again */
    DeskWork(Vertx vertx, RosterStore store, Clock clock, Supplier<Future<Void>> changed) {
        this.vertx = vertx;
        this.store = store;
        this.clock = clock;
        this.changed = changed;
    }

    /** A piece of work on one centre's book. */
    interface Piece<T> {
        Future<Verdict<T>> on(CentreBook book, Instant now);
    }

    /**
     * Does a piece of work; whatever it wrote is kept only when it is done, and then the live roster reads again. What
     * the store refuses becomes a verdict.
     */
    <T> Future<Verdict<T>> change(String centre, Piece<T> piece) {
        return read(centre, piece)
                .compose(verdict -> verdict instanceof Verdict.Done<T>
                        ? announce().map(ignored -> verdict)
                        : Future.succeededFuture(verdict));
    }

    /** Has the live roster read again. */
    Future<Void> announce() {
        return changed.get().recover(failure -> {
            // The change is kept; the live roster reads again by itself within half an hour.
            LOG.warn("The roster could not be read after a change: {}", failure.getMessage());
            return Future.succeededFuture();
        });
    }

    /** The same for work that changes nothing others see. */
    <T> Future<Verdict<T>> read(String centre, Piece<T> piece) {
        Instant now = clock.instant();
        return store.inCentre(
                        centre,
                        now,
                        book -> piece.on(book, now)
                                .compose(verdict -> verdict instanceof Verdict.Done<T>
                                        ? Future.succeededFuture(verdict)
                                        : Future.failedFuture(new NotDoneException(verdict))))
                .recover(failure -> switch (failure) {
                    case NotDoneException notDone -> Future.succeededFuture(notDone.verdict());
                    case RosterConflictException conflict -> Future.succeededFuture(verdict(conflict));
                    default -> Future.failedFuture(failure);
                });
    }

    private static <T> Verdict<T> verdict(RosterConflictException conflict) {
        return conflict.rule() == RosterConflictException.Rule.UNKNOWN
                ? new Verdict.Unknown<>(conflict.reason())
                : Verdict.refused(conflict.rule().name(), conflict.reason());
    }

    /** Carries a refusal out of the transaction, so that it is rolled back. */
    private static final class NotDoneException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Verdict<?> verdict;

        NotDoneException(Verdict<?> verdict) {
            super("not done", null, false, false);
            this.verdict = verdict;
        }

        @SuppressWarnings("unchecked") // The verdict is no Done, so it holds no value of T.
        <T> Verdict<T> verdict() {
            return (Verdict<T>) verdict;
        }
    }

    static <T> Future<Verdict<T>> now(Verdict<T> verdict) {
        return Future.succeededFuture(verdict);
    }

    /** Goes on with the value, or ends with the same refusal. */
    static <T, U> Future<Verdict<U>> then(Verdict<T> verdict, Function<T, Future<Verdict<U>>> next) {
        return switch (verdict) {
            case Verdict.Done<T> yes -> next.apply(yes.value());
            case Verdict.Refused<T> no -> now(new Verdict.Refused<>(no.refusals()));
            case Verdict.Outdated<T> no -> now(new Verdict.Outdated<>(no.version(), no.since()));
            case Verdict.Unknown<T> no -> now(new Verdict.Unknown<>(no.what()));
        };
    }

    static <T> Future<Verdict<T>> forbidden(Actor actor) {
        return now(forbid(actor));
    }

    static <T> Verdict<T> forbid(Actor actor) {
        return Verdict.refused(
                "PERSON",
                "%s 无权执行此操作。/ This is for a coordinator to do, not for %s.".formatted(actor.user(), actor.user()));
    }

    static String newId() {
        return UUID.randomUUID().toString();
    }

    static Future<DutyRules> rules(CentreBook book) {
        return book.paper(DutyRules.class, DutyRules.ID).map(kept -> kept.orElse(DutyRules.USUAL));
    }

    static Future<Void> audit(CentreBook book, Instant now, Actor actor, String action, String subject, String detail) {
        return book.audit(new AuditEvent(now, actor.user(), action, subject, detail));
    }

    /** Tells a practitioner by whatever way he has; one without an address is passed over. */
    static Future<Void> tell(
            CentreBook book,
            String centre,
            Instant now,
            List<Practitioner> everyone,
            String lawyer,
            String subject,
            String text) {
        return tell(book, centre, now, everyone, lawyer, subject, text, newId());
    }

    /** @param key the same key again tells nothing again */
    static Future<Void> tell(
            CentreBook book,
            String centre,
            Instant now,
            List<Practitioner> everyone,
            String lawyer,
            String subject,
            String text,
            String key) {
        Optional<Practitioner> known =
                everyone.stream().filter(one -> one.id().equals(lawyer)).findFirst();
        String mail = known.map(Practitioner::email).orElse("");
        String mobile = known.map(Practitioner::mobile).orElse("");
        return post(book, centre, now, lawyer, mail, subject, text, key + "-mail")
                .compose(ignored -> post(book, centre, now, lawyer, mobile, subject, text, key + "-sms"));
    }

    /** Puts a notice to an address into the outbox: with an @ mail, else SMS; none to an empty one. */
    static Future<Void> post(
            CentreBook book,
            String centre,
            Instant now,
            String lawyer,
            String address,
            String subject,
            String text,
            String key) {
        Notice.Channel channel = address.contains("@") ? Notice.Channel.MAIL : Notice.Channel.SMS;
        return address.isEmpty()
                ? Future.succeededFuture()
                : book.post(new Notice(key, centre, channel, lawyer, address, subject, text, now, 0));
    }
}
