package org.hotline12348.scheduler.out;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.hotline12348.scheduler.change.PayRate;
import org.hotline12348.scheduler.change.PayReport;
import org.hotline12348.scheduler.change.SignIn;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PractitionerKind;
import org.hotline12348.scheduler.roster.SeatRole;
import org.hotline12348.scheduler.roster.Standing;
import org.junit.jupiter.api.Test;

/** Duty pay: 150 yuan a duty until the end of October, 200 from November on; standby 50. */
class DutyPayTest {

    private static final LocalDate OCTOBER = LocalDate.of(2026, 10, 31);
    private static final LocalDate NOVEMBER = LocalDate.of(2026, 11, 1);
    private static final List<PayRate> RATES = List.of(
            new PayRate(Duty.Kind.SEAT, LocalDate.of(2020, 1, 1), 150_00),
            new PayRate(Duty.Kind.SEAT, NOVEMBER, 200_00),
            new PayRate(Duty.Kind.STANDBY, LocalDate.of(2020, 1, 1), 50_00));

    private static Practitioner named(String id, String name) {
        return Practitioner.of(
                id,
                name,
                PractitionerKind.LAWYER,
                "+太行律师事务所",
                "1410820261",
                List.of(),
                List.of(),
                "",
                "",
                Standing.ACTIVE,
                Set.of("jiaozuo"),
                Set.of(DayOfWeek.values()),
                Set.of(),
                0);
    }

    private static Duty duty(String id, LocalDate day, Duty.Kind kind, String lawyer, int fromHour, int untilHour) {
        Instant midnight =
                day.atStartOfDay(java.time.ZoneId.of("Asia/Shanghai")).toInstant();
        return new Duty(
                id,
                "jiaozuo",
                day,
                "day",
                kind,
                1,
                SeatRole.ANY,
                lawyer,
                midnight.plusSeconds(fromHour * 3600L),
                midnight.plusSeconds(untilHour * 3600L),
                false);
    }

    private static PayReport report() {
        List<Duty> duties = List.of(
                duty("a", OCTOBER, Duty.Kind.SEAT, "anna", 8, 20),
                duty("b", NOVEMBER, Duty.Kind.SEAT, "anna", 8, 11),
                duty("c", NOVEMBER, Duty.Kind.SEAT, "boris", 11, 20),
                duty("d", NOVEMBER, Duty.Kind.STANDBY, "boris", 8, 11),
                duty("e", NOVEMBER.plusDays(1), Duty.Kind.SEAT, "anna", 8, 20));
        return PayReport.of(
                OCTOBER,
                NOVEMBER.plusDays(1),
                duties,
                List.of(new SignIn("s", "anna", "a", OCTOBER, duties.getFirst().from(), true, "web")),
                RATES,
                Map.of("anna", named("anna", "=HYPERLINK(\"http://x\")"), "boris", named("boris", "李秀英")),
                Instant.parse("2026-11-02T04:00:00Z"));
    }

    @Test
    void eachDutyIsPaidByTheRateOfItsDayAndASharedOneOnce() {
        PayReport report = report();
        assertThat(report.lines())
                .extracting(line -> line.duty().id(), PayReport.Line::fen, PayReport.Line::signedIn)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", 150_00L, true),
                        org.assertj.core.groups.Tuple.tuple("b", 50_00L, false),
                        org.assertj.core.groups.Tuple.tuple("d", 50_00L, false),
                        org.assertj.core.groups.Tuple.tuple("c", 150_00L, false));
        assertThat(report.sums())
                .extracting(sum -> sum.practitioner().id(), PayReport.Sum::fen)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("anna", 200_00L),
                        org.assertj.core.groups.Tuple.tuple("boris", 200_00L));
        assertThat(report.fen()).isEqualTo(400_00);
    }

    @Test
    void noCellOfTheCsvIsAFormula() {
        String text = new String(DutyPay.csv(report()), StandardCharsets.UTF_8);
        assertThat(text).startsWith("\uFEFF日期,");
        assertThat(text)
                .contains("\"'=HYPERLINK(\"\"http://x\"\")\"")
                .contains("'+太行律师事务所")
                .contains("150.00");
        assertThat(text.lines()).hasSize(5);
    }

    @Test
    void theWorkbookHasSumsAndLinesAsNumbers() throws IOException {
        try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(DutyPay.xlsx(report())))) {
            List<Row> sums = book.getFirstSheet().read();
            assertThat(sums).hasSize(3);
            assertThat(sums.get(1).getCellText(1)).isEqualTo("'=HYPERLINK(\"http://x\")");
            assertThat(sums.get(1).getCellAsNumber(6).orElseThrow()).isEqualByComparingTo("200.00");
            assertThat(book.getSheet(1).orElseThrow().read()).hasSize(5);
        }
    }
}
