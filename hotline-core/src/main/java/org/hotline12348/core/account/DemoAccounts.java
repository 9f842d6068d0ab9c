package org.hotline12348.core.account;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The accounts of the demo centre: its lawyers, {@code coordinator}, {@code admin} and {@code auditor}. */
public final class DemoAccounts {

    private final Accounts accounts;
    private final Passwords passwords;

    public DemoAccounts(Accounts accounts, Passwords passwords) {
        this.accounts = accounts;
        this.passwords = passwords;
    }

    /** One to be made. */
    public record DemoAccount(String username, String name, Set<Role> roles) {
        public DemoAccount(String username, String name, Role role) {
            this(username, name, Set.of(role));
        }
    }

    /**
     * Whether the demo accounts are there already.
     *
     * @return true after the first start; then a password need not be made
     */
    public Future<Boolean> present() {
        return accounts.find("coordinator").map(Optional::isPresent);
    }

    /**
     * Makes what is missing and gives all of them this password, when it is not theirs already. They share one
     * password, therefore also one hash: thirty-three of them would cost every first start seconds.
     *
     * @param people whom, besides coordinator, admin and auditor
     */
    public Future<Void> seed(String centre, List<DemoAccount> people, String password, Instant now) {
        return accounts.credentials("coordinator")
                .compose(found -> found.isEmpty()
                        ? Future.succeededFuture(false)
                        : passwords.matches(password, found.get().passwordHash()))
                .compose(same -> same ? Future.succeededFuture() : write(centre, people, password, now));
    }

    private Future<Void> write(String centre, List<DemoAccount> people, String password, Instant now) {
        return passwords.hash(password).compose(hash -> {
            Future<Void> done = Future.succeededFuture();
            for (DemoAccount person : people) {
                done = done.compose(ignored -> write(centre, person, hash, now));
            }
            // The coordinator last: his password tells whether all of them have been written.
            for (DemoAccount person : List.of(
                    new DemoAccount("admin", "系统管理员", Set.of(Role.ADMINISTRATOR, Role.SECURITY)),
                    new DemoAccount("auditor", "审计员", Role.AUDITOR),
                    new DemoAccount("coordinator", "值班主任", Role.COORDINATOR))) {
                done = done.compose(ignored -> write(centre, person, hash, now));
            }
            return done;
        });
    }

    private Future<Void> write(String centre, DemoAccount person, String hash, Instant now) {
        Account account = new Account(person.username(), person.name(), person.roles(), centre, true, false);
        return accounts.create(account, hash, now)
                .compose(made ->
                        made ? Future.succeededFuture(true) : accounts.changePassword(person.username(), hash, now))
                .mapEmpty();
    }
}
