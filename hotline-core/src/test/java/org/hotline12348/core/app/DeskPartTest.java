package org.hotline12348.core.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.hotline12348.core.account.Account;
import org.hotline12348.core.account.Role;
import org.hotline12348.core.web.ScriptedRoster;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How long a lawyer is shown as being after a call of 10:00:00, with 30 s for it. */
class DeskPartTest {

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', textBlock = """
            lawyer01 | 2026-11-24T02:00:00Z | jiaozuo | his duty is at another centre: so is his telephone
            lawyer03 | 2026-11-24T02:00:00Z | jiaozuo | standing by counts
            lawyer04 | 2026-11-24T02:00:00Z | xiuwu   | no duty today
            lawyer01 | 2026-11-24T14:00:00Z | xiuwu   | nobody does duty at night
            """)
    void aBrowserBelongsToTheExchangeOfTheDuty(String lawyer, Instant now, String centre, String why) {
        Account account = new Account(lawyer, lawyer, Set.of(Role.LAWYER), "xiuwu", true, false);
        assertThat(DeskPart.centreOfDuty(new ScriptedRoster(), account, now))
                .as(why)
                .isEqualTo(centre);
    }

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
