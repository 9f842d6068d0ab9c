package org.hotline12348.core.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.hotline12348.core.export.Cell;

/** A report as a workbook: one sheet a table, numbers as numbers, texts made harmless. */
public final class ReportBook {

    private static final int NAME_WIDTH = 32;
    private static final int NUMBER_WIDTH = 14;

    /**
     * One table.
     *
     * @param title of its sheet, at most 31 characters
     * @param heads of its columns
     * @param rows texts and numbers; a share is a {@link Share}, and null is an empty cell
     */
    public record Table(String title, List<String> heads, List<List<Object>> rows) {}

    /** From 0 to 1, shown in per cent. */
    public record Share(double value) {}

    private ReportBook() {}

    /** The workbook's bytes. */
    public static byte[] of(List<Table> tables) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Workbook book = new Workbook(out, "Hotline 12348", "1.0")) {
            for (Table table : tables) {
                write(book.newWorksheet(table.title()), table);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A workbook in memory could not be written.", e);
        }
        return out.toByteArray();
    }

    private static void write(Worksheet sheet, Table table) {
        sheet.freezePane(0, 1);
        for (int column = 0; column < table.heads().size(); column++) {
            sheet.width(column, column == 0 ? NAME_WIDTH : NUMBER_WIDTH);
            sheet.value(0, column, Cell.harmless(table.heads().get(column)));
            sheet.style(0, column).bold().set();
        }
        for (int row = 0; row < table.rows().size(); row++) {
            List<Object> cells = table.rows().get(row);
            for (int column = 0; column < cells.size(); column++) {
                switch (cells.get(column)) {
                    case null -> {}
                    case Share share -> {
                        sheet.value(row + 1, column, share.value());
                        sheet.style(row + 1, column).format("0.0%").set();
                    }
                    case Number number -> sheet.value(row + 1, column, number);
                    case Object text -> sheet.value(row + 1, column, Cell.harmless(text.toString()));
                }
            }
        }
    }
}
