package org.hotline12348.scheduler.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.hotline12348.scheduler.calendar.HolidayCalendar;
import org.hotline12348.scheduler.calendar.HolidayFile;
import org.hotline12348.scheduler.calendar.HolidayNotice;
import org.hotline12348.scheduler.intake.NoticePreview.Kind;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The State Council's notice, read from its words")
class NoticeTextTest {

    private static final HolidayCalendar SHIPPED = HolidayFile.shipped();

    /** A notice as it was published, old wording and new, and the three that changed one in mid-year. */
    record Published(int year, boolean amends, String text) {
        @Override
        public String toString() {
            return year + (amends ? " amended" : "");
        }
    }

    static List<Published> published() {
        try (InputStream in = NoticeTextTest.class.getResourceAsStream("notices.txt")) {
            String all = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Stream.of(all.split("(?m)^### "))
                    .filter(part -> !part.isBlank())
                    .map(part -> {
                        String head = part.lines().findFirst().orElseThrow();
                        return new Published(
                                Integer.parseInt(head.substring(0, 4)),
                                head.endsWith("amended"),
                                part.substring(head.length()));
                    })
                    .toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static NoticePreview preview(String text, HolidayCalendar known) {
        return NoticePreview.of(NoticeIntake.read(text, Optional.empty()), known);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("published")
    @DisplayName("is understood whole, and balances")
    void understood(Published notice) {
        HolidayCalendar before = HolidayCalendar.of(SHIPPED.notices().values());

        NoticePreview preview = preview(notice.text(), before);

        assertThat(preview.faults()).isEmpty();
        assertThat(preview.year()).isEqualTo(notice.year());
        assertThat(preview.whole()).isEqualTo(!notice.amends());
        List<Flaw> odd = preview.notes().stream()
                .filter(note -> !note.chinese().startsWith("未采用"))
                .toList();
        if (!notice.amends()) {
            assertThat(odd).as("days off, days by law and make-up days balance").isEmpty();
        }
    }

    @Test
    @DisplayName("gives, year after year, the calendar of the data file on every day from 2013 to 2026")
    void wholeCalendar() {
        HolidayCalendar read = HolidayCalendar.empty();
        for (Published notice : published()) {
            NoticePreview preview = preview(notice.text(), read);
            assertThat(preview.sound()).as(notice.toString()).isTrue();
            read = read.with(preview.notice().orElseThrow());
        }
        List<String> different = new ArrayList<>();
        for (LocalDate date = LocalDate.of(2013, 1, 1); date.getYear() < 2027; date = date.plusDays(1)) {
            String expected = SHIPPED.dayOff(date) + " " + SHIPPED.makeUpDay(date);
            String found = read.dayOff(date) + " " + read.makeUpDay(date);
            if (!expected.equals(found)) {
                different.add("%s: %s, not %s".formatted(date, found, expected));
            }
        }
        assertThat(different).isEmpty();
    }

    @Test
    @DisplayName("changes nothing when the notice that is known is imported again")
    void again() {
        for (Published notice : published()) {
            boolean amendedLater = notice.year() == 2015 || notice.year() == 2019 || notice.year() == 2020;
            if (!amendedLater || notice.amends()) {
                assertThat(preview(notice.text(), SHIPPED).changes())
                        .as(notice.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    @DisplayName("shows which days an amendment in mid-year changes")
    void amendment() {
        Published whole = published().stream()
                .filter(notice -> notice.year() == 2019 && !notice.amends())
                .findFirst()
                .orElseThrow();
        Published amended = published().stream()
                .filter(notice -> notice.year() == 2019 && notice.amends())
                .findFirst()
                .orElseThrow();
        HolidayCalendar spring =
                SHIPPED.with(preview(whole.text(), SHIPPED).notice().orElseThrow());

        assertThat(preview(amended.text(), spring).changes())
                .extracting(change -> change.date() + " " + change.before().kind() + " "
                        + change.after().kind())
                .containsExactly(
                        "2019-04-28 ORDINARY WORK",
                        "2019-05-02 ORDINARY OFF",
                        "2019-05-03 ORDINARY OFF",
                        "2019-05-04 ORDINARY OFF",
                        "2019-05-05 ORDINARY WORK");
    }

    private static final String SPRING_2026 = "二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。";

    @Test
    @DisplayName("reads one pasted paragraph as an amendment of the year given")
    void oneParagraph() {
        NoticePreview preview = NoticePreview.of(NoticeIntake.read(SPRING_2026, Optional.of(2026)), SHIPPED);
        assertThat(preview.faults()).isEmpty();
        assertThat(preview.whole()).isFalse();
        assertThat(preview.changes()).isEmpty();
        assertThat(preview.notice().orElseThrow()).isEqualTo(SHIPPED.notices().get(2026));
    }

    @ParameterizedTest(name = "{2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            15日（农历  | 14日（农历  | 2月14日   | the stretch begins a day early, so weekday and count are wrong
            周日）至23日 | 周一）至23日 | 星期一     | a weekday that is not the day's
            共9天       | 共8天       | 共8天      | a count that does not fit
            2月28日（周六） | 2月30日（周六） | 2月30日 | an impossible date
            2月28日（周六） | 2月27日（周五） | 不是周末 | a make-up day that is a Friday
            2月14日（周六） | 2月15日（周日） | 重复     | a day off that is a working day too
            上班        | 另有安排     | 没有说明    | a clause nobody understands
            """)
    void contradictions(String was, String is, String told, String why) {
        String text = SPRING_2026.replace(was, is);
        assertThat(text).isNotEqualTo(SPRING_2026);

        NoticePreview preview = NoticePreview.of(NoticeIntake.read(text, Optional.of(2026)), SHIPPED);

        assertThat(preview.sound()).as(why).isFalse();
        assertThat(preview.notice()).isEmpty();
        assertThat(preview.faults()).as(why).anySatisfy(flaw -> {
            assertThat(flaw.chinese().replace("周一", "星期一")).contains(told.startsWith("2月14日") ? "2026-02-14" : told);
            assertThat(flaw.english()).isNotBlank();
        });
    }

    @Test
    @DisplayName("wants to know the year, and a whole notice before an amendment")
    void unclear() {
        assertThat(preview("春节：2月5日至11日放假，共7天。", SHIPPED).faults())
                .anySatisfy(flaw -> assertThat(flaw.english()).contains("give the year"));
        NoticePreview early = NoticePreview.of(NoticeIntake.read("春节：2月5日至11日放假，共7天。", Optional.of(2027)), SHIPPED);
        assertThat(early.faults()).anySatisfy(flaw -> assertThat(flaw.english()).contains("whole notice for 2027"));
        assertThat(preview("2027年的放假安排另行通知，1月1日再说休息。", SHIPPED).sound()).isFalse();
    }

    @Test
    @DisplayName("is read from JSON in the data file's form, with the year chosen")
    void json() {
        String text = """
                {"2027": {"holidays": [{"date": "2027-01-01", "name": "元旦"}], "workdays": []},
                 "2026": {"holidays": [{"date": "2026-01-01", "name": "元旦"}], "workdays": []}}""";
        assertThat(NoticeIntake.read(text, Optional.of(2027)).year()).isEqualTo(2027);
        assertThatThrownBy(() -> NoticeIntake.read(text, Optional.empty()))
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageContaining("2027, 2026");
        assertThatThrownBy(() ->
                        NoticeIntake.read("{\"2027\": {\"holidays\": [{\"date\": \"2027-02-30\"}]}}", Optional.empty()))
                .hasMessageContaining("2027-02-30");
        assertThatThrownBy(() -> NoticeIntake.read("{oops", Optional.empty())).hasMessageContaining("no JSON");
    }

    @Test
    @DisplayName("is read from a table, GBK as Excel saves it, and the weekday is held against the date")
    void table() {
        String text = "日期,星期,类型,节日\r\n2027-01-01,周五,放假,元旦\r\n2027/1/2,周六,放假,元旦\r\n2027年1月3日,周日,放假,元旦\r\n";
        NoticeDraft draft = NoticeIntake.read(text.getBytes(Charset.forName("GBK")), Optional.empty());
        assertThat(draft.faults()).isEmpty();
        assertThat(draft.year()).isEqualTo(2027);
        assertThat(draft.days()).hasSize(3);

        NoticeDraft bad = NoticeIntake.read(
                "日期,星期,类型,节日\n2027-01-01,周四,放假,元旦\n2027-02-30,,放假,春节\n2027-02-07,,休假?,春节\n", Optional.empty());
        assertThat(bad.faults())
                .extracting(Flaw::english)
                .satisfiesExactly(
                        first -> assertThat(first).contains("Line 2", "Friday"),
                        second -> assertThat(second).contains("Line 3", "2027-02-30"),
                        third -> assertThat(third).contains("Line 4", "kind"));
        assertThatThrownBy(() -> NoticeIntake.read("日期,星期\n2027-01-01,周五\n", Optional.empty()))
                .hasMessageContaining("needs the columns");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "各位同事，下周一下午三点开会。",
                "Dear all, see you on Monday, at three.",
                "a,b\n1,2\n",
                "关于2027年部分节假日安排的通知：详见附件。",
                "<html><body>404</body></html>"
            })
    @DisplayName("that is none is told so, with what one looks like")
    void noNoticeAtAll(String text) {
        assertThatThrownBy(() -> NoticeIntake.read(text, Optional.empty()))
                .isInstanceOfSatisfying(
                        UnreadableFileException.class,
                        unreadable -> assertThat(unreadable.flaw().toString())
                                .contains(
                                        "没有读到国务院办公厅的放假通知",
                                        "No notice of the State Council is found",
                                        "一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。"));
    }

    @ParameterizedTest(name = "on {0}: {2}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            2026-12-14 | -    | the notice may still come
            2026-12-15 | 2027 | it is due
            2026-12-31 | 2027 | the last day
            2027-01-01 | 2027 | the year has begun without it
            2025-12-20 | -    | next year's is known
            """)
    void alarm(String today, Integer missing, String why) {
        assertThat(NoticeAlarm.on(LocalDate.parse(today), SHIPPED).map(NoticeAlarm::year))
                .as(why)
                .isEqualTo(Optional.ofNullable(missing));
    }

    @Test
    @DisplayName("of the whole year keeps next year's days off in December")
    void december() {
        HolidayNotice kept = preview(
                        published().stream()
                                .filter(notice -> notice.year() == 2018)
                                .findFirst()
                                .orElseThrow()
                                .text(),
                        SHIPPED)
                .notice()
                .orElseThrow();
        assertThat(kept.daysOff()).containsKey(LocalDate.of(2018, 12, 31));
        assertThat(kept.makeUpDays()).containsKey(LocalDate.of(2018, 12, 29));
        assertThat(Kind.values()).hasSize(3);
    }
}
