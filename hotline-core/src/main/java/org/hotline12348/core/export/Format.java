package org.hotline12348.core.export;

/** The kinds of files. */
public enum Format {
    /** UTF-8 with a byte order mark, by which spreadsheets know it. */
    CSV("text/csv; charset=utf-8", "csv"),
    XLSX("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx");

    private final String type;
    private final String ending;

    Format(String type, String ending) {
        this.type = type;
        this.ending = ending;
    }

    /** Media type. */
    public String type() {
        return type;
    }

    /** The file name's ending. */
    public String ending() {
        return ending;
    }
}
