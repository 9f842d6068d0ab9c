package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.change.FeedKey;
import org.hotline12348.scheduler.change.PayRate;
import org.hotline12348.scheduler.change.PayReport;
import org.hotline12348.scheduler.change.SignIn;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.store.CentreBook;

/** What leaves the roster at somebody's request: calendar feeds and duty pay. */
public final class OutDesk {

    /** A feed tells of duties so many days back and ahead. */
    private static final int FEED_DAYS_BACK = 60;

    private static final int FEED_DAYS_AHEAD = 400;

    private final DeskWork work;
    private final Supplier<String> secrets;

    /** @param secrets makes a new secret nobody can guess, fit for an address */
    OutDesk(DeskWork work, Supplier<String> secrets) {
        this.work = work;
        this.secrets = secrets;
    }

    /** What a feed shows. */
    public record Feed(Centre centre, String lawyer, List<Duty> duties) {
        public Feed {
            duties = List.copyOf(duties);
        }
    }

    /** Makes a new secret for a lawyer's feed; the one before opens nothing any more. The secret itself is not kept. */
    public Future<Verdict<String>> newFeed(String centre, String lawyer, Actor actor) {
        String secret = secrets.get();
        return revoking(centre, lawyer, actor, Optional.of(secret)).map(verdict -> verdict.map(ignored -> secret));
    }

    /** Closes a lawyer's feed; the answer is whether there was one. */
    public Future<Verdict<Boolean>> revokeFeed(String centre, String lawyer, Actor actor) {
        return revoking(centre, lawyer, actor, Optional.empty());
    }

    private Future<Verdict<Boolean>> revoking(String centre, String lawyer, Actor actor, Optional<String> fresh) {
        if (!actor.speaksFor(lawyer)) {
            return DeskWork.forbidden(actor);
        }
        return work.read(
                centre,
                (book, now) -> book.centre()
                        .compose(known -> feeds(book, lawyer).compose(open -> {
                            Future<Void> done = Future.succeededFuture();
                            for (FeedKey key : open) {
                                done = done.compose(ignored -> book.file(key.revoke()));
                            }
                            LocalDate today = known.calendar().dateOf(now);
                            return done.compose(ignored -> fresh.isPresent()
                                            ? book.file(new FeedKey(hash(fresh.get()), lawyer, today, false))
                                            : Future.succeededFuture())
                                    .compose(ignored -> DeskWork.audit(
                                            book,
                                            now,
                                            actor,
                                            fresh.isPresent() ? "FEED_NEW" : "FEED_REVOKE",
                                            lawyer,
                                            ""))
                                    .map(ignored -> Verdict.done(!open.isEmpty()));
                        })));
    }

    private static Future<List<FeedKey>> feeds(CentreBook book, String lawyer) {
        return book.openPapers(FeedKey.class)
                .map(keys ->
                        keys.stream().filter(key -> key.lawyer().equals(lawyer)).toList());
    }

    /** The day a lawyer's open feed was made; empty without one. */
    public Future<Verdict<Optional<LocalDate>>> feedSince(String centre, String lawyer) {
        return work.read(
                centre,
                (book, now) -> feeds(book, lawyer)
                        .map(keys -> Verdict.done(keys.stream().findFirst().map(FeedKey::day))));
    }

    /** What the holder of a secret may see; unknown when it is wrong or revoked. */
    public Future<Verdict<Feed>> feed(String centre, String secret) {
        return work.read(
                centre,
                (book, now) -> book.paper(FeedKey.class, hash(secret)).compose(found -> {
                    if (found.isEmpty() || found.get().revoked()) {
                        return DeskWork.now(
                                new Verdict.Unknown<>("没有（或不再有）这个日历。/ There is no such calendar (any more)."));
                    }
                    String lawyer = found.get().lawyer();
                    return book.centre().compose(known -> {
                        LocalDate today = known.calendar().dateOf(now);
                        return book.duties(today.minusDays(FEED_DAYS_BACK), today.plusDays(FEED_DAYS_AHEAD))
                                .map(duties -> Verdict.done(new Feed(
                                        known,
                                        lawyer,
                                        duties.stream()
                                                .filter(duty -> duty.lawyer().equals(lawyer))
                                                .toList())));
                    });
                }));
    }

    private static String hash(String secret) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256.", e);
        }
    }

    /** All rates of duty pay, by kind and date. */
    public Future<Verdict<List<PayRate>>> rates(String centre) {
        return work.read(centre, (book, now) -> book.openPapers(PayRate.class).map(Verdict::done));
    }

    /** Sets what a duty is paid from a date on. */
    public Future<Verdict<PayRate>> setRate(String centre, PayRate rate, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return work.read(
                centre,
                (book, now) -> book.file(rate)
                        .compose(ignored -> DeskWork.audit(
                                book, now, actor, "PAY_RATE", rate.id(), "%d fen a duty".formatted(rate.fen())))
                        .map(ignored -> Verdict.done(rate)));
    }

    /** What is paid for the duties of some days. */
    public Future<Verdict<PayReport>> pay(String centre, LocalDate from, LocalDate to, Actor actor) {
        if (!actor.coordinator()) {
            return DeskWork.forbidden(actor);
        }
        return work.read(
                centre,
                (book, now) -> book.duties(from, to)
                        .compose(duties -> book.papers(SignIn.class, from, to)
                                .compose(signIns -> book.openPapers(PayRate.class)
                                        .compose(rates -> book.practitioners()
                                                .map(people -> Verdict.done(PayReport.of(
                                                        from,
                                                        to,
                                                        duties,
                                                        signIns,
                                                        rates,
                                                        people.stream()
                                                                .collect(Collectors.toMap(
                                                                        Practitioner::id, Function.identity())),
                                                        now)))))));
    }
}
