package org.hotline12348.core.web;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.Centre;

/** How far somebody sees: his centre, an administrator all of them; a lawyer his own calls, others all of the centre's. */
public final class Sight {

    private final Roster roster;

    Sight(Roster roster) {
        this.roster = roster;
    }

    /** The centre that was asked for, or the asker's own. */
    Centre centre(Ask ask) {
        return centre(ask.account(), ask.text("centre"));
    }

    /** The same for a centre named in a body. */
    Centre centre(Account account, Optional<String> named) {
        String id = named.orElse(account.centre());
        if (!id.equals(account.centre()) && !account.is(Role.ADMINISTRATOR)) {
            throw Problem.forbidden("%s belongs to the centre %s and sees no other; %s was asked for."
                    .formatted(account.username(), account.centre(), id));
        }
        return known(id);
    }

    /** The centre of this id. */
    Centre known(String id) {
        return roster.centre(id)
                .orElseThrow(() -> Problem.notFound("There is no centre %s. GET /centres lists them.".formatted(id)));
    }

    /** The centres whose names somebody sees: those who keep accounts give each its centre. */
    List<Centre> centres(Account account) {
        return roster.centres().stream()
                .filter(centre -> account.is(Role.ADMINISTRATOR)
                        || account.is(Role.SECURITY)
                        || centre.id().equals(account.centre()))
                .toList();
    }

    /** Their ids. */
    Set<String> centreIds(Account account) {
        return account.is(Role.ADMINISTRATOR)
                ? centres(account).stream().map(Centre::id).collect(Collectors.toUnmodifiableSet())
                : Set.of(account.centre());
    }

    /** The lawyer whose calls alone somebody sees; empty for those who see all. */
    Optional<String> onlyOf(Account account) {
        return account.is(Role.COORDINATOR) || account.is(Role.ADMINISTRATOR)
                ? Optional.empty()
                : Optional.of(account.username());
    }

    /** The zone in which a centre's times are written. */
    ZoneId zone(String centre) {
        return roster.centre(centre).map(found -> found.calendar().zone()).orElse(ZoneId.of("Asia/Shanghai"));
    }

    /** A lawyer's name as people say it; his id when the roster does not know him. */
    String lawyerName(String id) {
        return roster.practitioner(id).map(practitioner -> practitioner.name()).orElse(id);
    }
}
