package org.hotline12348.ivr;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One PBX, seen from the program: what happens on it comes as {@link LineEvent}s, what it shall do goes as commands.
 *
 * <p>The line is never in the path of a call: while it is down, calls go on by what was last told. Every command fails
 * with a {@link LineException} while the line is down, so a caller need not ask first. Commands are idempotent: adding a
 * seat that is there, removing one that is gone, pausing one that is paused succeed.
 *
 * <p>No method blocks. Futures complete, and listeners are called, on one Vert.x context: that on which the line was
 * made.
 */
public interface PhoneLine {

    /** Begins to connect, and from then on connects again by itself. Succeeds at once; {@link LineEvent.LineUp} tells the rest. */
    Future<Void> start();

    /** Ends the connection for good. What was told to the PBX stays there. */
    Future<Void> close();

    /**
     * Tells everything that happens from now on. A listener must not block; what it throws is logged and goes no further.
     */
    Registration onEvent(Consumer<LineEvent> listener);

    /** How the connection is. From any thread. */
    LineHealth health();

    /**
     * How the connection is to the PBX that serves a centre, where a line leads to several; commands for a centre whose
     * PBX is away fail alone. From any thread.
     */
    default LineHealth health(String centre) {
        return health();
    }

    /** Who sits in every queue, as the PBX says now. */
    Future<List<Seat>> seats();

    /** Changes who sits in a queue. */
    Future<Void> apply(SeatCommand command);

    /**
     * Has everybody in a queue rung again at once, as if nobody had had a call: after its clock was set back, the PBX
     * would take their last calls for calls of the future, and let them rest until then.
     */
    Future<Void> forgetLastCalls(String queue);

    /** Tells the PBX when a centre serves; it holds that without us. Days not named keep what they had. */
    Future<Void> publishHours(String centre, HoursPlan plan);

    /** Tells the PBX which telephone a lawyer uses. */
    Future<Void> publishPhone(String lawyer, LawyerPhone phone);

    /** Tells the PBX which centre a dialled number belongs to. */
    Future<Void> publishLine(String number, String centre);

    /**
     * The emergency switch: every caller of the centre hears an announcement and may leave a message.
     *
     * @param announcement {@code 1} for the general one, else the name of a prompt; empty opens again
     */
    Future<Void> publishClosure(String centre, Optional<String> announcement);

    /** Tells the PBX one more thing that it holds without us. */
    Future<Void> publish(LineSetting setting);

    /**
     * Lets a lawyer's SIP or browser telephone register, at once and without a reload; another password or kind takes the
     * place of the former. The PBX keeps it over its restart, and a call that is up goes on.
     */
    Future<Void> admitPhone(PhoneAccount account);

    /** Takes that back: from now on nobody can register as this lawyer. A call that is up goes on. */
    Future<Void> withdrawPhone(String lawyer);

    /** The channels that are up now. */
    Future<List<LiveChannel>> channels();

    /**
     * Calls somebody back: first the lawyer's telephone, then, once he has accepted, the citizen.
     *
     * @return whether the lawyer accepted. What became of the call itself is told by its CEL rows.
     */
    Future<Boolean> callOut(CallOut order);

    /**
     * Rings a supervisor and lets him into a lawyer's talk; the journal tells who heard whom, and how.
     *
     * @return false when the lawyer is in no talk, or the supervisor did not pick up
     */
    Future<Boolean> supervise(Supervision order);

    /** Hangs up a channel with a cause of Q.850 (16 is a normal end). One that has gone is no failure. */
    Future<Void> hangUp(String channel, int cause);

    /** Sends a channel to another place of the dialplan. */
    Future<Void> redirect(String channel, String context, String extension);

    /** Ends a listener's registration. */
    @FunctionalInterface
    interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
