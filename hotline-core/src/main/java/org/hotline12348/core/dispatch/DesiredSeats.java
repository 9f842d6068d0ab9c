package org.hotline12348.core.dispatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12348.ivr.DesiredSeat;
import org.hotline12348.ivr.HoursSegment;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.scheduler.calendar.ServiceSegment;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.OnDuty;

/** From the roster's words to the line's. Pure. */
final class DesiredSeats {
    private DesiredSeats() {}

    /** The queue of those who step in when nobody of the centre's own queue answers. */
    static String standbyQueue(String centre) {
        return centre + "-standby";
    }

    /**
     * Who should sit in a centre's two queues. One who has no telephone is left out: he could not be rung.
     *
     * @param notReady lawyer -> why he shall not be rung just now
     */
    static List<DesiredSeat> of(
            String centre,
            OnDuty onDuty,
            Function<String, Optional<LawyerPhone>> phones,
            Map<String, String> notReady) {
        List<DesiredSeat> seats = new ArrayList<>();
        onDuty.seats().forEach(duty -> seat(centre, duty, phones, notReady).ifPresent(seats::add));
        onDuty.standby()
                .forEach(duty ->
                        seat(standbyQueue(centre), duty, phones, notReady).ifPresent(seats::add));
        return seats;
    }

    private static Optional<DesiredSeat> seat(
            String queue, Duty duty, Function<String, Optional<LawyerPhone>> phones, Map<String, String> notReady) {
        return phones.apply(duty.lawyer())
                .map(phone ->
                        new DesiredSeat(queue, duty.lawyer(), phone, Optional.ofNullable(notReady.get(duty.lawyer()))));
    }

    static HoursSegment segment(ServiceSegment segment) {
        return new HoursSegment(
                segment.from(),
                segment.until(),
                switch (segment.state()) {
                    case OPEN -> HoursSegment.State.OPEN;
                    case CLOSED_HOURS -> HoursSegment.State.CLOSED_HOURS;
                    case CLOSED_HOLIDAY -> HoursSegment.State.CLOSED_HOLIDAY;
                },
                segment.holiday(),
                segment.opens(),
                segment.closes(),
                segment.nextOpen().map(java.time.ZonedDateTime::toLocalDateTime));
    }
}
