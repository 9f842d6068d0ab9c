package org.hotline12348.ivr.cel;

import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a row as the PBX writes it, with its line end. */
public final class CelWriter {

    private CelWriter() {}

    public static String line(CelRow row) {
        return List.of(
                        row.eventType(),
                        time(row.eventTime()),
                        row.userDefType(),
                        row.systemName(),
                        row.uniqueId(),
                        row.linkedId(),
                        row.channel(),
                        row.context(),
                        row.extension(),
                        row.callerNumber(),
                        row.callerName(),
                        row.application(),
                        row.applicationData(),
                        row.peer(),
                        row.extra())
                .stream()
                .map(field -> '"' + field.replace("\"", "\"\"") + '"')
                .collect(Collectors.joining(",", "", "\n"));
    }

    private static String time(Instant at) {
        return "%d.%06d".formatted(at.getEpochSecond(), at.getNano() / 1000);
    }
}
