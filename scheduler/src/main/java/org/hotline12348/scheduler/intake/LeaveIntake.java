package org.hotline12348.scheduler.intake;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.change.AuditEvent;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.Refusal;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.intake.LeavePreview.Effect;
import org.hotline12348.scheduler.intake.LeavePreview.Line;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.store.CentreBook;
import org.hotline12348.scheduler.store.RosterStore;

/** Leave from a file, approved as it is entered: first shown, then taken as shown, all or none. */
public final class LeaveIntake {

    private final RosterStore store;
    private final Clock clock;
    private final Supplier<Future<Void>> refresh;

    /** @param refresh makes what was imported known to the running service */
    public LeaveIntake(RosterStore store, Clock clock, Supplier<Future<Void>> refresh) {
        this.store = store;
        this.clock = clock;
        this.refresh = refresh;
    }

    /** A file with the headings and one line as an example: CSV for Excel. */
    public static byte[] template() {
        return LeaveLines.template();
    }

    /** What an import of this sheet would do; changes nothing. */
    public Future<LeavePreview> preview(String centre, Sheet sheet, String by) {
        Instant now = clock.instant();
        return store.inCentre(centre, now, book -> judged(book, centre, sheet, by, now));
    }

    private static Future<LeavePreview> judged(CentreBook book, String centre, Sheet sheet, String by, Instant now) {
        return book.centre().compose(known -> {
            LocalDate today = known.calendar().dateOf(now);
            LocalDate[] span = LeaveLines.span(sheet).orElse(new LocalDate[] {today, today});
            return book.practitioners()
                    .compose(people -> book.papers(LeaveRequest.class, span[0], span[1])
                            .compose(leaves -> book.duties(span[0], span[1])
                                    .map(duties -> LeaveLines.judge(
                                            centre,
                                            sheet,
                                            new LeaveLines.Known(
                                                    today,
                                                    people.stream()
                                                            .map(Practitioner::id)
                                                            .collect(Collectors.toSet()),
                                                    leaves,
                                                    duties),
                                            by,
                                            now))));
        });
    }

    /**
     * Takes the sheet if it is still what the digest stands for and has no bad line. A preview that has become another
     * is refused with the rule {@code OUTDATED}, one with faults with {@code FAULTS}.
     */
    public Future<Verdict<LeavePreview>> take(String centre, Sheet sheet, String digest, String by) {
        Instant now = clock.instant();
        return store.inCentre(
                        centre,
                        now,
                        book -> judged(book, centre, sheet, by, now).compose(preview -> {
                            if (!preview.digest().equals(digest)) {
                                return refused(
                                        "OUTDATED",
                                        "文件或请假记录在预览之后有变动，请重新预览。/ The file or the leave has changed since the preview; look at it again.");
                            }
                            if (!preview.sound()) {
                                return refused(
                                        "FAULTS",
                                        "有 %d 行不合格，未导入任何内容。/ %d lines are bad; nothing was imported."
                                                .formatted(preview.count(Effect.BAD), preview.count(Effect.BAD)));
                            }
                            Future<Void> done = Future.succeededFuture();
                            for (Line line : preview.lines()) {
                                if (line.effect() == Effect.ADD) {
                                    done = done.compose(
                                            ignored -> book.file(line.leave().orElseThrow()));
                                }
                            }
                            return done.compose(ignored -> book.audit(new AuditEvent(
                                            now,
                                            by,
                                            "LEAVES_IMPORT",
                                            centre,
                                            "%d added, %d the same"
                                                    .formatted(preview.count(Effect.ADD), preview.count(Effect.SAME)))))
                                    .map(ignored -> Verdict.done(preview));
                        }))
                .compose(verdict -> verdict instanceof Verdict.Done<LeavePreview>
                        ? refresh.get().map(verdict)
                        : Future.succeededFuture(verdict));
    }

    private static <T> Future<Verdict<T>> refused(String rule, String detail) {
        return Future.succeededFuture(Verdict.refused(List.of(new Refusal(rule, detail))));
    }
}
