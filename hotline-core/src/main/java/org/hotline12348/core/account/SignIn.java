package org.hotline12348.core.account;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/** How an attempt to sign in ended. */
public sealed interface SignIn {

    /**
     * It succeeded.
     *
     * @param session the new session
     * @param token what the browser keeps; it is nowhere else
     */
    record Succeeded(Session session, String token) implements SignIn {}

    /** No such username, a wrong password or a closed account: which of them is not said. */
    record Refused() implements SignIn {}

    /** The account is locked until this moment. */
    record Locked(Instant until) implements SignIn {}

    /** The password was right; a key is to answer this question ({@code PublicKeyCredentialRequestOptions}). */
    record Asked(JsonObject question) implements SignIn {}

    /**
     * The password was right; the second factor is missing.
     *
     * @param code whether a code of an authenticator app serves
     * @param key whether a key serves ({@link SecurityKeys})
     */
    record SecondFactorNeeded(boolean code, boolean key) implements SignIn {}
}
