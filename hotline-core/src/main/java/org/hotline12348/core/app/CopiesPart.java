package org.hotline12348.core.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.hotline12348.core.copies.Changes;
import org.hotline12348.core.copies.Copies;
import org.hotline12348.core.copies.Lease;
import org.hotline12348.core.copies.LeaseTable;
import org.hotline12348.core.copies.LeasedLine;
import org.hotline12348.core.copies.NoticeRelay;
import org.hotline12348.core.copies.Orders;
import org.hotline12348.core.copies.Wire;
import org.hotline12348.core.copies.Work;
import org.hotline12348.core.journal.Journal;
import org.hotline12348.core.lease.Holder;
import org.hotline12348.core.lease.LeaseTimes;
import org.hotline12348.core.lease.Moment;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.CopiesEndpoints;
import org.hotline12348.core.web.Probe;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.ivr.PhoneLine;

/** This copy of the service among others: the leases it keeps or waits for, and what the copies tell each other. */
final class CopiesPart {

    private static final int CONNECTIONS = 3;
    private static final int IDLE_SECONDS = 5;
    private static final int START_SECONDS = 10;

    private final Vertx vertx;
    private final LeaseTable table;
    private final Pool pool;
    private final Copies copies;
    private final Wire wire;
    private final Changes changes;
    private final NoticeRelay notices;
    private final Orders orders;
    private final List<Lease> leases = new ArrayList<>();

    /** @param ownDatabase whether the database lives in our own home, and goes where it goes */
    CopiesPart(Vertx vertx, Database database, Vault vault, String address, Home home, boolean ownDatabase) {
        this.vertx = vertx;
        // Of its own, and given up soon: a renewal must not wait behind other work, nor on a connection that is dead.
        this.pool = PgBuilder.pool()
                .using(vertx)
                .connectingTo(database.connectOptions())
                .with(new PoolOptions().setMaxSize(CONNECTIONS))
                .with(new NetClientOptions().setIdleTimeout(IDLE_SECONDS))
                .build();
        this.table = new LeaseTable(pool);
        Holder me = new Holder(copyOf(home, ownDatabase), UUID.randomUUID().toString());
        this.copies = new Copies(vertx, table, me, address, Instant.now());
        this.wire = new Wire(vertx, database.connectOptions(), pool);
        this.changes = new Changes(vertx, wire, copies::others);
        this.notices = new NoticeRelay(vertx, wire, me.run(), copies::others);
        this.orders = new Orders(vertx, wire, vault, me.run(), RandomIds.from(new SecureRandom()));
    }

    /**
     * A home's name among the copies: made once. A home that was copied to another place is another copy, unless its database
     * went with it: moved or restored, it takes its own leases back at once.
     */
    private static String copyOf(Home home, boolean ownDatabase) {
        try {
            Path lock = home.run().resolve("lock");
            String place = ownDatabase ? "" : home.root() + "#" + Files.getAttribute(lock, "unix:ino");
            return UUID.nameUUIDFromBytes((home.secret("copy.id") + place).getBytes(StandardCharsets.UTF_8))
                    .toString()
                    .substring(0, 8);
        } catch (IOException e) {
            throw new Trouble(Trouble.Kind.CANNOT_CREATE, "The home's lock cannot be seen: " + Home.reason(e), e);
        }
    }

    /** Gives the first sign of life: from now on others take us into account. */
    Future<Void> live() {
        return copies.start();
    }

    /** A lease; asked for at once. */
    Lease lease(String name) {
        Lease lease = new Lease(
                vertx,
                table,
                name,
                copies.me(),
                LeaseTimes.usual(),
                copies::others,
                () -> new Moment(
                        Duration.ofNanos(System.nanoTime()), Clock.systemUTC().instant()));
        leases.add(lease);
        return lease;
    }

    /** The line behind a lease. */
    LeasedLine line(PhoneLine line, Lease lease) {
        return new LeasedLine(line, lease, orders, Clock.systemUTC());
    }

    /** A journal, kept by whoever holds the lease; its fence stands in each transaction. */
    static Work keeping(Journal journal, Lease lease) {
        return new Work() {
            @Override
            public Future<Void> begin(long token) {
                return journal.begin(connection -> LeaseTable.require(connection, lease.name(), token));
            }

            @Override
            public Future<Void> end() {
                return journal.stop();
            }
        };
    }

    /** Has something read again when another copy changed it. */
    void read(String what, Supplier<Future<Void>> read, String... tables) {
        changes.read(what, read, tables);
    }

    /** Begins to hear the other copies; last, when all who hear are there. */
    Future<Void> join() {
        changes.start();
        notices.start();
        return wire.start().timeout(START_SECONDS, TimeUnit.SECONDS);
    }

    /** Gives the leases back, so that another copy takes over at once. */
    Future<Void> stop() {
        return Future.join(leases.stream().map(Lease::stop).toList())
                .eventually(copies::stop)
                .eventually(notices::stop)
                .eventually(wire::stop)
                .eventually(pool::close)
                .mapEmpty();
    }

    WebFeature web() {
        return new CopiesEndpoints(table, copies.me().copy());
    }

    /**
     * Not essential: what this copy does not command, another does.
     *
     * @param of which exchange, where there are several
     */
    static Probe probe(Lease lease, String of) {
        return new Probe(
                "command of the exchange" + of,
                false,
                () -> Future.succeededFuture(lease.isHeld() ? "this copy" : "another copy, or none"));
    }
}
