package org.hotline12348.core.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a lawyer's status ends by itself. It is ten o'clock. */
class OwnStatusTest {
    private static final Instant TEN = Instant.parse("2026-11-24T10:00:00Z");

    @ParameterizedTest(name = "{0}, duty until {1}: ends {2}; {3}")
    @CsvSource(delimiter = '|', textBlock = """
        BREAK   | 20:00 | 20:00 | with the duty: nobody sits unrung in his next one
        VISITOR | 20:00 | 20:00 | a visitor may take long
        MEETING |       | 11:00 | off duty it is of no use for longer
        WRAP_UP | 20:00 | 10:10 | a forgotten one must not cost a seat
        WRAP_UP | 10:04 | 10:04 | nor outlive the duty
        WRAP_UP |       | 10:10 | after the last call of the day
        READY   | 20:00 | 10:00 | ready is no status that ends
        BREAK   | 10:00 | 11:00 | a duty that ends this moment is over
        """)
    void ends(OwnStatus status, String duty, String ends, String why) {
        Optional<Instant> dutyEnds = Optional.ofNullable(duty).map(OwnStatusTest::at);
        assertThat(status.endsAt(TEN, dutyEnds)).as(why).isEqualTo(at(ends));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-24T" + time + ":00Z");
    }
}
