package org.hotline12348.core.recording;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.hotline12348.core.privacy.Vault;

/**
 * Leave to open one recording, for one person, for a while: given after a reason was written to the audit log. A ticket
 * is sealed, so any copy of the service can read it and nobody can make one.
 */
public final class Tickets {

    /** How long one holds: long enough to hear a long call. */
    public static final Duration LIFE = Duration.ofMinutes(60);

    private static final String CONTEXT = "recording-ticket";

    private final Vault vault;

    public Tickets(Vault vault) {
        this.vault = vault;
    }

    /** What a ticket opens, and for whom. */
    public record Ticket(
            String centre,
            String recording,
            String consultation,
            Kind kind,
            long bytes,
            long millis,
            String who,
            Instant until) {}

    /** As it stands in an address. */
    public String text(Ticket ticket) {
        JsonObject json = new JsonObject()
                .put("c", ticket.centre())
                .put("r", ticket.recording())
                .put("n", ticket.consultation())
                .put("k", ticket.kind().name())
                .put("b", ticket.bytes())
                .put("m", ticket.millis())
                .put("w", ticket.who())
                .put("u", ticket.until().getEpochSecond());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(vault.seal(json.encode(), CONTEXT));
    }

    /** Reads one; empty when it was not given by us, to somebody else, or is over. */
    public Optional<Ticket> read(String text, String who, Instant now) {
        try {
            return vault.open(Base64.getUrlDecoder().decode(text), CONTEXT)
                    .map(JsonObject::new)
                    .map(json -> new Ticket(
                            json.getString("c"),
                            json.getString("r"),
                            json.getString("n"),
                            Kind.valueOf(json.getString("k")),
                            json.getLong("b"),
                            json.getLong("m"),
                            json.getString("w"),
                            Instant.ofEpochSecond(json.getLong("u"))))
                    .filter(ticket -> ticket.who().equals(who) && now.isBefore(ticket.until()));
        } catch (IllegalArgumentException | DecodeException e) {
            return Optional.empty();
        }
    }
}
