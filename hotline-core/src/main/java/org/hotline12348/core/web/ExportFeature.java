package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.consultation.Consultation;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.consultation.ConsultationQuery;
import org.hotline12348.core.consultation.SavedFilters;
import org.hotline12348.core.consultation.SavedFilters.Saved;
import org.hotline12348.core.consultation.WordLists;
import org.hotline12348.core.export.Export;
import org.hotline12348.core.export.Exports;
import org.hotline12348.core.export.Format;
import org.hotline12348.core.web.Problem.Fault;
import org.hotline12348.scheduler.roster.Centre;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exports of the log over HTTP, and the filters somebody keeps. Numbers are masked unless a coordinator gives a reason;
 * export and fetching are in the audit log.
 */
public final class ExportFeature implements WebFeature {

    private static final Logger LOG = LoggerFactory.getLogger(ExportFeature.class);
    private static final int CHUNK = 64 * 1024;

    /** A sheet of XLSX has no more rows, its head among them. */
    private static final long MOST_XLSX = 1_048_575;

    private final Vertx vertx;
    private final ConsultationBook book;
    private final Exports exports;
    private final SavedFilters filters;
    private final Clock clock;

    public ExportFeature(Vertx vertx, ConsultationBook book, Exports exports, SavedFilters filters, Clock clock) {
        this.vertx = vertx;
        this.book = book;
        this.exports = exports;
        this.filters = filters;
        this.clock = clock;
    }

    @Override
    public String document() {
        return "exports.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        Sight sight = tools.sight();
        AuditLog audit = tools.audit();
        return Map.of(
                "startExport",
                ask -> start(ask, sight, audit),
                "getExport",
                ask -> Future.succeededFuture(Answer.of(json(find(ask)))),
                "getExportFile",
                ask -> file(ask, audit),
                "listSavedFilters",
                this::saved,
                "putSavedFilter",
                this::keep,
                "deleteSavedFilter",
                this::drop);
    }

    private Future<Answer> start(Ask ask, Sight sight, AuditLog audit) {
        JsonObject body = ask.body();
        Account account = ask.account();
        Centre centre = sight.centre(ask);
        Format format = Format.valueOf(body.getString("format"));
        boolean chinese = !body.getString("language", "zh").equals("en");
        boolean full = body.getBoolean("fullNumbers", false);
        String reason = body.getString("reason", "").strip();
        if (full && !account.is(Role.COORDINATOR)) {
            throw Problem.forbidden("Numbers in full are exported by coordinators only; leave fullNumbers out.");
        }
        if (full && reason.isEmpty()) {
            throw Problem.refused(List.of(new Fault("reason", "Say why the numbers are needed in full.")));
        }
        ConsultationQuery query =
                ConsultationEndpoints.query(ask, sight, centre).limited(ConsultationQuery.MAX_LIMIT);
        ConsultationJson writer = new ConsultationJson(sight);
        return Future.all(book.count(query), book.wordLists(centre.id())).compose(both -> {
            long total = both.resultAt(0);
            Columns columns = new Columns(writer, account, both.resultAt(1), chinese, full);
            if (format == Format.XLSX && total > MOST_XLSX) {
                throw Problem.refused("%d records do not fit a sheet of %d rows. Export as CSV, or a shorter period."
                        .formatted(total, MOST_XLSX));
            }
            Map<String, Object> asked = new TreeMap<>(ask.parameters());
            asked.keySet().removeAll(List.of("limit", "page", "caller"));
            return audit.write(
                            centre.id(),
                            ask.who(),
                            "export.start",
                            "consultations",
                            reason,
                            new JsonObject()
                                    .put("format", format.name())
                                    .put("fullNumbers", full)
                                    .put("records", total)
                                    .put("filter", new JsonObject(asked)))
                    .map(ignored -> exports.begin(
                                    centre.id(),
                                    ask.who(),
                                    format,
                                    chinese ? "咨询记录" : "Consultations",
                                    columns.heads(),
                                    total,
                                    place -> book.list(place.map(query::after).orElse(query))
                                            .map(page -> new Exports.Page(
                                                    page.items().stream()
                                                            .map(columns::row)
                                                            .toList(),
                                                    page.next())))
                            .orElseThrow(() -> Problem.conflict(
                                    "export-running",
                                    "An export of yours is running, or %d of others are. Wait until it is done."
                                            .formatted(Exports.MOST_RUNNING))))
                    .map(export -> Answer.of(202, json(export))
                            .with("Location", ApiDocument.BASE + "/exports/" + export.id()));
        });
    }

    private Export find(Ask ask) {
        return exports.find(ask.required("id"), ask.who())
                .orElseThrow(() -> Problem.notFound("There is no such export of yours. A file goes after %d minutes."
                        .formatted(Exports.KEPT.toMinutes())));
    }

    private static JsonObject json(Export export) {
        return new JsonObject()
                .put("id", export.id())
                .put("state", export.state().name())
                .put("format", export.format().name())
                .put("rows", export.rows())
                .put("total", export.total())
                .put(
                        "file",
                        export.state() == Export.State.DONE
                                ? ApiDocument.BASE + "/exports/" + export.id() + "/file"
                                : null);
    }

    private Future<Answer> file(Ask ask, AuditLog audit) {
        Export export = find(ask);
        if (export.state() != Export.State.DONE) {
            throw Problem.conflict("export-not-done", "The export is not done yet; ask how it stands first.");
        }
        HttpServerResponse response = ask.context().response();
        return audit.write(
                        export.centre(),
                        ask.who(),
                        "export.fetch",
                        "consultations",
                        "",
                        new JsonObject().put("export", export.id()).put("records", export.rows()))
                .compose(ignored ->
                        vertx.executeBlocking(() -> exports.read(export), false).map(Objects::requireNonNull))
                .compose(in -> {
                    response.setChunked(true)
                            .putHeader("Content-Encoding", "identity")
                            .putHeader("Content-Type", export.format().type())
                            .putHeader(
                                    "Content-Disposition",
                                    "attachment; filename=\"consultations-%s.%s\""
                                            .formatted(
                                                    export.id().substring(0, 6),
                                                    export.format().ending()));
                    return send(response, in)
                            .recover(failure -> {
                                LOG.warn("An export was not sent to its end.", failure);
                                response.reset();
                                return Future.succeededFuture();
                            })
                            .compose(done -> vertx.executeBlocking(
                                    () -> {
                                        in.close();
                                        return null;
                                    },
                                    false))
                            .map(Answer.TAKEN);
                });
    }

    private Future<Void> send(HttpServerResponse response, InputStream in) {
        return vertx.executeBlocking(() -> read(in), false)
                .map(Objects::requireNonNull)
                .compose(part -> part.length() == 0
                        ? response.end()
                        : response.write(part).compose(ignored -> send(response, in)));
    }

    private static Buffer read(InputStream in) throws IOException {
        return Buffer.buffer(in.readNBytes(CHUNK));
    }

    private Future<Answer> saved(Ask ask) {
        return filters.of(ask.account().centre(), ask.who()).map(all -> {
            JsonArray items = new JsonArray();
            all.forEach(
                    one -> items.add(new JsonObject().put("name", one.name()).put("query", one.query())));
            return Answer.of(new JsonObject().put("items", items));
        });
    }

    private Future<Answer> keep(Ask ask) {
        Saved saved = new Saved(ask.required("name"), ask.body().getString("query"));
        return filters.keep(ask.account().centre(), ask.who(), saved, clock.instant())
                .map(kept -> {
                    if (!kept) {
                        throw Problem.refused(
                                "You keep %d filters already. Delete one first.".formatted(SavedFilters.MOST));
                    }
                    return Answer.nothing();
                });
    }

    private Future<Answer> drop(Ask ask) {
        return filters.drop(ask.account().centre(), ask.who(), ask.required("name"))
                .map(ignored -> Answer.nothing());
    }

    /** What stands in the columns of the file: what the log shows to this reader, in words. */
    private record Columns(ConsultationJson writer, Account reader, WordLists words, boolean chinese, boolean full) {

        private static final List<String[]> NAMES = List.of(
                new String[] {"number", "编号", "Number"},
                new String[] {"startedAt", "开始时间", "Started"},
                new String[] {"endedAt", "结束时间", "Ended"},
                new String[] {"channel", "渠道", "Channel"},
                new String[] {"outcome", "结果", "Outcome"},
                new String[] {"caller", "来电号码", "Caller"},
                new String[] {"callerName", "姓名", "Name"},
                new String[] {"lawyerName", "律师", "Lawyer"},
                new String[] {"waitSeconds", "等待秒数", "Waited, s"},
                new String[] {"talkSeconds", "通话秒数", "Talked, s"},
                new String[] {"rating", "评价", "Rating"},
                new String[] {"category", "事项类别", "Category"},
                new String[] {"callerGroups", "重点人群", "Caller groups"},
                new String[] {"district", "地区", "District"},
                new String[] {"matter", "事项", "Matter"},
                new String[] {"summary", "咨询内容", "Question"},
                new String[] {"advice", "解答意见", "Advice"},
                new String[] {"disposition", "处理方式", "Disposition"},
                new String[] {"rightsExplained", "已告知申请权利", "Rights explained"},
                new String[] {"limitationDate", "时效届满日", "Limitation date"},
                new String[] {"followUpWanted", "需回访", "Follow-up wanted"},
                new String[] {"recorded", "有录音", "Recorded"});

        private static final Map<String, String[]> TERMS = Map.ofEntries(
                Map.entry("PHONE", new String[] {"电话", "Telephone"}),
                Map.entry("IN_PERSON", new String[] {"面对面", "In person"}),
                Map.entry("ONLINE", new String[] {"网络", "Online"}),
                Map.entry("OUTREACH", new String[] {"专项活动", "Campaign"}),
                Map.entry("ANSWERED", new String[] {"已接听", "Answered"}),
                Map.entry("ABANDONED", new String[] {"放弃", "Abandoned"}),
                Map.entry("CLOSED_HOURS", new String[] {"非服务时间", "Closed"}),
                Map.entry("CLOSED_HOLIDAY", new String[] {"节假日", "Holiday"}),
                Map.entry("NO_ANSWER", new String[] {"无人接听", "No answer"}),
                Map.entry("CALLBACK", new String[] {"要求回电", "Callback asked for"}),
                Map.entry("VOICEMAIL", new String[] {"留言", "Message"}),
                Map.entry("INTERRUPTED", new String[] {"中断", "Interrupted"}));

        List<String> heads() {
            return NAMES.stream().map(name -> name[chinese ? 1 : 2]).toList();
        }

        List<String> row(Consultation entry) {
            JsonObject item = writer.item(entry, reader);
            return NAMES.stream().map(name -> cell(name[0], item, entry)).toList();
        }

        private String cell(String name, JsonObject item, Consultation entry) {
            return switch (name) {
                case "caller" ->
                    entry.caller()
                            .map(number -> full ? number.plainDigits() : number.masked())
                            .orElse("");
                case "category" -> word(words.categories(), item.getString(name));
                case "disposition" -> word(words.dispositions(), item.getString(name));
                case "callerGroups" ->
                    String.join(
                            chinese ? "、" : ", ",
                            item.getJsonArray(name).stream()
                                    .map(key -> word(words.callerGroups(), key.toString()))
                                    .toList());
                case "channel", "outcome" ->
                    Optional.ofNullable(item.getString(name))
                            .map(key -> Optional.ofNullable(TERMS.get(key))
                                    .map(term -> term[chinese ? 0 : 1])
                                    .orElse(key))
                            .orElse("");
                case "rightsExplained", "followUpWanted", "recorded" ->
                    item.getBoolean(name, false) ? chinese ? "是" : "yes" : "";
                default ->
                    Optional.ofNullable(item.getValue(name))
                            .map(Object::toString)
                            .orElse("");
            };
        }

        private String word(List<WordLists.Word> list, @Nullable String key) {
            return key == null
                    ? ""
                    : list.stream()
                            .filter(word -> word.key().equals(key))
                            .findFirst()
                            .map(word -> chinese ? word.zh() : word.en())
                            .orElse(key);
        }
    }
}
