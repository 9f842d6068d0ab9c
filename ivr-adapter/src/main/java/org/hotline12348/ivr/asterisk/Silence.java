package org.hotline12348.ivr.asterisk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds callers who vanished without a word: the battery died, the network went. Judged by what their audio did before: a
 * telephone that sent all the time, also while its owner only listened to the welcome, and then sends nothing at all while
 * we send to it, is gone. One that was ever seen to pause sends nothing while it listens, and is left alone (the PBX's own
 * {@code rtp_timeout}, which is long, remains for it). Pure: times and counts come in.
 */
final class Silence {
    /** Sending without a pause for so long makes a telephone one that always sends. */
    static final Duration STEADY = Duration.ofSeconds(8);
    /** Silence of such a telephone for so long means that it is gone. */
    static final Duration GONE = Duration.ofSeconds(22);

    /** Between two looks. */
    static final Duration LOOK = Duration.ofSeconds(3);

    private static final Pattern LINE = Pattern.compile(
            "\\s*\\S*\\s+(trunk-[0-9a-f]{8})\\s+\\d+:\\d\\d:\\d\\d\\s+\\S+\\s+(\\d+)(K?)\\s+\\d+K?\\s+\\d+\\s+[\\d.]+\\s+(\\d+)(K?)\\s.*");

    /** Packets of one channel so far: received from it, sent to it; {@code coarse} when they are told in thousands. */
    record Count(String channel, long received, long sent, boolean coarse) {}

    private record Seen(long received, long sent, Duration steadySince, Duration changedAt, boolean pauses) {}

    private final Map<String, Seen> channels = new HashMap<>();
    private Duration lastLook = Duration.ZERO;

    /** Reads what {@code pjsip show channelstats} says of citizens' channels. */
    static List<Count> read(List<String> lines) {
        List<Count> counts = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = LINE.matcher(line);
            if (matcher.matches()) {
                counts.add(new Count(
                        "PJSIP/" + matcher.group(1),
                        Long.parseLong(matcher.group(2)),
                        Long.parseLong(matcher.group(4)),
                        !matcher.group(3).isEmpty()));
            }
        }
        return counts;
    }

    /**
     * One look.
     *
     * @param now    since whatever moment, always the same
     * @param counts all citizens' channels that are up
     * @return those that are gone
     */
    List<String> look(Duration now, List<Count> counts) {
        Map<String, Seen> next = new HashMap<>();
        List<String> gone = new ArrayList<>();
        for (Count count : counts) {
            Seen before = channels.get(count.channel());
            Seen seen = before == null
                    ? new Seen(count.received(), count.sent(), now, now, false)
                    : after(before, count, now);
            next.put(count.channel(), seen);
            boolean steady =
                    !seen.pauses() && seen.changedAt().minus(seen.steadySince()).compareTo(STEADY) >= 0;
            boolean weSend = before != null && count.sent() > before.sent();
            if (steady && weSend && now.minus(seen.changedAt()).compareTo(GONE) >= 0) {
                gone.add(count.channel());
            }
        }
        channels.clear();
        channels.putAll(next);
        lastLook = now;
        return gone;
    }

    private Seen after(Seen before, Count count, Duration now) {
        if (count.received() != before.received()) {
            // It sends again after a look without a packet: one that pauses. Thousands do not show that, and a look
            // that comes
            // late on a busy machine is no silence.
            boolean paused =
                    !count.coarse() && lastLook.minus(before.changedAt()).compareTo(LOOK.minusMillis(500)) >= 0;
            return new Seen(count.received(), count.sent(), before.steadySince(), now, before.pauses() || paused);
        }
        if (count.sent() == before.sent()) {
            // Nothing goes either way (a message is spoken, an announcement is over): that tells nothing of him.
            return new Seen(
                    count.received(),
                    count.sent(),
                    before.steadySince(),
                    before.changedAt().plus(LOOK),
                    before.pauses());
        }
        return new Seen(count.received(), count.sent(), before.steadySince(), before.changedAt(), before.pauses());
    }
}
