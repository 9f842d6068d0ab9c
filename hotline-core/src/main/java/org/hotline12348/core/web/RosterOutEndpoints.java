package org.hotline12348.core.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Map;
import org.hotline12348.scheduler.change.PayRate;
import org.hotline12348.scheduler.change.PayReport;
import org.hotline12348.scheduler.desk.RosterDesk;
import org.hotline12348.scheduler.out.CalendarFeed;
import org.hotline12348.scheduler.out.DutyPay;
import org.hotline12348.scheduler.roster.Duty;

/** Calendar feeds at secret addresses, and duty pay. */
final class RosterOutEndpoints {

    private static final String ENDING = ".ics";

    private final RosterDesk desk;
    private final Desk with;
    private final Clock clock;

    RosterOutEndpoints(RosterDesk desk, Desk with, Clock clock) {
        this.desk = desk;
        this.with = with;
        this.clock = clock;
    }

    Map<String, Endpoint> endpoints() {
        return Map.of(
                "getCalendarFeed", this::since,
                "newCalendarFeed", this::fresh,
                "revokeCalendarFeed", this::revokeOwn,
                "revokeCalendarFeedOf", this::revokeOf,
                "getPublicCalendar", this::feed,
                "listPayRates", this::rates,
                "setPayRate", this::setRate,
                "getDutyPay", this::pay);
    }

    private Future<Answer> since(Ask ask) {
        return desk.out()
                .feedSince(ask.account().centre(), ask.who())
                .map(with::value)
                .map(day -> Answer.of(
                        new JsonObject().put("since", day.map(Object::toString).orElse(null))));
    }

    private Future<Answer> fresh(Ask ask) {
        String centre = ask.account().centre();
        return desk.out()
                .newFeed(centre, ask.who(), Desk.actor(ask))
                .map(with::value)
                .map(secret -> {
                    String path = "%s/public/calendars/%s.%s%s".formatted(ApiDocument.BASE, centre, secret, ENDING);
                    var request = ask.context().request();
                    return Answer.of(
                            201,
                            new JsonObject()
                                    .put("path", path)
                                    .put("url", "%s://%s%s".formatted(request.scheme(), request.authority(), path)));
                });
    }

    private Future<Answer> revokeOwn(Ask ask) {
        return revoke(ask, ask.account().centre(), ask.who());
    }

    private Future<Answer> revokeOf(Ask ask) {
        return revoke(ask, with.centre(ask), ask.required("id"));
    }

    private Future<Answer> revoke(Ask ask, String centre, String lawyer) {
        return desk.out()
                .revokeFeed(centre, lawyer, Desk.actor(ask))
                .map(with::value)
                .map(ignored -> Answer.nothing());
    }

    private Future<Answer> feed(Ask ask) {
        String key = ask.required("key");
        int dot = key.indexOf('.');
        if (dot < 1 || !key.endsWith(ENDING) || key.length() - ENDING.length() <= dot) {
            throw Problem.notFound("There is no such calendar (any more).");
        }
        String secret = key.substring(dot + 1, key.length() - ENDING.length());
        return desk.out()
                .feed(key.substring(0, dot), secret)
                .map(with::value)
                .map(feed -> Answer.of(
                                200,
                                CalendarFeed.TYPE,
                                Buffer.buffer(CalendarFeed.of(feed.centre(), feed.duties(), clock.instant())))
                        .with("Content-Disposition", "inline; filename=\"duty.ics\""));
    }

    private Future<Answer> rates(Ask ask) {
        return desk.out()
                .rates(with.centre(ask))
                .map(with::value)
                .map(rates -> Desk.items(RosterJson.array(rates, RosterOutEndpoints::json)));
    }

    private Future<Answer> setRate(Ask ask) {
        PayRate rate = Desk.made(() -> new PayRate(
                Duty.Kind.valueOf(ask.required("kind")),
                Moments.date("from", ask.required("date")),
                ask.body().getLong("fen")));
        return desk.out()
                .setRate(with.centre(ask), rate, Desk.actor(ask))
                .map(with::value)
                .map(set -> Answer.of(json(set)));
    }

    private static JsonObject json(PayRate rate) {
        return new JsonObject()
                .put("kind", rate.kind().name())
                .put("from", rate.from().toString())
                .put("fen", rate.fen());
    }

    private Future<Answer> pay(Ask ask) {
        RosterEndpoints.Days days = RosterEndpoints.Days.of(ask);
        String format = ask.text("format").orElse("json");
        return desk.out()
                .pay(with.centre(ask), days.from(), days.to(), Desk.actor(ask))
                .map(with::value)
                .map(report -> switch (format) {
                    case "csv" -> file(report, "csv", "text/csv; charset=utf-8", DutyPay.csv(report));
                    case "xlsx" -> file(report, "xlsx", DutyPay.XLSX_TYPE, DutyPay.xlsx(report));
                    default -> Answer.of(json(report));
                });
    }

    private static Answer file(PayReport report, String ending, String type, byte[] bytes) {
        return Answer.of(200, type, Buffer.buffer(bytes))
                .with("Content-Disposition", "attachment; filename=\"%s\"".formatted(DutyPay.fileName(report, ending)));
    }

    private JsonObject json(PayReport report) {
        return new JsonObject()
                .put("from", report.from().toString())
                .put("to", report.to().toString())
                .put("fen", report.fen())
                .put(
                        "sums",
                        RosterJson.array(
                                report.sums(),
                                sum -> new JsonObject()
                                        .put(
                                                "lawyer",
                                                with.json()
                                                        .lawyer(sum.practitioner()
                                                                .id()))
                                        .put("seats", sum.seats())
                                        .put("standbys", sum.standbys())
                                        .put("minutes", sum.minutes())
                                        .put("fen", sum.fen())))
                .put(
                        "lines",
                        RosterJson.array(
                                report.lines(),
                                line -> new JsonObject()
                                        .put("duty", with.json().duty(line.duty()))
                                        .put("minutes", line.minutes())
                                        .put("signedIn", line.signedIn())
                                        .put("rateFen", line.rateFen())
                                        .put("fen", line.fen())));
    }
}
