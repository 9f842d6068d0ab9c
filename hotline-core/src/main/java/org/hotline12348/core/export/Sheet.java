package org.hotline12348.core.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;

/** A table that is written a row at a time; memory does not grow with it. Blocks. */
interface Sheet extends AutoCloseable {

    /** Writes a row; every cell is made harmless. */
    void row(List<String> cells) throws IOException;

    @Override
    void close() throws IOException;

    /**
     * Begins one with its heads.
     *
     * @param out is closed with the sheet
     */
    static Sheet of(Format format, OutputStream out, String title, List<String> heads) throws IOException {
        Sheet sheet = switch (format) {
            case CSV -> new Csv(out);
            case XLSX -> new Xlsx(out, title);
        };
        sheet.row(heads);
        return sheet;
    }

    /** FastCSV. */
    final class Csv implements Sheet {
        private final CsvWriter writer;

        Csv(OutputStream out) throws IOException {
            out.write(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf});
            this.writer = CsvWriter.builder().build(out, StandardCharsets.UTF_8);
        }

        @Override
        public void row(List<String> cells) {
            writer.writeRecord(cells.stream().map(Cell::harmless).toList());
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }

    /** fastexcel: texts inline, for its table of shared texts stays in memory. */
    final class Xlsx implements Sheet {
        private static final int FLUSH_ROWS = 500;
        private static final int WIDTH = 18;

        private final OutputStream out;
        private final Workbook book;
        private final Worksheet sheet;
        private int rows;

        Xlsx(OutputStream out, String title) {
            this.out = out;
            this.book = new Workbook(out, "Hotline 12348", "1.0");
            this.sheet = book.newWorksheet(title);
            sheet.freezePane(0, 1);
        }

        @Override
        public void row(List<String> cells) throws IOException {
            for (int column = 0; column < cells.size(); column++) {
                if (rows == 0) {
                    sheet.width(column, WIDTH);
                }
                String text = cells.get(column);
                if (!text.isEmpty()) {
                    sheet.inlineString(rows, column, Cell.harmless(text));
                }
            }
            if (++rows % FLUSH_ROWS == 0) {
                sheet.flush();
            }
        }

        @Override
        public void close() throws IOException {
            try (out) {
                book.finish();
            }
        }
    }
}
