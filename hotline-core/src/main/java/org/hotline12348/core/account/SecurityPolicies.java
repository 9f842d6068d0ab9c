package org.hotline12348.core.account;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What a centre asks of its accounts beyond a password. */
public final class SecurityPolicies {

    private final Pool pool;

    public SecurityPolicies(Pool pool) {
        this.pool = pool;
    }

    /** The roles that need a second factor in this centre; none unless somebody said so. */
    public Future<Set<Role>> secondFactorRoles(String centre) {
        return pool.preparedQuery("select second_factor_roles from hotline.security_policy where centre_id = $1")
                .execute(Tuple.of(centre))
                .map(rows -> rows.size() == 0
                        ? Set.of()
                        : Arrays.stream(rows.iterator().next().getArrayOfStrings("second_factor_roles"))
                                .flatMap(code -> Role.of(code).stream())
                                .collect(Collectors.toUnmodifiableSet()));
    }

    /** Asks these roles for a second factor; it holds from the next request of each session. */
    public Future<Void> askSecondFactor(String centre, Set<Role> roles, String by, Instant now) {
        return pool.preparedQuery("""
                insert into hotline.security_policy (centre_id, second_factor_roles, changed_by, changed_at)
                values ($1, $2, $3, $4)
                on conflict (centre_id) do update set second_factor_roles = excluded.second_factor_roles,
                  changed_by = excluded.changed_by, changed_at = excluded.changed_at
                """)
                .execute(Tuple.of(
                        centre,
                        roles.stream().map(Role::code).sorted().toArray(String[]::new),
                        by,
                        now.atOffset(ZoneOffset.UTC)))
                .mapEmpty();
    }
}
