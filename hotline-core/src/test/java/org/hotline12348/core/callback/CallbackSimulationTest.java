package org.hotline12348.core.callback;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hotline12348.core.callback.Attempt.Result;
import org.hotline12348.core.callback.Callback.State;
import org.hotline12348.core.callback.NextCalls.Free;
import org.hotline12348.core.callback.NextCalls.Scene;
import org.hotline12348.core.callback.NextCalls.Start;
import org.hotline12348.core.privacy.PhoneNumber;
import org.junit.jupiter.api.Test;

/**
 * Random days of a centre: citizens are missed, ask, call again; lawyers come and go, take, decline, are busy. After each
 * step nobody has two telephones ringing, nobody waiting is robbed of his lawyer, and nobody owed a call is forgotten.
 * More seeds: {@code -Dhotline.seeds=1000000}.
 */
class CallbackSimulationTest {

    private static final int SEEDS = Math.max(1, Integer.getInteger("hotline.seeds", 20_000) / 20);
    private static final Instant START = Instant.parse("2026-11-24T01:00:00Z");
    private static final CallbackRules RULES = CallbackRules.usual();

    @Test
    void seededDays() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            new Day(seed).run();
        }
    }

    private static final class Day {
        private final long seed;
        private final Random random;
        private final Map<String, Callback> open = new TreeMap<>();
        private final List<Callback> over = new ArrayList<>();
        private final Map<String, Instant> freeSince = new HashMap<>();
        private Instant now = START;
        private int waiting;
        private int serial;

        Day(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            for (int step = 0; step < 60; step++) {
                now = now.plusSeconds(random.nextInt(600));
                switch (random.nextInt(7)) {
                    case 0, 1 -> missed();
                    case 2 -> attemptsEnd();
                    case 3 -> citizenCallsAgain();
                    case 4 -> waiting = random.nextInt(4);
                    case 5 -> lawyersComeAndGo();
                    default -> byHand();
                }
                listWorks();
            }
            // Left alone for days, everything comes to an end.
            waiting = 0;
            for (int step = 0; step < 400 && !open.isEmpty(); step++) {
                now = now.plusSeconds(3_600);
                freeSince.put("lawyer1", now.minusSeconds(60));
                open.replaceAll((_, callback) -> callback.state() instanceof State.Claimed
                        ? ((Verdict.Changed) callback.release("", true)).callback()
                        : callback);
                listWorks();
                attemptsEnd();
            }
            assertThat(open.values())
                    .as("seed %d: still owed after days with a lawyer free", seed)
                    .allMatch(callback -> callback.reasons().equals(Set.of(Reason.VOICEMAIL)));
        }

        private void missed() {
            String number = "1380000000" + random.nextInt(5);
            Reason reason = Reason.values()[random.nextInt(Reason.values().length)];
            Source source = new Source("call-" + ++serial, reason, now);
            Instant due = now.plus(RULES.delayOf(reason));
            open.merge(
                    number,
                    Callback.opened(
                            "cb" + serial, "jiaozuo", PhoneNumber.of(number).orElseThrow(), source, due),
                    (known, _) -> known.needed(source, due));
        }

        private void citizenCallsAgain() {
            update(callback -> random.nextBoolean() ? callback.calledIn(now) : callback);
        }

        private void byHand() {
            update(callback -> {
                String who = "lawyer" + random.nextInt(3);
                Verdict verdict = switch (random.nextInt(4)) {
                    case 0 -> callback.claim(who, now);
                    case 1 -> callback.release(who, random.nextBoolean());
                    case 2 -> callback.close(Ending.DISMISSED, who, now, "no need", random.nextBoolean());
                    default -> new Verdict.Changed(callback);
                };
                return verdict instanceof Verdict.Changed(Callback after) ? after : callback;
            });
        }

        private void lawyersComeAndGo() {
            String lawyer = "lawyer" + random.nextInt(3);
            if (freeSince.remove(lawyer) == null) {
                freeSince.put(lawyer, now);
            }
        }

        private void attemptsEnd() {
            update(callback -> {
                if (!(callback.state() instanceof State.Calling calling)) {
                    return callback;
                }
                freeSince.put(calling.lawyer(), now);
                return switch (random.nextInt(4)) {
                    case 0 -> callback.reached("call-" + ++serial, now);
                    case 1 -> callback.lawyerDeclined(now, RULES);
                    default ->
                        callback.notReached(
                                Result.NOT_REACHED,
                                Optional.empty(),
                                now,
                                now.plus(RULES.pauseAfter(callback.attemptsMade() + 1)),
                                RULES);
                };
            });
        }

        private void listWorks() {
            List<Free> free = freeSince.entrySet().stream()
                    .map(entry -> new Free(entry.getKey(), entry.getValue()))
                    .toList();
            List<Start> starts = NextCalls.of(
                    new Scene(
                            List.copyOf(open.values()),
                            free,
                            java.util.Collections.nCopies(waiting, Instant.EPOCH),
                            0,
                            false),
                    RULES,
                    now);
            assertThat(starts.size() + waiting)
                    .as("seed %d: a waiting caller keeps his lawyer", seed)
                    .isLessThanOrEqualTo(Math.max(free.size(), waiting));
            for (Start start : starts) {
                assertThat(freeSince.remove(start.lawyer()))
                        .as("seed %d: he was free", seed)
                        .isNotNull();
                Verdict verdict = start.callback().call(start.lawyer(), now, RULES);
                assertThat(verdict).as("seed %d", seed).isInstanceOf(Verdict.Changed.class);
                open.put(start.callback().number().plainDigits(), ((Verdict.Changed) verdict).callback());
            }
            List<String> calling = open.values().stream()
                    .filter(NextCalls::isCalling)
                    .map(callback -> ((State.Calling) callback.state()).lawyer())
                    .toList();
            assertThat(calling).as("seed %d: one call a lawyer", seed).doesNotHaveDuplicates();
            assertThat(calling.size()).as("seed %d: the cap", seed).isLessThanOrEqualTo(RULES.concurrent());
        }

        private void update(java.util.function.UnaryOperator<Callback> step) {
            open.replaceAll((_, callback) -> {
                Callback after = step.apply(callback);
                assertThat(after.version())
                        .as("seed %d: a change counts", seed)
                        .isEqualTo(after.equals(callback) ? callback.version() : callback.version() + 1);
                boolean givenUp = after.state() instanceof State.Closed closed && closed.ending() == Ending.GIVEN_UP;
                boolean spoken = after.state() instanceof State.Closed closed && closed.ending() == Ending.SPOKEN;
                if (!callback.equals(after) && !spoken) {
                    assertThat(after.attemptsMade() >= RULES.maxAttempts())
                            .as("seed %d: given up after three attempts in vain, not before", seed)
                            .isEqualTo(givenUp);
                }
                return after;
            });
            Map<String, Callback> closed = open.entrySet().stream()
                    .filter(entry -> !entry.getValue().isOpen())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            closed.forEach((number, callback) -> {
                open.remove(number);
                over.add(callback);
            });
        }
    }
}
