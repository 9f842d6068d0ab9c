package org.hotline12348.scheduler.intake;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.calendar.HolidayCalendar;
import org.hotline12348.scheduler.calendar.HolidayNotice;
import org.hotline12348.scheduler.calendar.ServiceCalendar;
import org.hotline12348.scheduler.change.Refusal;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.store.RosterStore;

/** Holiday notices from a file or from pasted text: first shown, then taken as shown. */
public final class NoticeIntake {

    /** Days before and after a changed day whose service it can change: weekends between holidays. */
    private static final int NEIGHBOURS = 7;

    private static final int LOOK_AHEAD_DAYS = 430;

    private final RosterStore store;
    private final Clock clock;
    private final Supplier<Future<Void>> refresh;

    /** @param refresh makes what was imported known to the running service */
    public NoticeIntake(RosterStore store, Clock clock, Supplier<Future<Void>> refresh) {
        this.store = store;
        this.clock = clock;
        this.refresh = refresh;
    }

    /**
     * A day whose service changes under a published roster.
     *
     * @param centre the centre's id
     * @param opens whether it is served afterwards; before it was the opposite
     * @param duties published duties of the day; on a day that opens there are usually none
     */
    public record Affected(String centre, LocalDate date, boolean opens, int duties) {}

    /**
     * What an import would do.
     *
     * @param affected days of published rosters to be planned again, from today on
     * @param digest stands for the notice and for what is known already; an import names the digest it was shown
     */
    public record Shown(NoticePreview preview, List<Affected> affected, String digest) {
        public Shown {
            affected = List.copyOf(affected);
        }
    }

    /**
     * Reads a notice from pasted text: the notice's own words, JSON in the data file's form, or CSV.
     *
     * @param year the year it is for, where the text does not say, or says several
     * @throws UnreadableFileException where it is none of these
     */
    public static NoticeDraft read(String text, Optional<Integer> year) {
        String bare = text.strip();
        if (bare.isEmpty()) {
            throw new UnreadableFileException("没有内容。", "There is nothing to read.");
        }
        if (bare.startsWith("{")) {
            return one(NoticeTables.json(bare), year);
        }
        boolean words = bare.contains("日")
                && bare.matches("(?s).*\\d+\\s*月\\s*\\d+\\s*日.*(放假|休|上班).*")
                && !bare.lines().findFirst().orElse("").matches(".*(日期|date)[,，;\t].*");
        if (words) {
            return NoticeText.read(text, year);
        }
        Sheet sheet = Sheet.ofCsv(bare, "UTF-8");
        if (!NoticeTables.isTable(sheet)) {
            throw new UnreadableFileException(
                    "没有读到国务院办公厅的放假通知。请粘贴通知全文，其中应有类似“%s”的段落；也可用 JSON，或带“日期、类型、节日”三列的表格。".formatted(NoticeText.EXAMPLE),
                    "No notice of the State Council is found in it. Paste the whole notice; it has paragraphs such as “%s”. JSON, or a table with the columns date, kind and name, is read too."
                            .formatted(NoticeText.EXAMPLE));
        }
        return NoticeTables.table(sheet, year);
    }

    /** The same from a file: a text in any usual encoding, or XLSX. */
    public static NoticeDraft read(byte[] file, Optional<Integer> year) {
        if (file.length > 1 && file[0] == 'P' && file[1] == 'K') {
            return NoticeTables.table(Sheet.read(file), year);
        }
        if (file.length > Sheet.MOST_BYTES) {
            throw new UnreadableFileException("文件太大。", "The file is too large.");
        }
        return read(Encoding.decode(file).text(), year);
    }

    private static NoticeDraft one(List<NoticeDraft> drafts, Optional<Integer> year) {
        List<NoticeDraft> meant = drafts.stream()
                .filter(draft -> year.isEmpty() || draft.year() == year.get())
                .toList();
        if (meant.size() != 1) {
            String years =
                    drafts.stream().map(draft -> String.valueOf(draft.year())).collect(Collectors.joining(", "));
            throw new UnreadableFileException(
                    "JSON 里有这些年份：%s。一次导入一年，请填写年份。".formatted(years),
                    "The JSON holds the years %s. One year is imported at a time; give the year.".formatted(years));
        }
        return meant.getFirst();
    }

    /**
     * What an import would do; changes nothing.
     *
     * @param centres those whose published rosters are looked at
     */
    public Future<Shown> preview(NoticeDraft draft, Collection<Centre> centres) {
        return store.holidays().compose(known -> {
            NoticePreview preview = NoticePreview.of(draft, known);
            String digest =
                    Digest.of(draft.toString(), String.valueOf(known.notices().get(draft.year())));
            return affected(preview, known, centres).map(affected -> new Shown(preview, affected, digest));
        });
    }

    /**
     * Takes the notice if it is still what the digest stands for. A preview that has become another is refused with the
     * rule {@code OUTDATED}, one with faults with {@code FAULTS}.
     */
    public Future<Verdict<Shown>> take(NoticeDraft draft, Collection<Centre> centres, String digest, String by) {
        return preview(draft, centres).compose(shown -> {
            if (!shown.digest().equals(digest)) {
                return refused(
                        "OUTDATED",
                        "通知或日历在预览之后有变动，请重新预览。/ The notice or the calendar has changed since the preview; look at it again.");
            }
            Optional<HolidayNotice> notice = shown.preview().notice();
            if (notice.isEmpty()) {
                return refused(
                        "FAULTS",
                        shown.preview().faults().stream().map(Flaw::toString).collect(Collectors.joining(" ")));
            }
            return store.importNotice(notice.get(), clock.instant(), by)
                    .compose(ignored -> refresh.get())
                    .map(ignored -> Verdict.done(shown));
        });
    }

    private static <T> Future<Verdict<T>> refused(String rule, String detail) {
        return Future.succeededFuture(Verdict.refused(List.of(new Refusal(rule, detail))));
    }

    private Future<List<Affected>> affected(NoticePreview preview, HolidayCalendar known, Collection<Centre> centres) {
        if (preview.changes().isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        HolidayCalendar after = preview.notice().map(known::with).orElse(known);
        LocalDate first = preview.changes().getFirst().date().minusDays(NEIGHBOURS);
        LocalDate last = preview.changes().getLast().date().plusDays(NEIGHBOURS);
        List<Affected> affected = new ArrayList<>();
        Future<Void> done = Future.succeededFuture();
        for (Centre centre : centres) {
            LocalDate today = centre.calendar().dateOf(clock.instant());
            LocalDate from = first.isBefore(today) ? today : first;
            if (from.isAfter(last)) {
                continue;
            }
            done = done.compose(ignored -> store.duties(centre.id(), from, from.plusDays(LOOK_AHEAD_DAYS))
                    .map(duties -> {
                        affected.addAll(affected(centre, after, from, last, duties));
                        return null;
                    }));
        }
        return done.map(ignored -> affected);
    }

    private static List<Affected> affected(
            Centre centre, HolidayCalendar after, LocalDate from, LocalDate last, List<Duty> duties) {
        Optional<LocalDate> rosteredTo = duties.stream().map(Duty::date).max(LocalDate::compareTo);
        if (rosteredTo.isEmpty()) {
            return List.of();
        }
        Map<LocalDate, Long> byDay = duties.stream().collect(Collectors.groupingBy(Duty::date, Collectors.counting()));
        ServiceCalendar before = centre.calendar();
        ServiceCalendar changed = new ServiceCalendar(
                before.zone(), before.policy(), before.hours(), before.byHand().values(), after);
        Function<LocalDate, Integer> count =
                date -> byDay.getOrDefault(date, 0L).intValue();
        return from.datesUntil(last.plusDays(1))
                .filter(date -> !date.isAfter(rosteredTo.get()))
                .filter(date -> before.day(date).open() != changed.day(date).open())
                .map(date -> new Affected(centre.id(), date, changed.day(date).open(), count.apply(date)))
                .toList();
    }
}
