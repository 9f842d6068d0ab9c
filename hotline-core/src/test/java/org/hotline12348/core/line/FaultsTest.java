package org.hotline12348.core.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.hotline12348.core.app.Place;
import org.hotline12348.core.app.bench.Benches;
import org.hotline12348.core.app.bench.Report;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of {@code ./hotline bench faults}: what must hold there holds here. Faults without a short form have tests of their
 * own: telephones that fail in {@code WholeLineTest}, callers who vanish in {@code WaitingTest}, the manager interface in
 * {@code AsteriskPhoneLineTest}, COMMIT in {@code JournalTest}.
 */
@Tag("pbx")
@Tag("slow")
class FaultsTest {

    @TempDir
    private Path home;

    @Test
    @DisplayName(
            "exchange, database and service killed, stopped, late, their volumes full, their clocks set, garbage at every door: no call is lost")
    void noCallIsLost() {
        Place place = new Place(
                Path.of("..").toAbsolutePath().normalize(),
                Place.ofThisProgram().cache());
        Benches.Kept kept = Benches.run(
                Benches.named("faults"), List.of("short"), place, home, List.of(), Clock.systemUTC(), text -> {});
        assertThat(kept.report().lines()).as(kept.report().table()).isNotEmpty().allMatch(Report.Line::holds);
    }
}
