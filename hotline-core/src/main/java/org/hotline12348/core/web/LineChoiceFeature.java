package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.choice.CentreTree;
import org.hotline12348.core.choice.LineChoices;
import org.hotline12348.core.choice.LineChoices.Help;
import org.hotline12348.core.choice.LineTeller;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.core.web.Problem.Fault;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.Centre;

/** What a centre chooses of its line. */
public final class LineChoiceFeature implements WebFeature {

    private static final Set<String> BEYOND_THE_CENTRE = Set.of("helping", "above", "shortNumber");

    private final LineTeller teller;
    private final Roster roster;
    private final Predicate<PhoneNumber> mayDial;
    private final Clock clock;

    /** @param mayDial whether a number may be dialled from here */
    public LineChoiceFeature(LineTeller teller, Roster roster, Predicate<PhoneNumber> mayDial, Clock clock) {
        this.teller = teller;
        this.roster = roster;
        this.mayDial = mayDial;
        this.clock = clock;
    }

    @Override
    public String document() {
        return "line.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        return Map.of(
                "getLineChoices",
                ask -> Future.succeededFuture(
                        Answer.of(json(tools.sight().centre(ask).id()))),
                "putLineChoices",
                ask -> choose(ask, tools));
    }

    private Future<Answer> choose(Ask ask, Tools tools) {
        Centre centre = tools.sight().centre(ask);
        JsonObject body = ask.body();
        if (!ask.account().is(Role.ADMINISTRATOR) && body.fieldNames().stream().anyMatch(BEYOND_THE_CENTRE::contains)) {
            throw Problem.forbidden(
                    "helping, above and shortNumber concern other centres too: an administrator sets them.");
        }
        CentreTree tree = teller.tree();
        List<Fault> faults = new ArrayList<>();
        LineChoices before = teller.of(centre.id());
        LineChoices after = new LineChoices(
                body.getBoolean("earlierTurnKey", before.earlierTurnKey()),
                body.getBoolean("englishKey", before.englishKey()),
                given(
                        body,
                        "overflowSeconds",
                        before.overflowAfter(),
                        (from, field) -> Duration.ofSeconds(from.getInteger(field))),
                given(body, "helping", before.helping(), (from, field) -> helping(centre.id(), from, tree, faults)),
                help(body, before, faults),
                given(
                        body,
                        "shortNumber",
                        before.shortNumber(),
                        (from, field) -> shortNumber(centre.id(), from, faults)));
        Optional<String> above = given(
                body,
                "above",
                Optional.ofNullable(tree.above().get(centre.id())),
                (from, field) -> above(centre.id(), from.getString(field), tree, faults));
        if (!faults.isEmpty()) {
            throw Problem.refused(faults);
        }
        JsonObject written = body.copy();
        written.remove("helpNumber");
        return tools.audit()
                .write(centre.id(), ask.who(), "line.choices", centre.id(), "", written)
                .compose(_ -> teller.choose(centre, after, above, ask.who(), clock.instant()))
                .map(told -> Answer.of(json(centre.id()).put("told", told)));
    }

    /** A field that was given, perhaps as null; absent: as it was. */
    private static <T> Optional<T> given(
            JsonObject body, String field, Optional<T> before, BiFunction<JsonObject, String, T> read) {
        if (!body.containsKey(field)) {
            return before;
        }
        return body.getValue(field) == null ? Optional.empty() : Optional.of(read.apply(body, field));
    }

    private static List<String> helping(String centre, JsonObject body, CentreTree tree, List<Fault> faults) {
        List<String> named = body.getJsonArray("helping").stream()
                .map(Object::toString)
                .distinct()
                .toList();
        named.stream()
                .filter(one -> one.equals(centre) || !tree.centres().contains(one))
                .forEach(one -> faults.add(new Fault(
                        "helping", "%s cannot help %s out: name other centres that exist.".formatted(one, centre))));
        return named;
    }

    private static String above(String centre, String other, CentreTree tree, List<Fault> faults) {
        if (!tree.mayStandUnder(centre, other)) {
            faults.add(new Fault(
                    "above",
                    "%s cannot stand under %s: it must be another centre that exists and does not stand under it."
                            .formatted(centre, other)));
        }
        return other;
    }

    private String shortNumber(String centre, JsonObject body, List<Fault> faults) {
        String digits = body.getString("shortNumber");
        if (!digits.matches("[2-9][0-9]{0,3}")) {
            faults.add(new Fault(
                    "shortNumber", "A short number has 1 to 4 digits, the first of them 2 to 9 (1 leads to lawyers)."));
        }
        teller.hasShortNumber(digits)
                .filter(other -> !other.equals(centre))
                .ifPresent(other ->
                        faults.add(new Fault("shortNumber", "%s is reached by %s already.".formatted(other, digits))));
        return digits;
    }

    private Optional<Help> help(JsonObject body, LineChoices before, List<Fault> faults) {
        Optional<String> person = given(body, "helpPerson", before.help().map(Help::person), JsonObject::getString);
        person.filter(name -> !name.matches("[a-z][a-z0-9][A-Za-z0-9_.-]{0,62}"))
                .ifPresent(name -> faults.add(
                        new Fault("helpPerson", "\"%s\" is no user name that the exchange can call.".formatted(name))));
        boolean another = !person.equals(before.help().map(Help::person));
        Optional<PhoneNumber> number = body.containsKey("helpNumber")
                ? number(body, faults)
                : before.help().flatMap(Help::mobile).filter(_ -> !another);
        if (number.isPresent() && person.flatMap(roster::practitioner).isPresent()) {
            faults.add(new Fault(
                    "helpNumber",
                    "%s is in the register of practitioners, where his number stands; leave this empty."
                            .formatted(person.orElseThrow())));
        }
        return person.map(name -> new Help(name, number));
    }

    private Optional<PhoneNumber> number(JsonObject body, List<Fault> faults) {
        Optional<String> written = Ask.optional(body, "helpNumber");
        Optional<PhoneNumber> number = written.flatMap(PhoneNumber::of);
        if (written.isPresent() && number.filter(mayDial).isEmpty()) {
            faults.add(new Fault("helpNumber", "This is no number that may be dialled from here."));
        }
        return number;
    }

    private JsonObject json(String centre) {
        LineChoices choices = teller.of(centre);
        return new JsonObject()
                .put("centre", centre)
                .put("earlierTurnKey", choices.earlierTurnKey())
                .put("englishKey", choices.englishKey())
                .put(
                        "overflowSeconds",
                        choices.overflowAfter().map(Duration::toSeconds).orElse(null))
                .put("helpPerson", choices.help().map(Help::person).orElse(null))
                .put(
                        "helpNumber",
                        choices.help()
                                .flatMap(Help::mobile)
                                .map(PhoneNumber::masked)
                                .orElse(null))
                .put("helping", choices.helping().map(JsonArray::new).orElse(null))
                .put("helpingNow", new JsonArray(teller.helping(centre)))
                .put("above", teller.tree().above().get(centre))
                .put("shortNumber", choices.shortNumber().orElse(null));
    }
}
