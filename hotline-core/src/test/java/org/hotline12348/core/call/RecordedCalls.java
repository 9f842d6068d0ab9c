package org.hotline12348.core.call;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.hotline12348.ivr.cel.CelLine;
import org.hotline12348.ivr.cel.CelReader;
import org.hotline12348.ivr.cel.CelRow;

/** Real calls over a real Asterisk, recorded row by row: {@code /cel/NAME.csv} of the telephony module's tests. */
public final class RecordedCalls {

    /** The small calls whose shape every fold must know. */
    public static final List<String> NAMES = List.of(
            "answered", "abandoned-ringing", "second-answers", "lawyer-hangs-up", "voicemail", "mobile", "closed");

    public static final Map<String, String> LINES = Map.of("12348", "jiaozuo");

    private RecordedCalls() {}

    public static List<CelRow> rows(String name) {
        try (InputStream in = RecordedCalls.class.getResourceAsStream("/cel/" + name + ".csv")) {
            if (in == null) {
                throw new IllegalArgumentException("There is no recorded call /cel/" + name + ".csv.");
            }
            return CelReader.readAll(new String(in.readAllBytes(), StandardCharsets.UTF_8)).stream()
                    .map(line -> ((CelLine.Good) line).row())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static List<SeenRow> seen(List<CelRow> rows) {
        return rows.stream().map(row -> new SeenRow(row, Feed.FILE)).toList();
    }

    public static CallProjection fold(String name) {
        return CallFold.project(seen(rows(name)), LINES).getFirst();
    }
}
