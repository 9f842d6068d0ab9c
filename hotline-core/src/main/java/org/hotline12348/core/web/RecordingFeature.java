package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.consultation.Consultation;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.recording.Kind;
import org.hotline12348.core.recording.Part;
import org.hotline12348.core.recording.Recording;
import org.hotline12348.core.recording.Recording.State;
import org.hotline12348.core.recording.RecordingBook;
import org.hotline12348.core.recording.RecordingBook.Hold;
import org.hotline12348.core.recording.Sealer;
import org.hotline12348.core.recording.SoundFiles;
import org.hotline12348.core.recording.Tickets;
import org.hotline12348.core.recording.Tickets.Ticket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recordings and messages over HTTP: a reason first, then a ticket, then the sound in parts. A lawyer opens those of his
 * own calls, a coordinator those of his centre; every access is in the audit log before a byte is sent.
 */
public final class RecordingFeature implements WebFeature {

    private static final Logger LOG = LoggerFactory.getLogger(RecordingFeature.class);
    private static final int CHUNK = 64 * 1024;

    private final Vertx vertx;
    private final ConsultationBook consultations;
    private final RecordingBook book;
    private final SoundFiles files;
    private final Tickets tickets;
    private final Sealer sealer;
    private final Duration keep;
    private final Clock clock;

    /** @param keep how long a recording is kept after its call */
    public RecordingFeature(
            Vertx vertx,
            ConsultationBook consultations,
            RecordingBook book,
            SoundFiles files,
            Tickets tickets,
            Sealer sealer,
            Duration keep,
            Clock clock) {
        this.vertx = vertx;
        this.consultations = consultations;
        this.book = book;
        this.files = files;
        this.tickets = tickets;
        this.sealer = sealer;
        this.keep = keep;
        this.clock = clock;
    }

    @Override
    public String document() {
        return "recordings.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        Sight sight = tools.sight();
        AuditLog audit = tools.audit();
        return Map.of(
                "listRecordings", ask -> list(ask, sight),
                "openRecording", ask -> open(ask, sight, audit),
                "getRecordingAudio", ask -> audio(ask, audit),
                "getRecordingPeaks", this::peaks,
                "holdRecordings", ask -> hold(ask, sight, audit),
                "getRecordingStatus", ask -> status(ask, sight));
    }

    private Future<Answer> list(Ask ask, Sight sight) {
        return find(ask, sight).compose(entry -> {
            ZoneId zone = sight.zone(entry.centre());
            return Future.all(book.of(entry.centre(), entry.id()), book.hold(entry.centre(), entry.id()))
                    .map(both -> {
                        List<Recording> recordings = both.resultAt(0);
                        Optional<Hold> hold = both.resultAt(1);
                        JsonArray items = new JsonArray();
                        recordings.stream()
                                .filter(one -> one.state() != State.NONE)
                                .forEach(one -> items.add(item(one, zone)));
                        waiting(entry, recordings)
                                .forEach(kind -> items.add(new JsonObject()
                                        .put("id", null)
                                        .put("kind", kind.name())
                                        .put("state", "WAITING")
                                        .put("seconds", null)
                                        .put("short", false)
                                        .put("keptUntil", null)));
                        return Answer.of(new JsonObject()
                                .put("items", items)
                                .put(
                                        "hold",
                                        hold.map(one -> holdJson(one, zone)).orElse(null)));
                    });
        });
    }

    /** Those the exchange has named and that are not sealed yet; while a call is up there is nothing to hear. */
    private static List<Kind> waiting(Consultation entry, List<Recording> known) {
        if (entry.isLive()) {
            return List.of();
        }
        return entry.call().stream()
                .flatMap(call -> java.util.stream.Stream.of(
                                call.recordingFile()
                                        .filter(file -> !file.isEmpty())
                                        .map(file -> Kind.CALL),
                                call.voicemailFile()
                                        .filter(file -> !file.isEmpty())
                                        .map(file -> Kind.MESSAGE))
                        .flatMap(Optional::stream))
                .filter(kind -> known.stream().noneMatch(one -> one.kind() == kind))
                .toList();
    }

    private JsonObject item(Recording one, ZoneId zone) {
        return new JsonObject()
                .put("id", one.id())
                .put("kind", one.kind().name())
                .put("state", one.state().name())
                .put("seconds", one.millis() / 1000.0)
                .put("short", one.isShort())
                .put(
                        "keptUntil",
                        one.state() == State.SEALED ? Moments.text(one.endedAt().plus(keep), zone) : null);
    }

    private static JsonObject holdJson(Hold hold, ZoneId zone) {
        return new JsonObject()
                .put("reason", hold.reason())
                .put("by", hold.by())
                .put("at", Moments.text(hold.at(), zone));
    }

    private Future<Answer> open(Ask ask, Sight sight, AuditLog audit) {
        Kind kind = Kind.valueOf(ask.body().getString("kind"));
        String reason = reason(ask.body());
        return find(ask, sight).compose(entry -> {
            mayHear(entry, kind, ask.account());
            return book.of(entry.centre(), entry.id()).compose(recordings -> {
                Recording one = recordings.stream()
                        .filter(candidate -> candidate.kind() == kind && candidate.state() == State.SEALED)
                        .findFirst()
                        .orElseThrow(() -> missing(recordings, kind));
                Instant until = clock.instant().plus(Tickets.LIFE);
                Ticket ticket = new Ticket(
                        one.centre(), one.id(), one.consultation(), kind, one.bytes(), one.millis(), ask.who(), until);
                return audit.write(
                                one.centre(), ask.who(), "recording.open", one.consultation(), reason, detail(ticket))
                        .map(ignored -> {
                            String text = tickets.text(ticket);
                            String address = ApiDocument.BASE + "/recordings/" + text;
                            return Answer.of(
                                    201,
                                    new JsonObject()
                                            .put("ticket", text)
                                            .put("audio", address + "/audio")
                                            .put("peaks", address + "/peaks")
                                            .put("seconds", one.millis() / 1000.0)
                                            .put("expiresAt", Moments.text(until, sight.zone(one.centre()))));
                        });
            });
        });
    }

    private static Problem missing(List<Recording> recordings, Kind kind) {
        Optional<Recording> other =
                recordings.stream().filter(one -> one.kind() == kind).findFirst();
        String what = kind == Kind.CALL ? "recording" : "message";
        return other.map(one -> switch (one.state()) {
                    case DELETED -> Problem.notFound("The %s was deleted when its time was over.".formatted(what));
                    case LOST -> Problem.notFound("The %s was lost: the exchange wrote no sound.".formatted(what));
                    case NONE, SEALED -> Problem.notFound("There is no %s.".formatted(what));
                })
                .orElseGet(() -> Problem.notFound(
                        "There is no %s, or it is not sealed yet: that takes some seconds after the call."
                                .formatted(what)));
    }

    /** A lawyer hears the calls in which he talked; a message has no lawyer yet, so whoever sees the record hears it. */
    private static void mayHear(Consultation entry, Kind kind, Account account) {
        boolean all = account.is(Role.COORDINATOR);
        if (!all && kind == Kind.CALL && !entry.lawyers().contains(account.username())) {
            throw Problem.forbidden("A lawyer hears the recordings of his own calls; %s did not talk in this one."
                    .formatted(account.username()));
        }
    }

    private static JsonObject detail(Ticket ticket) {
        return new JsonObject()
                .put("recording", ticket.recording())
                .put("kind", ticket.kind().name());
    }

    private Future<Answer> audio(Ask ask, AuditLog audit) {
        Ticket ticket = ticket(ask);
        boolean download = ask.flag("download");
        HttpServerResponse response = ask.context().response();
        response.putHeader("Accept-Ranges", "bytes").putHeader("Content-Encoding", "identity");
        Optional<Part> asked = Part.of(ask.context().request().getHeader("Range"), ticket.bytes());
        if (asked.isEmpty()) {
            response.putHeader("Content-Range", "bytes */" + ticket.bytes());
            return Future.succeededFuture(new Answer(416, Map.of(), Optional.empty()));
        }
        Part part = asked.get();
        // The player asks for many parts of one hearing: the one with the beginning stands for it.
        Future<Void> noted = download || part.from() == 0
                ? audit.write(
                        ticket.centre(),
                        ask.who(),
                        download ? "recording.download" : "recording.play",
                        ticket.consultation(),
                        "",
                        detail(ticket))
                : Future.succeededFuture();
        return noted.compose(ignored -> vertx.executeBlocking(
                        () -> {
                            SeekableByteChannel channel = files.open(ticket.centre(), ticket.recording());
                            channel.position(part.from());
                            return channel;
                        },
                        false)
                .recover(failure -> Future.failedFuture(
                        failure instanceof java.nio.file.NoSuchFileException
                                ? Problem.notFound("The recording was deleted when its time was over.")
                                : failure))
                .compose(channel -> {
                    response.setStatusCode(part.whole() ? 200 : 206)
                            .putHeader("Content-Type", "audio/wav")
                            .putHeader("Content-Length", Long.toString(part.length()));
                    if (!part.whole()) {
                        response.putHeader(
                                "Content-Range",
                                "bytes %d-%d/%d".formatted(part.from(), part.until() - 1, ticket.bytes()));
                    }
                    if (download) {
                        response.putHeader(
                                "Content-Disposition",
                                "attachment; filename=\"%s-%s.wav\""
                                        .formatted(
                                                ticket.kind() == Kind.CALL ? "call" : "message",
                                                ticket.recording().substring(0, 8)));
                    }
                    return send(response, channel, part.length())
                            .recover(failure -> {
                                LOG.debug("The hearer has gone before the end.", failure);
                                return Future.succeededFuture();
                            })
                            .compose(done -> vertx.executeBlocking(
                                    () -> {
                                        channel.close();
                                        return null;
                                    },
                                    false))
                            .map(Answer.TAKEN);
                }));
    }

    /** A part at a time, the next when the last has gone out: memory does not grow with the recording. */
    private Future<Void> send(HttpServerResponse response, SeekableByteChannel channel, long left) {
        if (left == 0) {
            return response.end();
        }
        return vertx.executeBlocking(() -> read(channel, (int) Math.min(left, CHUNK)), false)
                .map(Objects::requireNonNull)
                .compose(bytes ->
                        response.write(bytes).compose(ignored -> send(response, channel, left - bytes.length())));
    }

    private static Buffer read(SeekableByteChannel channel, int many) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(many);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes) < 0) {
                throw new IOException("The sealed file ends before its end.");
            }
        }
        return Buffer.buffer(bytes.array());
    }

    private Future<Answer> peaks(Ask ask) {
        Ticket ticket = ticket(ask);
        return book.peaks(ticket.centre(), ticket.recording()).map(found -> {
            JsonArray peaks = new JsonArray();
            Buffer bytes =
                    found.orElseThrow(() -> Problem.notFound("The recording was deleted when its time was over."));
            for (int i = 0; i < bytes.length(); i++) {
                peaks.add(bytes.getUnsignedByte(i));
            }
            return Answer.of(
                    new JsonObject().put("seconds", ticket.millis() / 1000.0).put("peaks", peaks));
        });
    }

    private Ticket ticket(Ask ask) {
        return tickets.read(ask.required("ticket"), ask.who(), clock.instant())
                .orElseThrow(
                        () -> Problem.forbidden(
                                "The ticket is over or was given to somebody else. Say again why, with POST /consultations/{id}/recordings."));
    }

    private Future<Answer> hold(Ask ask, Sight sight, AuditLog audit) {
        boolean held = ask.body().getBoolean("held");
        String reason = reason(ask.body());
        return find(ask, sight).compose(entry -> {
            Future<Void> done = held
                    ? book.lay(entry.centre(), entry.id(), new Hold(reason, ask.who(), clock.instant()))
                    : book.lift(entry.centre(), entry.id());
            return done.compose(ignored -> audit.write(
                            entry.centre(),
                            ask.who(),
                            held ? "recording.hold" : "recording.release",
                            entry.id(),
                            reason,
                            new JsonObject()))
                    .compose(ignored -> book.hold(entry.centre(), entry.id()))
                    .map(now -> Answer.of(new JsonObject()
                            .put(
                                    "hold",
                                    now.map(one -> holdJson(one, sight.zone(entry.centre())))
                                            .orElse(null))));
        });
    }

    private Future<Answer> status(Ask ask, Sight sight) {
        String centre = sight.centre(ask).id();
        return sealer.count(centre)
                .map(count -> Answer.of(new JsonObject()
                        .put("sealed", count.sealed())
                        .put("bytes", count.bytes())
                        .put("waiting", count.waiting())
                        .put("lost", count.lost())
                        .put("shortened", count.shortened())
                        .put("deleted", count.deleted())
                        .put("held", count.held())
                        .put("freeBytes", sealer.free())
                        .put("keepDays", keep.toDays())
                        .put("trouble", sealer.trouble().orElse(null))));
    }

    private static String reason(JsonObject body) {
        String reason = body.getString("reason").strip();
        if (reason.isEmpty()) {
            throw Problem.refused(List.of(new Problem.Fault("reason", "Say why; it is written to the audit log.")));
        }
        return reason;
    }

    private Future<Consultation> find(Ask ask, Sight sight) {
        String id = ask.required("id");
        return consultations
                .find(id, sight.centreIds(ask.account()), sight.onlyOf(ask.account()))
                .map(found -> found.orElseThrow(
                        () -> Problem.notFound("There is no consultation %s among those you may see.".formatted(id))));
    }
}
