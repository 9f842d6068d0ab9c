package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.hotline12348.core.account.Session;
import org.hotline12348.core.desk.OwnStatus;
import org.hotline12348.core.desk.Phones;
import org.hotline12348.core.desk.Statuses;
import org.hotline12348.core.privacy.PhoneNumber;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.LineException;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.OnDuty;

/** A lawyer's telephone and status, and the WebSocket of the browser phones. */
public final class DeskFeature implements WebFeature {

    private final Phones phones;
    private final Statuses statuses;
    private final Roster roster;
    private final BiPredicate<String, String> reachable;
    private final SipProxy proxy;
    private final Clock clock;

    /** @param reachable centre, lawyer: whether he can be rung or talks now */
    public DeskFeature(
            Phones phones,
            Statuses statuses,
            Roster roster,
            BiPredicate<String, String> reachable,
            SipProxy proxy,
            Clock clock) {
        this.phones = phones;
        this.statuses = statuses;
        this.roster = roster;
        this.reachable = reachable;
        this.proxy = proxy;
        this.clock = clock;
    }

    @Override
    public String document() {
        return "phone.yaml";
    }

    @Override
    public Map<String, Endpoint> endpoints(Tools tools) {
        return Map.of(
                "getMyPhone",
                this::phone,
                "putMyPhone",
                this::choose,
                "getMyStatus",
                ask -> Future.succeededFuture(status(ask, tools)),
                "putMyStatus",
                ask -> change(ask, tools));
    }

    @Override
    public void mount(Router router, Tools tools) {
        proxy.mount(router, tools.door());
    }

    private Future<Answer> phone(Ask ask) {
        LawyerPhone.Kind kind = phones.chosen(ask.who());
        JsonObject json = new JsonObject()
                .put("kind", kind.name().toLowerCase(Locale.ROOT))
                .put("kinds", kinds(ask.who()))
                .put(
                        "number",
                        phones.mobile(ask.who())
                                .flatMap(PhoneNumber::of)
                                .map(PhoneNumber::masked)
                                .orElse(null));
        phones.sipPassword(ask.who())
                .ifPresent(password -> json.put("authUser", ask.who()).put("password", password));
        if (kind != LawyerPhone.Kind.BROWSER) {
            return Future.succeededFuture(Answer.of(json));
        }
        Session session = ask.session().orElseThrow();
        return phones.open(ask.account().centre(), ask.who(), session.id())
                .map(password -> Answer.of(json.put("uri", "sip:%s@hotline.invalid".formatted(ask.who()))
                        .put("authUser", ask.who())
                        .put("password", password)
                        .put("websocket", SipProxy.PATH)))
                .recover(failure -> Future.failedFuture(
                        failure instanceof LineException
                                ? Problem.unavailable("The telephone exchange does not answer just now.")
                                : failure));
    }

    private JsonArray kinds(String lawyer) {
        JsonArray kinds = new JsonArray().add("browser").add("sip");
        phones.mobile(lawyer).ifPresent(ignored -> kinds.add("mobile"));
        return kinds;
    }

    private Future<Answer> choose(Ask ask) {
        LawyerPhone.Kind kind =
                LawyerPhone.Kind.valueOf(ask.body().getString("kind").toUpperCase(Locale.ROOT));
        if (kind == LawyerPhone.Kind.MOBILE && phones.mobile(ask.who()).isEmpty()) {
            throw Problem.refused(
                    "The register knows no mobile number of %s. The coordinator can enter it.".formatted(ask.who()));
        }
        return phones.choose(ask.account().centre(), ask.who(), kind).compose(ignored -> phone(ask));
    }

    private Future<Answer> change(Ask ask, Tools tools) {
        OwnStatus status = OwnStatus.valueOf(ask.body().getString("status"));
        String centre = ask.account().centre();
        if (status.leavesTheSeat()
                && !Boolean.TRUE.equals(ask.body().getBoolean("anyway"))
                && wouldLeaveNobody(centre, ask.who(), clock.instant())) {
            throw Problem.conflict(
                    "nobody-left",
                    "No colleague on duty is ready: nobody would take calls but the standby. Send anyway: true if you must go.");
        }
        return statuses.set(centre, ask.who(), status).map(ignored -> status(ask, tools));
    }

    private boolean wouldLeaveNobody(String centre, String lawyer, Instant now) {
        OnDuty onDuty = roster.at(centre, now);
        return onDuty.seats().stream().anyMatch(duty -> duty.lawyer().equals(lawyer))
                && onDuty.seats().stream()
                        .map(duty -> duty.lawyer())
                        .filter(other -> !other.equals(lawyer))
                        .noneMatch(other -> statuses.of(other)
                                        .filter(held -> held.status().leavesTheSeat())
                                        .isEmpty()
                                && reachable.test(centre, other));
    }

    private Answer status(Ask ask, Tools tools) {
        ZoneId zone = tools.sight().zone(ask.account().centre());
        Optional<Statuses.Held> held = statuses.of(ask.who());
        OnDuty onDuty = roster.at(ask.account().centre(), clock.instant());
        boolean mine = onDuty.seats().stream().anyMatch(duty -> duty.lawyer().equals(ask.who()))
                || onDuty.standby().stream().anyMatch(duty -> duty.lawyer().equals(ask.who()));
        return Answer.of(new JsonObject()
                .put(
                        "status",
                        held.map(Statuses.Held::status).orElse(OwnStatus.READY).name())
                .put("since", held.map(one -> Moments.text(one.since(), zone)).orElse(null))
                .put("until", held.map(one -> Moments.text(one.until(), zone)).orElse(null))
                .put("onDuty", mine));
    }
}
