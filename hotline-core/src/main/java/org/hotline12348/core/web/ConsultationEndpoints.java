package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.call.Outcome;
import org.hotline12348.core.consultation.Channel;
import org.hotline12348.core.consultation.Consultation;
import org.hotline12348.core.consultation.ConsultationBook;
import org.hotline12348.core.consultation.ConsultationQuery;
import org.hotline12348.core.consultation.Facets;
import org.hotline12348.core.consultation.NewConsultation;
import org.hotline12348.core.consultation.Notes;
import org.hotline12348.core.consultation.NotesEdit;
import org.hotline12348.core.consultation.WordLists;
import org.hotline12348.core.consultation.WriteResult;
import org.hotline12348.core.journal.CallsUp;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.core.web.Problem.Fault;
import org.hotline12348.scheduler.roster.Centre;

/** The book of consultations, the calls that are up, and the lists to choose from. */
final class ConsultationEndpoints {

    /** After a call its lawyer still sees the caller's history for so long: he is writing the record. */
    static final Duration AFTER_CALL = Duration.ofMinutes(10);

    private static final Pattern ETAG = Pattern.compile("(?:W/)?\"?v?(\\d{1,18})\"?");

    /** Calls that are up, in one answer. */
    private static final int MOST_LIVE = 2_000;

    private final ConsultationBook book;
    private final CallsUp live;
    private final Sight sight;
    private final ConsultationJson json;
    private final Clock clock;
    private final Clock line;

    /** @param line the exchange's clock, by which calls are told in the book */
    ConsultationEndpoints(ConsultationBook book, CallsUp live, Sight sight, Clock clock, Clock line) {
        this.book = book;
        this.live = live;
        this.sight = sight;
        this.json = new ConsultationJson(sight);
        this.clock = clock;
        this.line = line;
    }

    Map<String, Endpoint> endpoints() {
        Map<String, Endpoint> endpoints = new HashMap<>();
        endpoints.put("listCalls", this::calls);
        endpoints.put("listConsultations", this::list);
        endpoints.put("createConsultation", this::create);
        endpoints.put("getConsultation", this::one);
        endpoints.put("patchConsultation", this::patch);
        endpoints.put("getHistory", this::history);
        endpoints.put("getEdits", this::edits);
        endpoints.put("listCategories", ask -> words(ask, WordLists::categories));
        endpoints.put("listDispositions", ask -> words(ask, WordLists::dispositions));
        endpoints.put("listCallerGroups", ask -> words(ask, WordLists::callerGroups));
        return endpoints;
    }

    private Future<Answer> calls(Ask ask) {
        Centre centre = sight.centre(ask);
        // Who looks at a running call reads the service's clock, which may be shifted; the exchange's is not.
        Duration ahead = Duration.between(line.instant(), clock.instant());
        Optional<String> only = sight.onlyOf(ask.account());
        return book.live(Set.of(centre.id()), only).map(entries -> {
            // The exchange is ahead of the book; calls it was not heard to begin are in the book alone.
            Stream<JsonObject> told = live.of(centre.id()).stream()
                    .filter(call -> only.map(call.parties()::contains).orElse(true))
                    .map(call -> json.live(call, ahead));
            Stream<JsonObject> others = entries.stream()
                    .filter(entry -> live.call(entry.id()).isEmpty() && !live.isOver(entry.id()))
                    .map(entry -> json.live(entry, ahead));
            return items(Stream.concat(told, others)
                    .sorted(Comparator.comparing((JsonObject call) -> call.getString("startedAt"))
                            .thenComparing(call -> call.getString("id")))
                    .limit(MOST_LIVE)
                    .toList());
        });
    }

    private Future<Answer> list(Ask ask) {
        return book.list(query(ask, sight, sight.centre(ask))).map(page -> {
            JsonArray items = new JsonArray();
            page.items().forEach(entry -> items.add(json.item(entry, ask.account())));
            return Answer.of(
                    new JsonObject().put("items", items).put("next", page.next().orElse(null)));
        });
    }

    /** The question that the parameters of a list ask. */
    static ConsultationQuery query(Ask ask, Sight sight, Centre centre) {
        ZoneId zone = centre.calendar().zone();
        Optional<PhoneNumber> caller = ask.text("caller")
                .map(text -> PhoneNumber.of(text)
                        .orElseThrow(() -> Problem.badRequest(
                                "caller: \"%s\" is no telephone number; give all of its digits.".formatted(text))));
        return new ConsultationQuery(
                Set.of(centre.id()),
                ask.text("from").map(text -> Moments.from("from", text, zone)),
                ask.text("to").map(text -> Moments.until("to", text, zone)),
                ask.text("channel").map(Channel::valueOf),
                ask.text("lawyer"),
                ask.text("category"),
                caller,
                ask.text("q"),
                ask.text("outcome").map(Outcome::valueOf),
                ask.text("disposition"),
                ask.flag("unfinished"),
                sight.onlyOf(ask.account()),
                ConsultationJson.readsSensitive(ask.account()),
                facets(ask, zone),
                ask.text("page"),
                ask.number("limit"));
    }

    private static Facets facets(Ask ask, ZoneId zone) {
        return new Facets(
                zone,
                ask.text("hour").map(Integer::valueOf),
                ask.text("weekday").map(Integer::valueOf),
                ask.text("credited"),
                ask.text("callerGroup"),
                ask.text("district"),
                ask.flag("queued"),
                ask.text("waitAtMost").map(Integer::valueOf),
                ask.text("ratingFrom").map(Integer::valueOf));
    }

    private Future<Answer> one(Ask ask) {
        return find(ask).map(entry -> whole(200, entry, ask.account()));
    }

    private Future<Answer> patch(Ask ask) {
        String match = ask.text("If-Match").orElseThrow(Problem::preconditionNeeded);
        NotesEdit edit = edit(ask.body());
        return find(ask).compose(entry -> {
            long version = match.equals("*") ? entry.version() : version(match);
            return book.edit(
                            entry.id(),
                            version,
                            edit,
                            sight.centreIds(ask.account()),
                            sight.onlyOf(ask.account()),
                            ask.who(),
                            clock.instant())
                    .map(result -> written(200, result, ask.account()));
        });
    }

    private Future<Answer> create(Ask ask) {
        JsonObject body = ask.body();
        Account account = ask.account();
        Centre centre = sight.centre(account, Optional.ofNullable(body.getString("centre")));
        Instant now = clock.instant();
        Instant startedAt = Optional.ofNullable(body.getString("startedAt"))
                .map(text -> Moments.moment("startedAt", text))
                .orElse(now);
        Instant endedAt = Optional.ofNullable(body.getString("endedAt"))
                .map(text -> Moments.moment("endedAt", text))
                .orElse(startedAt.isAfter(now) ? startedAt : now);
        String lawyer = Optional.ofNullable(body.getString("lawyer"))
                .or(() -> account.is(Role.LAWYER) ? Optional.of(account.username()) : Optional.empty())
                .orElseThrow(() -> Problem.refused(List.of(new Fault("lawyer", "Say who advised."))));
        if (sight.onlyOf(account).isPresent() && !lawyer.equals(account.username())) {
            throw Problem.forbidden("A lawyer enters his own consultations; %s is somebody else.".formatted(lawyer));
        }
        Optional<PhoneNumber> caller = Optional.ofNullable(body.getString("callerNumber"))
                .map(text -> PhoneNumber.of(text)
                        .orElseThrow(() -> Problem.refused(
                                List.of(new Fault("callerNumber", "\"%s\" has no digit.".formatted(text))))));
        String key = account.username()
                + "/"
                + ask.text("Idempotency-Key").orElseGet(() -> UUID.randomUUID().toString());
        NewConsultation entry = new NewConsultation(
                key,
                centre.id(),
                Channel.valueOf(body.getString("channel")),
                startedAt,
                endedAt,
                caller,
                lawyer,
                edit(body).applyTo(Notes.BLANK));
        return book.add(entry, account.username(), now).map(result -> {
            Answer answer = written(201, result, account);
            return result instanceof WriteResult.Written(Consultation made)
                    ? answer.with("Location", ApiDocument.BASE + "/consultations/" + made.id())
                    : answer;
        });
    }

    private Future<Answer> history(Ask ask) {
        return find(ask).compose(entry -> {
            boolean mine = sight.onlyOf(ask.account()).isPresent();
            boolean over = entry.endedAt()
                    .filter(ended -> ended.plus(AFTER_CALL).isBefore(clock.instant()))
                    .isPresent();
            if (mine && over) {
                throw Problem.forbidden(
                        "A lawyer sees a caller's history while the call is up and %d minutes after; this one has ended."
                                .formatted(AFTER_CALL.toMinutes()));
            }
            return book.history(entry.id(), Set.of(entry.centre()), ask.number("limit"))
                    .map(entries -> items(entries.stream()
                            .map(earlier -> json.item(earlier, ask.account()))
                            .toList()));
        });
    }

    private Future<Answer> edits(Ask ask) {
        return find(ask).compose(entry -> {
            if (ConsultationJson.isHidden(entry, ask.account())) {
                throw Problem.forbidden(
                        "Who may not read a sensitive matter does not read what was changed in it either.");
            }
            return book.edits(entry.id(), Set.of(entry.centre()))
                    .map(edits -> items(edits.stream()
                            .map(edit -> json.edit(edit, entry.centre()))
                            .toList()));
        });
    }

    private Future<Answer> words(Ask ask, java.util.function.Function<WordLists, List<WordLists.Word>> which) {
        return book.wordLists(ask.account().centre())
                .map(lists -> items(which.apply(lists).stream()
                        .map(word -> new JsonObject()
                                .put("key", word.key())
                                .put("zh", word.zh())
                                .put("en", word.en())
                                .put("group", word.group())
                                .put("sensitive", word.sensitive()))
                        .toList()));
    }

    /** The entry that was asked for, when the asker may see it. */
    Future<Consultation> find(Ask ask) {
        String id = ask.required("id");
        // At the ring the book may not yet say whose call it is.
        Optional<String> only = sight.onlyOf(ask.account())
                .filter(lawyer -> live.call(id)
                        .map(call -> !call.parties().contains(lawyer))
                        .orElse(true));
        return book.find(id, sight.centreIds(ask.account()), only).map(found -> found.orElseThrow(() -> unknown(id)));
    }

    private Answer written(int status, WriteResult result, Account reader) {
        return switch (result) {
            case WriteResult.Written(Consultation entry) -> whole(status, entry, reader);
            case WriteResult.Stale(Consultation current) -> throw Problem.stale(etag(current));
            case WriteResult.Unknown(String id) -> throw unknown(id);
            case WriteResult.Refused(List<WriteResult.Fault> faults) ->
                throw Problem.refused(faults.stream()
                        .map(fault -> new Fault(fault.field(), fault.message()))
                        .toList());
        };
    }

    private Answer whole(int status, Consultation entry, Account reader) {
        return Answer.of(status, json.whole(entry, reader)).with("ETag", etag(entry));
    }

    private static Answer items(List<JsonObject> objects) {
        return Answer.of(new JsonObject().put("items", new JsonArray(objects)));
    }

    private static String etag(Consultation entry) {
        return "\"v%d\"".formatted(entry.version());
    }

    private static long version(String match) {
        Matcher matcher = ETAG.matcher(match);
        if (!matcher.matches()) {
            throw Problem.badRequest("If-Match: %s is no ETag of a consultation, such as \"v3\".".formatted(match));
        }
        return Long.parseLong(matcher.group(1));
    }

    private static Problem unknown(String id) {
        return Problem.notFound("There is no consultation %s among those you may see.".formatted(id));
    }

    /** What a body changes: an absent field stays, null clears. */
    private static NotesEdit edit(JsonObject body) {
        return new NotesEdit(
                text(body, "category"),
                text(body, "matter"),
                text(body, "summary"),
                text(body, "advice"),
                text(body, "disposition"),
                Optional.ofNullable(body.getJsonArray("callerGroups"))
                        .map(groups -> groups.stream().map(Object::toString).collect(Collectors.toUnmodifiableSet())),
                text(body, "callerName"),
                text(body, "district"),
                Optional.ofNullable(body.getBoolean("rightsExplained")),
                body.containsKey("limitationDate") ? Optional.of(date(body, "limitationDate")) : Optional.empty(),
                Optional.ofNullable(body.getBoolean("followUpWanted")),
                Optional.ofNullable(body.getBoolean("sensitive")),
                Optional.ofNullable(body.getBoolean("nameWithheld")),
                Optional.ofNullable(body.getBoolean("aidApplication")),
                text(body, "referredTo"),
                body.containsKey("followUpOn") ? Optional.of(date(body, "followUpOn")) : Optional.empty());
    }

    private static Optional<String> text(JsonObject body, String field) {
        if (!body.containsKey(field)) {
            return Optional.empty();
        }
        String text = body.getString(field);
        return Optional.of(text == null ? "" : text.strip());
    }

    private static Optional<LocalDate> date(JsonObject body, String field) {
        return Optional.ofNullable(body.getString(field)).map(text -> Moments.date(field, text));
    }
}
