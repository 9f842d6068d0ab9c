package org.hotline12348.scheduler.intake;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.function.Supplier;
import org.hotline12348.scheduler.change.AuditEvent;
import org.hotline12348.scheduler.change.Refusal;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.store.RosterStore;

/** Practitioners from a file: first shown, then taken as shown, all or none. */
public final class PractitionerIntake {

    private final RosterStore store;
    private final Clock clock;
    private final Supplier<Future<Void>> refresh;

    /** @param refresh makes what was imported known to the running service */
    public PractitionerIntake(RosterStore store, Clock clock, Supplier<Future<Void>> refresh) {
        this.store = store;
        this.clock = clock;
        this.refresh = refresh;
    }

    /** A file with the headings and one line as an example: CSV for Excel. */
    public static byte[] template() {
        return PractitionerLines.template();
    }

    /** What an import of this sheet would do; changes nothing. */
    public Future<PractitionerPreview> preview(String centre, Sheet sheet) {
        return store.practitioners().map(known -> PractitionerLines.judge(sheet, centre, known));
    }

    /**
     * Takes the sheet if it is still what the digest stands for and has no bad line. A preview that has become another
     * is refused with the rule {@code OUTDATED}, one with faults with {@code FAULTS}.
     */
    public Future<Verdict<PractitionerPreview>> take(String centre, Sheet sheet, String digest, String by) {
        return store.practitioners()
                .compose(everyone -> store.inCentre(
                        centre,
                        clock.instant(),
                        book -> book.practitioners().compose(here -> {
                            // Those of this centre as they are now that nobody else can change them.
                            List<Practitioner> known = java.util.stream.Stream.concat(
                                            here.stream(),
                                            everyone.stream()
                                                    .filter(one ->
                                                            !one.centres().contains(centre)))
                                    .toList();
                            PractitionerPreview preview = PractitionerLines.judge(sheet, centre, known);
                            if (!preview.digest().equals(digest)) {
                                return refused(
                                        "OUTDATED",
                                        "文件或人员名册在预览之后有变动，请重新预览。/ The file or the register has changed since the preview; look at it again.");
                            }
                            if (!preview.sound()) {
                                return refused(
                                        "FAULTS",
                                        "有 %d 行不合格，未导入任何内容。/ %d lines are bad; nothing was imported."
                                                .formatted(
                                                        preview.count(PractitionerPreview.Effect.BAD),
                                                        preview.count(PractitionerPreview.Effect.BAD)));
                            }
                            Future<Void> done = Future.succeededFuture();
                            for (Practitioner one : PractitionerLines.toWrite(preview)) {
                                done = done.compose(ignored -> book.save(one));
                            }
                            return done.compose(ignored -> book.audit(new AuditEvent(
                                            clock.instant(),
                                            by,
                                            "PRACTITIONERS_IMPORT",
                                            centre,
                                            "%d added, %d changed, %d the same"
                                                    .formatted(
                                                            preview.count(PractitionerPreview.Effect.ADD),
                                                            preview.count(PractitionerPreview.Effect.CHANGE),
                                                            preview.count(PractitionerPreview.Effect.SAME)))))
                                    .map(ignored -> Verdict.done(preview));
                        })))
                .compose(verdict -> verdict instanceof Verdict.Done<PractitionerPreview>
                        ? refresh.get().map(verdict)
                        : Future.succeededFuture(verdict));
    }

    private static <T> Future<Verdict<T>> refused(String rule, String detail) {
        return Future.succeededFuture(Verdict.refused(List.of(new Refusal(rule, detail))));
    }
}
