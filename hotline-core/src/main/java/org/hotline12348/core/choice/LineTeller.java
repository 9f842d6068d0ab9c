package org.hotline12348.core.choice;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hotline12348.core.choice.LineChoices.Help;
import org.hotline12348.core.dispatch.ShortNumbers;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.LineEvent;
import org.hotline12348.ivr.LineSetting;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.Centre;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the exchange what the centres chose, and by which digits whom a transfer reaches: when something changes, when the
 * exchange comes up (all of it, since it may have been set up anew), and again every {@link #AGAIN} what it could not be told.
 */
public final class LineTeller {

    /** Between two looks whether something is untold. */
    public static final Duration AGAIN = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(LineTeller.class);

    private final Vertx vertx;
    private final Context context;
    private final LineChoiceBook book;
    private final PhoneLine line;
    private final Roster roster;
    private final Function<String, Optional<LawyerPhone>> phones;
    private final Map<String, LineChoices> choices = new ConcurrentHashMap<>();
    private volatile Map<String, String> above = Map.of();

    // On the context only.
    private final Map<String, LineSetting> told = new HashMap<>();
    private final Map<String, LawyerPhone> toldPhones = new HashMap<>();
    private final List<AutoCloseable> registrations = new ArrayList<>();
    private long timer;

    /** @param phones the telephone that is known of a person */
    public LineTeller(
            Vertx vertx,
            LineChoiceBook book,
            PhoneLine line,
            Roster roster,
            Function<String, Optional<LawyerPhone>> phones) {
        this.vertx = vertx;
        this.context = vertx.getOrCreateContext();
        this.book = book;
        this.line = line;
        this.roster = roster;
        this.phones = phones;
    }

    /** Reads what is kept and follows the line and the roster from then on. */
    public Future<Void> start() {
        return read().compose(_ -> onContext(() -> {
            registrations.add(line.onEvent(event -> {
                if (event instanceof LineEvent.LineUp) {
                    context.runOnContext(_ -> {
                        told.clear();
                        toldPhones.clear();
                        tell();
                    });
                }
            }));
            registrations.add(roster.onChange(_ -> context.runOnContext(_ -> tell())));
            // Another copy of the service may have changed it.
            timer = vertx.setPeriodic(
                    AGAIN.toMillis(),
                    _ -> read().onSuccess(_ -> tell())
                            .onFailure(e -> LOG.warn("What the centres chose could not be read: {}", e.getMessage())));
            return tell().otherwiseEmpty();
        }));
    }

    /** Ends. What was told stays there. */
    public Future<Void> stop() {
        return onContext(() -> {
            vertx.cancelTimer(timer);
            for (AutoCloseable one : registrations) {
                try {
                    one.close();
                } catch (Exception e) {
                    LOG.warn("A listener could not be taken off: {}", e.getMessage());
                }
            }
            registrations.clear();
            return Future.succeededFuture();
        });
    }

    /** What a centre has chosen. Never blocks; from any thread. */
    public LineChoices of(String centre) {
        return choices.getOrDefault(centre, LineChoices.USUAL);
    }

    /** Which centre stands under which. Never blocks; from any thread. */
    public CentreTree tree() {
        return new CentreTree(roster.centres().stream().map(Centre::id).collect(Collectors.toUnmodifiableSet()), above);
    }

    /** Those that help a centre out, in their order. */
    public List<String> helping(String centre) {
        return of(centre).helping().orElseGet(() -> tree().near(centre));
    }

    /** Another centre that is reached by these digits already. */
    public Optional<String> hasShortNumber(String digits) {
        return choices.entrySet().stream()
                .filter(one ->
                        one.getValue().shortNumber().filter(digits::equals).isPresent())
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /**
     * Keeps what a centre chose.
     *
     * @param place the centre above it; empty: at the top
     * @return whether the exchange knows already; if not it is told when it is back
     */
    public Future<Boolean> choose(Centre centre, LineChoices chosen, Optional<String> place, String by, Instant now) {
        return book.write(centre.id(), chosen, by, now)
                .compose(_ -> book.place(centre.id(), centre.name(), place))
                .compose(_ -> read())
                .compose(_ -> onContext(
                        () -> line.health(centre.id()).up() ? tell() : Future.failedFuture("the line is down")))
                .map(true)
                .recover(failure -> {
                    if (of(centre.id()).equals(chosen)) {
                        LOG.warn("The exchange is told later what {} chose: {}", centre.id(), failure.getMessage());
                        return Future.succeededFuture(false);
                    }
                    return Future.failedFuture(failure);
                });
    }

    private Future<Void> read() {
        return book.read().map(kept -> {
            choices.keySet().retainAll(kept.choices().keySet());
            choices.putAll(kept.choices());
            above = Map.copyOf(kept.above());
            return null;
        });
    }

    /** Desired less told; what the exchange refuses or does not hear stays untold. */
    private Future<Void> tell() {
        if (!line.health().up()) {
            return Future.failedFuture("the line is down");
        }
        List<Future<Void>> all = new ArrayList<>();
        Map<String, LineSetting> wanted = wanted();
        wanted.forEach((key, setting) -> {
            // An exchange that is away hears all when it is back.
            boolean reached =
                    setting.owner().map(owner -> line.health(owner).up()).orElse(true);
            if (reached && !setting.equals(told.get(key))) {
                all.add(publish(key, setting));
            }
        });
        for (LineSetting before : List.copyOf(told.values())) {
            if (before instanceof LineSetting.ShortNumber number && !wanted.containsKey(place(before))) {
                all.add(line.publish(new LineSetting.ShortNumber(number.digits(), Optional.empty()))
                        .onSuccess(_ -> told.remove(place(before))));
            }
        }
        helpPhones().forEach((person, phone) -> {
            if (!phone.equals(toldPhones.get(person))) {
                all.add(line.publishPhone(person, phone).onSuccess(_ -> toldPhones.put(person, phone)));
            }
        });
        return Future.join(all)
                .onFailure(e -> LOG.warn("Not all that the centres chose could be told: {}", e.getMessage()))
                .mapEmpty();
    }

    private Future<Void> publish(String key, LineSetting setting) {
        return line.publish(setting).onSuccess(_ -> told.put(key, setting));
    }

    private Map<String, LineSetting> wanted() {
        Map<String, LineSetting> wanted = new LinkedHashMap<>();
        ShortNumbers.of(roster).forEach(setting -> wanted.put(place(setting), setting));
        CentreTree tree = tree();
        for (String centre : tree.centres()) {
            of(centre).told(centre, tree).forEach(setting -> wanted.put(place(setting), setting));
        }
        return wanted;
    }

    private static String place(LineSetting setting) {
        return setting.family() + "/" + setting.key();
    }

    /** Of those whom dispatch does not know: it tells the telephones of practitioners itself. */
    private Map<String, LawyerPhone> helpPhones() {
        Set<Help> called = roster.centres().stream()
                .flatMap(centre -> of(centre.id()).help().stream())
                .filter(help -> roster.practitioner(help.person()).isEmpty())
                .collect(Collectors.toSet());
        Map<String, LawyerPhone> wanted = new HashMap<>();
        called.forEach(help -> help.mobile()
                .map(number -> LawyerPhone.mobile(number.plainDigits()))
                .or(() -> phones.apply(help.person()))
                .ifPresent(phone -> wanted.put(help.person(), phone)));
        return wanted;
    }

    private <T> Future<T> onContext(Supplier<Future<T>> step) {
        Promise<T> done = Promise.promise();
        context.runOnContext(_ -> step.get().onComplete(done));
        return done.future();
    }
}
