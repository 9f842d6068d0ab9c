package org.hotline12348.core.journal;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.hotline12348.core.call.CallFold;
import org.hotline12348.core.call.CallProjection;
import org.hotline12348.core.call.Feed;
import org.hotline12348.core.call.LiveState;
import org.hotline12348.core.call.SeenRow;
import org.hotline12348.core.consultation.EntryId;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.ivr.cel.CelRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that are up, in memory, for the live screens: folded anew as soon as a row of one is heard over the manager
 * interface, before anything is stored (decision 0093). The rows and the fold are those of the record, so a screen shows
 * what the record will say.
 *
 * <p>A call is followed from its first row. What the manager interface loses of it the file brings; a call whose beginning was
 * not heard is taken over from the record as it is stored. For one thread, but what is asked of calls.
 */
public final class LiveCalls implements CallsUp {

    /** Calls followed at once; beyond, the oldest is left to the record. */
    static final int MOST_FOLLOWED = 5_000;

    /** Rows of one call; beyond, it is left to the record. */
    static final int MOST_ROWS = 2_000;

    /** Ended calls that are remembered, so that the record, which is slower, does not show them as up once more. */
    static final int MOST_OVER = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(LiveCalls.class);

    /**
     * A call that is up.
     *
     * @param id of its entry in the book
     * @param caller masked
     * @param parties lawyers whose call it is: their telephone rings, they talk, or they have talked
     */
    public record LiveCall(
            String id, String centre, Instant startedAt, String caller, LiveState state, Set<String> parties) {}

    /**
     * What became of a call.
     *
     * @param call as it is; as it was when it is over
     * @param former lawyers whose call it was and is no more
     */
    record Change(LiveCall call, boolean up, Set<String> former) {}

    private record Identity(String eventType, String userDefType, Instant at, String uniqueId, String extra) {
        static Identity of(CelRow row) {
            return new Identity(row.eventType(), row.userDefType(), row.eventTime(), row.uniqueId(), row.extra());
        }
    }

    /** Rows that belong together; usually one call. */
    private static final class Related {
        final Map<Identity, SeenRow> rows = new LinkedHashMap<>();
        final Set<String> channels = new HashSet<>();
        final Set<String> linkedIds = new HashSet<>();
        final Set<String> ended = new HashSet<>();
        final Set<String> up = new HashSet<>();
    }

    private final Supplier<Map<String, String>> lines;
    private final Map<String, Related> byChannel = new HashMap<>();
    private final Map<String, Related> byLinkedId = new HashMap<>();
    private final Set<Related> followed = new LinkedHashSet<>();
    private final Set<Related> changed = new LinkedHashSet<>();
    private final Map<String, LiveCall> up = new ConcurrentHashMap<>();
    private final Set<String> over = ConcurrentHashMap.newKeySet();
    private final Deque<String> overInOrder = new ArrayDeque<>();

    /** @param lines centre by number dialled, asked anew for each fold */
    public LiveCalls(Supplier<Map<String, String>> lines) {
        this.lines = lines;
    }

    @Override
    public List<LiveCall> of(String centre) {
        return up.values().stream()
                .filter(call -> call.centre().equals(centre))
                .sorted(Comparator.comparing(LiveCall::startedAt).thenComparing(LiveCall::id))
                .toList();
    }

    @Override
    public Optional<LiveCall> call(String id) {
        return Optional.ofNullable(up.get(id));
    }

    @Override
    public boolean isOver(String id) {
        return over.contains(id);
    }

    /** A row was heard, or read. {@link #fold} tells what it changed. */
    void saw(SeenRow seen) {
        CelRow row = seen.row();
        Related mine = byChannel.get(row.uniqueId());
        Related calls = byLinkedId.get(row.linkedId());
        if (mine == null && calls == null) {
            boolean begins =
                    row.eventType().equals("CHAN_START") && row.uniqueId().equals(row.linkedId());
            // The file comes later: by it alone a call that is over already would begin once more.
            if (begins && seen.feed() == Feed.AMI) {
                add(begun(), seen);
            }
        } else if (mine != null && calls == null && !row.linkedId().isEmpty()) {
            // Joined to a call whose beginning was not heard.
            leave(mine);
        } else if (mine != null && calls != null && mine != calls) {
            add(joined(mine, calls), seen);
        } else {
            add(Objects.requireNonNull(mine == null ? calls : mine), seen);
        }
    }

    /** The record of calls was stored: those that are not followed here are taken over as it says. */
    List<Change> stored(Collection<CallProjection> calls) {
        List<Change> changes = new ArrayList<>();
        for (CallProjection call : calls) {
            if (!byChannel.containsKey(call.callId()) && !over.contains(idOf(call))) {
                tell(call, changes);
            }
        }
        return changes;
    }

    /** The record says that a call is over. */
    List<Change> ended(String id) {
        List<Change> changes = new ArrayList<>();
        end(id, changes);
        return changes;
    }

    /** Folds what has rows since the last time. */
    List<Change> fold() {
        List<Change> changes = new ArrayList<>();
        List<Related> due = List.copyOf(changed);
        changed.clear();
        for (Related related : due) {
            try {
                fold(related, changes);
            } catch (RuntimeException e) {
                LOG.error("A call could not be folded for the screens; it is left to the record.", e);
                leave(related);
            }
        }
        return changes;
    }

    private void fold(Related related, List<Change> changes) {
        Set<String> still = new HashSet<>();
        for (CallProjection call : CallFold.project(related.rows.values(), lines.get())) {
            if (tell(call, changes)) {
                still.add(idOf(call));
            }
        }
        for (String id : related.up) {
            if (!still.contains(id)) {
                end(id, changes);
            }
        }
        related.up.clear();
        related.up.addAll(still);
        if (still.isEmpty() && related.ended.containsAll(related.linkedIds)) {
            leave(related);
        }
    }

    /** @return whether the call is up */
    private boolean tell(CallProjection call, List<Change> changes) {
        String id = idOf(call);
        if (call.live().isEmpty() || call.centre().isEmpty()) {
            end(id, changes);
            return false;
        }
        LiveState state = call.live().get();
        Set<String> parties = new HashSet<>(call.lawyers());
        for (String lawyer : state.lawyer().split(",", -1)) {
            if (!lawyer.isEmpty()) {
                parties.add(lawyer);
            }
        }
        LiveCall now = new LiveCall(
                id,
                call.centre().get(),
                call.startedAt(),
                PhoneNumber.of(call.caller()).map(PhoneNumber::masked).orElse(""),
                state,
                Set.copyOf(parties));
        LiveCall before = up.put(id, now);
        if (before != null && !before.centre().equals(now.centre())) {
            changes.add(new Change(before, false, Set.of()));
        }
        if (!now.equals(before)) {
            Set<String> former = before == null ? new HashSet<>() : new HashSet<>(before.parties());
            former.removeAll(parties);
            changes.add(new Change(now, true, Set.copyOf(former)));
        }
        return true;
    }

    private void end(String id, List<Change> changes) {
        LiveCall before = up.remove(id);
        if (before == null) {
            return;
        }
        changes.add(new Change(before, false, Set.of()));
        if (over.add(id)) {
            overInOrder.addLast(id);
            if (overInOrder.size() > MOST_OVER) {
                over.remove(overInOrder.removeFirst());
            }
        }
    }

    private Related begun() {
        if (followed.size() >= MOST_FOLLOWED) {
            leave(followed.iterator().next());
        }
        Related related = new Related();
        followed.add(related);
        return related;
    }

    private void add(Related related, SeenRow seen) {
        CelRow row = seen.row();
        related.channels.add(row.uniqueId());
        byChannel.put(row.uniqueId(), related);
        if (!row.linkedId().isEmpty()) {
            related.linkedIds.add(row.linkedId());
            byLinkedId.put(row.linkedId(), related);
        }
        if (row.eventType().equals("LINKEDID_END")) {
            related.ended.add(row.linkedId());
        }
        if (related.rows.putIfAbsent(Identity.of(row), seen) == null) {
            changed.add(related);
        }
        if (related.rows.size() > MOST_ROWS) {
            leave(related);
        }
    }

    private Related joined(Related one, Related other) {
        Related stays = one.rows.size() >= other.rows.size() ? one : other;
        Related goes = stays == one ? other : one;
        goes.rows.forEach(stays.rows::putIfAbsent);
        goes.channels.forEach(channel -> byChannel.put(channel, stays));
        goes.linkedIds.forEach(linkedId -> byLinkedId.put(linkedId, stays));
        stays.channels.addAll(goes.channels);
        stays.linkedIds.addAll(goes.linkedIds);
        stays.ended.addAll(goes.ended);
        stays.up.addAll(goes.up);
        followed.remove(goes);
        changed.remove(goes);
        changed.add(stays);
        return stays;
    }

    /** Follows it no more; what the record says of it is shown from now on. */
    private void leave(Related related) {
        related.channels.forEach(byChannel::remove);
        related.linkedIds.forEach(byLinkedId::remove);
        followed.remove(related);
        changed.remove(related);
    }

    /** Calls that are followed. */
    int size() {
        return followed.size();
    }

    private static String idOf(CallProjection call) {
        return EntryId.ofCall(call.pbx(), call.callId());
    }
}
