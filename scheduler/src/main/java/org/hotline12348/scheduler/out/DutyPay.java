package org.hotline12348.scheduler.out;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.hotline12348.scheduler.change.PayReport;
import org.hotline12348.scheduler.change.PayReport.Line;
import org.hotline12348.scheduler.change.PayReport.Sum;

/** Duty pay as tables for the accounts: CSV (UTF-8 with a byte order mark, as spreadsheets expect) and XLSX. */
public final class DutyPay {

    /** The type of {@link #xlsx}. */
    public static final String XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    private static final List<String> LINE =
            List.of("日期", "人员编号", "姓名", "执业证号", "律所", "班次", "类别", "席位", "分钟", "签到", "标准(元)", "金额(元)");
    private static final List<String> SUM = List.of("人员编号", "姓名", "执业证号", "值班次数", "备班次数", "分钟", "金额(元)");

    private DutyPay() {}

    private static String harmless(String text) {
        // A spreadsheet takes a cell that begins like this for a formula.
        return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
    }

    private static BigDecimal yuan(long fen) {
        return BigDecimal.valueOf(fen, 2);
    }

    private static List<Object> cells(Line line) {
        return List.of(
                line.duty().date().toString(),
                line.duty().lawyer(),
                line.practitioner().name(),
                line.practitioner().licence(),
                line.practitioner().firm(),
                line.duty().shift(),
                line.standby() ? "备班" : "值班",
                (long) line.duty().seat(),
                line.minutes(),
                line.signedIn() ? "是" : "否",
                yuan(line.rateFen()),
                yuan(line.fen()));
    }

    private static List<Object> cells(Sum sum) {
        return List.of(
                sum.practitioner().id(),
                sum.practitioner().name(),
                sum.practitioner().licence(),
                (long) sum.seats(),
                (long) sum.standbys(),
                sum.minutes(),
                yuan(sum.fen()));
    }

    /** One row a duty. */
    public static byte[] csv(PayReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CsvWriter csv = CsvWriter.builder().build(new OutputStreamWriter(bytes, StandardCharsets.UTF_8))) {
            List<String> head = new ArrayList<>(LINE);
            head.set(0, "\uFEFF" + head.getFirst());
            csv.writeRecord(head);
            for (Line line : report.lines()) {
                csv.writeRecord(cells(line).stream()
                        .map(cell -> cell instanceof String text ? harmless(text) : cell.toString())
                        .toList());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A sheet with one row a lawyer, and one with one row a duty. */
    public static byte[] xlsx(PayReport report) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(bytes, "Hotline12348", "1.0")) {
            sheet(book, "汇总", SUM, report.sums().stream().map(DutyPay::cells).toList());
            sheet(book, "明细", LINE, report.lines().stream().map(DutyPay::cells).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void sheet(Workbook book, String name, List<String> head, List<List<Object>> rows) {
        Worksheet sheet = book.newWorksheet(name);
        for (int column = 0; column < head.size(); column++) {
            sheet.value(0, column, head.get(column));
            sheet.style(0, column).bold().set();
        }
        int row = 1;
        for (List<Object> cells : rows) {
            for (int column = 0; column < cells.size(); column++) {
                switch (cells.get(column)) {
                    case String text -> sheet.value(row, column, harmless(text));
                    case BigDecimal money -> {
                        sheet.value(row, column, money);
                        sheet.style(row, column).format("0.00").set();
                    }
                    case Number number -> sheet.value(row, column, number);
                    default -> throw new IllegalStateException("No such cell: " + cells.get(column));
                }
            }
            row++;
        }
        sheet.freezePane(0, 1);
    }

    /** A file's name for a period, in plain letters. */
    public static String fileName(PayReport report, String ending) {
        return String.format(Locale.ROOT, "duty-pay-%s-%s.%s", report.from(), report.to(), ending);
    }
}
