package org.hotline12348.core.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hotline12348.core.report.ReportBook.Share;
import org.hotline12348.core.report.ReportBook.Table;
import org.jspecify.annotations.Nullable;

/** The tables of a report's workbook, from the report as JSON, in one of the two languages. */
final class ReportTables {

    private static final List<String> GROUPS = List.of(
            "period", "hour", "weekday", "outcome", "category", "disposition", "callerGroup", "district", "lawyer");

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("summary", "概况/Summary"),
            Map.entry("period", "日期/Period"),
            Map.entry("hour", "时段/Hour"),
            Map.entry("weekday", "星期/Weekday"),
            Map.entry("outcome", "来电结果/Outcome"),
            Map.entry("category", "事项类别/Category"),
            Map.entry("disposition", "处理方式/Disposition"),
            Map.entry("callerGroup", "来电人群/Caller group"),
            Map.entry("district", "地区/District"),
            Map.entry("lawyer", "律师/Lawyer"),
            Map.entry("channel", "渠道/Channel"),
            Map.entry("figure", "指标/Figure"),
            Map.entry("value", "数值/Value"),
            Map.entry("none", "未填写/Not chosen"),
            Map.entry("from", "起/From"),
            Map.entry("to", "止（不含）/Until (not included)"),
            Map.entry("asAt", "统计时间/As at"),
            Map.entry("records", "咨询人次/Consultations"),
            Map.entry("calls", "来电/Calls"),
            Map.entry("offered", "进入排队/Offered"),
            Map.entry("answered", "接通/Answered"),
            Map.entry("answerRate", "接通率/Answer rate"),
            Map.entry("within", "15 秒内接听/Within 15 s"),
            Map.entry("withinOfAnswered", "15 秒内接听率/Within 15 s of answered"),
            Map.entry("abandoned", "放弃/Abandoned"),
            Map.entry("abandonRate", "放弃率/Abandon rate"),
            Map.entry("worst", "任意 24 小时最低接通率/Lowest answer rate of any 24 h"),
            Map.entry("rated", "参评/Rated"),
            Map.entry("responseShare", "参评率/Share who rated"),
            Map.entry("satisfied", "满意（4–5）/Satisfied (4-5)"),
            Map.entry("satisfiedShare", "满意率（4–5）/Satisfied share (4-5)"),
            Map.entry("content", "基本满意以上（3–5）/Content (3-5)"),
            Map.entry("contentShare", "基本满意以上比例/Content share (3-5)"),
            Map.entry("talkSeconds", "通话总秒数/Talk, seconds"),
            Map.entry("meanTalkSeconds", "平均通话秒数/Mean talk, seconds"),
            Map.entry("meanWaitSeconds", "平均等待秒数/Mean wait, seconds"),
            Map.entry("yearToDate", "本年累计/Year to date"),
            Map.entry("sinceInception", "开通以来/Since inception"),
            Map.entry("PHONE", "电话/Phone"),
            Map.entry("IN_PERSON", "来访/In person"),
            Map.entry("ONLINE", "网络/Online"),
            Map.entry("OUTREACH", "专项活动/Outreach"),
            Map.entry("ANSWERED", "已接听/Answered"),
            Map.entry("ABANDONED", "来电人放弃/Abandoned"),
            Map.entry("CLOSED_HOURS", "非服务时间/Out of hours"),
            Map.entry("CLOSED_HOLIDAY", "放假/Holiday"),
            Map.entry("NO_ANSWER", "无人接听/No answer"),
            Map.entry("CALLBACK", "转回电/Callback"),
            Map.entry("VOICEMAIL", "留言/Message"),
            Map.entry("INTERRUPTED", "中断/Interrupted"));

    private static final List<String> WEEKDAYS = List.of(
            "星期一/Monday", "星期二/Tuesday", "星期三/Wednesday", "星期四/Thursday", "星期五/Friday", "星期六/Saturday", "星期日/Sunday");

    private final boolean chinese;

    private ReportTables(boolean chinese) {
        this.chinese = chinese;
    }

    /** @param report as {@code getReportSummary} answers it */
    static List<Table> of(JsonObject report, boolean chinese) {
        ReportTables tables = new ReportTables(chinese);
        List<Table> all = new ArrayList<>();
        all.add(tables.summary(report));
        for (String group : GROUPS) {
            all.add(tables.group(group, report.getJsonObject("groups").getJsonArray(group)));
        }
        all.add(tables.channels(report.getJsonArray("channels")));
        return all;
    }

    private String half(String both) {
        int cut = both.indexOf('/');
        return chinese ? both.substring(0, cut) : both.substring(cut + 1);
    }

    private String word(String key) {
        String both = WORDS.get(key);
        return both == null ? key : half(both);
    }

    private Table summary(JsonObject report) {
        JsonObject totals = report.getJsonObject("totals");
        JsonObject service = report.getJsonObject("service");
        JsonObject satisfaction = report.getJsonObject("satisfaction");
        JsonObject worst = service.getJsonObject("worst24h");
        List<List<Object>> rows = new ArrayList<>();
        for (String moment : List.of("from", "to", "asAt")) {
            rows.add(row(word(moment), report.getString(moment)));
        }
        rows.add(row(word("records"), value(totals, "records")));
        rows.add(row(word("calls"), value(totals, "calls")));
        for (String count : List.of("offered", "answered", "within", "abandoned")) {
            rows.add(row(word(count), value(service, count)));
        }
        for (String share : List.of("answerRate", "withinOfAnswered", "abandonRate")) {
            rows.add(row(word(share), share(service, share)));
        }
        rows.add(row(word("worst"), worst == null ? null : share(worst, "answerRate")));
        for (String count : List.of("rated", "satisfied", "content")) {
            rows.add(row(word(count), value(satisfaction, count)));
        }
        for (String share : List.of("responseShare", "satisfiedShare", "contentShare")) {
            rows.add(row(word(share), share(satisfaction, share)));
        }
        for (String seconds : List.of("talkSeconds", "meanTalkSeconds", "meanWaitSeconds")) {
            rows.add(row(word(seconds), totals.getNumber(seconds)));
        }
        return new Table(word("summary"), List.of(word("figure"), word("value")), rows);
    }

    private Table group(String name, JsonArray items) {
        List<List<Object>> rows = new ArrayList<>();
        for (Object each : items) {
            JsonObject item = (JsonObject) each;
            rows.add(row(
                    title(name, item),
                    item.getNumber("value"),
                    item.getNumber("offered"),
                    item.getNumber("answered"),
                    share(item, "answerRate"),
                    item.getNumber("talkSeconds"),
                    item.getNumber("rated"),
                    item.getNumber("satisfied"),
                    item.getNumber("content")));
        }
        boolean calls = name.equals("hour") || name.equals("weekday");
        return new Table(
                word(name),
                List.of(
                        word(name),
                        word(calls ? "calls" : "records"),
                        word("offered"),
                        word("answered"),
                        word("answerRate"),
                        word("talkSeconds"),
                        word("rated"),
                        word("satisfied"),
                        word("content")),
                rows);
    }

    private String title(String group, JsonObject item) {
        String key = item.getString("key");
        JsonObject name = item.getJsonObject("name");
        if (key == null) {
            return word("none");
        }
        if (name != null) {
            return name.getString(chinese ? "zh" : "en");
        }
        return switch (group) {
            case "hour" -> "%02d:00".formatted(Integer.parseInt(key));
            case "weekday" -> half(WEEKDAYS.get(Integer.parseInt(key) - 1));
            default -> word(key);
        };
    }

    private Table channels(JsonArray channels) {
        List<List<Object>> rows = new ArrayList<>();
        for (Object each : channels) {
            JsonObject channel = (JsonObject) each;
            rows.add(row(
                    word(channel.getString("channel")),
                    value(channel, "records"),
                    channel.getNumber("yearToDate"),
                    channel.getNumber("sinceInception")));
        }
        return new Table(
                word("channel"),
                List.of(word("channel"), word("records"), word("yearToDate"), word("sinceInception")),
                rows);
    }

    private static List<Object> row(@Nullable Object... cells) {
        return Arrays.asList(cells);
    }

    private static Number value(JsonObject of, String name) {
        return of.getJsonObject(name).getNumber("value");
    }

    private static @Nullable Share share(JsonObject of, String name) {
        Double value = of.getDouble(name);
        return value == null ? null : new Share(value);
    }
}
