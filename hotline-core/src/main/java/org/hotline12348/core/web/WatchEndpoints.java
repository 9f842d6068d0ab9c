package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.core.watch.Recipient;
import org.hotline12348.core.watch.RecipientBook;
import org.hotline12348.core.watch.Watch;
import org.hotline12348.core.watch.Watch.Raised;
import org.hotline12348.core.web.Problem.Fault;

/** What of the line cannot do its work just now. */
public final class WatchEndpoints implements WebFeature {

    private static final Pattern MAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,190}");

    private final Watch watch;
    private final RecipientBook recipients;
    private final Clock clock;

    public WatchEndpoints(Watch watch, RecipientBook recipients, Clock clock) {
        this.watch = watch;
        this.recipients = recipients;
        this.clock = clock;
    }

    @Override
    public String document() {
        return "watch.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        Sight sight = tools.sight();
        return Map.of(
                "getWatchRecipients",
                ask -> recipients.of(sight.centre(ask).id()).map(WatchEndpoints::json),
                "putWatchRecipients",
                ask -> set(ask, tools),
                "listWatchAlarms",
                ask -> {
                    boolean cleared = ask.text("state").equals(Optional.of("cleared"));
                    return Future.succeededFuture(list(cleared ? watch.cleared() : watch.open(), ask, sight));
                },
                "acknowledgeWatchAlarm",
                ask -> {
                    String id = ask.required("id");
                    Raised raised = watch.open().stream()
                            .filter(one -> one.alarm().id().equals(id) && isSeen(one, ask, sight))
                            .findFirst()
                            .flatMap(_ -> watch.acknowledge(id, ask.who()))
                            .orElseThrow(() -> Problem.notFound(
                                    "There is no alarm %s now. Maybe its cause is gone already.".formatted(id)));
                    return tools.audit()
                            .write(ask.account().centre(), ask.who(), "watch.acknowledge", id, "", new JsonObject())
                            .map(_ -> Answer.of(json(raised, zone(ask, sight))));
                });
    }

    private Future<Answer> set(Ask ask, Tools tools) {
        String centre = tools.sight().centre(ask).id();
        return recipients.of(centre).compose(kept -> {
            List<Recipient> all = given(centre, ask.body().getJsonArray("items"), new ArrayList<>(kept));
            return tools.audit()
                    .write(
                            centre,
                            ask.who(),
                            "watch.recipients",
                            centre,
                            "",
                            new JsonObject().put("recipients", all.size()))
                    .compose(_ -> recipients.set(centre, all, ask.who(), clock.instant()))
                    .map(_ -> json(all));
        });
    }

    /** @param kept those that stand there; a number that is sent back masked, as it was shown, is theirs */
    private static List<Recipient> given(String centre, JsonArray items, List<Recipient> kept) {
        List<Fault> faults = new ArrayList<>();
        List<Recipient> all = new ArrayList<>();
        for (Object entry : items) {
            JsonObject given = (JsonObject) entry;
            String written = given.getString("address").strip();
            address(written, kept)
                    .ifPresentOrElse(
                            to -> all.add(new Recipient(
                                    centre,
                                    to,
                                    given.getBoolean("urgentOnly", true),
                                    Duration.ofSeconds(given.getInteger("afterSeconds", 60)))),
                            () -> faults.add(new Fault(
                                    "address",
                                    "\"%s\" is neither a mail address nor the number of a mobile."
                                            .formatted(written))));
        }
        if (!faults.isEmpty()) {
            throw Problem.refused(faults);
        }
        return all;
    }

    private static Optional<String> address(String written, List<Recipient> kept) {
        if (written.contains("@")) {
            return Optional.of(written).filter(text -> MAIL.matcher(text).matches());
        }
        if (written.contains("*")) {
            Optional<Recipient> meant =
                    kept.stream().filter(one -> shown(one).equals(written)).findFirst();
            // Two may be masked alike: each stands for one of them.
            meant.ifPresent(kept::remove);
            return meant.map(Recipient::address);
        }
        return PhoneNumber.of(written).map(PhoneNumber::plainDigits).filter(digits -> digits.matches("1[3-9]\\d{9}"));
    }

    private static Answer json(List<Recipient> all) {
        return Answer.of(new JsonObject()
                .put(
                        "items",
                        new JsonArray(all.stream()
                                .map(one -> new JsonObject()
                                        .put("address", shown(one))
                                        .put("urgentOnly", one.urgentOnly())
                                        .put("afterSeconds", one.after().toSeconds()))
                                .toList())));
    }

    private static String shown(Recipient one) {
        return one.mail()
                ? one.address()
                : PhoneNumber.of(one.address()).map(PhoneNumber::masked).orElse("****");
    }

    private static Answer list(Collection<Raised> alarms, Ask ask, Sight sight) {
        JsonArray items = new JsonArray();
        alarms.stream()
                .filter(raised -> isSeen(raised, ask, sight))
                .forEach(raised -> items.add(json(raised, zone(ask, sight))));
        return Answer.of(new JsonObject().put("items", items));
    }

    private static boolean isSeen(Raised raised, Ask ask, Sight sight) {
        Set<String> centres = sight.centreIds(ask.account());
        return raised.alarm().centre().map(centres::contains).orElse(true);
    }

    private static ZoneId zone(Ask ask, Sight sight) {
        return sight.zone(ask.account().centre());
    }

    private static JsonObject json(Raised raised, ZoneId zone) {
        return new JsonObject()
                .put("id", raised.alarm().id())
                .put("kind", raised.alarm().kind().name())
                .put("urgent", raised.alarm().kind().urgent())
                .put("subject", raised.alarm().subject())
                .put("centre", raised.alarm().centre().orElse(null))
                .put("zh", raised.alarm().zh())
                .put("en", raised.alarm().en())
                .put("raisedAt", Moments.text(raised.raisedAt(), zone))
                .put("acknowledgedBy", raised.acknowledgedBy().orElse(null))
                .put(
                        "clearedAt",
                        raised.clearedAt().map(at -> Moments.text(at, zone)).orElse(null));
    }
}
