package org.hotline12348.ivr.sipp;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A telephone that can be rung, known by its number (or, for a desk telephone, by its user). By default it rings and nobody is
 * there; {@link #always} gives it a habit, or a test drives it call by call.
 */
public final class Telephone {

    /** One call to it. */
    public static final class Ring {
        private final CallLeg leg;
        private final Consumer<String> order;
        private final Instant at;
        private final String caller;

        Ring(CallLeg leg, Consumer<String> order, Instant at, String caller) {
            this.leg = leg;
            this.order = order;
            this.at = at;
            this.caller = caller;
        }

        /** Picks up (a mobile then hears the question to press 1). */
        public CallLeg answers() {
            order.accept("answer " + leg.audioPort());
            return leg.awaitAnswer();
        }

        /** Picks up and presses 1 by RFC 4733 once the other side is heard. */
        public CallLeg accepts() {
            CallLeg answered = answers().awaitAudio(1);
            answered.presses("1");
            return answered;
        }

        public void isBusy() {
            order.accept("reject 486");
        }

        public void declines() {
            order.accept("reject 603");
        }

        public void isUnreachable() {
            order.accept("reject 480");
        }

        public CallLeg leg() {
            return leg;
        }

        public Instant at() {
            return at;
        }

        /** The number that the telephone shows. */
        public String caller() {
            return caller;
        }
    }

    private final String number;
    private final List<Ring> rings = new ArrayList<>();
    private int taken;
    private Consumer<Ring> habit = ring -> {};

    Telephone(String number) {
        this.number = number;
    }

    public String number() {
        return number;
    }

    /** What it does with every call from now on; runs on a virtual thread of its own. */
    public synchronized Telephone always(Consumer<Ring> habit) {
        this.habit = habit;
        return this;
    }

    /** Picks up, presses 1, and hangs up after so long unless the other side did before. */
    public Telephone acceptsAndTalks(Duration talk) {
        return always(ring -> {
            CallLeg leg = ring.accepts();
            long until = System.nanoTime() + talk.toNanos();
            while (!leg.isOver() && System.nanoTime() < until) {
                try {
                    Thread.sleep(20);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
            if (!leg.isOver()) {
                leg.hangsUp();
            }
        });
    }

    /** Waits for the next call that was not asked for yet. */
    public synchronized Ring rings() {
        long until = System.nanoTime() + CallLeg.PATIENCE.toNanos();
        while (rings.size() <= taken) {
            long left = (until - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new IllegalStateException(
                        "The telephone %s did not ring (again) within %d s; it rang %d times before."
                                .formatted(number, CallLeg.PATIENCE.toSeconds(), taken));
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(
                        "Interrupted while waiting for the telephone " + number + " to ring.", e);
            }
        }
        return rings.get(taken++);
    }

    /** All calls to it so far. */
    public synchronized List<Ring> allRings() {
        return List.copyOf(rings);
    }

    synchronized void invited(Ring ring) {
        rings.add(ring);
        notifyAll();
        Consumer<Ring> then = habit;
        Thread.ofVirtual().name("telephone " + number).start(() -> then.accept(ring));
    }
}
