package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.account.Session;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stream of server-sent events: what happens on the event bus address {@value #ADDRESS}, as far as the reader may
 * see it. A reader who does not read is let go, his browser comes back by itself.
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
    private final Set<Reader> readers = new LinkedHashSet<>();
    private final MessageConsumer<JsonObject> consumer;
    private final long heartbeat;
    private long number;

    private record Reader(Ask ask, Set<String> centres, HttpServerResponse response) {}

    Notices(Vertx vertx, SessionDoor door, Sight sight) {
        this.vertx = vertx;
        this.door = door;
        this.sight = sight;
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
        for (Reader reader : Set.copyOf(readers)) {
            seen(notice, reader.ask().account(), reader.centres())
                    .ifPresent(shown -> write(
                            reader,
                            "id: %d\nevent: %s\ndata: %s\n\n"
                                    .formatted(number, shown.getString("type"), shown.encode())));
        }
    }

    /**
     * What of a notice somebody sees: nothing of another centre; a lawyer learns that something happened to a call of
     * others, but not to which.
     */
    static Optional<JsonObject> seen(JsonObject notice, Account account, Set<String> centres) {
        String type = notice.getString("type");
        String centre = notice.getString("centre");
        if (type == null || (centre != null && !centres.contains(centre))) {
            return Optional.empty();
        }
        JsonObject shown = new JsonObject();
        notice.forEach(entry -> {
            if (SHOWN.contains(entry.getKey())) {
                shown.put(entry.getKey(), entry.getValue());
            }
        });
        boolean personal = type.equals("call") || type.equals("consultation") || type.equals("callback");
        boolean seesAll = account.is(Role.COORDINATOR) || account.is(Role.ADMINISTRATOR);
        if (personal && !seesAll && !account.username().equals(notice.getString("lawyer"))) {
            shown.remove("id");
            shown.remove("lawyer");
        }
        return Optional.of(shown);
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
