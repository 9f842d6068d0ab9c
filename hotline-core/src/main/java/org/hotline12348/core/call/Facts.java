package org.hotline12348.core.call;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is kept of a call whatever its state. Facts only grow; unless said otherwise the first word stands. */
record Facts(Arrival arrival, Progress progress, Recording recording, Choices choices) {

    static final Facts NONE = new Facts(
            new Arrival(Optional.empty(), "", ""),
            new Progress(Optional.empty(), Optional.empty(), false, Optional.empty(), Duration.ZERO, Optional.empty()),
            new Recording(false, Optional.empty(), false),
            new Choices(Optional.empty(), Optional.empty(), 0, Optional.empty(), Optional.empty()));

    Facts with(Arrival changed) {
        return new Facts(changed, progress, recording, choices);
    }

    Facts with(Progress changed) {
        return new Facts(arrival, changed, recording, choices);
    }

    Facts with(Recording changed) {
        return new Facts(arrival, progress, changed, choices);
    }

    Facts with(Choices changed) {
        return new Facts(arrival, progress, recording, changed);
    }

    /**
     * Who called which line.
     *
     * @param centre empty as long as the dialplan has not recognised the line
     * @param caller empty when anonymous
     */
    record Arrival(Optional<String> centre, String line, String caller) {

        /** What the trunk says holds only until the dialplan has spoken. */
        Arrival byTrunk(String newLine, String newCaller) {
            return centre.isPresent() ? this : new Arrival(centre, newLine, newCaller);
        }

        Arrival byDialplan(String newCentre, String newLine, String newCaller) {
            return centre.isPresent() ? this : new Arrival(Optional.of(newCentre), newLine, newCaller);
        }
    }

    /**
     * How far the call came.
     *
     * @param queuedAt    first entry into the queue
     * @param queueLeftAt last leaving of the queue
     * @param letGo       the queue gave the call up (nobody came), rather than the citizen
     * @param answeredAt  first connection with a lawyer
     * @param talk        time connected with at least one lawyer
     * @param talkEndedBy who ended the last talk
     */
    record Progress(
            Optional<Instant> queuedAt,
            Optional<Instant> queueLeftAt,
            boolean letGo,
            Optional<Instant> answeredAt,
            Duration talk,
            Optional<HangUpSide> talkEndedBy) {

        /** Also after leaving one queue for another: the wait goes on. */
        Progress queued(Instant at) {
            return new Progress(
                    queuedAt.or(() -> Optional.of(at)), Optional.empty(), letGo, answeredAt, talk, talkEndedBy);
        }

        Progress queueLeft(Instant at, boolean givenUp) {
            return new Progress(queuedAt, Optional.of(at), letGo || givenUp, answeredAt, talk, talkEndedBy);
        }

        Progress answered(Instant at) {
            return new Progress(queuedAt, queueLeftAt, letGo, answeredAt.or(() -> Optional.of(at)), talk, talkEndedBy);
        }

        Progress talked(Duration more, HangUpSide endedBy) {
            return new Progress(queuedAt, queueLeftAt, letGo, answeredAt, talk.plus(more), Optional.of(endedBy));
        }
    }

    /** The notice and the sound file. */
    record Recording(boolean noticePlayed, Optional<String> file, boolean refused) {

        Recording noticed() {
            return new Recording(true, file, refused);
        }

        Recording began(String newFile) {
            return new Recording(noticePlayed, file.or(() -> Optional.of(newFile)), refused);
        }

        Recording refusedByCitizen() {
            return new Recording(noticePlayed, file, true);
        }
    }

    /** What the citizen met and pressed. */
    record Choices(
            Optional<Closure> closure,
            Optional<String> voicemailFile,
            int voicemailSeconds,
            Optional<String> callbackNumber,
            Optional<Integer> rating) {

        Choices closed(Closure reason) {
            return new Choices(
                    closure.or(() -> Optional.of(reason)), voicemailFile, voicemailSeconds, callbackNumber, rating);
        }

        Choices message(String file, int seconds) {
            return voicemailFile.isPresent()
                    ? this
                    : new Choices(closure, Optional.of(file), seconds, callbackNumber, rating);
        }

        /** The last number counts: the citizen may have corrected it. */
        Choices callback(String number) {
            return new Choices(closure, voicemailFile, voicemailSeconds, Optional.of(number), rating);
        }

        Choices rated(int value) {
            return new Choices(
                    closure, voicemailFile, voicemailSeconds, callbackNumber, rating.or(() -> Optional.of(value)));
        }
    }
}
