package org.hotline12348.ivr;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Listens to a line and waits for what should be heard. */
public final class HeardEvents implements Consumer<LineEvent> {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final List<LineEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void accept(LineEvent event) {
        events.add(event);
    }

    public List<LineEvent> all() {
        return List.copyOf(events);
    }

    public void forget() {
        events.clear();
    }

    public <E extends LineEvent> long count(Class<E> type) {
        return events.stream().filter(type::isInstance).count();
    }

    /** Waits for an event of a kind, already heard or still to come. */
    public <E extends LineEvent> E await(Class<E> type, Predicate<E> which) {
        await(type.getSimpleName(), () -> find(type, which).isPresent());
        return find(type, which).orElseThrow();
    }

    public <E extends LineEvent> E await(Class<E> type) {
        return await(type, any -> true);
    }

    private <E extends LineEvent> java.util.Optional<E> find(Class<E> type, Predicate<E> which) {
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .filter(which)
                .findFirst();
    }

    /** Waits for whatever should become true. */
    public static void await(String what, BooleanSupplier true_) {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!true_.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("Waited " + PATIENCE.toSeconds() + " s in vain for: " + what);
            }
            try {
                Thread.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for: " + what, e);
            }
        }
    }
}
