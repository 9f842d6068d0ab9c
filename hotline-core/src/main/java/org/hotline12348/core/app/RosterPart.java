package org.hotline12348.core.app;

import io.vertx.core.Vertx;
import java.time.Clock;
import org.hotline12348.core.web.RosterDeskEndpoints;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.scheduler.DutyWatch;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.store.RosterStore;

/** What people do with the roster: its desk, and the desk on the web. */
final class RosterPart {

    private final Vertx vertx;
    private final Clock clock;
    private final RosterDesk desk;
    private final DutyWatch watch;

    RosterPart(Vertx vertx, RosterStore store, LiveRoster roster, Clock clock) {
        this.vertx = vertx;
        this.clock = clock;
        this.desk = new RosterDesk(vertx, store, roster, clock);
        this.watch = new DutyWatch(vertx, roster, desk.attendance(), clock);
    }

    /** Begins to look after those on duty. */
    void start() {
        watch.start();
    }

    void stop() {
        watch.stop();
    }

    WebFeature web() {
        return new RosterDeskEndpoints(vertx, desk, clock);
    }
}
