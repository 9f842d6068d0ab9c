package org.hotline12348.core.copies;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import org.hotline12348.ivr.CallOut;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.PhoneAccount;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.ivr.Supervision;

/** What a person asks of the exchange, as it travels from the copy that was asked to the one that commands. */
sealed interface LineOrder {

    record TellPhone(String lawyer, LawyerPhone phone) implements LineOrder {}

    record TellClosure(String centre, Optional<String> announcement) implements LineOrder {}

    record Admit(PhoneAccount account) implements LineOrder {}

    record Withdraw(String lawyer) implements LineOrder {}

    record Call(CallOut order) implements LineOrder {}

    record Supervise(Supervision order) implements LineOrder {}

    record HangUp(String channel, int cause) implements LineOrder {}

    record Redirect(String channel, String context, String extension) implements LineOrder {}

    /** Gives it. The answer of an order that has none is true. */
    default Future<Boolean> giveTo(PhoneLine line) {
        return switch (this) {
            case TellPhone told ->
                line.publishPhone(told.lawyer(), told.phone()).map(true);
            case TellClosure told ->
                line.publishClosure(told.centre(), told.announcement()).map(true);
            case Admit admit -> line.admitPhone(admit.account()).map(true);
            case Withdraw withdraw -> line.withdrawPhone(withdraw.lawyer()).map(true);
            case Call call -> line.callOut(call.order());
            case Supervise supervise -> line.supervise(supervise.order());
            case HangUp hangUp -> line.hangUp(hangUp.channel(), hangUp.cause()).map(true);
            case Redirect redirect ->
                line.redirect(redirect.channel(), redirect.context(), redirect.extension())
                        .map(true);
        };
    }

    /** How long its answer may take: telephones ring for some of them. */
    default Duration patience() {
        return switch (this) {
            case Call call -> Duration.ofSeconds(call.order().ringTimeoutSeconds() + 15L);
            case Supervise _ -> Duration.ofSeconds(45);
            case TellPhone _, TellClosure _, Admit _, Withdraw _, HangUp _, Redirect _ -> Duration.ofSeconds(10);
        };
    }

    /** As it travels. It holds numbers and passwords: seal it. */
    default JsonObject json() {
        return switch (this) {
            case TellPhone told ->
                of("phone")
                        .put("lawyer", told.lawyer())
                        .put("kind", told.phone().kind().name())
                        .put("address", told.phone().address());
            case TellClosure told ->
                of("closure")
                        .put("centre", told.centre())
                        .put("announcement", told.announcement().orElse(null));
            case Admit(PhoneAccount account) ->
                of("admit")
                        .put("lawyer", account.lawyer())
                        .put("kind", account.kind().name())
                        .put("password", account.password());
            case Withdraw withdraw -> of("withdraw").put("lawyer", withdraw.lawyer());
            case Call(CallOut order) ->
                of("call")
                        .put("id", order.id())
                        .put("centre", order.centre())
                        .put("lawyer", order.lawyer())
                        .put("number", order.number())
                        .put("line", order.line())
                        .put("seconds", order.ringTimeoutSeconds());
            case Supervise(Supervision order) ->
                of("supervise")
                        .put("supervisor", order.supervisor())
                        .put("lawyer", order.lawyer())
                        .put("mode", order.mode().name())
                        .put("line", order.line());
            case HangUp hangUp -> of("hangup").put("channel", hangUp.channel()).put("cause", hangUp.cause());
            case Redirect redirect ->
                of("redirect")
                        .put("channel", redirect.channel())
                        .put("context", redirect.context())
                        .put("extension", redirect.extension());
        };
    }

    private static JsonObject of(String what) {
        return new JsonObject().put("what", what);
    }

    /** @throws IllegalArgumentException where it is no order, or one that may not be given */
    static LineOrder read(JsonObject json) {
        return switch (json.getString("what", "")) {
            case "phone" ->
                new TellPhone(
                        json.getString("lawyer"),
                        new LawyerPhone(LawyerPhone.Kind.valueOf(json.getString("kind")), json.getString("address")));
            case "closure" ->
                new TellClosure(json.getString("centre"), Optional.ofNullable(json.getString("announcement")));
            case "admit" ->
                new Admit(new PhoneAccount(
                        json.getString("lawyer"),
                        LawyerPhone.Kind.valueOf(json.getString("kind")),
                        json.getString("password")));
            case "withdraw" -> new Withdraw(json.getString("lawyer"));
            case "call" ->
                new Call(new CallOut(
                        json.getString("id"),
                        json.getString("centre"),
                        json.getString("lawyer"),
                        json.getString("number"),
                        json.getString("line"),
                        json.getInteger("seconds")));
            case "supervise" ->
                new Supervise(new Supervision(
                        json.getString("supervisor"),
                        json.getString("lawyer"),
                        Supervision.Mode.valueOf(json.getString("mode")),
                        json.getString("line")));
            case "hangup" -> new HangUp(json.getString("channel"), json.getInteger("cause"));
            case "redirect" ->
                new Redirect(json.getString("channel"), json.getString("context"), json.getString("extension"));
            default ->
                throw new IllegalArgumentException("\"%s\" is no order. Maybe the other copy of the service is newer."
                        .formatted(json.getString("what", "")));
        };
    }
}
