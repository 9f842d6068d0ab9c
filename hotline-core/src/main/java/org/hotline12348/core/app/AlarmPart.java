package org.hotline12348.core.app;

import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.function.BooleanSupplier;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.watch.AlarmPost;
import org.hotline12348.core.watch.RecipientBook;
import org.hotline12348.scheduler.change.Notice;
import org.hotline12348.scheduler.store.CentreBook;
import org.hotline12348.scheduler.store.RosterStore;

/** Alarms, kept and sent: by the outbox that also tells lawyers of their duties. */
record AlarmPart(AlarmPost post, RecipientBook recipients) {

    /** @param sends whether this service is the one that sends */
    static AlarmPart make(Vertx vertx, Pool pool, Vault vault, RosterStore store, Clock clock, BooleanSupplier sends) {
        RecipientBook recipients = new RecipientBook(pool, vault);
        AlarmPost post = new AlarmPost(
                vertx,
                pool,
                recipients,
                (to, key, subject, text) -> store.inCentre(
                        to.centre(),
                        clock.instant(),
                        (CentreBook book) -> book.post(new Notice(
                                key,
                                to.centre(),
                                to.mail() ? Notice.Channel.MAIL : Notice.Channel.SMS,
                                "",
                                to.address(),
                                subject,
                                text,
                                clock.instant(),
                                0))),
                clock,
                sends);
        return new AlarmPart(post, recipients);
    }
}
