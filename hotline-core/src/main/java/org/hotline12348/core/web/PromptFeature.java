package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hotline12348.core.audit.AuditLog;
import org.hotline12348.core.prompt.Prompt;
import org.hotline12348.core.prompt.PromptBook.Version;
import org.hotline12348.core.prompt.PromptDesk;
import org.hotline12348.scheduler.roster.Centre;

/** Prompts over HTTP: the list with texts, recordings in versions, which one is played. */
public final class PromptFeature implements WebFeature {

    private static final int MOST_NAME = 100;

    private final PromptDesk desk;

    public PromptFeature(PromptDesk desk) {
        this.desk = desk;
    }

    @Override
    public String document() {
        return "prompts.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        Sight sight = tools.sight();
        AuditLog audit = tools.audit();
        return Map.of(
                "listPrompts", ask -> list(ask, sight),
                "listPromptVersions", ask -> versions(ask, sight),
                "addPromptVersion", ask -> add(ask, sight, audit),
                "getPromptSound", ask -> sound(ask, sight),
                "choosePromptVersion", ask -> choose(ask, sight, audit));
    }

    private Future<Answer> list(Ask ask, Sight sight) {
        Centre centre = sight.centre(ask);
        String language = ask.required("language");
        ZoneId zone = centre.calendar().zone();
        return Future.all(
                        desk.prompts(centre.id(), language),
                        desk.versions(centre.id(), Optional.of(language), Optional.empty()))
                .map(both -> {
                    List<Prompt> prompts = both.resultAt(0);
                    List<Version> versions = both.resultAt(1);
                    Map<String, Version> active = new HashMap<>();
                    Map<String, Integer> many = new HashMap<>();
                    versions.forEach(one -> {
                        many.merge(one.key(), 1, Integer::sum);
                        if (one.active()) {
                            active.put(one.key(), one);
                        }
                    });
                    JsonArray items = new JsonArray();
                    prompts.forEach(prompt -> items.add(new JsonObject()
                            .put("key", prompt.key())
                            .put("group", prompt.group().name())
                            .put("text", prompt.text())
                            .put("follows", new JsonArray(prompt.follows()))
                            .put("versions", many.getOrDefault(prompt.key(), 0))
                            .put(
                                    "active",
                                    Optional.ofNullable(active.get(prompt.key()))
                                            .map(one -> json(one, zone))
                                            .orElse(null))));
                    return Answer.of(new JsonObject().put("items", items));
                });
    }

    private static JsonObject json(Version one, ZoneId zone) {
        return new JsonObject()
                .put("version", one.version())
                .put("seconds", one.millis() / 1000.0)
                .put("fileName", one.fileName())
                .put("by", one.by())
                .put("at", Moments.text(one.at(), zone))
                .put("active", one.active());
    }

    private Future<Answer> versions(Ask ask, Sight sight) {
        Centre centre = sight.centre(ask);
        return known(ask, centre)
                .compose(ignored -> desk.versions(
                        centre.id(), Optional.of(ask.required("language")), Optional.of(ask.required("key"))))
                .map(versions -> {
                    JsonArray items = new JsonArray();
                    versions.forEach(
                            one -> items.add(json(one, centre.calendar().zone())));
                    return Answer.of(new JsonObject().put("items", items));
                });
    }

    private Future<Answer> add(Ask ask, Sight sight, AuditLog audit) {
        Centre centre = sight.centre(ask);
        String language = ask.required("language");
        String key = ask.required("key");
        Buffer file = ask.context().body().buffer();
        if (file == null || file.length() == 0) {
            throw Problem.badRequest("The body is missing; send a WAV or an MP3.");
        }
        String name = ask.text("name").orElse("");
        String kept = name.length() > MOST_NAME ? name.substring(0, MOST_NAME) : name;
        return known(ask, centre)
                .compose(ignored -> desk.take(centre.id(), language, key, file.getBytes(), kept, ask.who()))
                .recover(failure -> Future.failedFuture(
                        failure instanceof PromptDesk.Unusable
                                ? Problem.refused(String.valueOf(failure.getMessage()))
                                : failure))
                .compose(version -> audit.write(
                                centre.id(),
                                ask.who(),
                                "prompt.record",
                                language + "/" + key,
                                "",
                                new JsonObject().put("version", version))
                        .compose(ignored -> desk.versions(centre.id(), Optional.of(language), Optional.of(key)))
                        .map(versions -> Answer.of(
                                201,
                                versions.stream()
                                        .filter(one -> one.version() == version)
                                        .findFirst()
                                        .map(one -> json(one, centre.calendar().zone()))
                                        .orElseThrow())));
    }

    private Future<Answer> sound(Ask ask, Sight sight) {
        Centre centre = sight.centre(ask);
        int version = ask.number("version");
        return known(ask, centre)
                .compose(ignored -> desk.sound(centre.id(), ask.required("language"), ask.required("key"), version))
                .map(found -> Answer.of(
                                200,
                                "audio/wav",
                                found.orElseThrow(() ->
                                        Problem.notFound("There is no version %d of this prompt.".formatted(version))))
                        .with("Content-Encoding", "identity"));
    }

    private Future<Answer> choose(Ask ask, Sight sight, AuditLog audit) {
        Centre centre = sight.centre(ask);
        String language = ask.required("language");
        String key = ask.required("key");
        int version = ask.body().getInteger("version");
        return known(ask, centre)
                .compose(ignored -> desk.versions(centre.id(), Optional.of(language), Optional.of(key)))
                .compose(versions -> {
                    if (version != 0 && versions.stream().noneMatch(one -> one.version() == version)) {
                        throw Problem.notFound("There is no version %d of this prompt.".formatted(version));
                    }
                    return desk.choose(
                            centre.id(), language, key, Optional.of(version).filter(chosen -> chosen > 0));
                })
                .compose(ignored -> audit.write(
                        centre.id(),
                        ask.who(),
                        "prompt.choose",
                        language + "/" + key,
                        "",
                        new JsonObject().put("version", version)))
                .map(ignored -> Answer.nothing());
    }

    private Future<Void> known(Ask ask, Centre centre) {
        String key = ask.required("key");
        return desk.knows(centre.id(), ask.required("language"), key).map(known -> {
            if (!known) {
                throw Problem.notFound("There is no prompt %s. GET /prompts lists them.".formatted(key));
            }
            return null;
        });
    }
}
