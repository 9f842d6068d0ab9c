package org.hotline12348.core.app;

import java.time.Clock;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hotline12348.ivr.embedded.EmbeddedAsterisk;
import org.hotline12348.scheduler.Roster;
import org.hotline12348.scheduler.roster.Duty;
import org.hotline12348.scheduler.roster.Practitioner;

/** Seats the lawyers on duty by console commands: a stop-gap until dispatch does it over AMI. */
final class ConsoleSeats implements AutoCloseable {
    private static final Pattern MEMBER = Pattern.compile("(?m)^\\s+(\\S+) \\(Local/");

    private final Roster roster;
    private final EmbeddedAsterisk pbx;
    private final Clock clock;
    private final ExecutorService worker = Executors.newSingleThreadExecutor();

    ConsoleSeats(Roster roster, EmbeddedAsterisk pbx, Clock clock) {
        this.roster = roster;
        this.pbx = pbx;
        this.clock = clock;
    }

    void start() {
        roster.centres().forEach(centre -> {
            pbx.cli("database put line 12348 " + centre.id());
            for (Practitioner lawyer : roster.practitioners(centre.id())) {
                pbx.cli("database put phone " + lawyer.id() + " mobile|" + lawyer.mobile());
            }
            seat(centre.id());
        });
        roster.onChange(change -> worker.execute(() -> seat(change.centre())));
    }

    private void seat(String centre) {
        Set<String> desired = new HashSet<>();
        for (Duty duty : roster.at(centre, clock.instant()).seats()) {
            desired.add(duty.lawyer());
        }
        Set<String> actual = new HashSet<>();
        Matcher members = MEMBER.matcher(pbx.cli("queue show " + centre));
        while (members.find()) {
            actual.add(members.group(1));
        }
        for (String lawyer : desired) {
            if (!actual.contains(lawyer)) {
                pbx.cli("queue add member Local/%s@lawyer/n to %s penalty 0 as %s".formatted(lawyer, centre, lawyer));
            }
        }
        for (String lawyer : actual) {
            if (!desired.contains(lawyer)) {
                pbx.cli("queue remove member Local/%s@lawyer/n from %s".formatted(lawyer, centre));
            }
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
