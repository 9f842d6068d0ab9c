package org.hotline12348.ivr.phones;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ListAssert;
import org.hotline12348.ivr.sipp.CallLeg;
import org.hotline12348.ivr.sipp.SippPhones;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** What the stories of the bare line share: one PBX without a service, a fresh number for each citizen. */
abstract class LineStory {
    static TestPbx pbx;
    static SippPhones phones;
    private static int serial;

    String number;

    @BeforeAll
    static void start() {
        pbx = TestPbx.shared();
        phones = pbx.phones();
    }

    @BeforeEach
    void clear() {
        pbx.clear();
        number = anotherNumber();
    }

    @AfterAll
    static void leaveItClean() {
        pbx.clear();
    }

    static synchronized String anotherNumber() {
        return "138%08d".formatted(++serial);
    }

    CallLeg citizen() {
        return phones.citizen(number).dials("12348");
    }

    /** The events of this test's call; with -Drecord=DIR its journal rows are kept as NAME.csv. */
    ListAssert<String> recorded(String name) {
        return recorded(name, number);
    }

    static ListAssert<String> recorded(String name, String caller) {
        List<String> call = pbx.call(caller);
        recordedRows(name, call);
        return assertThat(TestPbx.events(call)).as(String.join("\n", call));
    }

    static void recordedRows(String name, List<String> call) {
        String directory = System.getProperty("record", "");
        if (!directory.isEmpty()) {
            try {
                Files.createDirectories(Path.of(directory));
                Files.write(Path.of(directory, name + ".csv"), call);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    void awaitEvent(String event) {
        awaitEvent(number, event);
    }

    /** Waits until the dialplan has said this of the citizen's call. */
    static void awaitEvent(String caller, String event) {
        await(event + " of " + caller, () -> {
            var arrived = pbx.journal("caller=" + caller + "\"\"").stream().findFirst();
            return arrived.isPresent()
                    && TestPbx.events(pbx.journal("\"" + arrived.get().split("\",\"")[5] + "\"")).stream()
                            .anyMatch(e -> e.startsWith(event));
        });
    }

    /** Waits until the journal holds this user event, of whatever call. */
    static void awaitJournal(String event) {
        await(
                event,
                () -> TestPbx.events(pbx.journal(event.split(" ")[0])).stream().anyMatch(e -> e.startsWith(event)));
    }

    static void await(String what, java.util.function.BooleanSupplier seen) {
        long until = System.nanoTime() + CallLeg.PATIENCE.toNanos();
        while (!seen.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException(
                        "Not seen within %d s: %s".formatted(CallLeg.PATIENCE.toSeconds(), what));
            }
            pause(30);
        }
    }

    static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
