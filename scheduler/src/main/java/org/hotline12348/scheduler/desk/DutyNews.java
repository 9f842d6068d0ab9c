package org.hotline12348.scheduler.desk;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;

/** What a change of the roster means for one lawyer, in his words. */
final class DutyNews {

    /** More than this many duties in one message are counted, not listed. */
    private static final int LISTED = 8;

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("M月d日 HH:mm");

    private DutyNews() {}

    static Optional<String> text(Centre centre, String lawyer, List<Duty> taken, List<Duty> given, Instant now) {
        List<Duty> lost = mine(taken, lawyer, now);
        List<Duty> won = mine(given, lawyer, now);
        List<Duty> same = lost.stream()
                .filter(duty -> won.stream()
                        .anyMatch(other -> other.from().equals(duty.from())
                                && other.until().equals(duty.until())
                                && other.kind() == duty.kind()))
                .toList();
        List<Duty> cancelled =
                lost.stream().filter(duty -> !same.contains(duty)).toList();
        List<Duty> added = won.stream()
                .filter(duty -> same.stream()
                        .noneMatch(other -> other.from().equals(duty.from()) && other.kind() == duty.kind()))
                .toList();
        if (cancelled.isEmpty() && added.isEmpty()) {
            return Optional.empty();
        }
        List<String> parts = new ArrayList<>();
        if (!added.isEmpty()) {
            parts.add("新增值班：" + list(centre.calendar().zone(), added));
        }
        if (!cancelled.isEmpty()) {
            parts.add("取消值班：" + list(centre.calendar().zone(), cancelled));
        }
        return Optional.of("【" + centre.name() + "】" + String.join("；", parts) + "。");
    }

    private static List<Duty> mine(List<Duty> duties, String lawyer, Instant now) {
        return duties.stream()
                .filter(duty -> duty.lawyer().equals(lawyer) && duty.until().isAfter(now))
                .toList();
    }

    private static String list(ZoneId zone, List<Duty> duties) {
        if (duties.size() > LISTED) {
            return "共 %d 班，自 %s 起"
                    .formatted(
                            duties.size(), DAY.format(duties.getFirst().from().atZone(zone)));
        }
        return String.join(
                "、",
                duties.stream()
                        .map(duty ->
                                DAY.format(duty.from().atZone(zone)) + (duty.kind() == Duty.Kind.STANDBY ? "（备班）" : ""))
                        .toList());
    }
}
