package org.hotline12348.scheduler.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hotline12348.scheduler.store.RosterStoreContract.CENTRE;
import static org.hotline12348.scheduler.store.RosterStoreContract.NOW;
import static org.hotline12348.scheduler.store.RosterStoreContract.await;

import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.hotline12348.scheduler.DemoRoster;
import org.hotline12348.scheduler.TestPostgres;
import org.hotline12348.scheduler.TestSeal;
import org.hotline12348.scheduler.change.Escalation;
import org.hotline12348.scheduler.change.LeaveRequest;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.roster.Practitioner;
import org.hotline12348.scheduler.roster.Standing;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the tables tell to somebody who has a copy of them and not the key. */
@Tag("db")
@DisplayName("Personal data in the roster's tables")
class SealedRowsTest {

    private static final LocalDate DAY = LocalDate.of(2026, 12, 1);
    private static final List<String> SECRETS = List.of("13900000007", "13811112222", "anna@example.com", "住院", "请签到");

    private final Vertx vertx = Vertx.vertx();
    private final Seal seal = TestSeal.fresh();
    private TestPostgres.Database database;
    private Pool pool;
    private PgRosterStore store;

    @BeforeEach
    void demo() {
        database = TestPostgres.fresh("roster");
        pool = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(2))
                .connectingTo(database.options())
                .using(vertx)
                .build();
        store = new PgRosterStore(pool, seal);
        await(DemoRoster.seed(store, Clock.fixed(NOW, ZoneOffset.UTC)));
        Practitioner anna = lawyer("lawyer07").withContact("13900000007", "anna@example.com");
        await(store.inCentre(
                CENTRE,
                NOW,
                book -> book.save(anna)
                        .compose(ignored -> book.file(leave()))
                        .compose(ignored -> book.file(escalation()))
                        .compose(ignored -> book.post(notice()))));
    }

    @AfterEach
    void close() {
        await(pool.close());
        await(vertx.close());
    }

    private static LeaveRequest leave() {
        return new LeaveRequest(
                "leave1",
                "lawyer07",
                DAY,
                DAY,
                LeaveRequest.Kind.SICK,
                "住院",
                LeaveRequest.State.APPROVED,
                "coordinator",
                NOW,
                "coordinator",
                "");
    }

    private static Escalation escalation() {
        return new Escalation(List.of(new Escalation.Step(5, Escalation.Act.TELL, "13811112222")));
    }

    private static Notice notice() {
        return new Notice("n1", CENTRE, Notice.Channel.SMS, "lawyer07", "13900000007", "签到", "请签到", NOW, 1);
    }

    private Practitioner lawyer(String id) {
        return await(store.practitioners()).stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private void sql(String text) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(text);
        }
    }

    /** Everything the tables hold, as text. */
    private String dump() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select concat((select string_agg(t::text, ' ') from roster.practitioner t),
                          (select string_agg(t::text, ' ') from roster.paper t),
                          (select string_agg(t::text, ' ') from roster.outbox t),
                          (select string_agg(t::text, ' ') from roster.audit_event t))""")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void allIsRead() {
        assertThat(lawyer("lawyer07").mobile()).isEqualTo("13900000007");
        assertThat(lawyer("lawyer07").email()).isEqualTo("anna@example.com");
        assertThat(lawyer("lawyer08").mobile()).isEqualTo("13900000008");
        List<LeaveRequest> leaves =
                await(store.inCentre(CENTRE, NOW, book -> book.papers(LeaveRequest.class, DAY, DAY)));
        assertThat(leaves).containsExactly(leave());
        Optional<Escalation> kept =
                await(store.inCentre(CENTRE, NOW, book -> book.paper(Escalation.class, Escalation.ID)));
        assertThat(kept).contains(escalation());
        assertThat(await(store.dueNotices(NOW, Duration.ZERO, 10)))
                .extracting(Notice::address, Notice::text)
                .containsExactly(tuple("13900000007", "请签到"));
    }

    @Test
    @DisplayName("are read by the service and by nobody else")
    void sealed() throws SQLException {
        allIsRead();
        assertThat(dump()).contains("lawyer07").doesNotContain(SECRETS);
    }

    /** The rows as they were kept before anything was sealed. */
    private void asBefore() throws SQLException {
        sql("""
            update roster.practitioner set sealed = null, body = (body - 'sharePercent' - 'availableAt' - 'phones')
              || jsonb_build_object('mobile', '139000000' || right(practitioner_id, 2),
                                    'email', case practitioner_id when 'lawyer07' then 'anna@example.com' else '' end);
            update roster.paper set sealed = null, body = body || '{"reason": "住院", "remark": ""}' where kind = 'LeaveRequest';
            update roster.paper set sealed = null, body = body || '{"steps": [{"minutes": 5, "act": "TELL", "to": "13811112222"}]}'
              where kind = 'Escalation';
            update roster.outbox set sealed = null, body = body || '{"address": "13900000007", "text": "请签到"}'""");
    }

    @Test
    @DisplayName("of before are sealed at the start: none is lost, and a second start finds nothing")
    void oldRows() throws SQLException {
        asBefore();
        assertThat(dump()).contains(SECRETS);
        List<Practitioner> before = await(store.practitioners());
        allIsRead();
        assertThat(await(store.sealOldRows())).isEqualTo(30 + 1 + 1 + 1);
        assertThat(dump()).doesNotContain(SECRETS);
        assertThat(await(store.practitioners())).isEqualTo(before);
        allIsRead();
        assertThat(await(store.sealOldRows())).isZero();
    }

    @Test
    @DisplayName("are not lost when the service is started with a wrong key file and the lawyer is changed meanwhile")
    void wrongKey() {
        PgRosterStore other = new PgRosterStore(pool, TestSeal.fresh());
        Practitioner unread = await(other.practitioners()).stream()
                .filter(one -> one.id().equals("lawyer07"))
                .findFirst()
                .orElseThrow();
        assertThat(unread.mobile()).isEmpty();
        await(other.inCentre(CENTRE, NOW, book -> book.save(unread.withStanding(Standing.SUSPENDED))));
        assertThat(lawyer("lawyer07").standing()).isEqualTo(Standing.SUSPENDED);
        assertThat(lawyer("lawyer07").mobile()).isEqualTo("13900000007");
    }

    @Test
    @DisplayName("do not open where they were not sealed")
    void moved() throws SQLException {
        sql("""
            update roster.practitioner set sealed =
              (select sealed from roster.practitioner where practitioner_id = 'lawyer07')
            where practitioner_id = 'lawyer08'""");
        assertThat(lawyer("lawyer08").mobile()).isEmpty();
    }
}
