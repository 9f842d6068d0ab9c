package org.hotline12348.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.hotline12348.scheduler.change.Alarm;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.store.InMemoryRosterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The watch looks by itself, at the moment that matters, with real timers. */
class DutyWatchTest {

    private final Vertx vertx = Vertx.vertx();
    private final List<Throwable> stray = new CopyOnWriteArrayList<>();

    @AfterEach
    void close() throws TimeoutException {
        vertx.close().await(20, TimeUnit.SECONDS);
        assertThat(stray).isEmpty();
    }

    @Test
    void theAlarmComesAtTenMinutesBeforeTheStart() throws TimeoutException {
        vertx.exceptionHandler(stray::add);
        // A clock that runs, and stands at two seconds before the warning of Tuesday's shift.
        Instant begin = Instant.parse("2026-11-23T23:49:58Z");
        Clock clock = Clock.offset(Clock.systemUTC(), Duration.between(Instant.now(), begin));
        InMemoryRosterStore store = new InMemoryRosterStore();
        DemoRoster.seed(store, clock).await(20, TimeUnit.SECONDS);
        LiveRoster live = new LiveRoster(vertx, store, clock);
        live.start().await(20, TimeUnit.SECONDS);
        RosterDesk desk = new RosterDesk(vertx, store, live, clock);
        Promise<Alarm> raised = Promise.promise();
        List<Alarm> all = Collections.synchronizedList(new ArrayList<>());
        desk.attendance().onAlarm((centre, alarm) -> {
            all.add(alarm);
            raised.tryComplete(alarm);
        });
        DutyWatch watch = new DutyWatch(vertx, live, desk.attendance(), clock);
        watch.start();
        Alarm alarm = raised.future().await(30, TimeUnit.SECONDS);
        assertThat(alarm.kind()).isEqualTo(Alarm.Kind.NOT_SIGNED_IN);
        assertThat(alarm.at()).isAfterOrEqualTo(Instant.parse("2026-11-23T23:50:00Z"));
        watch.stop();
        live.stop();
    }
}
