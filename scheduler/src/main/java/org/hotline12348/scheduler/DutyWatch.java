package org.hotline12348.scheduler;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.scheduler.desk.AttendanceDesk;
import org.hotline12348.scheduler.roster.Centre;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after those on duty: at the moments that matter (ten minutes before a start, at the start, at each step of the
 * escalation), after each change of the roster, and after a clock step, the desk is asked who is not there.
 */
public final class DutyWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DutyWatch.class);
    /** Until the next try after a look that failed. */
    private static final Duration RETRY = Duration.ofSeconds(15);

    private final Context context;
    private final Roster roster;
    private final AttendanceDesk desk;
    private final DutyClock dutyClock;
    private Optional<Roster.Registration> changes = Optional.empty();

    // On the context only.
    private final Map<String, Instant> next = new HashMap<>();
    private final Set<String> looking = new HashSet<>();
    private Instant latest = Instant.MIN;
    private boolean running;

    public DutyWatch(Vertx vertx, Roster roster, AttendanceDesk desk, Clock clock) {
        this.context = vertx.getOrCreateContext();
        this.roster = roster;
        this.desk = desk;
        this.dutyClock = new DutyClock(vertx, clock, this::due);
    }

    public void start() {
        context.runOnContext(ignored -> {
            running = true;
            changes = Optional.of(roster.onChange(change -> context.runOnContext(again -> {
                next.remove(change.centre());
                if (running) {
                    dutyClock.wake();
                }
            })));
            dutyClock.start();
        });
    }

    public void stop() {
        context.runOnContext(ignored -> {
            running = false;
            changes.ifPresent(Roster.Registration::close);
            dutyClock.stop();
        });
    }

    /** Begins the looks that are due and says when the next one is. */
    private Optional<Instant> due(Instant now) {
        if (now.isBefore(latest)) {
            next.clear();
        }
        latest = now;
        for (Centre centre : roster.centres()) {
            Instant at = next.get(centre.id());
            if ((at == null || !at.isAfter(now)) && looking.add(centre.id())) {
                next.put(centre.id(), now.plus(RETRY));
                look(centre.id());
            }
        }
        return next.values().stream().min(Comparator.naturalOrder());
    }

    private void look(String centre) {
        desk.look(centre)
                .onFailure(e -> LOG.warn("The alarms of {} wait for the next try: {}", centre, e.getMessage()))
                .onComplete(looked -> context.runOnContext(ignored -> {
                    looking.remove(centre);
                    if (!next.containsKey(centre)) {
                        // The roster was changed meanwhile: look once more.
                        next.put(centre, latest);
                    } else if (looked.succeeded()) {
                        next.put(centre, looked.result().next());
                    }
                    if (running) {
                        dutyClock.wake();
                    }
                }));
    }
}
