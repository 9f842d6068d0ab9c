package org.hotline12348.core.desk;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.hotline12348.core.account.Sessions;
import org.hotline12348.ivr.LawyerPhone;
import org.hotline12348.ivr.PhoneAccount;
import org.hotline12348.ivr.PhoneLine;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.PhoneKind;
import org.hotline12348.scheduler.roster.Practitioner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which telephone each lawyer uses, and the browsers that may be one.
 *
 * <p>A browser registers with a password that is derived from the session: it can be told to the PBX anew whenever the PBX
 * has forgotten it, the same for every copy of the service, and ends with the session. One browser a lawyer: the last one
 * that asked. While none is open, his calls go to his mobile.
 */
public final class Phones {

    private static final Logger LOG = LoggerFactory.getLogger(Phones.class);

    /** @param session the session whose browser is the telephone; empty when none is open */
    private record Choice(String centre, LawyerPhone.Kind kind, Optional<Buffer> session) {}

    private final Pool pool;
    private final Roster roster;
    private final Sessions sessions;
    private final PhoneLine line;
    private final Function<String, Optional<String>> sipPasswords;
    private final UnaryOperator<Buffer> mark;
    private final Clock clock;
    private final Runnable changed;
    private final Map<String, Choice> choices = new ConcurrentHashMap<>();

    /**
     * @param sipPasswords what a lawyer's SIP telephone registers with
     * @param mark a keyed hash: nobody without the key can compute it
     * @param changed told after each change of a telephone
     */
    public Phones(
            Pool pool,
            Roster roster,
            Sessions sessions,
            PhoneLine line,
            Function<String, Optional<String>> sipPasswords,
            UnaryOperator<Buffer> mark,
            Clock clock,
            Runnable changed) {
        this.pool = pool;
        this.roster = roster;
        this.sessions = sessions;
        this.line = line;
        this.sipPasswords = sipPasswords;
        this.mark = mark;
        this.clock = clock;
        this.changed = changed;
    }

    /** Reads what was chosen, before a restart or at another service. */
    public Future<Void> load() {
        return pool.query("select * from hotline.lawyer_phone").execute().map(rows -> {
            boolean news = false;
            for (Row row : rows) {
                Choice choice = new Choice(
                        row.getString("centre_id"),
                        LawyerPhone.Kind.valueOf(row.getString("kind")),
                        Optional.ofNullable(row.getBuffer("session")));
                news |= !choice.equals(choices.put(row.getString("lawyer"), choice));
            }
            if (news) {
                changed.run();
            }
            return null;
        });
    }

    /** What he has chosen; when nothing, the usual one the register names, else his mobile. Never blocks. */
    public LawyerPhone.Kind chosen(String lawyer) {
        return Optional.ofNullable(choices.get(lawyer))
                .map(Choice::kind)
                .orElseGet(() -> registered(lawyer)
                        .orElseGet(() -> mobile(lawyer).isPresent() ? LawyerPhone.Kind.MOBILE : LawyerPhone.Kind.SIP));
    }

    /** The first of the kinds in the register that can ring: a mobile needs its number. */
    private Optional<LawyerPhone.Kind> registered(String lawyer) {
        return roster.practitioner(lawyer).stream()
                .flatMap(one -> one.phones().stream())
                .map(Phones::kind)
                .filter(kind ->
                        kind != LawyerPhone.Kind.MOBILE || mobile(lawyer).isPresent())
                .findFirst();
    }

    private static LawyerPhone.Kind kind(PhoneKind registered) {
        return switch (registered) {
            case MOBILE -> LawyerPhone.Kind.MOBILE;
            case SIP -> LawyerPhone.Kind.SIP;
            case BROWSER -> LawyerPhone.Kind.BROWSER;
        };
    }

    /** What rings for him now; empty when he has no telephone at all. Never blocks. */
    public Optional<LawyerPhone> of(String lawyer) {
        return switch (chosen(lawyer)) {
            case SIP -> Optional.of(LawyerPhone.sip());
            case MOBILE -> mobile(lawyer).map(LawyerPhone::mobile);
            // While no browser of his is open, his mobile takes the calls: choosing must not cost the line a lawyer.
            case BROWSER ->
                Optional.ofNullable(choices.get(lawyer))
                                .flatMap(Choice::session)
                                .isPresent()
                        ? Optional.of(LawyerPhone.browser())
                        : mobile(lawyer).map(LawyerPhone::mobile).or(() -> Optional.of(LawyerPhone.browser()));
        };
    }

    /** His mobile's number, when the register of practitioners knows one. */
    public Optional<String> mobile(String lawyer) {
        return roster.practitioner(lawyer).map(Practitioner::mobile).filter(number -> !number.isBlank());
    }

    /** What his SIP telephone registers with, besides his user name; empty when it may not register. */
    public Optional<String> sipPassword(String lawyer) {
        return chosen(lawyer) == LawyerPhone.Kind.SIP ? sipPasswords.apply(lawyer) : Optional.empty();
    }

    /** Chooses. What was chosen before can no longer register; a call that is up goes on. */
    public Future<Void> choose(String centre, String lawyer, LawyerPhone.Kind kind) {
        Optional<Choice> before = Optional.ofNullable(choices.get(lawyer));
        if (before.filter(choice -> choice.kind() == kind).isPresent()) {
            return Future.succeededFuture();
        }
        Choice now = new Choice(centre, kind, Optional.empty());
        return write(lawyer, now)
                .compose(ignored -> account(lawyer, now).isPresent() ? tell(lawyer, now) : withdraw(lawyer));
    }

    /**
     * This session's browser becomes the lawyer's telephone.
     *
     * @return the password with which it registers
     */
    public Future<String> open(String centre, String lawyer, Buffer session) {
        Choice now = new Choice(centre, LawyerPhone.Kind.BROWSER, Optional.of(session));
        return tell(lawyer, now)
                .compose(ignored -> now.equals(choices.get(lawyer)) ? Future.succeededFuture() : write(lawyer, now))
                .map(ignored -> password(session));
    }

    /** Tells the PBX of every telephone that may register: it may have been started anew and know none of them. */
    public Future<Void> tellAll() {
        List<Future<Void>> told = new ArrayList<>();
        choices.forEach((lawyer, choice) -> told.add(tell(lawyer, choice)));
        roster.centres()
                .forEach(centre -> roster.practitioners(centre.id()).stream()
                        .map(Practitioner::id)
                        .filter(lawyer -> !choices.containsKey(lawyer) && chosen(lawyer) == LawyerPhone.Kind.SIP)
                        .forEach(lawyer -> told.add(
                                tell(lawyer, new Choice(centre.id(), LawyerPhone.Kind.SIP, Optional.empty())))));
        return Future.join(told).mapEmpty();
    }

    private Future<Void> tell(String lawyer, Choice choice) {
        return account(lawyer, choice).map(line::admitPhone).orElseGet(Future::succeededFuture);
    }

    private Optional<PhoneAccount> account(String lawyer, Choice choice) {
        return switch (choice.kind()) {
            case SIP -> sipPasswords.apply(lawyer).map(word -> new PhoneAccount(lawyer, LawyerPhone.Kind.SIP, word));
            case BROWSER ->
                choice.session().map(of -> new PhoneAccount(lawyer, LawyerPhone.Kind.BROWSER, password(of)));
            case MOBILE -> Optional.empty();
        };
    }

    /** Ends the browsers whose session has ended. */
    public Future<Void> sweep() {
        Map<Buffer, String> open = new HashMap<>();
        choices.forEach((lawyer, choice) -> choice.session().ifPresent(session -> open.put(session, lawyer)));
        if (open.isEmpty()) {
            return Future.succeededFuture();
        }
        return sessions.living(open.keySet(), clock.instant()).compose(living -> close(open, living));
    }

    private Future<Void> close(Map<Buffer, String> open, Set<Buffer> living) {
        List<Future<Void>> closed = new ArrayList<>();
        open.forEach((session, lawyer) -> {
            Choice choice = choices.get(lawyer);
            if (!living.contains(session)
                    && choice != null
                    && choice.session().filter(session::equals).isPresent()) {
                closed.add(write(lawyer, new Choice(choice.centre(), choice.kind(), Optional.empty()))
                        .compose(ignored -> withdraw(lawyer)));
            }
        });
        return Future.join(closed).mapEmpty();
    }

    private Future<Void> write(String lawyer, Choice choice) {
        return pool.preparedQuery("""
                insert into hotline.lawyer_phone (centre_id, lawyer, kind, session, changed_at)
                values ($1, $2, $3, $4, $5)
                on conflict (centre_id, lawyer) do update
                set kind = excluded.kind, session = excluded.session, changed_at = excluded.changed_at
                """)
                .execute(Tuple.tuple()
                        .addString(choice.centre())
                        .addString(lawyer)
                        .addString(choice.kind().name())
                        .addValue(choice.session().orElse(null))
                        .addOffsetDateTime(clock.instant().atOffset(ZoneOffset.UTC)))
                .map(ignored -> {
                    choices.put(lawyer, choice);
                    changed.run();
                    return null;
                });
    }

    /** A PBX that cannot be reached now keeps the password of a session that has ended: its WebSocket is closed to it all the same. */
    private Future<Void> withdraw(String lawyer) {
        return line.withdrawPhone(lawyer).recover(failure -> {
            LOG.warn("The telephone of {} could not be withdrawn: {}", lawyer, failure.getMessage());
            return Future.succeededFuture();
        });
    }

    private String password(Buffer session) {
        Buffer text = Buffer.buffer("browser-phone/" + HexFormat.of().formatHex(session.getBytes()));
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(mark.apply(text).getBytes());
    }
}
