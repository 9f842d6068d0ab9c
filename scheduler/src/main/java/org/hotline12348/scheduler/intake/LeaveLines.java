package org.hotline12348.scheduler.intake;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.LeaveRequest.Kind;
import org.hotline12348.scheduler.change.LeaveRequest.State;
import org.hotline12348.scheduler.intake.LeavePreview.Effect;
import org.hotline12348.scheduler.intake.LeavePreview.Line;
import org.hotline12348.scheduler.roster.Duty;

/** Judges the lines of an import of leave: one line a leave, by the rules that hold for a leave entered by hand. */
final class LeaveLines {

    private static final int MOST_REASON_CHARACTERS = 500;

    /** The columns, under the headings people give them. */
    private enum Column {
        LAWYER("编号", "id", "工号", "账号", "用户名", "lawyer"),
        FROM("开始日期", "from", "开始", "起始日期", "请假开始", "自"),
        TO("结束日期", "to", "结束", "截止日期", "请假结束", "至"),
        KIND("请假类别", "kind", "类别", "请假类型", "假别"),
        REASON("事由", "reason", "原因", "请假事由");

        private final List<String> headings;

        Column(String... headings) {
            this.headings = List.of(headings);
        }

        String heading() {
            return headings.getFirst();
        }

        String english() {
            return headings.get(1);
        }
    }

    private static final Map<String, Kind> KINDS = Map.of(
            "年假", Kind.ANNUAL,
            "annual", Kind.ANNUAL,
            "病假", Kind.SICK,
            "sick", Kind.SICK,
            "公假", Kind.OFFICIAL,
            "公务", Kind.OFFICIAL,
            "official", Kind.OFFICIAL,
            "其他", Kind.OTHER,
            "事假", Kind.OTHER,
            "other", Kind.OTHER);

    /**
     * What is known when the file is judged.
     *
     * @param today the centre's day
     * @param people ids of everyone who serves the centre
     * @param leaves leave that touches the days of the file
     * @param duties published duties of these days
     */
    record Known(LocalDate today, Set<String> people, List<LeaveRequest> leaves, List<Duty> duties) {}

    private final Sheet sheet;
    private final Known known;
    private final String by;
    private final Instant now;
    private final Map<Column, Integer> at = new EnumMap<>(Column.class);
    private final List<String> ignored = new ArrayList<>();
    private final List<Flaw> faults = new ArrayList<>();
    private final List<LeaveRequest> taken = new ArrayList<>();

    private LeaveLines(Sheet sheet, Known known, String by, Instant now) {
        this.sheet = sheet;
        this.known = known;
        this.by = by;
        this.now = now;
    }

    static LeavePreview judge(String centre, Sheet sheet, Known known, String by, Instant now) {
        return new LeaveLines(sheet, known, by, now).preview(centre);
    }

    /** The first and the last date of the file, those that can be read; empty without any. */
    static Optional<LocalDate[]> span(Sheet sheet) {
        List<LocalDate> dates = sheet.rows().stream()
                .flatMap(row -> row.fields().stream())
                .flatMap(field -> Dates.parse(field.text()).stream())
                .sorted()
                .toList();
        return dates.isEmpty() ? Optional.empty() : Optional.of(new LocalDate[] {dates.getFirst(), dates.getLast()});
    }

    /** A file to begin with: the headings and one line as an example, as UTF-8 with a byte order mark for Excel. */
    static byte[] template() {
        return ("\ufeff"
                        + java.util.Arrays.stream(Column.values())
                                .map(Column::heading)
                                .collect(Collectors.joining(","))
                        + "\r\nlawyer101,2027-03-01,2027-03-10,年假,\r\n")
                .getBytes(StandardCharsets.UTF_8);
    }

    private LeavePreview preview(String centre) {
        List<Line> lines = new ArrayList<>();
        if (sheet.rows().isEmpty()) {
            faults.add(new Flaw("文件里没有内容。", "There is nothing in the file."));
        } else {
            headings(sheet.rows().getFirst());
            if (sheet.rows().size() == 1) {
                faults.add(new Flaw("只有标题行，没有请假。", "There are headings but no leave."));
            }
        }
        if (faults.isEmpty()) {
            for (Sheet.Row row : sheet.rows().subList(1, sheet.rows().size())) {
                lines.add(new LineJudge(row).judge());
            }
        }
        int duties = (int) known.duties().stream()
                .filter(duty -> lines.stream()
                        .filter(line -> line.effect() == Effect.ADD)
                        .flatMap(line -> line.leave().stream())
                        .anyMatch(leave -> leave.lawyer().equals(duty.lawyer())
                                && leave.leave().covers(duty.date())))
                .count();
        String shown = lines.stream()
                .map(line -> "%d %s %s".formatted(line.line(), line.effect(), line.flaws()))
                .collect(Collectors.joining("\n"));
        return new LeavePreview(
                sheet.format(),
                sheet.encoding(),
                ignored,
                faults,
                lines,
                duties,
                Digest.of(centre, sheet.toString(), shown));
    }

    private void headings(Sheet.Row row) {
        for (int i = 0; i < row.fields().size(); i++) {
            String heading = row.field(i).text().toLowerCase(Locale.ROOT);
            Optional<Column> column = java.util.Arrays.stream(Column.values())
                    .filter(one -> one.headings.contains(heading))
                    .findFirst();
            if (column.isEmpty()) {
                if (!heading.isEmpty()) {
                    ignored.add(row.field(i).text());
                }
            } else if (at.putIfAbsent(column.get(), i) != null) {
                faults.add(new Flaw(
                        "标题“%s”重复出现。".formatted(heading), "The heading \"%s\" is there twice.".formatted(heading)));
            }
        }
        for (Column needed : List.of(Column.LAWYER, Column.FROM, Column.TO)) {
            if (!at.containsKey(needed)) {
                faults.add(new Flaw(
                        "缺少“%s”列。第一行应为标题。".formatted(needed.heading()),
                        "The column \"%s\" (%s) is missing. The first line has to hold the headings."
                                .formatted(needed.english(), needed.heading())));
            }
        }
    }

    /** One line against the rules; what it adds counts for the lines below. */
    private final class LineJudge {
        private final Sheet.Row row;
        private final List<Flaw> flaws = new ArrayList<>();

        LineJudge(Sheet.Row row) {
            this.row = row;
        }

        private String text(Column column) {
            Integer index = at.get(column);
            return index == null ? "" : row.field(index).text();
        }

        private void flaw(String chinese, String english) {
            flaws.add(new Flaw(chinese, english));
        }

        Line judge() {
            at.forEach((column, index) -> row.field(index)
                    .flaw()
                    .ifPresent(flaw -> flaw(
                            "%s：%s".formatted(column.heading(), flaw.chinese()),
                            "%s: %s".formatted(column.english(), flaw.english()))));
            String lawyer = text(Column.LAWYER);
            if (lawyer.isEmpty()) {
                flaw("缺少编号。", "The id is missing.");
            } else if (!known.people().contains(lawyer)) {
                flaw(
                        "本中心没有编号为“%s”的人员。请先登记此人。".formatted(Sheet.cut(lawyer)),
                        "Nobody of this centre has the id \"%s\". Enter the practitioner first."
                                .formatted(Sheet.cut(lawyer)));
            }
            Optional<LocalDate> from = date(Column.FROM);
            Optional<LocalDate> to = date(Column.TO);
            Kind kind = kind();
            String reason = text(Column.REASON);
            if (reason.length() > MOST_REASON_CHARACTERS) {
                flaw(
                        "事由有 %d 个字，上限为 %d 个。".formatted(reason.length(), MOST_REASON_CHARACTERS),
                        "The reason has %d characters; the limit is %d."
                                .formatted(reason.length(), MOST_REASON_CHARACTERS));
            }
            if (!flaws.isEmpty() || from.isEmpty() || to.isEmpty()) {
                return new Line(row.line(), lawyer, Effect.BAD, Optional.empty(), flaws);
            }
            long before = known.leaves().stream()
                    .filter(one -> one.lawyer().equals(lawyer))
                    .count();
            LeaveRequest wish = new LeaveRequest(
                    // Follows from the line and from what was known, so that a leave withdrawn before keeps its paper.
                    Digest.of(lawyer, from.get().toString(), to.get().toString(), Long.toString(before))
                            .substring(0, 32),
                    lawyer,
                    from.get(),
                    to.get(),
                    kind,
                    reason,
                    State.APPROVED,
                    by,
                    now,
                    by,
                    "");
            if (known.leaves().stream().anyMatch(one -> one.stands() && same(one, wish))) {
                return new Line(row.line(), lawyer, Effect.SAME, Optional.of(wish), List.of());
            }
            List<LeaveRequest> others = new ArrayList<>(known.leaves());
            others.addAll(taken);
            LeaveRequest.check(wish, known.today(), others).ifPresent(refusal -> {
                String[] words = refusal.detail().split(" ?/ ", 2);
                flaw(words[0], words.length > 1 ? words[1] : words[0]);
            });
            if (taken.stream().anyMatch(one -> same(one, wish))) {
                flaws.clear();
                flaw("与文件中前面的一行相同。", "An earlier line of the file says the same.");
            }
            if (!flaws.isEmpty()) {
                return new Line(row.line(), lawyer, Effect.BAD, Optional.empty(), flaws);
            }
            taken.add(wish);
            return new Line(row.line(), lawyer, Effect.ADD, Optional.of(wish), List.of());
        }

        private static boolean same(LeaveRequest one, LeaveRequest other) {
            return one.lawyer().equals(other.lawyer())
                    && one.from().equals(other.from())
                    && one.to().equals(other.to());
        }

        private Optional<LocalDate> date(Column column) {
            Optional<LocalDate> date = Dates.parse(text(column));
            if (date.isEmpty()) {
                flaw(
                        "%s“%s”不是日期，例如 2027-02-05。".formatted(column.heading(), Sheet.cut(text(column))),
                        "%s: \"%s\" is no date, such as 2027-02-05."
                                .formatted(column.english(), Sheet.cut(text(column))));
            }
            return date;
        }

        private Kind kind() {
            String text = text(Column.KIND);
            Kind kind = text.isEmpty() ? Kind.ANNUAL : KINDS.get(text.toLowerCase(Locale.ROOT));
            if (kind == null) {
                flaw(
                        "请假类别“%s”应为 年假、病假、公假 或 其他。".formatted(Sheet.cut(text)),
                        "The kind \"%s\" must be 年假 (annual), 病假 (sick), 公假 (official) or 其他 (other)."
                                .formatted(Sheet.cut(text)));
                return Kind.OTHER;
            }
            return kind;
        }
    }
}
