package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.scheduler.calendar.HolidayCalendar;
import org.hotline12348.scheduler.calendar.HolidayNotice;
import org.hotline12348.scheduler.change.Refusal;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.intake.Flaw;
import org.hotline12348.scheduler.intake.LeaveIntake;
import org.hotline12348.scheduler.intake.LeavePreview;
import org.hotline12348.scheduler.intake.NoticeAlarm;
import org.hotline12348.scheduler.intake.NoticeDraft;
import org.hotline12348.scheduler.intake.NoticeIntake;
import org.hotline12348.scheduler.intake.NoticePreview;
import org.hotline12348.scheduler.intake.PractitionerIntake;
import org.hotline12348.scheduler.intake.PractitionerPreview;
import org.hotline12348.scheduler.intake.PractitionerPreview.Effect;
import org.hotline12348.scheduler.intake.Sheet;
import org.hotline12348.scheduler.intake.UnreadableFileException;

/** Practitioners, leave and holiday notices from files and pasted text: first shown, then taken as shown. */
public final class IntakeFeature implements WebFeature {

    private final Vertx vertx;
    private final PractitionerIntake practitioners;
    private final LeaveIntake leaves;
    private final NoticeIntake notices;
    private final Clock clock;

    public IntakeFeature(
            Vertx vertx, PractitionerIntake practitioners, LeaveIntake leaves, NoticeIntake notices, Clock clock) {
        this.vertx = vertx;
        this.practitioners = practitioners;
        this.leaves = leaves;
        this.notices = notices;
        this.clock = clock;
    }

    @Override
    public String document() {
        return "intake.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        return Map.of(
                "previewPractitionerImport", ask -> preview(practitionerTable(), ask, tools.sight()),
                "importPractitioners", ask -> take(practitionerTable(), ask, tools.sight(), tools.audit()),
                "getPractitionerTemplate", ask -> template("practitioners.csv", PractitionerIntake.template()),
                "previewLeaveImport", ask -> preview(leaveTable(), ask, tools.sight()),
                "importLeaves", ask -> take(leaveTable(), ask, tools.sight(), tools.audit()),
                "getLeaveTemplate", ask -> template("leave.csv", LeaveIntake.template()),
                "listNotices", ask -> notices(ask, tools.sight()),
                "previewNoticeImport", ask -> previewNotice(ask, tools.sight()),
                "importNotice", ask -> takeNotice(ask, tools.sight(), tools.audit()));
    }

    private static String centre(Ask ask, Sight sight) {
        return sight.centre(ask.account(), Optional.ofNullable(ask.body().getString("centre")))
                .id();
    }

    /** Files are read on a worker: a large one takes too long for an event loop. */
    private <T> Future<T> reading(Callable<T> work) {
        return vertx.executeBlocking(
                        () -> {
                            try {
                                return work.call();
                            } catch (UnreadableFileException e) {
                                throw Problem.refused(e.flaw().toString());
                            }
                        },
                        false)
                .map(Objects::requireNonNull);
    }

    private static byte[] bytes(Ask ask) {
        try {
            return Base64.getMimeDecoder().decode(ask.body().getString("content"));
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest("content: this is no Base64.");
        }
    }

    /**
     * What is imported from a table: how it is looked at and taken, and how it is told.
     *
     * @param action of the audit log
     * @param kept what the audit log keeps of it
     */
    private record Table<P>(
            Look<P> preview, Take<P> take, String action, Function<P, JsonObject> kept, Function<P, JsonObject> json) {

        interface Look<P> {
            Future<P> at(String centre, Sheet sheet, String who);
        }

        interface Take<P> {
            Future<Verdict<P>> of(String centre, Sheet sheet, String digest, String who);
        }
    }

    private Table<PractitionerPreview> practitionerTable() {
        return new Table<>(
                (centre, sheet, who) -> practitioners.preview(centre, sheet),
                practitioners::take,
                "PRACTITIONERS_IMPORT",
                preview -> counts(preview).put("format", preview.format()),
                IntakeFeature::json);
    }

    private Table<LeavePreview> leaveTable() {
        return new Table<>(
                leaves::preview,
                leaves::take,
                "LEAVES_IMPORT",
                preview -> counts(preview).put("format", preview.format()),
                IntakeFeature::json);
    }

    private <P> Future<Answer> preview(Table<P> table, Ask ask, Sight sight) {
        String centre = centre(ask, sight);
        return reading(() -> Sheet.read(bytes(ask)))
                .compose(sheet -> table.preview().at(centre, sheet, ask.who()))
                .map(preview -> Answer.of(table.json().apply(preview)));
    }

    private <P> Future<Answer> take(Table<P> table, Ask ask, Sight sight, AuditLog audit) {
        String centre = centre(ask, sight);
        return reading(() -> Sheet.read(bytes(ask)))
                .compose(sheet -> table.take().of(centre, sheet, ask.body().getString("digest"), ask.who()))
                .map(IntakeFeature::done)
                .compose(taken -> audit.write(
                                centre,
                                ask.who(),
                                table.action(),
                                centre,
                                "",
                                table.kept().apply(taken))
                        .map(ignored -> Answer.of(table.json().apply(taken))));
    }

    private static Future<Answer> template(String name, byte[] bytes) {
        return Future.succeededFuture(Answer.of(200, "text/csv; charset=utf-8", Buffer.buffer(bytes))
                .with("Content-Disposition", "attachment; filename=\"%s\"".formatted(name)));
    }

    private Future<NoticeDraft> draft(Ask ask) {
        String text = ask.body().getString("text");
        boolean file = ask.body().containsKey("content");
        if (file == (text != null)) {
            throw Problem.badRequest("Send either text or content.");
        }
        Optional<Integer> year = Optional.ofNullable(ask.body().getInteger("year"));
        return reading(() -> text == null ? NoticeIntake.read(bytes(ask), year) : NoticeIntake.read(text, year));
    }

    private Future<Answer> previewNotice(Ask ask, Sight sight) {
        return draft(ask)
                .compose(draft -> notices.preview(draft, sight.centres(ask.account())))
                .map(shown -> Answer.of(json(shown)));
    }

    private Future<Answer> takeNotice(Ask ask, Sight sight, AuditLog audit) {
        return draft(ask)
                .compose(draft -> notices.take(
                        draft, sight.centres(ask.account()), ask.body().getString("digest"), ask.who()))
                .map(IntakeFeature::done)
                .compose(shown -> audit.write(
                                ask.account().centre(),
                                ask.who(),
                                "NOTICE_IMPORT",
                                String.valueOf(shown.preview().year()),
                                "",
                                new JsonObject()
                                        .put("whole", shown.preview().whole())
                                        .put(
                                                "changes",
                                                shown.preview().changes().size()))
                        .map(ignored -> Answer.of(json(shown))));
    }

    private Future<Answer> notices(Ask ask, Sight sight) {
        HolidayCalendar known = sight.centre(ask).calendar().holidays();
        LocalDate today = sight.centre(ask).calendar().dateOf(clock.instant());
        JsonArray years = new JsonArray();
        for (HolidayNotice notice : known.notices().values()) {
            years.add(new JsonObject()
                    .put("year", notice.year())
                    .put("daysOff", notice.daysOff().size())
                    .put("workDays", notice.makeUpDays().size()));
        }
        JsonObject missing = NoticeAlarm.on(today, known)
                .map(alarm -> new JsonObject()
                        .put("year", alarm.year())
                        .put("since", alarm.since().toString())
                        .put("daysLeft", alarm.daysLeft())
                        .put("text", alarm.chinese())
                        .put("textEn", alarm.english()))
                .orElse(null);
        return Future.succeededFuture(
                Answer.of(new JsonObject().put("years", years).put("missing", missing)));
    }

    private static <T> T done(Verdict<T> verdict) {
        return switch (verdict) {
            case Verdict.Done<T> yes -> yes.value();
            case Verdict.Refused<T> no -> {
                Refusal first = no.refusals().getFirst();
                throw first.rule().equals("OUTDATED")
                        ? Problem.conflict("outdated", first.detail())
                        : Problem.refused(first.detail());
            }
            case Verdict.Outdated<T> no -> throw Problem.conflict("outdated", "Version %d.".formatted(no.version()));
            case Verdict.Unknown<T> no -> throw Problem.notFound(no.what());
        };
    }

    private static JsonArray flaws(Collection<Flaw> flaws) {
        JsonArray all = new JsonArray();
        flaws.forEach(
                flaw -> all.add(new JsonObject().put("text", flaw.chinese()).put("textEn", flaw.english())));
        return all;
    }

    private static JsonObject counts(PractitionerPreview preview) {
        return new JsonObject()
                .put("add", preview.count(Effect.ADD))
                .put("change", preview.count(Effect.CHANGE))
                .put("same", preview.count(Effect.SAME))
                .put("bad", preview.count(Effect.BAD));
    }

    private static JsonObject json(PractitionerPreview preview) {
        JsonArray lines = new JsonArray();
        for (PractitionerPreview.Line line : preview.lines()) {
            lines.add(new JsonObject()
                    .put("line", line.line())
                    .put("id", line.id())
                    .put("name", line.name())
                    .put("effect", line.effect().name())
                    .put("changed", new JsonArray(line.changed()))
                    .put("flaws", flaws(line.flaws())));
        }
        return new JsonObject()
                .put("digest", preview.digest())
                .put("sound", preview.sound())
                .put("format", preview.format())
                .put("encoding", preview.encoding())
                .put("columns", new JsonArray(preview.columns()))
                .put("ignored", new JsonArray(preview.ignored()))
                .put("faults", flaws(preview.faults()))
                .put("counts", counts(preview))
                .put("lines", lines);
    }

    private static JsonObject counts(LeavePreview preview) {
        return new JsonObject()
                .put("add", preview.count(LeavePreview.Effect.ADD))
                .put("same", preview.count(LeavePreview.Effect.SAME))
                .put("bad", preview.count(LeavePreview.Effect.BAD));
    }

    private static JsonObject json(LeavePreview preview) {
        JsonArray lines = new JsonArray();
        for (LeavePreview.Line line : preview.lines()) {
            lines.add(new JsonObject()
                    .put("line", line.line())
                    .put("id", line.lawyer())
                    .put(
                            "from",
                            line.leave().map(leave -> leave.from().toString()).orElse(null))
                    .put("to", line.leave().map(leave -> leave.to().toString()).orElse(null))
                    .put("effect", line.effect().name())
                    .put("flaws", flaws(line.flaws())));
        }
        return new JsonObject()
                .put("digest", preview.digest())
                .put("sound", preview.sound())
                .put("format", preview.format())
                .put("encoding", preview.encoding())
                .put("ignored", new JsonArray(preview.ignored()))
                .put("faults", flaws(preview.faults()))
                .put("counts", counts(preview))
                .put("duties", preview.duties())
                .put("lines", lines);
    }

    private static JsonObject json(NoticeIntake.Shown shown) {
        NoticePreview preview = shown.preview();
        JsonArray days = new JsonArray();
        preview.notice().ifPresent(notice -> {
            notice.daysOff().forEach((date, name) -> days.add(day(date, NoticePreview.Kind.OFF, name)));
            notice.makeUpDays().forEach((date, name) -> days.add(day(date, NoticePreview.Kind.WORK, name)));
        });
        JsonArray changes = new JsonArray();
        preview.changes()
                .forEach(change -> changes.add(new JsonObject()
                        .put("date", change.date().toString())
                        .put("weekday", change.date().getDayOfWeek().getValue())
                        .put("before", change.before().kind().name())
                        .put("beforeName", change.before().name())
                        .put("after", change.after().kind().name())
                        .put("afterName", change.after().name())));
        JsonArray affected = new JsonArray();
        shown.affected()
                .forEach(day -> affected.add(new JsonObject()
                        .put("centre", day.centre())
                        .put("date", day.date().toString())
                        .put("opens", day.opens())
                        .put("duties", day.duties())));
        return new JsonObject()
                .put("digest", shown.digest())
                .put("sound", preview.sound())
                .put("year", preview.year())
                .put("whole", preview.whole())
                .put("days", sorted(days))
                .put("changes", changes)
                .put("affected", affected)
                .put("faults", flaws(preview.faults()))
                .put("notes", flaws(preview.notes()));
    }

    private static JsonObject day(LocalDate date, NoticePreview.Kind kind, String name) {
        return new JsonObject()
                .put("date", date.toString())
                .put("weekday", date.getDayOfWeek().getValue())
                .put("kind", kind.name())
                .put("name", name);
    }

    private static JsonArray sorted(JsonArray days) {
        List<JsonObject> all = days.stream()
                .map(day -> (JsonObject) day)
                .sorted(java.util.Comparator.comparing(day -> day.getString("date")))
                .toList();
        return new JsonArray(all);
    }
}
