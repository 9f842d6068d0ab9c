package org.hotline12348.core.web;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.hotline12348.core.account.Accounts;
import org.hotline12348.core.account.Passwords;
import org.hotline12348.core.account.SecondFactor;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.journal.CallsUp;
import org.hotline12348.scheduler.Roster;

/**
 * What the web server is made of.
 *
 * @param clock the service's clock, shifted where the service's is
 * @param line the clock by which the exchange keeps its times: never shifted
 * @param pool connections to a database with the schema {@code hotline}
 * @param live calls that are up, ahead of the book
 * @param seats what the lawyers' phones do
 * @param closedByHand whether the emergency switch of a centre is thrown
 * @param probes what readiness depends on
 * @param metrics the metrics in Prometheus' text format; may block
 * @param features parts of the interface beyond the base, each with its own piece of the OpenAPI document
 */
public record WebParts(
        Vertx vertx,
        Clock clock,
        Clock line,
        Pool pool,
        Accounts accounts,
        Passwords passwords,
        SecondFactor secondFactor,
        Roster roster,
        ConsultationBook book,
        CallsUp live,
        SeatStates seats,
        Predicate<String> closedByHand,
        List<Probe> probes,
        Supplier<String> metrics,
        List<WebFeature> features) {}
