package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.account.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of server-sent events: what happens on the event bus address {@value #ADDRESS}, as far as the reader may
 * see it. Of calls that are up and of seats it tells the state itself, so that a screen need not ask (decision 0093). A reader who does not read is let go, his browser comes back by itself.
 */
final class Notices {

    /** Where all parts of the program say that something happened. */
    static final String ADDRESS = "hotline.notice";

    /** Milliseconds between comments that keep a quiet connection, and between looks at the session. */
    static final long HEARTBEAT_MILLIS = 15_000;

    /** Readers at most, over all. */
    static final int MAX_READERS = 2_000;

    private static final int MAX_QUEUED_BYTES = 256 * 1024;
    private static final Set<String> SHOWN = Set.of("type", "centre", "id", "at", "state", "lawyer", "reason");
    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final Vertx vertx;
    private final SessionDoor door;
    private final Sight sight;
    private final SeatStates seats;
    private final ConsultationJson json;
    private final Supplier<Duration> ahead;
    private final Set<Reader> readers = new LinkedHashSet<>();
    private final MessageConsumer<JsonObject> consumer;
    private final long heartbeat;
    private long number;

    private record Reader(Ask ask, Set<String> centres, HttpServerResponse response) {}

    /** @param ahead how far the service's clock is ahead of the exchange's */
    Notices(Vertx vertx, SessionDoor door, Sight sight, SeatStates seats, Supplier<Duration> ahead) {
        this.vertx = vertx;
        this.door = door;
        this.sight = sight;
        this.seats = seats;
        this.json = new ConsultationJson(sight);
        this.ahead = ahead;
        this.consumer = vertx.eventBus().consumer(ADDRESS, message -> tell(message.body()));
        this.heartbeat = vertx.setPeriodic(HEARTBEAT_MILLIS, ignored -> beat());
    }

    Map<String, Endpoint> endpoints() {
        return Map.of("streamEvents", this::stream);
    }

    Future<Void> close() {
        vertx.cancelTimer(heartbeat);
        readers.forEach(reader -> end(reader));
        readers.clear();
        return consumer.unregister();
    }

    private Future<Answer> stream(Ask ask) {
        if (readers.size() >= MAX_READERS) {
            throw Problem.unavailable("%d readers are connected already.".formatted(MAX_READERS));
        }
        Set<String> centres =
                ask.text("centre").isPresent() ? Set.of(sight.centre(ask).id()) : sight.centreIds(ask.account());
        HttpServerResponse response = ask.context().response();
        response.setWriteQueueMaxSize(MAX_QUEUED_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Content-Encoding", "identity")
                .putHeader("X-Accel-Buffering", "no")
                .setChunked(true);
        Reader reader = new Reader(ask, centres, response);
        response.closeHandler(ignored -> readers.remove(reader));
        response.exceptionHandler(ignored -> readers.remove(reader));
        readers.add(reader);
        write(reader, "retry: 2000\n: welcome\n\n");
        return Future.succeededFuture(Answer.TAKEN);
    }

    private void tell(JsonObject notice) {
        number++;
        String type = notice.getString("type");
        if (type == null) {
            return;
        }
        JsonObject shown = shown(type, notice);
        for (Reader reader : Set.copyOf(readers)) {
            seen(notice, shown, reader.ask().account(), reader.centres())
                    .ifPresent(seen ->
                            write(reader, "id: %d\nevent: %s\ndata: %s\n\n".formatted(number, type, seen.encode())));
        }
    }

    private JsonObject shown(String type, JsonObject notice) {
        JsonObject shown = new JsonObject();
        notice.forEach(entry -> {
            if (SHOWN.contains(entry.getKey())) {
                shown.put(entry.getKey(), entry.getValue());
            }
        });
        if (type.equals("live") && notice.containsKey("startedAt")) {
            shown.put("call", json.live(notice, ahead.get()));
        } else if (type.equals("seat") && notice.containsKey("centre") && notice.containsKey("lawyer")) {
            shown.put("seat", seat(notice.getString("centre"), notice.getString("lawyer")));
        }
        return shown;
    }

    /** As it is now, which is what the notice tells of or newer. */
    private JsonObject seat(String centre, String lawyer) {
        SeatStates.SeatState state = seats.of(centre, lawyer);
        return new JsonObject()
                .put("lawyer", lawyer)
                .put("state", state.state().name())
                .put(
                        "since",
                        state.since()
                                .map(since -> Moments.text(since, sight.zone(centre)))
                                .orElse(null));
    }

    /**
     * What of a notice somebody sees: nothing of another centre; a lawyer learns that something happened to a call of
     * others, but not to which, and of calls that are up only his own.
     *
     * @param shown what of it those see who see all
     */
    static Optional<JsonObject> seen(JsonObject notice, JsonObject shown, Account account, Set<String> centres) {
        String type = notice.getString("type", "");
        String centre = notice.getString("centre");
        if (centre != null && !centres.contains(centre)) {
            return Optional.empty();
        }
        boolean seesAll = account.is(Role.COORDINATOR) || account.is(Role.ADMINISTRATOR);
        if (seesAll) {
            return Optional.of(shown);
        }
        if (type.equals("live")) {
            if (names(notice, "parties", account)) {
                return Optional.of(shown);
            }
            return names(notice, "former", account) ? Optional.of(gone(shown)) : Optional.empty();
        }
        boolean personal = type.equals("call") || type.equals("consultation") || type.equals("callback");
        if (personal && !account.username().equals(notice.getString("lawyer"))) {
            JsonObject less = shown.copy();
            less.remove("id");
            less.remove("lawyer");
            return Optional.of(less);
        }
        return Optional.of(shown);
    }

    private static boolean names(JsonObject notice, String list, Account account) {
        return notice.getJsonArray(list, new JsonArray()).contains(account.username());
    }

    /** To whom it was shown and whose call it is no more, it is over. */
    private static JsonObject gone(JsonObject shown) {
        JsonObject gone = shown.copy();
        gone.remove("call");
        gone.remove("lawyer");
        return gone.put("state", "ENDED");
    }

    private void beat() {
        for (Reader reader : Set.copyOf(readers)) {
            Session session = reader.ask().session().orElseThrow();
            door.stillOpen(reader.ask().context())
                    .onSuccess(open -> {
                        if (open) {
                            write(reader, ": beat\n\n");
                        } else {
                            write(reader, "event: session\ndata: {\"type\":\"session\",\"signedIn\":false}\n\n");
                            end(reader);
                        }
                    })
                    .onFailure(failure -> LOG.debug(
                            "The session of {} could not be looked at.",
                            session.account().username(),
                            failure));
        }
    }

    private void write(Reader reader, String text) {
        if (reader.response().closed() || reader.response().ended()) {
            readers.remove(reader);
            return;
        }
        if (reader.response().writeQueueFull()) {
            LOG.info("A reader of events does not read; letting go.");
            readers.remove(reader);
            reader.ask().context().request().connection().close();
            return;
        }
        reader.response().write(text).onFailure(ignored -> readers.remove(reader));
    }

    private void end(Reader reader) {
        readers.remove(reader);
        reader.response().end().onFailure(failure -> LOG.debug("The reader had gone.", failure));
    }
}
