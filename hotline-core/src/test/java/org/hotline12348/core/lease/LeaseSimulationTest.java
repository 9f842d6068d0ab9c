package org.hotline12348.core.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import org.hotline12348.core.lease.LeaseRule.Ask;
import org.hotline12348.core.lease.LeaseRule.Told;
import org.junit.jupiter.api.Test;

/**
 * Three copies and one table on bad days: copies stand still in the middle of anything, die, come back; questions and answers
 * are slow, lost, or done though nobody heard of it; the database stalls; clocks drift and are set. After each step at most one
 * copy believes itself the holder, and the fence lets no older holder write after a newer one. Healed, another copy takes over
 * from a dead one within 10 s. More seeds: {@code -Dhotline.seeds=1000000}.
 */
class LeaseSimulationTest {

    private static final int SEEDS = Math.max(1, Integer.getInteger("hotline.seeds", 20_000) / 500);
    private static final LeaseTimes TIMES = LeaseTimes.usual();
    private static final int COPIES = 3;
    private static final long BAD_MILLIS = 180_000;
    private static final long HEALED_MILLIS = 700_000;

    @Test
    void seededDays() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            new Day(seed).run();
        }
    }

    private record Event(long at, long number, Runnable what) {}

    /** The table, which does one thing after the other and all of each. */
    private static final class Table {
        LeaseRow row = new LeaseRow(Optional.empty(), 0, 0, Duration.ZERO);
        long lastWriter;
        int changesOfHands;

        Told answer(Ask ask, Holder who) {
            return switch (ask) {
                case Ask.Look _ -> new Told.Row(row);
                case Ask.Take take -> {
                    if (row.token() != take.seen().token()
                            || row.beat() != take.seen().beat()) {
                        yield new Told.Refused();
                    }
                    row = new LeaseRow(Optional.of(who), row.token() + 1, row.beat() + 1, take.patience());
                    changesOfHands++;
                    yield new Told.Granted(row.token(), row.beat());
                }
                case Ask.Renew renew -> {
                    if (row.token() != renew.token() || row.beat() >= renew.beat()) {
                        yield new Told.Refused();
                    }
                    row = new LeaseRow(Optional.of(who), row.token(), renew.beat(), renew.patience());
                    yield new Told.Granted(row.token(), row.beat());
                }
            };
        }

        boolean write(long token) {
            if (token != row.token()) {
                return false;
            }
            assertThat(token).isGreaterThanOrEqualTo(lastWriter);
            lastWriter = token;
            return true;
        }
    }

    private static final class Copy {
        final String name;
        final double rate;
        final long steadyBegins;
        Holder me;
        LeaseState state;
        long wallSetBy;
        long standsUntil;
        boolean dead;
        int life;
        /** The number of the question under way; its answer counts only while it is this. */
        long question;

        Copy(String name, Random random) {
            this.name = name;
            this.rate = 0.99 + random.nextDouble() * 0.02;
            this.steadyBegins = random.nextLong(1_000_000_000L);
            this.me = new Holder(name, name + "/0");
            this.state = LeaseRule.unknown(clock(0));
        }

        Moment clock(long now) {
            long passed = (long) (now * rate);
            return new Moment(Duration.ofMillis(steadyBegins + passed), Instant.ofEpochMilli(passed + wallSetBy));
        }
    }

    private static final class Day {
        private final long seed;
        private final Random random;
        private final Table table = new Table();
        private final List<Copy> copies = new ArrayList<>();
        private final PriorityQueue<Event> events =
                new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
        private long now;
        private long serial;
        private long tableStallsUntil;
        private boolean bad = true;

        Day(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
        }

        void run() {
            for (int i = 0; i < COPIES; i++) {
                Copy copy = new Copy("copy" + i, random);
                copies.add(copy);
                at(random.nextInt(3_000), () -> tick(copy, copy.life));
            }
            at(1_000, this::mischief);
            goOn(BAD_MILLIS);
            heal();
            // A lease that was told to be let alone for ten minutes may stand in the table.
            goOn(BAD_MILLIS + HEALED_MILLIS);
            Copy holder = holder().orElseThrow(() -> new AssertionError("seed %d: nobody holds it".formatted(seed)));
            kill(holder);
            long killed = now;
            while (holder().isEmpty()) {
                assertThat(now - killed)
                        .as("seed %d: milliseconds without a holder", seed)
                        .isLessThan(10_000);
                step();
            }
            assertThat(table.changesOfHands).as("seed %d", seed).isGreaterThan(1);
        }

        private void goOn(long until) {
            while (!events.isEmpty() && events.peek().at() <= until) {
                step();
            }
            now = until;
        }

        private void step() {
            Event next = events.remove();
            now = next.at();
            next.what().run();
            check();
        }

        private void at(long when, Runnable what) {
            events.add(new Event(when, serial++, what));
        }

        /** Something that a copy does or hears: not while it stands still, and never after its death. */
        private void forCopy(Copy copy, int life, long when, Runnable what) {
            at(when, () -> {
                if (copy.life != life || copy.dead) {
                    return;
                }
                if (copy.standsUntil > now) {
                    forCopy(copy, life, copy.standsUntil, what);
                } else {
                    what.run();
                }
            });
        }

        private void tick(Copy copy, int life) {
            forCopy(copy, life, now, () -> ask(copy, life));
        }

        private void ask(Copy copy, int life) {
            Duration patience = bad && random.nextInt(4) == 0 ? TIMES.alone() : TIMES.beside();
            Moment sent = copy.clock(now);
            Ask ask = LeaseRule.next(copy.state, copy.me, patience, sent);
            copy.state = LeaseRule.asked(copy.state, ask);
            long question = ++serial;
            copy.question = question;
            Holder me = copy.me;
            if (!bad || random.nextInt(10) > 0) {
                at(Math.max(now + delay(), tableStallsUntil), () -> {
                    Told told = table.answer(ask, me);
                    if (!bad || random.nextInt(10) > 0) {
                        forCopy(copy, life, now + delay(), () -> {
                            if (copy.question == question) {
                                heard(copy, life, ask, told, sent);
                            }
                        });
                    }
                });
            }
            forCopy(copy, life, now + TIMES.answer().toMillis(), () -> {
                if (copy.question == question) {
                    heard(copy, life, ask, new Told.Silent(), sent);
                }
            });
        }

        private void heard(Copy copy, int life, Ask ask, Told told, Moment sent) {
            copy.question = 0;
            copy.state = LeaseRule.told(copy.state, ask, told, sent, copy.clock(now));
            if (copy.state instanceof LeaseState.Holding held) {
                writes(held.token());
            }
            boolean soon = told instanceof Told.Row && copy.state instanceof LeaseState.Watching;
            long wait = (copy.state instanceof LeaseState.Holding ? TIMES.renew() : TIMES.look()).toMillis();
            forCopy(copy, life, now + (soon ? TIMES.look().toMillis() : wait), () -> ask(copy, life));
        }

        /** Rows on their way to the table, which come when they come, also after the writer's death. */
        private void writes(long token) {
            at(now + (bad ? random.nextInt(20_000) : 10), () -> table.write(token));
        }

        private long delay() {
            return bad && random.nextInt(6) == 0 ? random.nextInt(6_000) : 1 + random.nextInt(20);
        }

        private void mischief() {
            if (!bad) {
                return;
            }
            Copy copy = copies.get(random.nextInt(COPIES));
            switch (random.nextInt(6)) {
                case 0 -> copy.standsUntil = now + random.nextInt(30_000);
                case 1 -> {
                    copy.wallSetBy += random.nextLong(-600_000, 600_000);
                }
                case 2 -> tableStallsUntil = now + random.nextInt(20_000);
                case 3 -> {
                    if (!copy.dead) {
                        kill(copy);
                    }
                }
                default -> {
                    if (copy.dead) {
                        comeBack(copy);
                    }
                }
            }
            at(now + random.nextInt(5_000), this::mischief);
        }

        private void kill(Copy copy) {
            copy.dead = true;
            copy.life++;
        }

        private void comeBack(Copy copy) {
            copy.dead = false;
            copy.standsUntil = 0;
            copy.me = new Holder(copy.name, copy.name + "/" + copy.life);
            copy.state = LeaseRule.unknown(copy.clock(now));
            tick(copy, copy.life);
        }

        private void heal() {
            bad = false;
            tableStallsUntil = 0;
            for (Copy copy : copies) {
                copy.standsUntil = 0;
                if (copy.dead) {
                    comeBack(copy);
                }
            }
        }

        private Optional<Copy> holder() {
            List<Copy> holders = copies.stream()
                    .filter(copy -> !copy.dead && copy.standsUntil <= now)
                    .filter(copy -> LeaseRule.isHeld(copy.state, copy.clock(now)))
                    .toList();
            if (holders.size() > 1) {
                fail("seed %d, at %d ms: %d holders", seed, now, holders.size());
            }
            return holders.stream().findFirst();
        }

        private void check() {
            holder().map(copy -> ((LeaseState.Holding) copy.state).token())
                    .filter(token -> token != table.row.token())
                    .ifPresent(token -> fail(
                            "seed %d, at %d ms: the holder's token is %d, the table's %d",
                            seed, now, token, table.row.token()));
        }
    }
}
