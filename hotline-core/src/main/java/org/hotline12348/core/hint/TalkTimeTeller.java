package org.hotline12348.core.hint;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.hotline12348.ivr.LineSetting;
import org.hotline12348.ivr.PhoneLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the PBX from time to time how long talks take at each centre, so that it can tell callers how long they wait. */
public final class TalkTimeTeller {
    /** Talks older than this do not count. */
    private static final Duration LOOK_BACK = Duration.ofDays(28);

    private static final Duration EVERY = Duration.ofMinutes(10);
    /** What was told holds so long without us. */
    private static final Duration SOUND = Duration.ofHours(36);

    private static final Logger LOG = LoggerFactory.getLogger(TalkTimeTeller.class);

    private final Vertx vertx;
    private final BookHints book;
    private final PhoneLine line;
    private final Supplier<? extends Collection<String>> centres;
    private final Clock clock;
    private Optional<Long> timer = Optional.empty();

    /** @param clock the PBX's time */
    public TalkTimeTeller(
            Vertx vertx, BookHints book, PhoneLine line, Supplier<? extends Collection<String>> centres, Clock clock) {
        this.vertx = vertx;
        this.book = book;
        this.line = line;
        this.centres = centres;
        this.clock = clock;
    }

    public void start() {
        timer = Optional.of(vertx.setPeriodic(1_000, EVERY.toMillis(), ignored -> tellAll()));
    }

    public void stop() {
        timer.ifPresent(vertx::cancelTimer);
        timer = Optional.empty();
    }

    private void tellAll() {
        if (!line.health().up()) {
            return;
        }
        List<Future<Void>> told = centres.get().stream().map(this::tell).toList();
        Future.join(told).onFailure(e -> LOG.info("Callers are not told how long they wait: {}", e.getMessage()));
    }

    Future<Void> tell(String centre) {
        Instant now = clock.instant();
        return book.talks(centre, now.minus(LOOK_BACK))
                .compose(talks -> line.publish(new LineSetting.TalkTime(
                        centre, TalkTimes.mean(talks).orElse(Duration.ZERO), now.plus(SOUND))));
    }
}
