package org.hotline12348.scheduler.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.intake.PractitionerPreview.Effect;
import org.hotline12348.scheduler.intake.PractitionerPreview.Line;
import org.hotline12348.scheduler.roster.PhoneKind;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PractitionerKind;
import org.hotline12348.scheduler.roster.Standing;
import org.hotline12348.scheduler.store.InMemoryRosterStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Practitioners from a file")
class PractitionerIntakeTest {

    private static final String CENTRE = DemoRoster.CENTRE;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-10-16T02:00:00Z"), ZoneOffset.UTC);
    private static final String HEAD = "编号,姓名,类别,执业证号,手机,可值班日,不愿值班日,期初班次\n";
    private static final String ZHANG = "zhang.san,张三,律师,14108202610112345,13912345678,周一至周五,周三,4\n";

    private final InMemoryRosterStore store = new InMemoryRosterStore();
    private final AtomicInteger refreshed = new AtomicInteger();
    private final PractitionerIntake intake = new PractitionerIntake(store, CLOCK, () -> {
        refreshed.incrementAndGet();
        return Future.succeededFuture();
    });

    PractitionerIntakeTest() {
        store.found(DemoRoster.centre()).await();
    }

    private static Sheet csv(String text) {
        return Sheet.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private PractitionerPreview preview(Sheet sheet) {
        return intake.preview(CENTRE, sheet).await();
    }

    private Verdict<PractitionerPreview> take(Sheet sheet) {
        return intake.take(CENTRE, sheet, preview(sheet).digest(), "coordinator")
                .await();
    }

    private List<Practitioner> known() {
        return store.practitioners().await();
    }

    @ParameterizedTest(name = "in {0}")
    @ValueSource(strings = {"UTF-8", "UTF-8 BOM", "GBK", "GB18030", "UTF-16LE", "UTF-16BE"})
    @DisplayName("are read in every encoding that spreadsheets save")
    void encodings(String encoding) {
        String text = HEAD + ZHANG;
        byte[] bytes = switch (encoding) {
            case "UTF-8 BOM" -> ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
            case "UTF-16LE", "UTF-16BE" -> ("\ufeff" + text).getBytes(Charset.forName(encoding));
            default -> text.getBytes(Charset.forName(encoding));
        };
        PractitionerPreview preview = preview(Sheet.read(bytes));
        assertThat(preview.encoding()).isEqualTo(encoding.equals("GBK") ? "GB18030" : encoding);
        assertThat(preview.sound()).isTrue();
        assertThat(preview.lines().getFirst().practitioner().orElseThrow().name())
                .isEqualTo("张三");
    }

    @Test
    @DisplayName("that cannot be read at all are refused in words")
    void unreadable() {
        assertThatThrownBy(() -> Sheet.read(new byte[0])).hasMessageContaining("empty");
        assertThatThrownBy(() -> Sheet.read(new byte[] {(byte) 0x81, 0x20, (byte) 0xff, 0x00}))
                .hasMessageContaining("neither UTF-8 nor GBK");
        assertThatThrownBy(() -> Sheet.read(new byte[] {
                    (byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0, (byte) 0xA1, (byte) 0xB1, 0x1A, (byte) 0xE1, 0
                }))
                .hasMessageContaining(".xls");
        assertThatThrownBy(() -> Sheet.read(new byte[Sheet.MOST_BYTES + 1])).hasMessageContaining("limit");
        assertThatThrownBy(() -> csv("a,\"b\n1,2")).hasMessageContaining("quotation mark");
        assertThatThrownBy(() -> Sheet.read("PK\u0003\u0004 not a workbook".getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("cannot be opened");
        assertThatThrownBy(() -> csv("编号\n" + "a\n".repeat(Sheet.MOST_ROWS + 1)))
                .hasMessageContaining("lines");
    }

    @Test
    @DisplayName("need their headings, in Chinese or in English, in any order")
    void headings() {
        assertThat(preview(csv("姓名,手机\n张三,13912345678\n")).faults())
                .extracting(Flaw::english)
                .allMatch(text -> text.contains("is missing"))
                .hasSize(2);
        assertThat(preview(csv("编号,姓名,类别\n")).sound()).isFalse();
        assertThat(preview(csv("编号,姓名,类别,姓名\na,b,律师,c\n")).faults().getFirst().english())
                .contains("twice");
        PractitionerPreview english = preview(csv("kind;name;备注;ID\nlawyer;Anna;new;anna\n"));
        assertThat(english.sound()).isTrue();
        assertThat(english.ignored()).containsExactly("备注");
    }

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            ,张三,律师,,,,,                               | id is missing            | no id
            张三,张三,律师,,,,,                            | letters, digits          | an id that no telephone could bear
            a,,律师,,,,,                                  | name is missing          | no name
            a,张三,法官,,,,,                               | kind                     | a kind there is not
            a,张三,律师,1234,,,,                           | 17 digits                | a licence number that is too short
            a,张三,律师,1.41082E+16,,,,                    | shortened                | a number Excel has shortened
            a,张三,律师,,12345,,,                          | mobile of 11 digits      | no telephone number
            a,张三,律师,,,周八,,                            | days and hours           | no day of the week
            a,张三,律师,,,,,-3                             | whole number             | a negative balance
            a,张三,律师,,,,,3.5                            | whole number             | half a duty
            a,=HYPERLINK("http://x"),律师,,,,,            | formula                  | a formula
            a,@SUM(A1),律师,,,,,                           | formula                  | a formula of old
            a,+cmd('x')!A0,律师,,,,,                  | formula                  | a formula that runs a program
            """)
    void badLines(String line, String told, String why) {
        PractitionerPreview preview = preview(csv(HEAD + line + "\n" + ZHANG));

        assertThat(preview.lines().getFirst().effect()).as(why).isEqualTo(Effect.BAD);
        assertThat(preview.lines().getFirst().line()).isEqualTo(2);
        assertThat(preview.lines().getFirst().flaws()).as(why).anySatisfy(flaw -> {
            assertThat(flaw.english()).contains(told);
            assertThat(flaw.chinese()).isNotBlank();
        });
        assertThat(preview.lines().get(1).effect()).isEqualTo(Effect.ADD);
        assertThat(preview.sound()).isFalse();
    }

    @Test
    @DisplayName("list every reason against a line, and every line that repeats another")
    void everyReason() {
        PractitionerPreview preview = preview(csv(HEAD
                + "a,,法官,12,1,,,\n"
                + "b,李四,律师,14108202610112345,,,,\n"
                + "b,李四,律师,,,,,\n"
                + "c,王五,律师,14108202610112345,,,,\n"));
        assertThat(preview.lines()).extracting(Line::effect).containsOnly(Effect.BAD);
        assertThat(preview.lines().getFirst().flaws()).hasSizeGreaterThanOrEqualTo(3);
        assertThat(preview.lines().get(1).flaws())
                .extracting(Flaw::english)
                .satisfiesExactly(
                        id -> assertThat(id).contains("id b", "3, 4"),
                        licence -> assertThat(licence).contains("3, 5"));
    }

    @Test
    @DisplayName("are taken whole, written down, and the service is told")
    void taken() {
        assertThat(take(csv(HEAD + ZHANG))).isInstanceOf(Verdict.Done.class);

        Practitioner zhang = known().getFirst();
        assertThat(zhang.id()).isEqualTo("zhang.san");
        assertThat(zhang.kind()).isEqualTo(PractitionerKind.LAWYER);
        assertThat(zhang.standing()).isEqualTo(Standing.ACTIVE);
        assertThat(zhang.centres()).containsExactly(CENTRE);
        assertThat(zhang.availableOn()).isEqualTo(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));
        assertThat(zhang.dislikedOn()).containsExactly(DayOfWeek.WEDNESDAY);
        assertThat(zhang.openingBalance()).isEqualTo(4);
        assertThat(refreshed).hasValue(1);
        assertThat(store.inCentre(CENTRE, CLOCK.instant(), book -> book.audits(5))
                        .await()
                        .getFirst()
                        .detail())
                .isEqualTo("1 added, 0 changed, 0 the same");
    }

    @Test
    @DisplayName("are not half imported: one bad line, and nothing is taken")
    void nothingHalf() {
        Sheet sheet = csv(HEAD + ZHANG + "b,李四,法官,,,,,\n");
        assertThat(take(sheet))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused -> assertThat(refused.refusals().toString()).contains("FAULTS"));
        assertThat(known()).isEmpty();
        assertThat(refreshed).hasValue(0);
    }

    @Test
    @DisplayName("change whom they name, and leave alone what the file does not speak of")
    void change() {
        take(csv(HEAD + ZHANG));

        PractitionerPreview preview = preview(csv("编号,姓名,类别,状态\nzhang.san,张三,律师,暂停\n"));
        assertThat(preview.lines().getFirst().effect()).isEqualTo(Effect.CHANGE);
        assertThat(preview.lines().getFirst().changed()).containsExactly("standing");
        take(csv("编号,姓名,类别,状态\nzhang.san,张三,律师,暂停\n"));

        assertThat(known().getFirst().standing()).isEqualTo(Standing.SUSPENDED);
        assertThat(known().getFirst().mobile()).isEqualTo("13912345678");
        assertThat(preview(csv(HEAD.replace("期初班次", "状态") + ZHANG.replace(",4\n", ",暂停\n")))
                        .lines()
                        .getFirst()
                        .effect())
                .isEqualTo(Effect.SAME);
    }

    @Test
    @DisplayName("are refused when the register changed after the preview")
    void outdated() {
        Sheet sheet = csv(HEAD + ZHANG);
        String digest = preview(sheet).digest();
        take(sheet);
        assertThat(intake.take(CENTRE, sheet, digest, "coordinator").await().toString())
                .contains("OUTDATED");
        assertThat(intake.take(CENTRE, csv(HEAD + ZHANG.replace("张三", "张四")), digest, "coordinator")
                        .await()
                        .toString())
                .contains("OUTDATED");
    }

    @Test
    @DisplayName("cannot take over a colleague of another centre, nor his licence number")
    void otherCentres() {
        Practitioner other = DemoRoster.lawyers().getFirst();
        var elsewhere = new org.hotline12348.scheduler.roster.Centre(
                "xiuwu",
                "修武县法律援助中心",
                DemoRoster.centre().calendar(),
                DemoRoster.centre().patterns());
        store.found(elsewhere).await();
        store.inCentre(
                        "xiuwu",
                        CLOCK.instant(),
                        book -> book.save(Practitioner.of(
                                other.id(),
                                other.name(),
                                other.kind(),
                                other.firm(),
                                other.licence(),
                                other.specialities(),
                                other.languages(),
                                other.mobile(),
                                other.email(),
                                other.standing(),
                                Set.of("xiuwu"),
                                other.availableOn(),
                                other.dislikedOn(),
                                0)))
                .await();
        assertThat(preview(csv("编号,姓名,类别\n" + other.id() + ",某人,律师\n"))
                        .lines()
                        .getFirst()
                        .flaws())
                .extracting(Flaw::english)
                .singleElement()
                .asString()
                .contains("another centre");
        assertThat(preview(csv("编号,姓名,类别,执业证号\nnew,某人,律师," + other.licence() + "\n"))
                        .lines()
                        .getFirst()
                        .flaws())
                .extracting(Flaw::english)
                .singleElement()
                .asString()
                .contains("registered at another centre")
                .doesNotContain(other.id());
    }

    @Test
    @DisplayName("are read from XLSX, formulas and shortened numbers refused")
    void xlsx() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(out, "test", "1.0")) {
            Worksheet sheet = book.newWorksheet("人员");
            List<String> head = List.of("编号", "姓名", "类别", "执业证号", "期初班次");
            for (int i = 0; i < head.size(); i++) {
                sheet.value(0, i, head.get(i));
            }
            sheet.value(2, 0, "li.si");
            sheet.value(2, 1, "李四");
            sheet.value(2, 2, "律师");
            sheet.value(2, 3, "14108202610112346");
            sheet.value(2, 4, 3);
            sheet.value(3, 0, "wang.wu");
            sheet.formula(3, 1, "A1");
            sheet.value(3, 2, "律师");
            sheet.value(3, 3, 14108202610112346L);
            book.finish();
        }
        PractitionerPreview preview = preview(Sheet.read(out.toByteArray()));
        assertThat(preview.format()).isEqualTo("XLSX");
        assertThat(preview.lines()).extracting(Line::line).containsExactly(3, 4);
        assertThat(preview.lines().getFirst().practitioner().orElseThrow().openingBalance())
                .isEqualTo(3);
        assertThat(preview.lines().get(1).flaws())
                .extracting(Flaw::english)
                .anyMatch(text -> text.contains("formula"))
                .anyMatch(text -> text.contains("shortened"));
    }

    @Test
    @DisplayName("have a template that is itself an import without faults")
    void template() {
        PractitionerPreview preview = preview(Sheet.read(PractitionerIntake.template()));
        assertThat(preview.encoding()).isEqualTo("UTF-8 BOM");
        assertThat(preview.sound()).isTrue();
        assertThat(preview.columns()).hasSize(15);
        assertThat(preview.ignored()).isEmpty();
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', textBlock = """
            周一、周三      | [MONDAY, WEDNESDAY]
            周五至周一      | [MONDAY, FRIDAY, SATURDAY, SUNDAY]
            星期天         | [SUNDAY]
            工作日         | [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY]
            Mon, Tue      | [MONDAY, TUESDAY]
            Sat-Sun       | [SATURDAY, SUNDAY]
            1-3           | [MONDAY, TUESDAY, WEDNESDAY]
            无             | []
            """)
    void weekdays(String text, String days) {
        assertThat(Weekdays.parse(text).orElseThrow().toString()).isEqualTo(days);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            周一、周三                          | [MONDAY, WEDNESDAY]          | {}
            周一至周五 08:00-14:00              | [MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY] | {MONDAY=[08:00-14:00], TUESDAY=[08:00-14:00], WEDNESDAY=[08:00-14:00], THURSDAY=[08:00-14:00], FRIDAY=[08:00-14:00]}
            周一 8:00-12:00、14：00至18:00；周六 | [MONDAY, SATURDAY]           | {MONDAY=[08:00-12:00, 14:00-18:00]}
            Mon 20:00-08:00; Sun               | [MONDAY, SUNDAY]             | {MONDAY=[20:00-08:00]}
            周日 18:00-24:00                    | [SUNDAY]                     | {SUNDAY=[18:00-00:00]}
            无                                 | []                           | {}
            周一 25:00-26:00                    | not understood               |
            周八 08:00-12:00                    | not understood               |
            周一；08:00-12:00                   | not understood               |
            """)
    void availabilityByHours(String text, String days, String hours) {
        Optional<Availability> read = Availability.parse(text);
        if (hours == null) {
            assertThat(read).isEmpty();
        } else {
            assertThat(read.orElseThrow().days().stream().sorted().toList().toString())
                    .isEqualTo(days);
            assertThat(read.orElseThrow().hours().byDay().toString()).isEqualTo(hours);
        }
    }

    @Test
    @DisplayName("say at which hours, for how large a share and on which telephone")
    void hoursShareTelephones() {
        String head = "编号,姓名,类别,可值班时间,班次份额,话机\n";
        PractitionerPreview bad = preview(csv(head + "a,张三,律师,周一 99:00-3,0,传真\n"));
        assertThat(bad.lines().getFirst().flaws())
                .extracting(Flaw::english)
                .satisfiesExactlyInAnyOrder(
                        hours -> assertThat(hours).contains("days and hours"),
                        share -> assertThat(share).contains("from 1 to 1000"),
                        phone -> assertThat(phone).contains("mobile"));
        assertThat(take(csv(head + "a,张三,律师,周一至周五 08:00-14:00；周六,50%,浏览器、手机\n")))
                .isInstanceOf(Verdict.Done.class);
        Practitioner zhang = known().getFirst();
        assertThat(zhang.sharePercent()).isEqualTo(50);
        assertThat(zhang.phones()).containsExactly(PhoneKind.BROWSER, PhoneKind.MOBILE);
        assertThat(zhang.availableOn()).hasSize(6);
        assertThat(zhang.availableAt().byDay()).hasSize(5);
        PractitionerPreview again = preview(csv("编号,姓名,类别,班次份额\na,张三,律师,100\n"));
        assertThat(again.lines().getFirst().changed()).containsExactly("sharePercent");
    }
}
