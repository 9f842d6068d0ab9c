package org.hotline12348.scheduler.desk;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hotline12348.scheduler.change.Actor;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.RosterVersion;
import org.hotline12348.scheduler.store.CentreBook;

/** How the published roster changes: duties, version, audit event and notices, all in one transaction. */
final class Publication {

    private Publication() {}

    /**
     * Writes a change of the published roster: duties, version, audit event and notices.
     *
     * @param taken duties as they were
     * @param given duties as they will be; one that keeps the id of a taken duty replaces it
     */
    static Future<RosterVersion> write(
            CentreBook book,
            Gathered gathered,
            RosterVersion.Kind kind,
            List<Duty> taken,
            List<Duty> given,
            String why,
            Actor actor,
            Instant now) {
        Set<String> staying = given.stream().map(Duty::id).collect(Collectors.toSet());
        List<Duty> gone =
                taken.stream().filter(duty -> !staying.contains(duty.id())).toList();
        RosterVersion version = new RosterVersion(
                gathered.centre().id(), gathered.version() + 1, kind, now, actor.user(), why, taken, given);
        return book.remove(gone)
                .compose(ignored -> book.put(given))
                .compose(ignored -> book.record(version))
                .compose(ignored -> DeskWork.audit(
                        book,
                        now,
                        actor,
                        kind == RosterVersion.Kind.PUBLISHED ? "PUBLISH" : "AMEND",
                        "version " + version.version(),
                        "%s (%d taken, %d given)".formatted(why, taken.size(), given.size())))
                .compose(ignored -> tell(book, gathered, taken, given, now))
                .map(ignored -> version);
    }

    private static Future<Void> tell(
            CentreBook book, Gathered gathered, List<Duty> taken, List<Duty> given, Instant now) {
        Set<String> lawyers = new HashSet<>();
        taken.forEach(duty -> lawyers.add(duty.lawyer()));
        given.forEach(duty -> lawyers.add(duty.lawyer()));
        Future<Void> done = Future.succeededFuture();
        for (String lawyer : lawyers.stream().sorted().toList()) {
            Optional<String> text = DutyNews.text(gathered.centre(), lawyer, taken, given, now);
            if (text.isPresent()) {
                done = done.compose(ignored -> DeskWork.tell(
                        book, gathered.centre().id(), now, gathered.practitioners(), lawyer, "值班安排变动", text.get()));
            }
        }
        return done;
    }

    /**
     * Whether any of these versions touched such a duty. So many versions that not all were read count as a touch: it is
     * better to look again than to overwrite.
     */
    static boolean touched(List<RosterVersion> since, Predicate<Duty> such) {
        return since.size() >= CentreBook.MOST_VERSIONS
                || since.stream()
                        .flatMap(version -> Stream.concat(version.taken().stream(), version.given().stream()))
                        .anyMatch(such);
    }
}
