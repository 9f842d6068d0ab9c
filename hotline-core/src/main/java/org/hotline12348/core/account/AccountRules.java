package org.hotline12348.core.account;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What an account must be like, and what nobody may do to his own. */
public final class AccountRules {

    private static final Pattern USERNAME = Pattern.compile("[a-z][a-z0-9._-]{1,63}");
    private static final int NAME_CHARACTERS = 100;

    /** A broken rule: which field, and what to mend. */
    public record Objection(String field, String detail) {}

    private AccountRules() {}

    /** What is wrong with a new or changed account; empty when nothing is. */
    public static List<Objection> objections(String username, String name, Set<Role> roles) {
        List<Objection> found = new ArrayList<>();
        if (!USERNAME.matcher(username).matches()) {
            found.add(new Objection(
                    "username",
                    "A username has 2 to 64 small letters, digits, dots, dashes or underscores and begins with a letter; \"%s\" has not."
                            .formatted(username)));
        }
        if (name.isBlank() || name.length() > NAME_CHARACTERS) {
            found.add(new Objection("name", "A name has 1 to %d characters.".formatted(NAME_CHARACTERS)));
        }
        if (roles.isEmpty()) {
            found.add(new Objection("roles", "An account needs at least one role."));
        }
        if (roles.contains(Role.AUDITOR) && (roles.contains(Role.ADMINISTRATOR) || roles.contains(Role.SECURITY))) {
            found.add(
                    new Objection(
                            "roles",
                            "Who keeps the audit log (auditor) cannot administer the system or its security: the log tells of both."));
        }
        return List.copyOf(found);
    }

    /**
     * Why a change of an account's roles or standing is refused.
     *
     * @param by who changes
     * @param others how many other open accounts have the office of security
     */
    public static Optional<Objection> refusal(Account before, Account after, String by, long others) {
        boolean standing = !before.roles().equals(after.roles()) || before.active() != after.active();
        if (standing && by.equals(before.username())) {
            return Optional.of(
                    new Objection("roles", "Nobody changes his own roles or closes his own account; ask a colleague."));
        }
        boolean leaves = before.active() && before.is(Role.SECURITY) && !(after.active() && after.is(Role.SECURITY));
        return leaves && others == 0
                ? Optional.of(new Objection(
                        "roles",
                        "%s is the last account that administers accounts; give the role security to another first."
                                .formatted(before.username())))
                : Optional.empty();
    }
}
