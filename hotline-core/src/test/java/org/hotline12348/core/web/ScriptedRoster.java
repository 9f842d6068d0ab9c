package org.hotline12348.core.web;

import io.vertx.core.Future;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.RosterChange;
import org.hotline12348.scheduler.calendar.HolidayFile;
import org.hotline12348.scheduler.calendar.ServiceCalendar;
import org.hotline12348.scheduler.calendar.ServiceDay;
import org.hotline12348.scheduler.calendar.ServiceHours;
import org.hotline12348.scheduler.calendar.ServicePolicy;
import org.hotline12348.scheduler.calendar.ServiceSegment;
import org.hotline12348.scheduler.calendar.ServiceStatus;
import org.hotline12348.scheduler.calendar.ServiceWindow;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.OnDuty;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PractitionerKind;
import org.hotline12348.scheduler.roster.PublishedRoster;
import org.hotline12348.scheduler.roster.RosterDay;
import org.hotline12348.scheduler.roster.SeatRole;
import org.hotline12348.scheduler.roster.Standing;

/** Two centres in Shanghai's zone; on each service day lawyer01 and lawyer02 sit, lawyer03 stands by. */
public final class ScriptedRoster implements Roster {

    private final List<Centre> centres;
    private final List<Consumer<RosterChange>> listeners = new CopyOnWriteArrayList<>();

    public ScriptedRoster() {
        ServiceCalendar calendar = new ServiceCalendar(
                ZoneId.of("Asia/Shanghai"),
                ServicePolicy.EVERY_DAY_EXCEPT_STATE_HOLIDAYS,
                ServiceHours.of("08:00-20:00"),
                List.of(),
                HolidayFile.shipped());
        centres = List.of(
                new Centre("jiaozuo", "焦作市法律援助中心", calendar, List.of()),
                new Centre("xiuwu", "修武县法律援助中心", calendar, List.of()));
    }

    /** Tells the listeners. */
    public void edited(String centre, Instant at) {
        listeners.forEach(listener -> listener.accept(new RosterChange.RosterEdited(centre, at)));
    }

    @Override
    public List<Centre> centres() {
        return centres;
    }

    @Override
    public OnDuty at(String centre, Instant instant) {
        Optional<ServiceCalendar> calendar = centre(centre).map(Centre::calendar);
        Optional<ServiceWindow> open = calendar.flatMap(c -> c.windowAt(instant));
        if (open.isEmpty()) {
            return new OnDuty(List.of(), List.of(), calendar.flatMap(c -> c.nextOpen(instant)));
        }
        List<Duty> duties = duties(centre, open.get());
        return new OnDuty(
                duties.subList(0, 2),
                duties.subList(2, 3),
                Optional.of(open.get().closes()));
    }

    private static List<Duty> duties(String centre, ServiceWindow window) {
        return IntStream.rangeClosed(1, 3)
                .mapToObj(n -> new Duty(
                        centre + "-" + window.day() + "-" + n,
                        centre,
                        window.day(),
                        "day",
                        n < 3 ? Duty.Kind.SEAT : Duty.Kind.STANDBY,
                        n < 3 ? n : 1,
                        SeatRole.ANY,
                        "lawyer0" + n,
                        window.opens(),
                        window.closes(),
                        false))
                .toList();
    }

    @Override
    public Optional<ServiceStatus> service(String centre, Instant instant) {
        return centre(centre).map(c -> c.calendar().status(instant));
    }

    @Override
    public List<ServiceDay> calendar(String centre, LocalDate from, LocalDate to) {
        return centre(centre).map(c -> c.calendar().days(from, to)).orElse(List.of());
    }

    @Override
    public List<ServiceSegment> segments(String centre, Instant from, Instant until) {
        return centre(centre).map(c -> c.calendar().segments(from, until)).orElse(List.of());
    }

    @Override
    public Future<List<RosterDay>> roster(String centre, LocalDate from, LocalDate to) {
        List<RosterDay> days = new ArrayList<>();
        ServiceCalendar calendar = centre(centre).orElseThrow().calendar();
        for (ServiceDay day : calendar.days(from, to)) {
            days.add(new RosterDay(
                    day,
                    List.of(),
                    calendar.windowsOf(day.date()).stream()
                            .flatMap(window -> duties(centre, window).stream())
                            .toList()));
        }
        return Future.succeededFuture(days);
    }

    @Override
    public Future<Optional<PublishedRoster>> published(
            String centre, LocalDate from, LocalDate to, Optional<Long> version) {
        return version.isPresent()
                ? Future.succeededFuture(Optional.empty())
                : roster(centre, from, to)
                        .map(days -> Optional.of(new PublishedRoster(
                                0,
                                Optional.empty(),
                                days.stream()
                                        .flatMap(day -> day.duties().stream())
                                        .toList())));
    }

    @Override
    public Optional<Practitioner> practitioner(String id) {
        return practitioners("jiaozuo").stream().filter(p -> p.id().equals(id)).findFirst();
    }

    @Override
    public List<Practitioner> practitioners(String centre) {
        return IntStream.rangeClosed(1, 5)
                .mapToObj(n -> Practitioner.of(
                        "lawyer0" + n,
                        "律师" + n,
                        PractitionerKind.LAWYER,
                        "firm" + n,
                        "L" + n,
                        List.of(),
                        List.of(),
                        "1390000000" + n,
                        "",
                        Standing.ACTIVE,
                        Set.of("jiaozuo"),
                        EnumSet.allOf(DayOfWeek.class),
                        Set.of(),
                        0))
                .toList();
    }

    @Override
    public Registration onChange(Consumer<RosterChange> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
