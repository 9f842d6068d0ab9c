package org.hotline12348.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a lawyer is shown as being after a call of 10:00:00, with 30 s for it. */
class DeskPartTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            2026-11-24T10:00:00Z | true  | it has just ended
            2026-11-24T10:00:29Z | true  | he still writes
            2026-11-24T10:00:30Z | false | the time for it is over
            2026-11-24T09:50:05Z | false | the clock was set back by ten minutes; he is rung, and shown as ready
            """)
    void rests(Instant now, boolean rests, String why) {
        assertThat(DeskPart.rests(Instant.parse("2026-11-24T10:00:00Z"), now, Duration.ofSeconds(30)))
                .as(why)
                .isEqualTo(rests);
    }
}
