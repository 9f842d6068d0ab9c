package org.hotline12348.scheduler.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.LeaveRequest.State;
import org.hotline12348.scheduler.change.Refusal;
import org.hotline12348.scheduler.change.Verdict;
import org.hotline12348.scheduler.intake.LeavePreview.Effect;
import org.hotline12348.scheduler.intake.LeavePreview.Line;
import org.hotline12348.scheduler.store.InMemoryRosterStore;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Leave from a file")
class LeaveIntakeTest {

    private static final String CENTRE = DemoRoster.CENTRE;
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-23T02:00:00Z"), ZoneOffset.UTC);
    private static final String HEAD = "编号,开始日期,结束日期,请假类别,事由\n";

    private final InMemoryRosterStore store = new InMemoryRosterStore();
    private final AtomicInteger refreshed = new AtomicInteger();
    private final LeaveIntake intake = new LeaveIntake(store, CLOCK, () -> {
        refreshed.incrementAndGet();
        return Future.succeededFuture();
    });

    LeaveIntakeTest() {
        DemoRoster.seed(store, CLOCK).await();
    }

    private static Sheet csv(String text) {
        return Sheet.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private LeavePreview preview(Sheet sheet) {
        return intake.preview(CENTRE, sheet, "coordinator").await();
    }

    private Verdict<LeavePreview> take(Sheet sheet) {
        return intake.take(CENTRE, sheet, preview(sheet).digest(), "coordinator")
                .await();
    }

    private List<LeaveRequest> known() {
        return store.inCentre(
                        CENTRE,
                        CLOCK.instant(),
                        book -> book.papers(LeaveRequest.class, LocalDate.of(2026, 1, 1), LocalDate.of(2030, 1, 1)))
                .await();
    }

    @Test
    @DisplayName(
            "is approved as it is taken, with the duties that fall into it counted; the same file again adds nothing")
    void taken() {
        String file = HEAD
                + "lawyer01,2026-12-01,2026-12-20,年假,\nlawyer02,2026/12/5,2026.12.6,病假,住院\nlawyer03,2027年2月3日,2027年2月3日,,\n";
        LeavePreview shown = preview(csv(file));
        assertThat(shown.lines()).extracting(Line::effect).containsOnly(Effect.ADD);
        long inIt = store.duties(CENTRE, LocalDate.of(2026, 12, 1), LocalDate.of(2026, 12, 20)).await().stream()
                .filter(duty -> duty.lawyer().equals("lawyer01")
                        || duty.lawyer().equals("lawyer02")
                                && !duty.date().isBefore(LocalDate.of(2026, 12, 5))
                                && !duty.date().isAfter(LocalDate.of(2026, 12, 6)))
                .count();
        assertThat(inIt).isPositive();
        assertThat(shown.duties()).isEqualTo((int) inIt);
        assertThat(take(csv(file))).isInstanceOf(Verdict.Done.class);
        assertThat(known()).hasSize(3).allSatisfy(leave -> {
            assertThat(leave.state()).isEqualTo(State.APPROVED);
            assertThat(leave.decidedBy()).isEqualTo("coordinator");
        });
        assertThat(known().get(1).reason()).isEqualTo("住院");
        assertThat(refreshed).hasValue(1);
        assertThat(preview(csv(file)).lines()).extracting(Line::effect).containsOnly(Effect.SAME);
        assertThat(take(csv(file))).isInstanceOf(Verdict.Done.class);
        assertThat(known()).hasSize(3);
    }

    @ParameterizedTest(name = "{1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            ,2026-12-01,2026-12-02,,              | id is missing      | nobody
            lawyer99,2026-12-01,2026-12-02,,      | Enter the practitioner first | somebody unknown
            lawyer01,2027-02-30,2027-03-01,,      | is no date         | a day there is not
            lawyer01,2026-13-01,2026-12-02,,      | is no date         | a month there is not
            lawyer01,明天,2026-12-02,,             | is no date         | a word
            lawyer01,2026-12-02,,,                | is no date         | no end
            lawyer01,2026-12-05,2026-12-01,,      | before it begins   | back to front
            lawyer01,2026-10-01,2026-10-05,,      | over already       | the past
            lawyer01,2026-12-01,2028-12-01,,      | at most            | two years
            lawyer01,2026-12-01,2026-12-02,婚假,   | kind               | a kind there is not
            lawyer01,=TODAY(),2026-12-02,,        | formula            | a formula
            lawyer05,2027-01-05,2027-01-06,,      | overlaps           | overlapping what is known
            lawyer04,2027-01-05,2027-01-06,,      | overlaps           | overlapping a line above
            lawyer04,2027-01-01,2027-01-05,,      | earlier line       | the same line twice
            """)
    void badLines(String line, String told, String why) {
        assertThat(take(csv(HEAD + "lawyer05,2027-01-01,2027-01-05,,\n"))).isInstanceOf(Verdict.Done.class);
        Sheet sheet = csv(HEAD + "lawyer04,2027-01-01,2027-01-05,,\n" + line + "\n");
        LeavePreview preview = preview(sheet);
        assertThat(preview.lines().get(1).effect()).as(why).isEqualTo(Effect.BAD);
        assertThat(preview.lines().get(1).line()).isEqualTo(3);
        assertThat(preview.lines().get(1).flaws()).as(why).anySatisfy(flaw -> {
            assertThat(flaw.english()).contains(told);
            assertThat(flaw.chinese()).isNotBlank().doesNotContain(" / ");
        });
        assertThat(take(sheet)).isInstanceOf(Verdict.Refused.class);
        assertThat(known()).as("nothing is half imported").hasSize(1);
    }

    @Test
    @DisplayName(
            "is refused when leave was entered after the preview, and a leave withdrawn before is kept beside the new one")
    void outdated() {
        Sheet sheet = csv(HEAD + "lawyer05,2027-01-01,2027-01-05,,\n");
        String digest = preview(sheet).digest();
        take(sheet);
        assertThat(intake.take(CENTRE, sheet, digest, "coordinator").await())
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        no -> assertThat(((Refusal) no.refusals().getFirst()).rule())
                                .isEqualTo("OUTDATED"));
        LeaveRequest withdrawn =
                ((Verdict.Done<LeaveRequest>) known().getFirst().become(State.WITHDRAWN, "lawyer05", "")).value();
        store.inCentre(CENTRE, CLOCK.instant(), book -> book.file(withdrawn)).await();
        assertThat(take(sheet)).isInstanceOf(Verdict.Done.class);
        assertThat(known()).extracting(LeaveRequest::state).containsExactlyInAnyOrder(State.WITHDRAWN, State.APPROVED);
    }

    @Test
    @DisplayName("is read from GBK and from XLSX, where a date is a count of days")
    void otherFiles() throws IOException {
        Sheet gbk = Sheet.read((HEAD + "lawyer01,2026-12-01,2026-12-02,年假,\n").getBytes(Charset.forName("GBK")));
        assertThat(preview(gbk).sound()).isTrue();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(bytes, "test", "1.0")) {
            Worksheet sheet = book.newWorksheet("请假");
            sheet.value(0, 0, "编号");
            sheet.value(0, 1, "开始日期");
            sheet.value(0, 2, "结束日期");
            sheet.value(1, 0, "lawyer01");
            sheet.value(1, 1, LocalDate.of(2026, 12, 1));
            sheet.value(1, 2, "2026-12-02");
            sheet.value(2, 0, "lawyer02");
            sheet.value(2, 1, LocalDate.of(2026, 12, 1));
            sheet.formula(2, 2, "B3+1");
        }
        LeavePreview preview = preview(Sheet.read(bytes.toByteArray()));
        assertThat(preview.lines().getFirst().leave().orElseThrow().from()).isEqualTo(LocalDate.of(2026, 12, 1));
        assertThat(preview.lines().get(1).effect()).isEqualTo(Effect.BAD);
    }

    @Test
    @DisplayName("needs its headings, and has a template that is itself without faults in form")
    void headings() {
        assertThat(preview(csv("谁,何时\nlawyer01,2026-12-01\n")).faults()).hasSize(3);
        LeavePreview template = preview(Sheet.read(LeaveIntake.template()));
        assertThat(template.faults()).isEmpty();
        assertThat(template.ignored()).isEmpty();
    }
}
