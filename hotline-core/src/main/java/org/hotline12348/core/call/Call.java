package org.hotline12348.core.call;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.hotline12348.core.call.CallEvent.CallCut;
import org.hotline12348.core.call.CallEvent.CallEnded;
import org.hotline12348.core.call.CallEvent.CallTransferred;
import org.hotline12348.core.call.CallEvent.CallbackWanted;
import org.hotline12348.core.call.CallEvent.CitizenArrived;
import org.hotline12348.core.call.CallEvent.CitizenQueued;
import org.hotline12348.core.call.CallEvent.CitizenRated;
import org.hotline12348.core.call.CallEvent.ClosureAnnounced;
import org.hotline12348.core.call.CallEvent.LawyerAnswered;
import org.hotline12348.core.call.CallEvent.LawyerDeclined;
import org.hotline12348.core.call.CallEvent.LawyerLeft;
import org.hotline12348.core.call.CallEvent.LawyerRang;
import org.hotline12348.core.call.CallEvent.LegEnded;
import org.hotline12348.core.call.CallEvent.LineRecognised;
import org.hotline12348.core.call.CallEvent.MessageBegan;
import org.hotline12348.core.call.CallEvent.MessageSaved;
import org.hotline12348.core.call.CallEvent.NoticePlayed;
import org.hotline12348.core.call.CallEvent.QueueLeft;
import org.hotline12348.core.call.CallEvent.RecordingBegan;
import org.hotline12348.core.call.CallEvent.RecordingRefused;
import org.hotline12348.core.call.CallState.Arriving;
import org.hotline12348.core.call.CallState.Ended;
import org.hotline12348.core.call.CallState.HearingClosure;
import org.hotline12348.core.call.CallState.Leaving;
import org.hotline12348.core.call.CallState.LeavingMessage;
import org.hotline12348.core.call.CallState.Talking;
import org.hotline12348.core.call.CallState.Waiting;

/**
 * One call of a citizen, at one moment: what goes on, and what is kept. Events change it one by one; one method a
 * state, no {@code default}, so that a new event does not compile until every state has considered it.
 *
 * @param startedAt when the citizen's call came in
 */
record Call(Instant startedAt, CallState state, Facts facts, Legs legs) {

    static Call begin(Instant at) {
        return new Call(at, new Arriving(at), Facts.NONE, Legs.NONE);
    }

    /** The call after this event. */
    static Call apply(Call call, CallEvent event) {
        if (call.state instanceof Ended) {
            // Late news cannot wake the dead.
            return call;
        }
        Call noted = new Call(call.startedAt, call.state, noted(call.facts, event), legs(call.legs, event));
        return noted.in(
                switch (noted.state) {
                    case Arriving s -> noted.whileArriving(s, event);
                    case HearingClosure s -> noted.whileHearingClosure(s, event);
                    case Waiting s -> noted.whileWaiting(s, event);
                    case Talking s -> noted.whileTalking(s, event);
                    case Leaving s -> noted.whileLeaving(s, event);
                    case LeavingMessage s -> noted.whileLeavingMessage(s, event);
                    case Ended s -> s;
                },
                event);
    }

    private CallState whileArriving(Arriving now, CallEvent event) {
        return switch (event) {
            case ClosureAnnounced e -> new HearingClosure(e.at(), e.reason());
            case CitizenQueued e -> new Waiting(e.at(), Set.of());
            case LawyerRang e -> new Waiting(e.at(), Set.of(e.leg()));
            case LawyerAnswered e -> new Talking(e.at(), Set.of(e.leg()));
            case MessageBegan e -> new LeavingMessage(e.at());
            case QueueLeft e -> new Leaving(e.at());
            case CallEnded e -> ended(e.at(), e.by());
            case CallCut e -> cut(e.at());
            case CitizenArrived _,
                    LineRecognised _,
                    NoticePlayed _,
                    RecordingBegan _,
                    RecordingRefused _,
                    LawyerDeclined _,
                    LawyerLeft _,
                    LegEnded _,
                    CallTransferred _,
                    MessageSaved _,
                    CallbackWanted _,
                    CitizenRated _ -> now;
        };
    }

    private CallState whileHearingClosure(HearingClosure now, CallEvent event) {
        return switch (event) {
            case MessageBegan e -> new LeavingMessage(e.at());
            // The line may open while the announcement plays: the dialplan decides, not we.
            case CitizenQueued e -> new Waiting(e.at(), Set.of());
            case LawyerRang e -> new Waiting(e.at(), Set.of(e.leg()));
            case LawyerAnswered e -> new Talking(e.at(), Set.of(e.leg()));
            case CallEnded e -> ended(e.at(), e.by());
            case CallCut e -> cut(e.at());
            case ClosureAnnounced _,
                    CitizenArrived _,
                    LineRecognised _,
                    NoticePlayed _,
                    RecordingBegan _,
                    RecordingRefused _,
                    QueueLeft _,
                    LawyerDeclined _,
                    LawyerLeft _,
                    LegEnded _,
                    CallTransferred _,
                    MessageSaved _,
                    CallbackWanted _,
                    CitizenRated _ -> now;
        };
    }

    private CallState whileWaiting(Waiting now, CallEvent event) {
        return switch (event) {
            case LawyerRang e -> new Waiting(now.since(), plus(now.ringing(), e.leg()));
            case LegEnded e -> new Waiting(now.since(), minus(now.ringing(), e.leg()));
            case LawyerAnswered e -> new Talking(e.at(), Set.of(e.leg()));
            case QueueLeft e -> new Leaving(e.at());
            case MessageBegan e -> new LeavingMessage(e.at());
            case ClosureAnnounced e -> new HearingClosure(e.at(), e.reason());
            case CallEnded e -> ended(e.at(), e.by());
            case CallCut e -> cut(e.at());
            case CitizenQueued _,
                    CitizenArrived _,
                    LineRecognised _,
                    NoticePlayed _,
                    RecordingBegan _,
                    RecordingRefused _,
                    LawyerDeclined _,
                    LawyerLeft _,
                    CallTransferred _,
                    MessageSaved _,
                    CallbackWanted _,
                    CitizenRated _ -> now;
        };
    }

    private CallState whileTalking(Talking now, CallEvent event) {
        return switch (event) {
            case LawyerAnswered e -> new Talking(now.since(), plus(now.present(), e.leg()));
            case LawyerLeft e -> parted(now, e.leg(), e.at());
            case LegEnded e -> parted(now, e.leg(), e.at());
            case QueueLeft _ -> now;
            case CallEnded e -> ended(e.at(), e.by());
            case CallCut e -> cut(e.at());
            case LawyerRang _,
                    CitizenQueued _,
                    ClosureAnnounced _,
                    MessageBegan _,
                    CitizenArrived _,
                    LineRecognised _,
                    NoticePlayed _,
                    RecordingBegan _,
                    RecordingRefused _,
                    LawyerDeclined _,
                    CallTransferred _,
                    MessageSaved _,
                    CallbackWanted _,
                    CitizenRated _ -> now;
        };
    }

    private CallState whileLeaving(Leaving now, CallEvent event) {
        return switch (event) {
            case CitizenQueued e -> new Waiting(e.at(), Set.of());
            case LawyerRang e -> new Waiting(e.at(), Set.of(e.leg()));
            case LawyerAnswered e -> new Talking(e.at(), Set.of(e.leg()));
            case MessageBegan e -> new LeavingMessage(e.at());
            case ClosureAnnounced e -> new HearingClosure(e.at(), e.reason());
            case CallEnded e -> ended(e.at(), e.by());
            case CallCut e -> cut(e.at());
            case QueueLeft _,
                    CitizenArrived _,
                    LineRecognised _,
                    NoticePlayed _,
                    RecordingBegan _,
                    RecordingRefused _,
                    LawyerDeclined _,
                    LawyerLeft _,
                    LegEnded _,
                    CallTransferred _,
                    MessageSaved _,
                    CallbackWanted _,
                    CitizenRated _ -> now;
        };
    }

    private CallState whileLeavingMessage(LeavingMessage now, CallEvent event) {
        return switch (event) {
            case MessageSaved e -> new Leaving(e.at());
            case CitizenQueued e -> new Waiting(e.at(), Set.of());
            case LawyerRang e -> new Waiting(e.at(), Set.of(e.leg()));
            case LawyerAnswered e -> new Talking(e.at(), Set.of(e.leg()));
            case CallEnded e -> ended(e.at(), e.by());
            case CallCut e -> cut(e.at());
            case MessageBegan _,
                    QueueLeft _,
                    ClosureAnnounced _,
                    CitizenArrived _,
                    LineRecognised _,
                    NoticePlayed _,
                    RecordingBegan _,
                    RecordingRefused _,
                    LawyerDeclined _,
                    LawyerLeft _,
                    LegEnded _,
                    CallTransferred _,
                    CallbackWanted _,
                    CitizenRated _ -> now;
        };
    }

    /** Facts do not depend on the state: a rating is a rating whenever its row comes. */
    private static Facts noted(Facts facts, CallEvent event) {
        return switch (event) {
            case CitizenArrived e -> facts.with(facts.arrival().byTrunk(e.line(), e.caller()));
            case LineRecognised e -> facts.with(facts.arrival().byDialplan(e.centre(), e.line(), e.caller()));
            case ClosureAnnounced e -> facts.with(facts.choices().closed(e.reason()));
            case NoticePlayed _ -> facts.with(facts.recording().noticed());
            case RecordingBegan e -> facts.with(facts.recording().began(e.file()));
            case RecordingRefused _ -> facts.with(facts.recording().refusedByCitizen());
            case CitizenQueued e -> facts.with(facts.progress().queued(e.at()));
            case QueueLeft e -> facts.with(facts.progress().queueLeft(e.at(), e.letGo()));
            case LawyerAnswered e -> facts.with(facts.progress().answered(e.at()));
            case MessageSaved e -> facts.with(facts.choices().message(e.file(), e.seconds()));
            case CallbackWanted e -> facts.with(facts.choices().callback(e.number()));
            case CitizenRated e -> facts.with(facts.choices().rated(e.value()));
            case LawyerRang _,
                    LawyerDeclined _,
                    LawyerLeft _,
                    LegEnded _,
                    CallTransferred _,
                    MessageBegan _,
                    CallEnded _,
                    CallCut _ -> facts;
        };
    }

    private static Legs legs(Legs legs, CallEvent event) {
        return switch (event) {
            case LawyerRang e -> legs.rang(e.at(), e.leg(), e.lawyer());
            case LawyerAnswered e -> legs.answered(e.at(), e.leg(), e.lawyer());
            case LawyerLeft e -> legs.left(e.at(), e.leg());
            case LegEnded e -> legs.ended(e.at(), e.leg(), e.cause());
            case LawyerDeclined e -> legs.declined(e.lawyer(), e.reason());
            case CallEnded e -> legs.allEnded(e.at());
            case CallCut e -> legs.allEnded(e.at());
            case CitizenArrived _,
                    LineRecognised _,
                    ClosureAnnounced _,
                    NoticePlayed _,
                    RecordingBegan _,
                    RecordingRefused _,
                    CitizenQueued _,
                    QueueLeft _,
                    CallTransferred _,
                    MessageBegan _,
                    MessageSaved _,
                    CallbackWanted _,
                    CitizenRated _ -> legs;
        };
    }

    /** Enters the next state; a talk that ends here is added up here and nowhere else. */
    private Call in(CallState next, CallEvent event) {
        if (state instanceof Talking talk && !(next instanceof Talking)) {
            HangUpSide by = partedBy(event);
            Facts talked = facts.with(facts.progress().talked(Duration.between(talk.since(), event.at()), by));
            return new Call(startedAt, next instanceof Ended e ? told(e, by) : next, talked, legs);
        }
        return new Call(startedAt, next, facts, legs);
    }

    private static HangUpSide partedBy(CallEvent event) {
        if (event instanceof LawyerLeft left) {
            return left.by();
        }
        if (event instanceof CallEnded ended) {
            return ended.by();
        }
        return event instanceof LegEnded ? HangUpSide.LAWYER : HangUpSide.UNKNOWN;
    }

    private static Ended told(Ended ended, HangUpSide by) {
        return new Ended(ended.since(), ended.outcome(), by);
    }

    private static CallState parted(Talking now, String leg, Instant at) {
        Set<String> present = minus(now.present(), leg);
        return present.isEmpty() ? new Leaving(at) : new Talking(now.since(), present);
    }

    /** The one door out: every ending of a call passes here. */
    private Ended ended(Instant at, HangUpSide by) {
        HangUpSide side = facts.progress().talkEndedBy().orElse(by);
        return new Ended(at, outcome(by), side);
    }

    private Ended cut(Instant at) {
        return new Ended(at, Outcome.INTERRUPTED, HangUpSide.LINE);
    }

    private Outcome outcome(HangUpSide by) {
        Facts.Choices chosen = facts.choices();
        if (facts.progress().answeredAt().isPresent()) {
            return Outcome.ANSWERED;
        }
        if (chosen.callbackNumber().isPresent()) {
            return Outcome.CALLBACK;
        }
        if (chosen.voicemailFile().isPresent()) {
            return Outcome.VOICEMAIL;
        }
        if (chosen.closure().isPresent()) {
            return chosen.closure().get() == Closure.HOLIDAY ? Outcome.CLOSED_HOLIDAY : Outcome.CLOSED_HOURS;
        }
        boolean letGo = facts.progress().letGo() && !(state instanceof Waiting);
        return letGo || by == HangUpSide.LINE ? Outcome.NO_ANSWER : Outcome.ABANDONED;
    }

    private static Set<String> plus(Set<String> legs, String leg) {
        Set<String> more = new HashSet<>(legs);
        more.add(leg);
        return Set.copyOf(more);
    }

    private static Set<String> minus(Set<String> legs, String leg) {
        Set<String> less = new HashSet<>(legs);
        less.remove(leg);
        return Set.copyOf(less);
    }
}
