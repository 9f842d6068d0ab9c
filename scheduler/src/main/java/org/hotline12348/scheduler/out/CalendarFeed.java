package org.hotline12348.scheduler.out;

import biweekly.ICalVersion;
import biweekly.ICalendar;
import biweekly.component.VAlarm;
import biweekly.component.VEvent;
import biweekly.io.text.ICalWriter;
import biweekly.parameter.Related;
import biweekly.property.RefreshInterval;
import biweekly.property.Trigger;
import biweekly.util.Duration;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;

/** A lawyer's duties as a calendar that telephones and mail programs subscribe to (RFC 5545, RFC 7986). */
public final class CalendarFeed {

    /** The type it is served as. */
    public static final String TYPE = "text/calendar; charset=utf-8";

    private static final String PRODUCT = "-//Hotline 12348//Roster//ZH";

    private CalendarFeed() {}

    /**
     * The calendar.
     *
     * @param duties one lawyer's duties at this centre
     * @param now stamps the events
     */
    public static String of(Centre centre, Collection<Duty> duties, Instant now) {
        ICalendar calendar = new ICalendar();
        calendar.setProductId(PRODUCT);
        calendar.setName("12348 值班 · " + centre.name());
        calendar.setRefreshInterval(
                new RefreshInterval(Duration.builder().hours(1).build()));
        for (Duty duty : duties) {
            calendar.addEvent(event(centre, duty, now));
        }
        StringWriter text = new StringWriter();
        // Times are written in UTC, so no time zone need be described and none can be misread.
        try (ICalWriter writer = new ICalWriter(text, ICalVersion.V2_0)) {
            writer.write(calendar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static VEvent event(Centre centre, Duty duty, Instant now) {
        boolean standby = duty.kind() == Duty.Kind.STANDBY;
        VEvent event = new VEvent();
        event.setUid("%s@%s.hotline12348".formatted(duty.id(), centre.id()));
        event.setDateTimeStamp(Date.from(now));
        event.setDateStart(Date.from(duty.from()));
        event.setDateEnd(Date.from(duty.until()));
        event.setSummary(standby ? "12348 热线备班" : "12348 热线值班（第 %d 席）".formatted(duty.seat()));
        event.setLocation(centre.name());
        event.addCategories(standby ? "STANDBY" : "DUTY");
        Trigger hourBefore = new Trigger(Duration.builder().prior(true).hours(1).build(), Related.START);
        event.addAlarm(VAlarm.display(hourBefore, standby ? "一小时后备班" : "一小时后值班，请准时签到"));
        return event;
    }
}
