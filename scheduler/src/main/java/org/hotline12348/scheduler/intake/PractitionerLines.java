package org.hotline12348.scheduler.intake;

import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.intake.PractitionerPreview.Effect;
import org.hotline12348.scheduler.intake.PractitionerPreview.Line;
import org.hotline12348.scheduler.roster.PhoneKind;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PractitionerKind;
import org.hotline12348.scheduler.roster.Standing;
import org.hotline12348.scheduler.roster.WeeklyHours;

/**
 * Judges the lines of an import of practitioners. A column that is not in the file leaves what is known untouched; a
 * blank cell of a column that is in the file empties the field.
 */
final class PractitionerLines {

    private static final int MOST_CHARACTERS = 100;
    private static final int MOST_LISTED = 20;
    private static final int MOST_DUTIES = 10_000;

    private static final Map<String, PractitionerKind> KINDS = Map.of(
            "律师", PractitionerKind.LAWYER,
            "lawyer", PractitionerKind.LAWYER,
            "基层法律服务工作者", PractitionerKind.GRASSROOTS_WORKER,
            "法律服务工作者", PractitionerKind.GRASSROOTS_WORKER,
            "grassroots_worker", PractitionerKind.GRASSROOTS_WORKER,
            "工作人员", PractitionerKind.STAFF,
            "中心工作人员", PractitionerKind.STAFF,
            "staff", PractitionerKind.STAFF);

    private static final Map<String, Standing> STANDINGS = Map.of(
            "在岗", Standing.ACTIVE,
            "正常", Standing.ACTIVE,
            "active", Standing.ACTIVE,
            "暂停", Standing.SUSPENDED,
            "停用", Standing.SUSPENDED,
            "suspended", Standing.SUSPENDED,
            "离开", Standing.LEFT,
            "离职", Standing.LEFT,
            "left", Standing.LEFT);

    private static final Map<String, PhoneKind> PHONES = Map.of(
            "手机", PhoneKind.MOBILE,
            "移动电话", PhoneKind.MOBILE,
            "mobile", PhoneKind.MOBILE,
            "话机", PhoneKind.SIP,
            "座机", PhoneKind.SIP,
            "sip", PhoneKind.SIP,
            "浏览器", PhoneKind.BROWSER,
            "网页", PhoneKind.BROWSER,
            "browser", PhoneKind.BROWSER);

    private final Sheet sheet;
    private final String centre;
    private final Map<String, Practitioner> byId = new HashMap<>();
    private final Map<String, Practitioner> byLicence = new HashMap<>();
    private final Map<PractitionerColumn, Integer> at = new EnumMap<>(PractitionerColumn.class);
    private final List<String> columns = new ArrayList<>();
    private final List<String> ignored = new ArrayList<>();
    private final List<Flaw> faults = new ArrayList<>();

    private PractitionerLines(Sheet sheet, String centre, Collection<Practitioner> known) {
        this.sheet = sheet;
        this.centre = centre;
        for (Practitioner one : known) {
            byId.put(one.id(), one);
            if (!one.licence().isEmpty()) {
                byLicence.put(one.licence(), one);
            }
        }
    }

    /** @param known everyone, of other centres too */
    static PractitionerPreview judge(Sheet sheet, String centre, Collection<Practitioner> known) {
        return new PractitionerLines(sheet, centre, known).preview();
    }

    /** A file to begin with: the headings and one line as an example, as UTF-8 with a byte order mark for Excel. */
    static byte[] template() {
        StringBuilder text = new StringBuilder("\ufeff");
        for (PractitionerColumn column : PractitionerColumn.values()) {
            text.append(column.ordinal() == 0 ? "" : ",").append(column.heading());
        }
        text.append("\r\nlawyer101,张三,律师,示例律师事务所,14108202610112345,劳动报酬、劳动合同工伤,河南话,13900000000,")
                .append("zhangsan@example.com,在岗,周一至周四；周五 08:00-14:00；周六、周日,周三,0,100,手机、浏览器\r\n");
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private PractitionerPreview preview() {
        List<Line> lines = new ArrayList<>();
        if (sheet.rows().isEmpty()) {
            fault("文件里没有内容。", "There is nothing in the file.");
        } else {
            headings(sheet.rows().getFirst());
            if (sheet.rows().size() == 1) {
                fault("只有标题行，没有人员。", "There are headings but no practitioners.");
            }
        }
        if (faults.isEmpty()) {
            for (Sheet.Row row : sheet.rows().subList(1, sheet.rows().size())) {
                lines.add(new LineJudge(row).judge());
            }
        }
        List<Line> judged = withoutRepeats(lines);
        String shown = judged.stream()
                .map(line -> "%d %s %s %s".formatted(line.line(), line.effect(), line.changed(), line.flaws()))
                .collect(Collectors.joining("\n"));
        return new PractitionerPreview(
                sheet.format(),
                sheet.encoding(),
                columns,
                ignored,
                faults,
                judged,
                Digest.of(centre, sheet.toString(), shown));
    }

    private void fault(String chinese, String english) {
        faults.add(new Flaw(chinese, english));
    }

    private void headings(Sheet.Row row) {
        for (int i = 0; i < row.fields().size(); i++) {
            String heading = row.field(i).text();
            Optional<PractitionerColumn> column = PractitionerColumn.of(heading);
            if (column.isEmpty()) {
                if (!heading.isEmpty()) {
                    ignored.add(heading);
                }
            } else if (at.putIfAbsent(column.get(), i) != null) {
                fault("标题“%s”重复出现。".formatted(heading), "The heading \"%s\" is there twice.".formatted(heading));
            } else {
                columns.add(heading);
            }
        }
        for (PractitionerColumn needed :
                List.of(PractitionerColumn.ID, PractitionerColumn.NAME, PractitionerColumn.KIND)) {
            if (!at.containsKey(needed)) {
                fault(
                        "缺少“%s”列。第一行应为标题。".formatted(needed.heading()),
                        "The column \"%s\" (%s) is missing. The first line has to hold the headings."
                                .formatted(needed.code(), needed.heading()));
            }
        }
    }

    /** Lines that name one person twice are bad, all of them: nobody can tell which one is meant. */
    private static List<Line> withoutRepeats(List<Line> lines) {
        Map<String, List<Integer>> ids = new HashMap<>();
        Map<String, List<Integer>> licences = new HashMap<>();
        for (Line line : lines) {
            if (!line.id().isEmpty()) {
                ids.computeIfAbsent(line.id(), unused -> new ArrayList<>()).add(line.line());
            }
            line.practitioner()
                    .map(Practitioner::licence)
                    .filter(licence -> !licence.isEmpty())
                    .ifPresent(licence -> licences.computeIfAbsent(licence, unused -> new ArrayList<>())
                            .add(line.line()));
        }
        return lines.stream()
                .map(line -> {
                    List<Flaw> more = new ArrayList<>(line.flaws());
                    repeated(ids, line.id(), "编号", "id").ifPresent(more::add);
                    line.practitioner()
                            .flatMap(one -> repeated(licences, one.licence(), "执业证号", "licence"))
                            .ifPresent(more::add);
                    return more.size() == line.flaws().size()
                            ? line
                            : new Line(
                                    line.line(), line.id(), line.name(), Effect.BAD, Optional.empty(), List.of(), more);
                })
                .toList();
    }

    private static Optional<Flaw> repeated(
            Map<String, List<Integer>> seen, String value, String chinese, String english) {
        List<Integer> lines = seen.getOrDefault(value, List.of());
        return lines.size() < 2
                ? Optional.empty()
                : Optional.of(new Flaw(
                        "%s %s 在第 %s 行重复。".formatted(chinese, value, joined(lines, "、")),
                        "The %s %s stands on the lines %s.".formatted(english, value, joined(lines, ", "))));
    }

    private static String joined(List<Integer> lines, String comma) {
        return lines.stream().limit(MOST_LISTED).map(String::valueOf).collect(Collectors.joining(comma));
    }

    /** One line against the rules. */
    private final class LineJudge {
        private final Sheet.Row row;
        private final List<Flaw> flaws = new ArrayList<>();

        LineJudge(Sheet.Row row) {
            this.row = row;
        }

        Line judge() {
            for (PractitionerColumn column : at.keySet()) {
                Sheet.Field field = field(column);
                field.flaw()
                        .ifPresent(flaw -> flaw(
                                "%s：%s".formatted(column.heading(), flaw.chinese()),
                                "%s: %s".formatted(column.code(), flaw.english())));
                if (field.text().length() > MOST_CHARACTERS) {
                    flaw(
                            "%s有 %d 个字，上限为 %d 个。"
                                    .formatted(column.heading(), field.text().length(), MOST_CHARACTERS),
                            "%s has %d characters; the limit is %d."
                                    .formatted(column.code(), field.text().length(), MOST_CHARACTERS));
                }
            }
            String id = text(PractitionerColumn.ID);
            String name = text(PractitionerColumn.NAME);
            Optional<Practitioner> before = Optional.ofNullable(byId.get(id));
            Practitioner after = read(id, name, before);
            if (!flaws.isEmpty()) {
                return new Line(row.line(), id, name, Effect.BAD, Optional.empty(), List.of(), flaws);
            }
            List<String> changed = before.map(known -> changes(known, after)).orElse(List.of());
            Effect effect = before.isEmpty() ? Effect.ADD : changed.isEmpty() ? Effect.SAME : Effect.CHANGE;
            return new Line(row.line(), id, name, effect, Optional.of(after), changed, List.of());
        }

        private void flaw(String chinese, String english) {
            flaws.add(new Flaw(chinese, english));
        }

        private Sheet.Field field(PractitionerColumn column) {
            Integer index = at.get(column);
            return index == null ? Sheet.Field.BLANK : row.field(index);
        }

        private String text(PractitionerColumn column) {
            return field(column).text();
        }

        /** The text of a column of the file, else what is known, else the usual. */
        private <T> T read(
                PractitionerColumn column,
                Optional<Practitioner> before,
                Function<Practitioner, T> known,
                T usual,
                Function<String, T> parse) {
            if (!at.containsKey(column)) {
                return before.map(known).orElse(usual);
            }
            return text(column).isEmpty() ? usual : parse.apply(text(column));
        }

        private Practitioner read(String id, String name, Optional<Practitioner> before) {
            checkId(id, before);
            if (name.isEmpty()) {
                flaw("缺少姓名。", "The name is missing.");
            }
            PractitionerKind kind = kind(text(PractitionerColumn.KIND));
            String licence =
                    read(PractitionerColumn.LICENCE, before, Practitioner::licence, "", text -> text.replace(" ", ""));
            checkLicence(id, kind, licence);
            Set<DayOfWeek> everyDay = EnumSet.allOf(DayOfWeek.class);
            Set<String> centres =
                    new TreeSet<>(before.map(Practitioner::centres).orElse(Set.of()));
            centres.add(centre);
            Availability available = read(
                    PractitionerColumn.AVAILABLE,
                    before,
                    known -> new Availability(known.availableOn(), known.availableAt()),
                    new Availability(everyDay, WeeklyHours.ANY),
                    this::availability);
            return new Practitioner(
                    id.isEmpty() ? "?" : id,
                    name,
                    kind,
                    read(PractitionerColumn.FIRM, before, Practitioner::firm, "", Function.identity()),
                    licence,
                    read(PractitionerColumn.SPECIALITIES, before, Practitioner::specialities, List.of(), this::list),
                    read(PractitionerColumn.LANGUAGES, before, Practitioner::languages, List.of(), this::list),
                    read(PractitionerColumn.MOBILE, before, Practitioner::mobile, "", this::mobile),
                    read(PractitionerColumn.EMAIL, before, Practitioner::email, "", this::email),
                    read(PractitionerColumn.STANDING, before, Practitioner::standing, Standing.ACTIVE, this::standing),
                    centres,
                    available.days(),
                    read(PractitionerColumn.DISLIKED, before, Practitioner::dislikedOn, Set.of(), this::weekdays),
                    read(PractitionerColumn.BALANCE, before, Practitioner::openingBalance, 0, this::duties),
                    available.hours(),
                    read(PractitionerColumn.SHARE, before, Practitioner::sharePercent, 100, this::share),
                    read(PractitionerColumn.PHONES, before, Practitioner::phones, List.of(), this::phones));
        }

        private void checkId(String id, Optional<Practitioner> before) {
            if (id.isEmpty()) {
                flaw("缺少编号。", "The id is missing.");
            } else if (!id.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,39}")) {
                flaw(
                        "编号“%s”只能用字母、数字和 . _ -，最多 40 个。".formatted(Sheet.cut(id)),
                        "The id \"%s\" may have letters, digits, and . _ - only, at most 40.".formatted(Sheet.cut(id)));
            } else if (before.isPresent() && !before.get().centres().contains(centre)) {
                flaw(
                        "编号 %s 已由其他中心使用。请换一个编号，或请管理员把此人加到本中心。".formatted(id),
                        "The id %s is in use at another centre. Take another id, or ask the administrator to add the person to this centre."
                                .formatted(id));
            }
        }

        private PractitionerKind kind(String text) {
            PractitionerKind kind = KINDS.get(text.toLowerCase(Locale.ROOT));
            if (kind == null) {
                flaw(
                        "类别“%s”应为 律师、基层法律服务工作者 或 工作人员。".formatted(Sheet.cut(text)),
                        "The kind \"%s\" must be 律师 (lawyer), 基层法律服务工作者 (grassroots_worker) or 工作人员 (staff)."
                                .formatted(Sheet.cut(text)));
                return PractitionerKind.STAFF;
            }
            return kind;
        }

        /** A lawyer's licence number has 17 digits (律师执业证管理办法); the other kinds have none or their own. */
        private void checkLicence(String id, PractitionerKind kind, String licence) {
            if (licence.isEmpty()) {
                return;
            }
            if (kind == PractitionerKind.LAWYER && !licence.matches("\\d{17}")) {
                flaw(
                        "律师执业证号应为 17 位数字，这里是“%s”。".formatted(Sheet.cut(licence)),
                        "A lawyer's licence number has 17 digits; this is \"%s\".".formatted(Sheet.cut(licence)));
            } else if (!licence.matches("[A-Za-z0-9-]{1,40}")) {
                flaw(
                        "执业证号“%s”只能用字母、数字和 -。".formatted(Sheet.cut(licence)),
                        "The licence number \"%s\" may have letters, digits and - only.".formatted(Sheet.cut(licence)));
            }
            Practitioner holder = byLicence.get(licence);
            if (holder != null && !holder.id().equals(id)) {
                boolean here = holder.centres().contains(centre);
                flaw(
                        here
                                ? "执业证号 %s 已登记在 %s 名下。".formatted(licence, holder.id())
                                : "执业证号 %s 已在其他中心登记。".formatted(licence),
                        here
                                ? "The licence number %s is registered for %s.".formatted(licence, holder.id())
                                : "The licence number %s is registered at another centre.".formatted(licence));
            }
        }

        private List<String> list(String text) {
            List<String> words = List.of(text.split("[、，,;；/|]+")).stream()
                    .map(String::strip)
                    .filter(word -> !word.isEmpty())
                    .distinct()
                    .toList();
            if (words.size() > MOST_LISTED) {
                flaw(
                        "一格里列了 %d 项，上限为 %d 项。".formatted(words.size(), MOST_LISTED),
                        "One cell lists %d things; the limit is %d.".formatted(words.size(), MOST_LISTED));
            }
            return words;
        }

        private String mobile(String text) {
            String digits = text.replaceAll("[\\s()（）-]", "").replaceFirst("^(\\+|00)?86(?=\\d{11}$)", "");
            if (!digits.matches("1[3-9]\\d{9}|0\\d{9,11}")) {
                // The number itself is personal data and stays out of the message.
                flaw(
                        "电话应为 11 位手机号，或带区号的固定电话。",
                        "The telephone must be a mobile of 11 digits, or a landline with its area code.");
            }
            return digits;
        }

        private String email(String text) {
            if (!text.matches("[^\\s@,;]{1,64}@[^\\s@,;]+\\.[^\\s@,;.]{2,}")) {
                flaw(
                        "邮箱“%s”不是邮件地址。".formatted(Sheet.cut(text)),
                        "\"%s\" is no e-mail address.".formatted(Sheet.cut(text)));
            }
            return text;
        }

        private Standing standing(String text) {
            Standing standing = STANDINGS.get(text.toLowerCase(Locale.ROOT));
            if (standing == null) {
                flaw(
                        "状态“%s”应为 在岗、暂停 或 离开。".formatted(Sheet.cut(text)),
                        "The standing \"%s\" must be 在岗 (active), 暂停 (suspended) or 离开 (left)."
                                .formatted(Sheet.cut(text)));
            }
            return Objects.requireNonNullElse(standing, Standing.ACTIVE);
        }

        private Set<DayOfWeek> weekdays(String text) {
            return Weekdays.parse(text).orElseGet(() -> {
                flaw(
                        "“%s”不是星期。例如：周一、周三；周一至周五；工作日。".formatted(Sheet.cut(text)),
                        "\"%s\" names no days of the week, such as 周一、周三 or Mon-Fri.".formatted(Sheet.cut(text)));
                return Set.of();
            });
        }

        private Availability availability(String text) {
            return Availability.parse(text).orElseGet(() -> {
                flaw(
                        "“%s”不是可值班时间。例如：周一、周三；周一至周五 08:00-14:00；工作日。".formatted(Sheet.cut(text)),
                        "\"%s\" names no days and hours, such as 周一、周三 or Mon-Fri 08:00-14:00; Sat."
                                .formatted(Sheet.cut(text)));
                return new Availability(Set.of(), WeeklyHours.ANY);
            });
        }

        private Integer share(String text) {
            String bare = text.replaceFirst("\\s*[%％]$", "");
            if (!bare.matches("\\d{1,4}")
                    || Integer.parseInt(bare) < 1
                    || Integer.parseInt(bare) > Practitioner.MOST_SHARE_PERCENT) {
                flaw(
                        "班次份额“%s”应为 1 至 %d 的整数（百分比，100 为全份）。"
                                .formatted(Sheet.cut(text), Practitioner.MOST_SHARE_PERCENT),
                        "The share \"%s\" must be a whole number of percent from 1 to %d; 100 is a full one."
                                .formatted(Sheet.cut(text), Practitioner.MOST_SHARE_PERCENT));
                return 100;
            }
            return Integer.valueOf(bare);
        }

        private List<PhoneKind> phones(String text) {
            List<PhoneKind> kinds = new ArrayList<>();
            for (String word : list(text)) {
                PhoneKind kind = PHONES.get(word.toLowerCase(Locale.ROOT));
                if (kind == null) {
                    flaw(
                            "话机“%s”应为 手机、座机 或 浏览器。".formatted(Sheet.cut(word)),
                            "The telephone \"%s\" must be 手机 (mobile), 座机 (sip) or 浏览器 (browser)."
                                    .formatted(Sheet.cut(word)));
                } else {
                    kinds.add(kind);
                }
            }
            return kinds;
        }

        private Integer duties(String text) {
            if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MOST_DUTIES) {
                flaw(
                        "期初班次“%s”应为 0 至 %d 的整数。".formatted(Sheet.cut(text), MOST_DUTIES),
                        "The opening balance \"%s\" must be a whole number from 0 to %d."
                                .formatted(Sheet.cut(text), MOST_DUTIES));
                return 0;
            }
            return Integer.valueOf(text);
        }
    }

    private static List<String> changes(Practitioner before, Practitioner after) {
        List<String> changed = new ArrayList<>();
        compare(changed, PractitionerColumn.NAME, before.name(), after.name());
        compare(changed, PractitionerColumn.KIND, before.kind(), after.kind());
        compare(changed, PractitionerColumn.FIRM, before.firm(), after.firm());
        compare(changed, PractitionerColumn.LICENCE, before.licence(), after.licence());
        compare(changed, PractitionerColumn.SPECIALITIES, before.specialities(), after.specialities());
        compare(changed, PractitionerColumn.LANGUAGES, before.languages(), after.languages());
        compare(changed, PractitionerColumn.MOBILE, before.mobile(), after.mobile());
        compare(changed, PractitionerColumn.EMAIL, before.email(), after.email());
        compare(changed, PractitionerColumn.STANDING, before.standing(), after.standing());
        compare(
                changed,
                PractitionerColumn.AVAILABLE,
                new Availability(before.availableOn(), before.availableAt()),
                new Availability(after.availableOn(), after.availableAt()));
        compare(changed, PractitionerColumn.DISLIKED, before.dislikedOn(), after.dislikedOn());
        compare(changed, PractitionerColumn.BALANCE, before.openingBalance(), after.openingBalance());
        compare(changed, PractitionerColumn.SHARE, before.sharePercent(), after.sharePercent());
        compare(changed, PractitionerColumn.PHONES, before.phones(), after.phones());
        return changed;
    }

    private static void compare(List<String> changed, PractitionerColumn column, Object before, Object after) {
        if (!before.equals(after)) {
            changed.add(column.code());
        }
    }

    /** Everyone an import would write. */
    static List<Practitioner> toWrite(PractitionerPreview preview) {
        Set<Effect> writing = EnumSet.of(Effect.ADD, Effect.CHANGE);
        return preview.lines().stream()
                .filter(line -> writing.contains(line.effect()))
                .flatMap(line -> line.practitioner().stream())
                .toList();
    }
}
