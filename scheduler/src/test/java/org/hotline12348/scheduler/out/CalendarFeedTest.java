package org.hotline12348.scheduler.out;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.Component;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.validate.ValidationResult;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.SeatRole;
import org.junit.jupiter.api.Test;

/** The feed as another library's client reads it. */
class CalendarFeedTest {

    private static final Instant NOW = Instant.parse("2026-11-23T02:00:00Z");

    private static Duty duty(String id, Duty.Kind kind, String from, String until) {
        return new Duty(
                id,
                "jiaozuo",
                LocalDate.of(2026, 11, 24),
                "day",
                kind,
                2,
                SeatRole.ANY,
                "lawyer01",
                Instant.parse(from),
                Instant.parse(until),
                false);
    }

    private static Calendar read(List<Duty> duties) throws Exception {
        return new CalendarBuilder().build(new StringReader(CalendarFeed.of(DemoRoster.centre(), duties, NOW)));
    }

    @Test
    void aClientFindsEachDutyWithItsHours() throws Exception {
        Calendar calendar = read(List.of(
                duty("one", Duty.Kind.SEAT, "2026-11-24T00:00:00Z", "2026-11-24T12:00:00Z"),
                duty("two", Duty.Kind.STANDBY, "2026-11-30T12:00:00Z", "2026-12-01T00:00:00Z")));
        ValidationResult result = calendar.validate();
        assertThat(result.hasErrors()).as(result.toString()).isFalse();
        List<VEvent> events = calendar.getComponents(Component.VEVENT);
        assertThat(events).hasSize(2);
        assertThat(value(events.get(0), Property.UID)).isEqualTo("one@jiaozuo.hotline12348");
        assertThat(value(events.get(0), Property.DTSTART)).isEqualTo("20261124T000000Z");
        assertThat(value(events.get(0), Property.DTEND)).isEqualTo("20261124T120000Z");
        assertThat(value(events.get(0), Property.SUMMARY)).isEqualTo("12348 热线值班（第 2 席）");
        assertThat(value(events.get(1), Property.SUMMARY)).isEqualTo("12348 热线备班");
        assertThat(value(events.get(1), Property.DTEND)).isEqualTo("20261201T000000Z");
    }

    private static String value(VEvent event, String property) {
        return event.getProperty(property).orElseThrow().getValue();
    }

    @Test
    void noLineIsLongerThanTheStandardAllowsAndAllEndAsItWants() {
        String text = CalendarFeed.of(
                DemoRoster.centre(),
                List.of(duty("one", Duty.Kind.SEAT, "2026-11-24T00:00:00Z", "2026-11-24T12:00:00Z")),
                NOW);
        assertThat(text.split("\r\n"))
                .allSatisfy(line ->
                        assertThat(line.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(75));
        assertThat(text.replace("\r\n", "")).doesNotContain("\n");
    }
}
