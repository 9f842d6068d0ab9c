package org.hotline12348.ivr;

import io.vertx.core.Vertx;
import java.util.Optional;

class ScriptedPhoneLineTest extends PhoneLineContract {
    private ScriptedPhoneLine scripted() {
        return (ScriptedPhoneLine) line;
    }

    @Override
    protected PhoneLine make(Vertx vertx) {
        return new ScriptedPhoneLine(vertx);
    }

    @Override
    protected void breakConnection() {
        scripted().cut("cut by the test");
    }

    @Override
    protected void mendConnection() {
        scripted().restore();
    }

    @Override
    protected Optional<String> kept(String family, String key) {
        return done(scripted().kept(family + "/" + key));
    }

    @Override
    protected boolean registers(String lawyer, String password) {
        return done(scripted().account(lawyer))
                .filter(account -> account.password().equals(password))
                .isPresent();
    }

    @Override
    protected void mobile(String number, boolean accepts) {
        scripted().accepts(order -> accepts);
    }
}
