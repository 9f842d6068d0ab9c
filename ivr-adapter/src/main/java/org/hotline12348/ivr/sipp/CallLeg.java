package org.hotline12348.ivr.sipp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One call as SIPp saw it: when it was answered, by whom it was ended. Waiting methods block, with a limit; a limit that passes is
 * an {@link IllegalStateException} that tells what was seen.
 */
public final class CallLeg {
    /** Longest wait for something that should happen soon; generous, since machines are loaded. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String who;
    private final Audio audio;
    private final java.util.function.Consumer<String> order;
    private @Nullable Instant answered;
    private @Nullable Instant ended;
    private boolean endedByUs;
    private int refused;
    private boolean cancelled;
    private String remoteHost = "127.0.0.1";
    private int remotePort;

    CallLeg(String who, Audio audio, java.util.function.Consumer<String> order) {
        this.who = who;
        this.audio = audio;
        this.order = order;
    }

    // --- what SIPp tells

    synchronized void answered(Instant at) {
        if (answered == null) {
            audio.sendTo(remoteHost, remotePort);
        }
        answered = at;
        notifyAll();
    }

    synchronized void ended(Instant at, boolean byUs) {
        if (ended == null) {
            ended = at;
            endedByUs = byUs;
        }
        notifyAll();
    }

    synchronized void refused(Instant at, int code) {
        refused = code;
        ended(at, false);
    }

    synchronized void cancelled(Instant at) {
        cancelled = true;
        ended(at, false);
    }

    // --- what one can do

    /** Hangs up. */
    public void hangsUp() {
        order.accept("hangup");
        await("it ended", CallLeg::isOver);
    }

    /** Presses keys, by RFC 4733 events in the audio. */
    public void presses(String keys) {
        keys.chars().forEach(key -> audio.press((char) key));
    }

    /** Presses keys, by SIP INFO. */
    public void pressesByInfo(String keys) {
        keys.chars().forEach(key -> order.accept("info " + (char) key));
    }

    /** Passes the call on to a lawyer, a centre or a number, as a telephone's transfer button does. */
    public void passesOnTo(String goal) {
        order.accept("refer " + goal);
    }

    /** Sends no more audio and no BYE: the battery died. */
    public void vanishes() {
        audio.mute();
        audio.close();
    }

    // --- what was seen

    /** When the call was answered. */
    public synchronized Optional<Instant> answeredAt() {
        return Optional.ofNullable(answered);
    }

    /** When it ended, by either side. */
    public synchronized Optional<Instant> endedAt() {
        return Optional.ofNullable(ended);
    }

    public synchronized boolean isAnswered() {
        return answered != null;
    }

    public synchronized boolean isOver() {
        return ended != null;
    }

    /** Whether our side hung up. */
    public synchronized boolean endedByUs() {
        return endedByUs;
    }

    /** The SIP status with which it was refused, 0 when it was not. */
    public synchronized int refusedWith() {
        return refused;
    }

    public synchronized boolean wasCancelled() {
        return cancelled;
    }

    /** From answer to end. */
    public synchronized Duration talked() {
        return answered == null || ended == null ? Duration.ZERO : Duration.between(answered, ended);
    }

    /** Audio packets (20 ms each) received so far. */
    public int packetsHeard() {
        return audio.received();
    }

    /** Those of them that were louder than silence. */
    public long packetsLoud() {
        return audio.loud();
    }

    /** Waits until it is answered. */
    public CallLeg awaitAnswer() {
        return await("it was answered", CallLeg::isAnswered);
    }

    /** Waits until it is over. */
    public CallLeg awaitEnd() {
        return awaitEnd(PATIENCE);
    }

    /** Waits so long until it is over. */
    public CallLeg awaitEnd(Duration patience) {
        return await("it ended", CallLeg::isOver, patience);
    }

    /** Waits until so many more audio packets came in: the other side is heard. */
    public CallLeg awaitAudio(int packets) {
        int wanted = audio.received() + packets;
        return poll("%d more audio packets came".formatted(packets), () -> audio.received() >= wanted);
    }

    private CallLeg await(String what, Predicate<CallLeg> condition) {
        return await(what, condition, PATIENCE);
    }

    private synchronized CallLeg await(String what, Predicate<CallLeg> condition, Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        while (!condition.test(this)) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException(
                        "Not seen within %d s: %s. %s".formatted(patience.toSeconds(), what, this));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting: " + what, e);
            }
        }
        return this;
    }

    private CallLeg poll(String what, Supplier<Boolean> condition) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.get()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "Not seen within %d s: %s. %s".formatted(PATIENCE.toSeconds(), what, this));
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while waiting: " + what, e);
            }
        }
        return this;
    }

    void close() {
        audio.close();
    }

    /** Where its audio shall go once it is answered. */
    synchronized void remote(String host, int port) {
        remoteHost = host;
        remotePort = port;
    }

    int audioPort() {
        return audio.port();
    }

    @Override
    public synchronized String toString() {
        return "%s: answered %s, ended %s%s, refused %d, audio packets %d"
                .formatted(who, answered, ended, endedByUs ? " by itself" : "", refused, audio.received());
    }
}
