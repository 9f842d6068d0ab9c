package org.hotline12348.core.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.hotline12348.core.copies.Work;
import org.hotline12348.core.dispatch.PhoneSignIns;
import org.hotline12348.core.journal.Journal;
import org.hotline12348.core.web.RosterDeskEndpoints;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.scheduler.DutyWatch;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.out.MailWay;
import org.hotline12348.scheduler.out.NoticeWay;
import org.hotline12348.scheduler.out.Outbox;
import org.hotline12348.scheduler.out.SmsWay;
import org.hotline12348.scheduler.store.RosterStore;

/** What people do with the roster: its desk, and the desk on the web. */
final class RosterPart {

    private final Vertx vertx;
    private final Clock clock;
    private final RosterDesk desk;
    private final DutyWatch watch;
    private final Outbox outbox;

    RosterPart(Vertx vertx, RosterStore store, LiveRoster roster, Clock clock, Settings.Notices notices) {
        this.vertx = vertx;
        this.clock = clock;
        this.desk = new RosterDesk(vertx, store, roster, clock);
        this.outbox = new Outbox(vertx, store, ways(notices), clock);
        this.watch = new DutyWatch(vertx, roster, desk.attendance(), clock);
    }

    private Map<Notice.Channel, NoticeWay> ways(Settings.Notices notices) {
        Map<Notice.Channel, NoticeWay> ways = new EnumMap<>(Notice.Channel.class);
        notices.smtp()
                .ifPresent(address ->
                        ways.put(Notice.Channel.MAIL, new MailWay(vertx, MailWay.Smtp.of(address, notices.from()))));
        // The signature's time is real time, whatever the service's clock shows.
        notices.sms()
                .ifPresent(address ->
                        ways.put(Notice.Channel.SMS, new SmsWay(vertx, address, notices.secret(), Clock.systemUTC())));
        return ways;
    }

    /** Begins to send notices; each is lent to one of several services. */
    void start() {
        outbox.start();
    }

    /** Ends; what is being sent is waited for. */
    Future<Void> stop() {
        return outbox.stop();
    }

    /** Looks after those on duty: for one service at a time. */
    Work watching() {
        return Work.of(watch::start, watch::stop);
    }

    /**
     * Lawyers sign in and out by their telephones too ({@code *12}, {@code *13}): told at once by the line, and by the
     * journal whatever was dead meanwhile.
     */
    PhoneLine.Registration follow(PhoneLine line, Journal journal, Duration offset) {
        PhoneSignIns signIns =
                new PhoneSignIns(vertx, desk.attendance(), journal::withoutEntry, Clock.systemUTC(), offset);
        PhoneLine.Registration told = line.onEvent(event -> {
            if (event instanceof LineEvent.CelSeen seen) {
                signIns.seen(List.of(seen.row()));
            }
        });
        journal.onStored(signIns::seen);
        signIns.catchUp();
        return () -> {
            told.close();
            signIns.stop();
        };
    }

    WebFeature web() {
        return new RosterDeskEndpoints(vertx, desk, clock);
    }
}
