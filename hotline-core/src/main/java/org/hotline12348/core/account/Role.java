package org.hotline12348.core.account;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an account may do; it may have several. Administration of the system, of security and of the audit log are three
 * offices (等保 2.0); which of them go together says {@link AccountRules}.
 */
public enum Role {
    /** Sits at a phone, sees his own calls and consultations. */
    LAWYER,
    /** Runs a centre's day: roster, log, callbacks, reports. */
    COORDINATOR,
    /** Centres, lines, prompts, limits, the system page. */
    ADMINISTRATOR,
    /** Accounts, their roles, locks and second factors. */
    SECURITY,
    /** Reads the audit log and proves its chain. */
    AUDITOR;

    /** As it is written in JSON, in the database and in the OpenAPI document. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of this code, or empty when there is none. */
    public static Optional<Role> of(String code) {
        return Stream.of(values()).filter(role -> role.code().equals(code)).findFirst();
    }
}
