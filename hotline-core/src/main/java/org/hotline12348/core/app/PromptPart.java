package org.hotline12348.core.app;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12348.core.prompt.PromptBook;
import org.hotline12348.core.prompt.PromptDesk;
import org.hotline12348.core.web.PromptFeature;
import org.hotline12348.core.web.WebFeature;
import org.hotline12348.ivr.embedded.PbxSettings;
import org.hotline12348.ivr.prompt.PromptShelf;
import org.hotline12348.ivr.prompt.Prompts;

/** What callers hear, joined: the list of prompts, the recordings in the database, the exchange's sound files. */
final class PromptPart {

    private final PromptDesk desk;

    /** @param exchanges each keeps the sets of its own centres */
    PromptPart(Vertx vertx, Pool pool, List<ExchangePart> exchanges, Clock clock) {
        PbxSettings any = exchanges.getFirst().pbx().settings();
        Prompts prompts = new Prompts(any.config().resolve("prompts"), any.cache());
        Map<String, PromptShelf> shelves = exchanges.stream()
                .collect(Collectors.toMap(
                        ExchangePart::name,
                        one -> new PromptShelf(one.pbx().paths().sounds())));
        this.desk = new PromptDesk(
                vertx,
                new PromptBook(pool),
                centre -> Objects.requireNonNull(
                        shelves.get(ExchangePart.of(exchanges, centre).name())),
                language -> prompts.texts(language, names(exchanges, language)),
                () -> centres(exchanges).map(PbxSettings.Centre::id).toList(),
                clock);
    }

    private static Stream<PbxSettings.Centre> centres(List<ExchangePart> exchanges) {
        return exchanges.stream().flatMap(one -> one.pbx().settings().centres().stream());
    }

    private static Map<String, String> names(List<ExchangePart> exchanges, String language) {
        return centres(exchanges)
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
