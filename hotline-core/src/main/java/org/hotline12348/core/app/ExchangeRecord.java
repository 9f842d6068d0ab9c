package org.hotline12348.core.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.ZoneId;
import org.hotline12348.core.copies.Work;
import org.hotline12348.core.journal.CutCalls;
import org.hotline12348.core.journal.Journal;
import org.hotline12348.core.journal.JournalWriter;
import org.hotline12348.core.journal.Reconciler;
import org.hotline12348.ivr.LineEvent;

/**
 * What is recorded of one exchange: its journal, the end of calls that were cut, the nightly comparison. All keep to the time
 * of the exchange, which no clock of ours shifts.
 */
record ExchangeRecord(ExchangePart exchange, Journal journal, CutCalls cutCalls, Reconciler reconciler) {

    /** A record that rests, but for what is heard of the line. */
    static ExchangeRecord of(
            Vertx vertx, Pool pool, ExchangePart exchange, JournalWriter writer, MeterRegistry metrics) {
        var paths = exchange.pbx().paths();
        Journal journal = Journal.of(vertx, writer, exchange.name(), paths.journal(), Clock.systemUTC(), metrics);
        exchange.line().onEvent(event -> {
            if (event instanceof LineEvent.CelSeen seen) {
                journal.seen(seen.row());
            }
        });
        CutCalls cutCalls = new CutCalls(vertx, journal, exchange.leased().standing(), Clock.systemUTC(), metrics);
        Reconciler reconciler = new Reconciler(
                vertx,
                pool,
                exchange.name(),
                paths.journal(),
                paths.queueLog(),
                exchange::lines,
                journal::behindBytes,
                Clock.systemUTC(),
                ZoneId.of("Asia/Shanghai"));
        return new ExchangeRecord(exchange, journal, cutCalls, reconciler);
    }

    /** Keeps the journal while the exchange's lease is ours. */
    void keep() {
        exchange.lease().during("The journal", CopiesPart.keeping(journal, exchange.lease()));
    }

    /**
     * Compares each night while the exchange's lease is ours.
     *
     * @param tags those of its figure
     */
    void compare(MeterRegistry metrics, Tags tags) {
        exchange.lease().during("The nightly comparison", Work.of(reconciler::start, reconciler::stop));
        Gauge.builder("hotline.reconciliation.differences", reconciler, Reconciler::differences)
                .description("between the record and the exchange's own logs, by the last comparison")
                .tags(tags)
                .register(metrics);
    }
}
