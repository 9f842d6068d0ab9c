package org.hotline12348.scheduler.calendar;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The JSON form of holiday notices: {@code {"2026": {"holidays": [{"date", "name"}], "workdays": [...]}}}. */
public final class HolidayFile {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SHIPPED = "cn-holidays.json";

    private HolidayFile() {}

    /** The notices that come with the program: 2013-2026. */
    public static HolidayCalendar shipped() {
        try (InputStream in = HolidayFile.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The holiday data %s is missing from the program. Maybe it was built without its resources."
                                .formatted(SHIPPED));
            }
            return HolidayCalendar.of(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("The holiday data %s cannot be read.".formatted(SHIPPED), e);
        }
    }

    /**
     * Notices from JSON text.
     *
     * @throws IllegalArgumentException with the year, the field and the value that is wrong
     */
    public static List<HolidayNotice> parse(String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The holiday notice is no JSON: " + e.getOriginalMessage(), e);
        }
        if (!root.isObject() || root.isEmpty()) {
            throw new IllegalArgumentException(
                    "The holiday notice must be an object of years, such as {\"2027\": {\"holidays\": [], \"workdays\": []}}.");
        }
        List<HolidayNotice> notices = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : root.properties()) {
            if (!entry.getKey().matches("[12]\\d{3}")) {
                throw new IllegalArgumentException(
                        "The holiday notice has the key \"%s\"; a year such as 2027 was expected."
                                .formatted(entry.getKey()));
            }
            int year = Integer.parseInt(entry.getKey());
            notices.add(new HolidayNotice(
                    year, days(year, "holidays", entry.getValue()), days(year, "workdays", entry.getValue())));
        }
        return notices;
    }

    private static Map<LocalDate, String> days(int year, String field, JsonNode notice) {
        JsonNode list = notice.path(field);
        if (!list.isArray()) {
            throw new IllegalArgumentException("The holiday notice for %d has no list \"%s\".".formatted(year, field));
        }
        Map<LocalDate, String> days = new TreeMap<>();
        for (JsonNode item : list) {
            String date = item.path("date").asText();
            String name = item.path("name").asText().strip();
            LocalDate day;
            try {
                day = LocalDate.parse(date);
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(
                        "The holiday notice for %d has in \"%s\" the date \"%s\", which is no date of the form 2027-01-31."
                                .formatted(year, field, date),
                        e);
            }
            if (name.isEmpty()) {
                throw new IllegalArgumentException(
                        "The holiday notice for %d gives %s in \"%s\" no name.".formatted(year, date, field));
            }
            if (days.put(day, name) != null) {
                throw new IllegalArgumentException(
                        "The holiday notice for %d names %s twice in \"%s\".".formatted(year, date, field));
            }
        }
        return days;
    }
}
