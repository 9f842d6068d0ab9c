package org.hotline12348.core.account;

import java.util.Collection;
import java.util.Set;

/**
 * A person who may sign in.
 *
 * @param username his name for signing in; a lawyer's is his id on the phone and in the roster too
 * @param name his name as people say it
 * @param roles at least one
 * @param centre the id of the centre he belongs to
 * @param active false: he may not sign in, his name stays on what he wrote
 * @param secondFactor whether a confirmed second factor is asked for
 */
public record Account(
        String username, String name, Set<Role> roles, String centre, boolean active, boolean secondFactor) {

    public Account {
        roles = Set.copyOf(roles);
    }

    /** Whether he has this role. */
    public boolean is(Role role) {
        return roles.contains(role);
    }

    /** Whether he has at least one of these roles. */
    public boolean isAnyOf(Collection<Role> some) {
        return some.stream().anyMatch(roles::contains);
    }
}
