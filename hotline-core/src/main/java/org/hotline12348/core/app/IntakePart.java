package org.hotline12348.core.app;

import io.vertx.core.Vertx;
import java.time.Clock;
import org.hotline12348.core.web.IntakeFeature;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.intake.LeaveIntake;
import org.hotline12348.scheduler.intake.NoticeIntake;
import org.hotline12348.scheduler.intake.PractitionerIntake;
import org.hotline12348.scheduler.store.RosterStore;

/** Imports of practitioners, of leave and of holiday notices. */
final class IntakePart {

    private IntakePart() {}

    static WebFeature web(Vertx vertx, RosterStore store, LiveRoster roster, Clock clock) {
        return new IntakeFeature(
                vertx,
                new PractitionerIntake(store, clock, roster::refresh),
                new LeaveIntake(store, clock, roster::refresh),
                new NoticeIntake(store, clock, roster::refresh),
                clock);
    }
}
