package org.hotline12348.core.web;

import io.vertx.core.json.JsonObject;
import io.vertx.core.net.HostAndPort;
import java.net.URI;
import java.util.Optional;
import org.hotline12348.core.account.SecurityKeys.KeyAnswer;

/** Where the page lies that a request comes from, as its browser says. */
final class Pages {

    private Pages() {}

    /** A key's answer with the place it was given at. A page of another host is refused: a key never serves two. */
    static KeyAnswer answer(Ask ask, JsonObject credential) {
        String origin = Optional.ofNullable(ask.context().request().getHeader("Origin"))
                .orElseThrow(() -> Problem.badRequest("Origin: is missing; a browser sends it."));
        String domain = Optional.ofNullable(URI.create(origin).getHost())
                .orElseThrow(() -> Problem.badRequest("Origin: \"%s\" names no host.".formatted(origin)));
        HostAndPort asked = ask.context().request().authority();
        if (asked == null || !domain.equalsIgnoreCase(asked.host())) {
            throw Problem.forbidden("The page of %s cannot answer for another host.".formatted(origin));
        }
        return new KeyAnswer(credential, origin, domain);
    }
}
