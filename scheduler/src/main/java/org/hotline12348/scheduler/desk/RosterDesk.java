package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.function.Supplier;
import org.hotline12348.scheduler.LiveRoster;
import org.hotline12348.scheduler.plan.Planner;
import org.hotline12348.scheduler.plan.Planners;
import org.hotline12348.scheduler.store.RosterStore;

/**
 * Everything coordinators and lawyers do with the roster, desk by desk. Every method answers with a {@link
 * org.hotline12348.scheduler.change.Verdict}: done, refused by named rules, outdated by somebody faster, or unknown; a
 * failed future means that the store could not be reached.
 */
public final class RosterDesk {

    private static final int SECRET_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final DraftDesk drafts;
    private final DutyDesk duties;
    private final LeaveDesk leaves;
    private final SwapDesk swaps;
    private final SickCallDesk sickCalls;
    private final PractitionerDesk practitioners;
    private final SettingsDesk settings;
    private final AttendanceDesk attendance;
    private final OutDesk out;

    public RosterDesk(Vertx vertx, RosterStore store, LiveRoster live, Clock clock) {
        this(vertx, store, live::refresh, Planners.best(), clock);
    }

    /** @param changed tells whoever follows the roster to read it again */
    public RosterDesk(Vertx vertx, RosterStore store, Supplier<Future<Void>> changed, Planner planner, Clock clock) {
        DeskWork work = new DeskWork(vertx, store, clock, changed);
        this.drafts = new DraftDesk(work, planner);
        this.duties = new DutyDesk(work);
        this.leaves = new LeaveDesk(work);
        this.swaps = new SwapDesk(work);
        this.sickCalls = new SickCallDesk(leaves, drafts);
        this.practitioners = new PractitionerDesk(work);
        this.settings = new SettingsDesk(work);
        this.attendance = new AttendanceDesk(work);
        this.out = new OutDesk(work, RosterDesk::secret);
    }

    /** Plans, drafts and publications. */
    public DraftDesk drafts() {
        return drafts;
    }

    /** Single changes of what is published, and the history of both. */
    public DutyDesk duties() {
        return duties;
    }

    public LeaveDesk leaves() {
        return leaves;
    }

    /** Swaps and give-aways between lawyers. */
    public SwapDesk swaps() {
        return swaps;
    }

    public SickCallDesk sickCalls() {
        return sickCalls;
    }

    public PractitionerDesk practitioners() {
        return practitioners;
    }

    /** Days by hand, policy and hours, patterns, rules. */
    public SettingsDesk settings() {
        return settings;
    }

    /** Sign-in and sign-out, alarms, coverage. */
    public AttendanceDesk attendance() {
        return attendance;
    }

    /** Calendar feeds and duty pay. */
    public OutDesk out() {
        return out;
    }

    private static String secret() {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
