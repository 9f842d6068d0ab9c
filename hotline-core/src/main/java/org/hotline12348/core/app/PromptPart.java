package org.hotline12348.core.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.hotline12348.core.prompt.PromptBook;
import org.hotline12348.core.prompt.PromptDesk;
import org.hotline12348.core.web.PromptFeature;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.ivr.embedded.PbxSettings;
import org.hotline12348.ivr.prompt.PromptShelf;
import org.hotline12348.ivr.prompt.Prompts;

/** What callers hear, joined: the list of prompts, the recordings in the database, the exchange's sound files. */
final class PromptPart {

    private final PromptDesk desk;

    PromptPart(Vertx vertx, Pool pool, EmbeddedAsterisk pbx, Clock clock) {
        PbxSettings settings = pbx.settings();
        Prompts prompts = new Prompts(settings.config().resolve("prompts"), settings.cache());
        this.desk = new PromptDesk(
                vertx,
                new PromptBook(pool),
                new PromptShelf(pbx.paths().sounds()),
                language -> prompts.texts(language, names(pbx.settings(), language)),
                () -> pbx.settings().centres().stream()
                        .map(PbxSettings.Centre::id)
                        .toList(),
                clock);
    }

    private static Map<String, String> names(PbxSettings settings, String language) {
        return settings.centres().stream()
                .collect(Collectors.toMap(
                        PbxSettings.Centre::id,
                        centre -> language.equals("zh") ? centre.name() : centre.englishName()));
    }

    /** Lays out each centre's set of prompts as it was chosen. */
    Future<Void> start() {
        return desk.start();
    }

    WebFeature feature() {
        return new PromptFeature(desk);
    }
}
