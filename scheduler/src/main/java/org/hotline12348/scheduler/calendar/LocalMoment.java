package org.hotline12348.scheduler.calendar;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;

/** Local times as instants, by one rule for everybody, so that hours, shifts and duties meet without gap or overlap. */
public final class LocalMoment {

    private LocalMoment() {}

    /**
     * The instant of a local time. A time the clocks skip in spring becomes the instant of the jump; a time they show
     * twice in autumn means the first.
     */
    public static Instant of(LocalDateTime local, ZoneId zone) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(local);
        if (transition != null && transition.isGap()) {
            return transition.getInstant();
        }
        return local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();
    }
}
