package org.hotline12348.ivr;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Service hours as the PBX keeps them, so that it knows them without us: for each UTC day the segments that touch it,
 * each {@code fromEpochSecond,untilEpochSecond,STATE,holiday,HHMM,HHMM,MMDDHHMM}, joined by {@code ;}. A segment is whole
 * on each day that it touches; the PBX takes the one that holds its own time.
 *
 * @param days number of the UTC day since 1970 -> value
 */
public record HoursPlan(SortedMap<Long, String> days) {

    /** A line of the PBX's interface ends at 1024 bytes; this leaves room for its name. */
    public static final int LONGEST_VALUE_BYTES = 960;

    private static final long DAY_SECONDS = 86_400;
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HHmm");
    private static final DateTimeFormatter DAY_AND_HOUR = DateTimeFormatter.ofPattern("MMddHHmm");

    public HoursPlan {
        days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
    }

    /**
     * @param segments in any order, not overlapping
     * @param ahead    how far the service's clock is ahead of the PBX's (zero in service, negative when behind). What is told
     *     is shifted back by it: the PBX keeps real time. What callers hear is not shifted
     * @throws IllegalArgumentException when a day has so many segments that its value would not fit
     */
    public static HoursPlan of(List<HoursSegment> segments, Duration ahead) {
        TreeMap<Long, String> days = new TreeMap<>();
        segments.stream().sorted(Comparator.comparing(HoursSegment::from)).forEach(segment -> {
            long from = seconds(segment.from().minus(ahead));
            long until = seconds(segment.until().minus(ahead));
            if (from >= until) {
                return;
            }
            String text = text(segment, from, until);
            for (long day = Math.floorDiv(from, DAY_SECONDS); day <= Math.floorDiv(until - 1, DAY_SECONDS); day++) {
                days.merge(day, text, (before, more) -> before + ";" + more);
            }
        });
        days.forEach((day, value) -> {
            int bytes = value.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > LONGEST_VALUE_BYTES) {
                throw new IllegalArgumentException(
                        "The service hours of %s need %d bytes; the PBX takes %d. Maybe the day was cut into too many windows."
                                .formatted(Instant.ofEpochSecond(day * DAY_SECONDS), bytes, LONGEST_VALUE_BYTES));
            }
        });
        return new HoursPlan(days);
    }

    /** The values that differ from those of another plan, or that it has not. */
    public HoursPlan changedSince(HoursPlan before) {
        TreeMap<Long, String> changed = new TreeMap<>();
        for (Map.Entry<Long, String> day : days.entrySet()) {
            if (!day.getValue().equals(before.days.get(day.getKey()))) {
                changed.put(day.getKey(), day.getValue());
            }
        }
        return new HoursPlan(changed);
    }

    private static String text(HoursSegment segment, long from, long until) {
        return "%d,%d,%s,%s,%s,%s,%s"
                .formatted(
                        from,
                        until,
                        segment.state(),
                        segment.holiday().map(HoursPlan::sayable).orElse(""),
                        segment.opens().format(HOUR),
                        segment.closes().format(HOUR),
                        segment.nextOpen().map(DAY_AND_HOUR::format).orElse(""));
    }

    /** The moment's second; within a second the earlier, as the PBX counts whole ones. */
    private static long seconds(Instant instant) {
        return instant.getEpochSecond();
    }

    /** A name without what has a meaning in the value, or to the dialplan. */
    private static String sayable(String name) {
        return name.replaceAll("[^\\p{L}\\p{N} 、·]", "").strip();
    }
}
