package org.hotline12348.scheduler.roster;

import java.util.List;
import org.hotline12348.scheduler.calendar.ServiceCalendar;

/**
 * A legal aid centre as the scheduler knows it.
 *
 * @param id short and lasting (jiaozuo)
 * @param name as people write it (焦作市法律援助中心)
 * @param calendar when it serves; carries the time zone
 * @param patterns what has to be filled on a service day, by season
 */
public record Centre(String id, String name, ServiceCalendar calendar, List<ShiftPattern> patterns) {
    public Centre {
        patterns = List.copyOf(patterns);
    }
}
