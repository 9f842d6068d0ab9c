package org.hotline12348.core.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.hotline12348.core.callback.CallbackRules;
import org.hotline12348.core.choice.LineChoiceBook;
import org.hotline12348.core.choice.LineTeller;
import org.hotline12348.core.privacy.Vault;
import org.hotline12348.core.web.LineChoiceFeature;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.scheduler.Roster;

/** What the centres choose of their lines, joined to the exchange and to the web. */
final class LineChoicePart {

    private final LineTeller teller;
    private final Roster roster;
    private final Clock clock;

    LineChoicePart(
            Vertx vertx,
            Pool pool,
            Vault vault,
            PhoneLine line,
            Roster roster,
            Function<String, Optional<LawyerPhone>> phones,
            Clock clock) {
        this.teller = new LineTeller(vertx, new LineChoiceBook(pool, vault), line, roster, phones);
        this.roster = roster;
        this.clock = clock;
    }

    Future<Void> start() {
        return teller.start();
    }

    Future<Void> stop() {
        return teller.stop();
    }

    WebFeature feature() {
        return new LineChoiceFeature(teller, roster, CallbackRules.usual()::mayDial, clock);
    }
}
