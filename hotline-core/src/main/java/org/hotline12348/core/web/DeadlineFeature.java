package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.hotline12348.scheduler.calendar.Deadline;
import org.hotline12348.scheduler.calendar.Deadline.Term;

/** When a period ends: for limitation dates at the intake, and for the centre's own deadlines. */
public final class DeadlineFeature implements WebFeature {

    private static final int MONTHS_A_YEAR = 12;

    @Override
    public String document() {
        return "deadlines.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        return Map.of("getDeadline", ask -> {
            LocalDate from = Moments.date("from", ask.required("from"));
            Deadline deadline = Deadline.of(tools.sight().centre(ask).calendar().holidays(), from, term(ask));
            return Future.succeededFuture(Answer.of(json(deadline)));
        });
    }

    private static Term term(Ask ask) {
        int days = ask.number("days");
        int workingDays = ask.number("workingDays");
        int months = ask.number("months") + MONTHS_A_YEAR * ask.number("years");
        if (List.of(days, workingDays, months).stream()
                        .filter(count -> count > 0)
                        .count()
                != 1) {
            throw Problem.badRequest("Give one length: days, or workingDays, or months and years.");
        }
        return days > 0
                ? new Term.Days(days)
                : workingDays > 0 ? new Term.WorkingDays(workingDays) : new Term.Months(months);
    }

    private static JsonObject json(Deadline deadline) {
        JsonArray passed = new JsonArray();
        deadline.passed()
                .forEach(rest -> passed.add(
                        new JsonObject().put("date", rest.date().toString()).put("name", rest.name())));
        String rolled = deadline.rolledBecauseOf()
                .map(rest -> "期间最后一日%s为休假日（%s），顺延至%s（民法典第203条）。".formatted(rest.date(), rest.name(), deadline.due()))
                .orElse("最后一日为%s。".formatted(deadline.due()));
        String rolledEn = deadline.rolledBecauseOf()
                .map(rest -> "The last day, %s, is a day of rest (%s); it rolls forward to %s (Civil Code art. 203)."
                        .formatted(rest.date(), rest.name(), deadline.due()))
                .orElse("The last day is %s.".formatted(deadline.due()));
        String open = deadline.provisional() ? "该年度放假通知尚未公布，结果待核。" : "";
        String openEn = deadline.provisional() ? " The holiday notice of that year is not known yet; check again." : "";
        return new JsonObject()
                .put("from", deadline.from().toString())
                .put("firstDay", deadline.firstDay().toString())
                .put("lastDay", deadline.lastDay().toString())
                .put("due", deadline.due().toString())
                .put("rolled", deadline.rolledBecauseOf().isPresent())
                .put("passed", passed)
                .put("provisional", deadline.provisional())
                .put("text", "开始当日不计入，自%s起算（民法典第201条）；%s%s".formatted(deadline.firstDay(), rolled, open))
                .put(
                        "textEn",
                        "The first day is not counted: it runs from %s (Civil Code art. 201). %s%s"
                                .formatted(deadline.firstDay(), rolledEn, openEn));
    }
}
