package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.knowledge.Law;
import org.hotline12348.core.knowledge.LawShelf;
import org.hotline12348.core.knowledge.Snippet;
import org.hotline12348.core.knowledge.Snippets;

/** What a lawyer looks up in a call: advice texts and articles of the law. */
public final class KnowledgeFeature implements WebFeature {

    private final Snippets snippets;
    private final LawShelf laws;
    private final Clock clock;

    public KnowledgeFeature(Snippets snippets, LawShelf laws, Clock clock) {
        this.snippets = snippets;
        this.laws = laws;
        this.clock = clock;
    }

    @Override
    public String document() {
        return "knowledge.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        return Map.of(
                "listSnippets", ask -> list(ask, tools),
                "addSnippet", ask -> write(ask, tools, UUID.randomUUID().toString(), 201),
                "putSnippet", ask -> mine(ask).compose(known -> write(ask, tools, known.id(), 200)),
                "removeSnippet",
                        ask -> mine(ask)
                                .compose(known -> snippets.remove(ask.account().centre(), known.id()))
                                .map(ignored -> Answer.nothing()),
                "searchLaws", this::laws);
    }

    private Future<Answer> list(Ask ask, Tools tools) {
        return snippets.search(
                        ask.account().centre(),
                        ask.text("q").orElse(""),
                        ask.text("category").orElse(""),
                        ask.number("limit"))
                .map(found ->
                        items(found.stream().map(one -> json(one, ask, tools)).toList()));
    }

    private Future<Answer> write(Ask ask, Tools tools, String id, int status) {
        String title = ask.body().getString("title").strip();
        String body = ask.body().getString("body").strip();
        if (title.isEmpty() || body.isEmpty()) {
            throw Problem.refused("An advice text needs a title and words; one of them is blank.");
        }
        String category = Optional.ofNullable(ask.body().getString("category")).orElse("");
        return snippets.write(ask.account().centre(), id, title, category, body, ask.who(), clock.instant())
                .map(one -> Answer.of(status, json(one, ask, tools)));
    }

    private Future<Snippet> mine(Ask ask) {
        String id = ask.required("id");
        return snippets.find(ask.account().centre(), id).map(found -> {
            Snippet known = found.orElseThrow(
                    () -> Problem.notFound("There is no advice text %s in this centre.".formatted(id)));
            if (!changeable(known, ask)) {
                throw Problem.forbidden(
                        "This text came with the program or was written by a colleague; keep one of your own instead.");
            }
            return known;
        });
    }

    private static boolean changeable(Snippet one, Ask ask) {
        return one.own()
                && (ask.account().is(Role.COORDINATOR) || one.editedBy().equals(ask.who()));
    }

    private Future<Answer> laws(Ask ask) {
        return laws.search(ask.text("q").orElse(""), ask.number("limit"))
                .map(found -> items(found.stream().map(KnowledgeFeature::json).toList()));
    }

    private static JsonObject json(Law.Found found) {
        return new JsonObject()
                .put("law", found.law())
                .put("label", found.article().label())
                .put("text", found.article().text())
                .put("note", found.note());
    }

    private static JsonObject json(Snippet one, Ask ask, Tools tools) {
        return new JsonObject()
                .put("id", one.id())
                .put("title", one.title())
                .put("category", one.category().isEmpty() ? null : one.category())
                .put("body", one.body())
                .put("own", one.own())
                .put("mine", changeable(one, ask))
                .put("editedBy", one.editedBy())
                .put(
                        "editedAt",
                        Moments.text(
                                one.editedAt(), tools.sight().zone(ask.account().centre())));
    }

    private static Answer items(List<JsonObject> all) {
        return Answer.of(new JsonObject().put("items", new JsonArray(all)));
    }
}
