package org.hotline12348.scheduler;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.scheduler.calendar.DailyWindow;
import org.hotline12348.scheduler.calendar.HolidayFile;
import org.hotline12348.scheduler.calendar.ServiceCalendar;
import org.hotline12348.scheduler.calendar.ServiceHours;
import org.hotline12348.scheduler.calendar.ServicePolicy;
import org.hotline12348.scheduler.roster.Centre;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.FairRotation;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.PractitionerKind;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.roster.SeatRole;
import org.hotline12348.scheduler.roster.Shift;
import org.hotline12348.scheduler.roster.ShiftPattern;
import org.hotline12348.scheduler.roster.ShiftPattern.ShiftOfDay;
import org.hotline12348.scheduler.roster.Shifts;
import org.hotline12348.scheduler.roster.Standing;
import org.hotline12348.scheduler.store.CentreBook;
import org.hotline12348.scheduler.store.RosterStore;

/**
 * The demonstration centre: jiaozuo, 08:00-20:00, two seats and one standby, thirty lawyers, and a published roster for
 * today and the next sixty days. Doing it again adds what is missing and leaves alone what is there. Names and numbers
 * are invented.
 */
public final class DemoRoster {

    public static final String CENTRE = "jiaozuo";
    public static final int LAWYERS = 30;
    /** So many can be seated at a time, for measurements; the lawyers beyond {@link #LAWYERS} have a mobile and no account. */
    public static final int MOST_SEATS = 300;

    private static final int SEATS = 2;
    private static final int DAYS = 60;

    private static final List<String> NAMES = List.of(
            "王建国", "李秀英", "张伟", "刘芳", "陈志强", "杨静", "赵国华", "黄丽", "周明", "吴敏", "徐海涛", "孙晓燕", "马俊杰", "朱红梅", "胡文斌", "郭雪",
            "何永刚", "高洁", "林卫东", "罗玉兰", "郑浩然", "梁慧", "谢志远", "宋雅琴", "唐立新", "许婷", "韩冬", "冯春梅", "邓凯", "曹思源");
    private static final List<String> FIRMS = List.of("太行律师事务所", "山阳律师事务所", "怀川律师事务所", "云台律师事务所", "沁河律师事务所", "月山律师事务所");
    private static final List<List<String>> SPECIALITIES = List.of(
            List.of("婚姻家庭继承", "赡养抚养"),
            List.of("劳动报酬", "劳动合同工伤"),
            List.of("交通事故", "人身损害"),
            List.of("借贷债务", "合同纠纷"),
            List.of("房屋物业", "邻里纠纷"),
            List.of("刑事"),
            List.of("征地拆迁", "行政复议诉讼"),
            List.of("消费者权益", "医疗纠纷"));

    private DemoRoster() {}

    /** The centre as it is founded, with two seats. */
    public static Centre centre() {
        return centre(SEATS);
    }

    private static Centre centre(int seats) {
        return new Centre(
                CENTRE,
                "焦作市法律援助中心",
                new ServiceCalendar(
                        ZoneId.of("Asia/Shanghai"),
                        ServicePolicy.EVERY_DAY_EXCEPT_STATE_HOLIDAYS,
                        ServiceHours.of("08:00-20:00"),
                        List.of(),
                        HolidayFile.shipped()),
                List.of(ShiftPattern.allYear(List.of(new ShiftOfDay(
                        "day", DailyWindow.parse("08:00-20:00"), Collections.nCopies(seats, SeatRole.LAWYER), 1)))));
    }

    /** lawyer01 to lawyer30. */
    public static List<Practitioner> lawyers() {
        return lawyers(LAWYERS);
    }

    private static List<Practitioner> lawyers(int count) {
        List<Practitioner> lawyers = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            DayOfWeek disliked = DayOfWeek.of(i % 7 + 1);
            lawyers.add(Practitioner.of(
                    "lawyer%02d".formatted(i),
                    NAMES.get((i - 1) % NAMES.size()),
                    PractitionerKind.LAWYER,
                    FIRMS.get(i % FIRMS.size()),
                    "141082026101%05d".formatted(10_000 + i * 37),
                    SPECIALITIES.get(i % SPECIALITIES.size()),
                    i % 3 == 0 ? List.of("河南话") : List.of(),
                    "1390000%04d".formatted(i),
                    "",
                    Standing.ACTIVE,
                    Set.of(CENTRE),
                    EnumSet.allOf(DayOfWeek.class),
                    Set.of(disliked),
                    0));
        }
        return lawyers;
    }

    /** Sees that the centre, its lawyers and the roster of today and the next sixty days are there, with two seats. */
    public static Future<Void> seed(RosterStore store, Clock clock) {
        return seed(store, clock, SEATS);
    }

    /**
     * The same with other than two seats.
     *
     * @param seats lawyers on duty at a time, at most {@link #MOST_SEATS}; counts only while the centre is not yet founded
     */
    public static Future<Void> seed(RosterStore store, Clock clock, int seats) {
        Instant now = clock.instant();
        return store.found(centre(seats))
                .compose(ignored -> store.inCentre(CENTRE, now, book -> addLawyers(book, Math.max(seats, LAWYERS))))
                .compose(ignored -> store.inCentre(CENTRE, now, book -> publish(book, now)));
    }

    private static Future<Void> addLawyers(CentreBook book, int count) {
        return book.practitioners().compose(known -> {
            Set<String> ids = known.stream().map(Practitioner::id).collect(Collectors.toSet());
            Future<Void> done = Future.succeededFuture();
            for (Practitioner lawyer : lawyers(count)) {
                if (!ids.contains(lawyer.id())) {
                    done = done.compose(ignored -> book.save(lawyer));
                }
            }
            return done;
        });
    }

    private static Future<Void> publish(CentreBook book, Instant now) {
        return book.centre().compose(centre -> {
            LocalDate today = centre.calendar().dateOf(now);
            return book.practitioners()
                    .compose(lawyers -> book.duties(today.minusDays(DAYS), today.plusDays(DAYS + 1))
                            .compose(held -> book.version().compose(version -> {
                                Set<LocalDate> rostered =
                                        held.stream().map(Duty::date).collect(Collectors.toSet());
                                List<Shift> open = Shifts.between(centre, today, today.plusDays(DAYS)).stream()
                                        .filter(shift -> !rostered.contains(shift.date()))
                                        .toList();
                                List<Duty> duties =
                                        FairRotation.fill(centre.calendar().zone(), open, lawyers, List.of(), held);
                                if (duties.isEmpty()) {
                                    return Future.succeededFuture();
                                }
                                return book.put(duties)
                                        .compose(ignored -> book.record(new RosterVersion(
                                                CENTRE,
                                                version + 1,
                                                RosterVersion.Kind.PUBLISHED,
                                                now,
                                                "demo",
                                                "roster of the demonstration",
                                                List.of(),
                                                duties)));
                            })));
        });
    }
}
