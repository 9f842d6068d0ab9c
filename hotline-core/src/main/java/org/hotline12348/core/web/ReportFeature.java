package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.consultation.Facets;
import org.hotline12348.core.consultation.WordLists;
import org.hotline12348.core.export.Format;
import org.hotline12348.core.report.Dimension;
import org.hotline12348.core.report.Report;
import org.hotline12348.core.report.Report.Group;
import org.hotline12348.core.report.Report.Opening;
import org.hotline12348.core.report.Report.Running;
import org.hotline12348.core.report.Report.Window;
import org.hotline12348.core.report.ReportBook;
import org.hotline12348.core.report.Reports;
import org.hotline12348.core.report.Reports.Question;
import org.hotline12348.core.report.Tally;
import org.hotline12348.core.web.Problem.Fault;
import org.hotline12348.scheduler.roster.Centre;
import org.jspecify.annotations.Nullable;

/**
 * Reports over HTTP. Every number is {@code {value, filter}}: given to {@code GET /consultations}, the filter lists the
 * very records that were counted.
 */
public final class ReportFeature implements WebFeature {

    private final Reports reports;
    private final ConsultationBook book;
    private final Clock clock;

    public ReportFeature(Reports reports, ConsultationBook book, Clock clock) {
        this.reports = reports;
        this.book = book;
        this.clock = clock;
    }

    @Override
    public String document() {
        return "reports.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        Sight sight = tools.sight();
        AuditLog audit = tools.audit();
        return Map.of(
                "getReportSummary", ask -> summary(ask, sight).map(Answer::of),
                "getReportWorkbook", ask -> workbook(ask, sight, audit),
                "putReportOpening", ask -> open(ask, sight, audit));
    }

    /** The same as a workbook. The file leaves the house: that is noted. */
    private Future<Answer> workbook(Ask ask, Sight sight, AuditLog audit) {
        boolean chinese = !ask.text("lang").orElse("zh").equals("en");
        return summary(ask, sight)
                .compose(report -> audit.write(
                                report.getString("centre"),
                                ask.who(),
                                "report.export",
                                report.getString("centre"),
                                "",
                                new JsonObject()
                                        .put("from", report.getString("from"))
                                        .put("to", report.getString("to")))
                        .map(ignored -> Answer.of(
                                        200,
                                        Format.XLSX.type(),
                                        Buffer.buffer(ReportBook.of(ReportTables.of(report, chinese))))
                                .with(
                                        "Content-Disposition",
                                        "attachment; filename=\"report-%s-%s.xlsx\""
                                                .formatted(
                                                        report.getString("from").substring(0, 10),
                                                        report.getString("centre")))));
    }

    private Future<JsonObject> summary(Ask ask, Sight sight) {
        Centre centre = sight.centre(ask);
        ZoneId zone = centre.calendar().zone();
        Instant now = clock.instant();
        LocalDate today = LocalDate.ofInstant(now, zone);
        String from = ask.text("from").orElseGet(() -> today.withDayOfYear(1).toString());
        String to = ask.text("to").orElseGet(today::toString);
        Instant begin = Moments.from("from", from, zone);
        Instant end = Moments.until("to", to, zone);
        if (!begin.isBefore(end)) {
            throw Problem.refused(List.of(
                    new Fault("to", "%s does not come after %s. Maybe they were swapped.".formatted(to, from))));
        }
        return Future.all(reports.report(new Question(centre.id(), zone, begin, end, now)), book.wordLists(centre.id()))
                .map(both -> new Writer(centre.id(), zone, from, to, begin, end, sight, both.resultAt(1))
                        .json(both.resultAt(0), now));
    }

    private Future<Answer> open(Ask ask, Sight sight, AuditLog audit) {
        JsonObject body = ask.body();
        Centre centre = sight.centre(ask.account(), Optional.ofNullable(body.getString("centre")));
        String channel = ask.required("channel");
        LocalDate asAt = Moments.date("asAt", body.getString("asAt"));
        long year = body.getLong("year");
        long total = body.getLong("total");
        Instant now = clock.instant();
        if (year > total) {
            throw Problem.refused(List.of(new Fault(
                    "year",
                    "%d of that year are more than %d in all. Maybe they were swapped.".formatted(year, total))));
        }
        return reports.open(centre.id(), channel, new Opening(asAt, year, total), ask.who(), now)
                .compose(ignored -> audit.write(
                        centre.id(),
                        ask.who(),
                        "report.opening",
                        channel,
                        "",
                        new JsonObject()
                                .put("asAt", asAt.toString())
                                .put("year", year)
                                .put("total", total)))
                .map(ignored -> Answer.nothing());
    }

    /** Writes one report: names, shares, and with each number its filter. */
    private record Writer(
            String centre,
            ZoneId zone,
            String from,
            String to,
            Instant begin,
            Instant end,
            Sight sight,
            WordLists words) {

        JsonObject json(Report report, Instant now) {
            Tally all = report.all();
            JsonObject json = new JsonObject()
                    .put("centre", centre)
                    .put("zone", zone.getId())
                    .put("from", Moments.text(begin, zone))
                    .put("to", Moments.text(end, zone))
                    .put("asAt", Moments.text(now, zone))
                    .put(
                            "totals",
                            new JsonObject()
                                    .put("records", number(all.records()))
                                    .put("calls", number(all.calls(), "channel", "PHONE"))
                                    .put("talkSeconds", all.talkSeconds())
                                    .put("meanTalkSeconds", share(Tally.share(all.talkSeconds(), all.answered())))
                                    .put("meanWaitSeconds", share(Tally.share(all.waitSeconds(), all.answered()))))
                    .put("service", service(report, all))
                    .put("satisfaction", satisfaction(all));
            JsonObject groups = new JsonObject();
            groups.put("hour", clock(report, Dimension.HOUR, 0, 23, this::hour));
            groups.put("weekday", clock(report, Dimension.WEEKDAY, 1, 7, this::weekday));
            groups.put("weekdayHour", items(report, Dimension.WEEKDAY_HOUR, key -> {
                String[] parts = key.split("-");
                return filter(
                        "channel", "PHONE", "weekday", parts[0], "hour", String.valueOf(Integer.parseInt(parts[1])));
            }));
            groups.put("period", items(report, Dimension.PERIOD, this::period));
            groups.put("outcome", items(report, Dimension.OUTCOME, key -> filter("outcome", key)));
            groups.put("category", items(report, Dimension.CATEGORY, key -> filter("category", key)));
            groups.put("disposition", items(report, Dimension.DISPOSITION, key -> filter("disposition", key)));
            groups.put("callerGroup", items(report, Dimension.CALLER_GROUP, key -> filter("callerGroup", key)));
            groups.put("district", items(report, Dimension.DISTRICT, key -> filter("district", key)));
            groups.put("lawyer", items(report, Dimension.LAWYER, key -> filter("credited", key)));
            return json.put("byMonth", report.byMonth()).put("groups", groups).put("channels", channels(report));
        }

        private JsonObject service(Report report, Tally all) {
            return new JsonObject()
                    .put("offered", number(all.offered(), "queued", "true"))
                    .put("answered", number(all.answered(), "queued", "true", "outcome", "ANSWERED"))
                    .put("answerRate", share(Tally.share(all.answered(), all.offered())))
                    .put("withinSeconds", Tally.WITHIN_SECONDS)
                    .put(
                            "within",
                            number(all.within(), "queued", "true", "waitAtMost", String.valueOf(Tally.WITHIN_SECONDS)))
                    .put("withinOfOffered", share(Tally.share(all.within(), all.offered())))
                    .put("withinOfAnswered", share(Tally.share(all.within(), all.answered())))
                    .put("abandoned", number(all.abandoned(), "queued", "true", "outcome", "ABANDONED"))
                    .put("abandonRate", share(Tally.share(all.abandoned(), all.offered())))
                    .put("worst24h", report.worst().map(this::window).orElse(null))
                    .put("latest24h", window(report.latest()));
        }

        private JsonObject window(Window window) {
            String start = Moments.text(window.from(), zone);
            String stop = Moments.text(window.to(), zone);
            return new JsonObject()
                    .put("from", start)
                    .put("to", stop)
                    .put("offered", value(window.offered(), between(start, stop, "queued", "true")))
                    .put(
                            "answered",
                            value(window.answered(), between(start, stop, "queued", "true", "outcome", "ANSWERED")))
                    .put("answerRate", share(Tally.share(window.answered(), window.offered())));
        }

        private JsonObject satisfaction(Tally all) {
            return new JsonObject()
                    .put("rated", number(all.rated(), "ratingFrom", "1"))
                    .put("responseShare", share(Tally.share(all.rated(), all.answered())))
                    .put("satisfied", number(all.satisfied(), "ratingFrom", "4"))
                    .put("satisfiedShare", share(Tally.share(all.satisfied(), all.rated())))
                    .put("content", number(all.content(), "ratingFrom", "3"))
                    .put("contentShare", share(Tally.share(all.content(), all.rated())));
        }

        private JsonArray channels(Report report) {
            Map<String, Tally> counted = new HashMap<>();
            report.groups()
                    .getOrDefault(Dimension.CHANNEL, List.of())
                    .forEach(group -> counted.put(group.key().orElse(""), group.tally()));
            JsonArray channels = new JsonArray();
            for (Running one : report.running()) {
                channels.add(new JsonObject()
                        .put("channel", one.channel())
                        .put(
                                "records",
                                number(
                                        counted.getOrDefault(one.channel(), Tally.NOTHING)
                                                .records(),
                                        "channel",
                                        one.channel()))
                        .put("yearToDate", one.yearToDate())
                        .put("sinceInception", one.sinceInception())
                        .put(
                                "opening",
                                one.opening()
                                        .map(opening -> new JsonObject()
                                                .put("asAt", opening.asAt().toString())
                                                .put("year", opening.year())
                                                .put("total", opening.total()))
                                        .orElse(null)));
            }
            return channels;
        }

        /** Hours and weekdays are shown whole, calls only: those without a call stand there with 0. */
        private JsonArray clock(
                Report report, Dimension dimension, int first, int last, Function<String, Map<String, String>> filter) {
            Map<String, Tally> found = new HashMap<>();
            report.groups()
                    .getOrDefault(dimension, List.of())
                    .forEach(group -> found.put(group.key().orElse(""), group.tally()));
            JsonArray items = new JsonArray();
            for (int n = first; n <= last; n++) {
                String key = String.valueOf(n);
                Tally tally = found.getOrDefault(key, Tally.NOTHING);
                items.add(item(Optional.of(key), dimension, tally, tally.calls(), filter.apply(key)));
            }
            return items;
        }

        private Map<String, String> hour(String key) {
            return filter("channel", "PHONE", "hour", key);
        }

        private Map<String, String> weekday(String key) {
            return filter("channel", "PHONE", "weekday", key);
        }

        private Map<String, String> period(String key) {
            if (key.length() == 10) {
                return later(key, key);
            }
            YearMonth month = YearMonth.parse(key);
            return later(month.atDay(1).toString(), month.atEndOfMonth().toString());
        }

        /** A day or a month, cut where the report's period begins or ends within it. */
        private Map<String, String> later(String first, String last) {
            Instant start = Moments.from("from", first, zone);
            Instant stop = Moments.until("to", last, zone);
            return between(
                    start.isBefore(begin) ? Moments.text(begin, zone) : first,
                    stop.isAfter(end) ? Moments.text(end, zone) : last);
        }

        private JsonArray items(Report report, Dimension dimension, Function<String, Map<String, String>> filter) {
            List<Group> groups = new ArrayList<>(report.groups().getOrDefault(dimension, List.of()));
            boolean ordered = dimension == Dimension.PERIOD || dimension == Dimension.WEEKDAY_HOUR;
            Comparator<Group> byKey = Comparator.comparing(group -> group.key().orElse(""));
            groups.sort(
                    ordered
                            ? byKey
                            : Comparator.comparingLong(
                                            (Group group) -> group.tally().records())
                                    .reversed()
                                    .thenComparing(byKey));
            JsonArray items = new JsonArray();
            for (Group group : groups) {
                Tally tally = group.tally();
                long value = dimension == Dimension.WEEKDAY_HOUR ? tally.calls() : tally.records();
                if (value == 0 || dimension == Dimension.OUTCOME && group.key().isEmpty()) {
                    continue;
                }
                items.add(item(
                        group.key(),
                        dimension,
                        tally,
                        value,
                        filter.apply(group.key().orElse(Facets.NONE_CHOSEN))));
            }
            return items;
        }

        private JsonObject item(
                Optional<String> key, Dimension dimension, Tally tally, long value, Map<String, String> filter) {
            JsonObject name = key.map(text -> name(dimension, text)).orElse(null);
            return value(value, filter)
                    .put("key", key.orElse(null))
                    .put("name", name)
                    .put("offered", tally.offered())
                    .put("answered", tally.answered())
                    .put("answerRate", share(Tally.share(tally.answered(), tally.offered())))
                    .put("talkSeconds", tally.talkSeconds())
                    .put("rated", tally.rated())
                    .put("satisfied", tally.satisfied())
                    .put("content", tally.content());
        }

        /** Words of the centre's lists in both languages; a lawyer's name; everything else the page names itself. */
        private @Nullable JsonObject name(Dimension dimension, String key) {
            return switch (dimension) {
                case CATEGORY -> word(words.categories(), key);
                case DISPOSITION -> word(words.dispositions(), key);
                case CALLER_GROUP -> word(words.callerGroups(), key);
                case LAWYER -> both(sight.lawyerName(key), sight.lawyerName(key));
                case DISTRICT -> both(key, key);
                case ALL, HOUR, WEEKDAY, WEEKDAY_HOUR, PERIOD, CHANNEL, OUTCOME -> null;
            };
        }

        private static JsonObject word(List<WordLists.Word> words, String key) {
            return words.stream()
                    .filter(word -> word.key().equals(key))
                    .findFirst()
                    .map(word -> both(word.zh(), word.en()))
                    .orElseGet(() -> both(key, key));
        }

        private static JsonObject both(String zh, String en) {
            return new JsonObject().put("zh", zh).put("en", en);
        }

        private JsonObject number(long value, String... filter) {
            return value(value, filter(filter));
        }

        private static JsonObject value(long value, Map<String, String> filter) {
            JsonObject json = new JsonObject();
            filter.forEach(json::put);
            return new JsonObject().put("value", value).put("filter", json);
        }

        private Map<String, String> filter(String... pairs) {
            return between(from, to, pairs);
        }

        private static Map<String, String> between(String from, String to, String... pairs) {
            Map<String, String> filter = new LinkedHashMap<>();
            filter.put("from", from);
            filter.put("to", to);
            for (int i = 0; i < pairs.length; i += 2) {
                filter.put(pairs[i], pairs[i + 1]);
            }
            return filter;
        }

        private static @Nullable Double share(OptionalDouble share) {
            return share.isEmpty() ? null : Math.round(share.getAsDouble() * 10_000) / 10_000.0;
        }
    }
}
