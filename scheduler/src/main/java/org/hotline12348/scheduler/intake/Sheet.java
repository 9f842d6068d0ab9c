package org.hotline12348.scheduler.intake;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.ReadableWorkbook;

/**
 * A table as it was read from a file, without judging what it says.
 *
 * @param format {@code CSV} or {@code XLSX}
 * @param encoding how the characters were spelled, for people
 * @param rows those that are not wholly blank, in order
 */
public record Sheet(String format, String encoding, List<Row> rows) {

    /** Bytes of a file. */
    public static final int MOST_BYTES = 2 * 1024 * 1024;

    /** Lines of a file. */
    public static final int MOST_ROWS = 5_000;

    private static final int MOST_COLUMNS = 100;
    private static final long MOST_UNPACKED_BYTES = 50L * 1024 * 1024;
    /** A number in a spreadsheet keeps so many digits; the rest become zeros. */
    private static final int EXACT_DIGITS = 15;

    /** One line; its number is the one an editor or Excel shows. */
    public record Row(int line, List<Field> fields) {
        public Row {
            fields = List.copyOf(fields);
        }

        Field field(int column) {
            return column < fields.size() ? fields.get(column) : Field.BLANK;
        }
    }

    /** One cell: its text without blanks around it, and what is wrong with it already. */
    public record Field(String text, Optional<Flaw> flaw) {
        static final Field BLANK = new Field("", Optional.empty());
    }

    public Sheet {
        rows = List.copyOf(rows);
    }

    /**
     * Reads a CSV file in any usual encoding, or the first sheet of an XLSX file.
     *
     * @throws UnreadableFileException where the file as a whole cannot be read
     */
    public static Sheet read(byte[] bytes) {
        if (bytes.length == 0) {
            throw new UnreadableFileException("文件是空的。", "The file is empty.");
        }
        if (bytes.length > MOST_BYTES) {
            throw new UnreadableFileException(
                    "文件有 %d 字节，上限为 %d 字节。请分成几份导入。".formatted(bytes.length, MOST_BYTES),
                    "The file has %d bytes; the limit is %d. Import it in parts.".formatted(bytes.length, MOST_BYTES));
        }
        if (ReadableWorkbook.isOOXMLZipHeader(head(bytes))) {
            return ofXlsx(bytes);
        }
        if (ReadableWorkbook.isOLE2Header(head(bytes))) {
            throw new UnreadableFileException(
                    "这是旧版 Excel 的 .xls 文件（或加了密码）。请另存为 .xlsx 后再导入。",
                    "This is an .xls file of old Excel, or one with a password. Save it as .xlsx and import that.");
        }
        Encoding.Decoded decoded = Encoding.decode(bytes);
        return ofCsv(decoded.text(), decoded.encoding().label());
    }

    private static byte[] head(byte[] bytes) {
        return java.util.Arrays.copyOf(bytes, 8);
    }

    static Sheet ofCsv(String text, String encoding) {
        List<Row> rows = new ArrayList<>();
        try (CsvReader<CsvRecord> reader = CsvReader.builder()
                .fieldSeparator(separator(text))
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .ofCsvRecord(text)) {
            for (CsvRecord line : reader) {
                List<Field> fields = new ArrayList<>();
                for (String field : line.getFields()) {
                    fields.add(ofText(field));
                }
                add(rows, new Row((int) line.getStartingLineNumber(), fields));
            }
        } catch (CsvParseException | IOException e) {
            throw new UnreadableFileException(
                    "第 %d 行之后的 CSV 读不下去，可能少了一个引号。"
                            .formatted(rows.isEmpty() ? 0 : rows.getLast().line()),
                    "The CSV cannot be read after line %d; maybe a quotation mark is missing."
                            .formatted(rows.isEmpty() ? 0 : rows.getLast().line()));
        }
        return new Sheet("CSV", encoding, rows);
    }

    /** Whatever the first line has most of. */
    private static char separator(String text) {
        String first = text.lines().filter(line -> !line.isBlank()).findFirst().orElse("");
        char best = ',';
        long most = 0;
        for (char candidate : new char[] {',', ';', '\t', '，'}) {
            long count = first.chars().filter(c -> c == candidate).count();
            if (count > most) {
                most = count;
                best = candidate;
            }
        }
        return best;
    }

    private static Field ofText(String raw) {
        String text = strip(raw);
        if (text.startsWith("=") || text.startsWith("@") || text.matches("[+-].*[^0-9 ()-].*")) {
            return new Field(text, Optional.of(formula(text)));
        }
        if (text.matches("\\d\\.\\d+[eE]\\+\\d+")) {
            return new Field(text, Optional.of(shortened(text)));
        }
        return new Field(text, Optional.empty());
    }

    /** Without blanks, the full-width blank, no-break blanks and zero-width marks around it. */
    private static String strip(String raw) {
        return raw.replaceAll("^[\\s\\u3000\\u00a0\\u200b\\ufeff]+|[\\s\\u3000\\u00a0\\u200b\\ufeff]+$", "");
    }

    private static Flaw formula(String text) {
        return new Flaw(
                "“%s”是公式，不能导入。请先“选择性粘贴-数值”。".formatted(cut(text)),
                "\"%s\" is a formula, which is not taken. Paste it as a value first.".formatted(cut(text)));
    }

    private static Flaw shortened(String text) {
        return new Flaw(
                "“%s”是被 Excel 缩短的数字，后几位已丢失。请把该列设为“文本”后重新填写。".formatted(text),
                "\"%s\" is a number that Excel has shortened; its last digits are lost. Format the column as text and enter it again."
                        .formatted(text));
    }

    static String cut(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "…";
    }

    private static void add(List<Row> rows, Row row) {
        if (row.fields().size() > MOST_COLUMNS) {
            throw new UnreadableFileException(
                    "第 %d 行有 %d 列，上限为 %d 列。".formatted(row.line(), row.fields().size(), MOST_COLUMNS),
                    "Line %d has %d columns; the limit is %d."
                            .formatted(row.line(), row.fields().size(), MOST_COLUMNS));
        }
        if (row.fields().stream()
                .allMatch(field -> field.text().isEmpty() && field.flaw().isEmpty())) {
            return;
        }
        if (rows.size() > MOST_ROWS) {
            throw new UnreadableFileException(
                    "文件超过 %d 行。请分成几份导入。".formatted(MOST_ROWS),
                    "The file has more than %d lines. Import it in parts.".formatted(MOST_ROWS));
        }
        rows.add(row);
    }

    private static Sheet ofXlsx(byte[] bytes) {
        try {
            refuseBomb(bytes);
            List<Row> rows = new ArrayList<>();
            try (ReadableWorkbook book = new ReadableWorkbook(new ByteArrayInputStream(bytes));
                    var read = book.getFirstSheet().openStream()) {
                read.forEach(row -> {
                    List<Field> fields = new ArrayList<>();
                    for (int column = 0; column < Math.min(row.getCellCount(), MOST_COLUMNS + 1); column++) {
                        fields.add(
                                row.getOptionalCell(column).map(Sheet::ofCell).orElse(Field.BLANK));
                    }
                    add(rows, new Row(row.getRowNum(), fields));
                });
            }
            return new Sheet("XLSX", "UTF-8", rows);
        } catch (UnreadableFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new UnreadableFileException(
                    "Excel 文件打不开，可能已损坏或加了密码。请另存一份再试。",
                    "The Excel file cannot be opened; maybe it is damaged or has a password. Save a copy and try that.");
        }
    }

    private static void refuseBomb(byte[] bytes) throws IOException {
        long unpacked = 0;
        byte[] buffer = new byte[64 * 1024];
        // The JDK's own stream refuses the descriptors that some writers of XLSX leave.
        try (ZipFile zip = ZipFile.builder().setByteArray(bytes).get()) {
            for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                try (InputStream in = zip.getInputStream(entry)) {
                    for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
                        unpacked += read;
                        if (unpacked > MOST_UNPACKED_BYTES) {
                            throw new UnreadableFileException(
                                    "Excel 文件展开后超过 %d MB，不予打开。".formatted(MOST_UNPACKED_BYTES >> 20),
                                    "Unpacked, the Excel file has more than %d MB; it is not opened."
                                            .formatted(MOST_UNPACKED_BYTES >> 20));
                        }
                    }
                }
            }
        }
    }

    private static Field ofCell(Cell cell) {
        return switch (cell.getType()) {
            case FORMULA ->
                new Field(
                        String.valueOf(cell.getText()), Optional.of(formula("=" + String.valueOf(cell.getFormula()))));
            case ERROR ->
                new Field(
                        String.valueOf(cell.getRawValue()),
                        Optional.of(new Flaw(
                                "单元格是错误值 %s。".formatted(cell.getRawValue()),
                                "The cell holds the error %s.".formatted(cell.getRawValue()))));
            case NUMBER -> ofNumber(cell.asNumber());
            case STRING, BOOLEAN, EMPTY -> {
                String text = cell.getText();
                yield text == null ? Field.BLANK : ofText(text);
            }
        };
    }

    private static Field ofNumber(BigDecimal number) {
        BigDecimal exact = number.stripTrailingZeros();
        String text = (exact.scale() < 0 ? exact.setScale(0) : exact).toPlainString();
        return number.precision() - Math.max(0, number.scale()) > EXACT_DIGITS
                ? new Field(text, Optional.of(shortened(text)))
                : new Field(text, Optional.empty());
    }
}
