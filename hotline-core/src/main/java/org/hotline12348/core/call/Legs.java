package org.hotline12348.core.call;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** The lawyers' legs of a call, by channel. An unknown leg begins with the first word about it. */
record Legs(Map<String, Leg> byChannel) {

    static final Legs NONE = new Legs(Map.of());

    /**
     * One leg on its way.
     *
     * @param joinedAt since when it is connected with the citizen; empty when it is not just now
     */
    record Leg(
            String channel,
            String lawyer,
            Instant rangAt,
            Optional<Instant> answeredAt,
            Optional<Instant> joinedAt,
            Optional<Instant> endedAt,
            Duration talk,
            String ending) {

        Leg answered(Instant at) {
            return new Leg(
                    channel,
                    lawyer,
                    rangAt,
                    answeredAt.or(() -> Optional.of(at)),
                    joinedAt.or(() -> Optional.of(at)),
                    endedAt,
                    talk,
                    ending);
        }

        Leg left(Instant at) {
            Duration more = joinedAt.map(since -> Duration.between(since, at)).orElse(Duration.ZERO);
            return new Leg(channel, lawyer, rangAt, answeredAt, Optional.empty(), endedAt, talk.plus(more), ending);
        }

        Leg ended(Instant at, String cause) {
            Leg parted = left(at);
            return new Leg(
                    channel,
                    lawyer,
                    rangAt,
                    answeredAt,
                    Optional.empty(),
                    endedAt.or(() -> Optional.of(at)),
                    parted.talk,
                    ending.isEmpty() ? cause : ending);
        }

        Leg declined(String reason) {
            return new Leg(channel, lawyer, rangAt, answeredAt, joinedAt, endedAt, talk, reason);
        }

        LawyerLeg told() {
            return new LawyerLeg(lawyer, rangAt, answeredAt, endedAt, Seconds.of(talk), ending);
        }
    }

    Legs rang(Instant at, String channel, String lawyer) {
        return byChannel.containsKey(channel) ? this : put(blank(at, channel, lawyer));
    }

    Legs answered(Instant at, String channel, String lawyer) {
        Leg leg = byChannel.getOrDefault(channel, blank(at, channel, lawyer));
        return put(leg.answered(at));
    }

    Legs left(Instant at, String channel) {
        return change(channel, leg -> leg.left(at));
    }

    Legs ended(Instant at, String channel, String cause) {
        return change(channel, leg -> leg.ended(at, cause));
    }

    /** The newest leg of that lawyer which is still up and was not answered. */
    Legs declined(String lawyer, String reason) {
        return inOrder().reversed().stream()
                .filter(leg -> leg.lawyer.equals(lawyer)
                        && leg.endedAt.isEmpty()
                        && leg.answeredAt().isEmpty())
                .findFirst()
                .map(leg -> put(leg.declined(reason)))
                .orElse(this);
    }

    /** The call is over: every leg that is still up ends with it. */
    Legs allEnded(Instant at) {
        Legs legs = this;
        for (Leg leg : byChannel.values()) {
            if (leg.endedAt.isEmpty()) {
                legs = legs.put(leg.ended(at, ""));
            }
        }
        return legs;
    }

    List<Leg> inOrder() {
        List<Leg> legs = new ArrayList<>(byChannel.values());
        legs.sort((a, b) -> {
            int byTime = a.rangAt.compareTo(b.rangAt);
            return byTime != 0 ? byTime : a.channel.compareTo(b.channel);
        });
        return legs;
    }

    private static Leg blank(Instant at, String channel, String lawyer) {
        return new Leg(channel, lawyer, at, Optional.empty(), Optional.empty(), Optional.empty(), Duration.ZERO, "");
    }

    private Legs change(String channel, UnaryOperator<Leg> change) {
        Leg leg = byChannel.get(channel);
        return leg == null ? this : put(change.apply(leg));
    }

    private Legs put(Leg leg) {
        Map<String, Leg> legs = new TreeMap<>(byChannel);
        legs.put(leg.channel, leg);
        return new Legs(legs);
    }
}
