package org.hotline12348.core.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hotline12348.core.watch.Alarm.Kind;
import org.hotline12348.core.watch.Reading.CentreState;
import org.hotline12348.core.watch.Reading.ClockSet;
import org.hotline12348.core.watch.Reading.JournalState;
import org.hotline12348.core.watch.Reading.Line;
import org.hotline12348.core.watch.Reading.Volume;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is an alarm and what is not. */
class AlarmsTest {

    private static final Instant NOW = Instant.parse("2026-11-24T02:00:00Z");
    private static final long GB = 1_000_000_000L;

    private static Reading reading(
            Instant now,
            Line line,
            List<Volume> volumes,
            JournalState journal,
            List<CentreState> centres,
            Optional<Instant> died,
            List<ClockSet> clocks,
            long differences,
            long deadAir,
            List<Reading.Certificate> certificates) {
        return new Reading(
                now,
                List.of(new Reading.Exchange("pbx1", line, journal, died, differences, deadAir)),
                volumes,
                centres,
                clocks,
                certificates);
    }

    private static Reading.Exchange exchange(Reading reading) {
        return reading.exchanges().getFirst();
    }

    private static Reading well() {
        return reading(
                NOW,
                new Line(true, NOW.minusSeconds(3600), Duration.ofSeconds(1), ""),
                List.of(new Volume("journal", 20 * GB, 100 * GB)),
                new JournalState(0, Optional.empty(), 0),
                List.of(new CentreState("jiaozuo", 2, 2, NOW.minusSeconds(60), List.of())),
                Optional.empty(),
                List.of(),
                0,
                0,
                List.of());
    }

    private static List<Kind> kinds(Reading reading) {
        return Alarms.of(reading, Alarms.Limits.usual()).stream()
                .map(Alarm::kind)
                .toList();
    }

    @Test
    @DisplayName("of several exchanges each raises its own alarm, and the alarm says which")
    void severalExchanges() {
        Reading w = well();
        Line cut = new Line(false, NOW.minusSeconds(60), Duration.ofSeconds(60), "it is cut");
        Reading two = new Reading(
                NOW,
                List.of(
                        exchange(w),
                        new Reading.Exchange("pbx2", cut, exchange(w).journal(), Optional.of(NOW), 0, 0)),
                w.volumes(),
                w.centres(),
                w.clocks(),
                List.of());
        assertThat(Alarms.of(two, Alarms.Limits.usual()))
                .extracting(Alarm::kind, Alarm::subject)
                .containsExactly(tuple(Kind.LINE_DOWN, "pbx2"), tuple(Kind.EXCHANGE_DIED, "pbx2"));
        assertThat(Alarms.of(two, Alarms.Limits.usual()).getFirst().zh()).contains("pbx2");
    }

    @Test
    void allIsWell() {
        assertThat(kinds(well())).isEmpty();
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', textBlock = """
        down 2    | 1  |           | a connection that breaks is made again at once
        down 6    | 1  | LINE_DOWN | the exchange does not answer
        up 60     | 4  |           | a ping every 4 s is the usual pace
        up 60     | 9  | LINE_DOWN | it stands and says nothing
        """)
    void theLine(String state, int silent, Kind kind, String why) {
        String[] words = state.split(" ");
        Reading w = well();
        Line line = new Line(
                words[0].equals("up"),
                NOW.minusSeconds(Long.parseLong(words[1])),
                Duration.ofSeconds(silent),
                "it is cut");
        assertThat(kinds(reading(
                        NOW,
                        line,
                        w.volumes(),
                        exchange(w).journal(),
                        w.centres(),
                        exchange(w).died(),
                        w.clocks(),
                        0,
                        0,
                        List.of())))
                .as(why)
                .isEqualTo(kind == null ? List.of() : List.of(kind));
    }

    @ParameterizedTest(name = "{0} MB of {1} MB: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        20000 | 100000 |
        1900  | 100000 | VOLUME_LOW
        40    | 100000 | VOLUME_FULL
        0     | 100000 | VOLUME_FULL
        12    | 64     |
        6     | 64     | VOLUME_LOW
        1     | 64     | VOLUME_FULL
        """)
    void volumes(long free, long total, Kind kind) {
        Reading w = well();
        Volume volume = new Volume("recordings", free * 1_000_000, total * 1_000_000);
        assertThat(kinds(reading(
                        NOW,
                        exchange(w).line(),
                        List.of(volume),
                        exchange(w).journal(),
                        w.centres(),
                        exchange(w).died(),
                        w.clocks(),
                        0,
                        0,
                        List.of())))
                .isEqualTo(kind == null ? List.of() : List.of(kind));
    }

    @ParameterizedTest(name = "{5}")
    @CsvSource(delimiter = '|', textBlock = """
        2 | 2 | 60 |          |                               | all are there
        2 | 1 | 3  |          |                               | the shift begins just now
        2 | 1 | 30 |          | SEATS_SHORT                   | one is missing
        0 | 0 | 30 |          | SEATS_SHORT                   | the line is open and nobody is rostered
        2 | 2 | 60 | lawyer01 | PHONE_UNREACHABLE             | a telephone is not registered
        2 | 0 | 30 | lawyer01 | SEATS_SHORT PHONE_UNREACHABLE | both
        """)
    void seats(int wanted, int seated, int since, String unreachable, String kinds, String why) {
        Reading w = well();
        CentreState centre = new CentreState(
                "jiaozuo",
                wanted,
                seated,
                NOW.minusSeconds(since),
                unreachable == null ? List.of() : List.of(unreachable));
        List<Kind> expected = new ArrayList<>();
        if (kinds != null) {
            Arrays.stream(kinds.split(" ")).map(Kind::valueOf).forEach(expected::add);
        }
        assertThat(kinds(reading(
                        NOW,
                        exchange(w).line(),
                        w.volumes(),
                        exchange(w).journal(),
                        List.of(centre),
                        exchange(w).died(),
                        w.clocks(),
                        0,
                        0,
                        List.of())))
                .as(why)
                .isEqualTo(expected);
    }

    @Test
    void theJournalAndWhatHappenedLately() {
        Reading w = well();
        Reading bad = reading(
                NOW,
                exchange(w).line(),
                w.volumes(),
                new JournalState(900, Optional.of(NOW.minusSeconds(9)), 3),
                w.centres(),
                Optional.of(NOW.minusSeconds(100)),
                List.of(
                        new ClockSet("pbx1", Duration.ofMinutes(-10), NOW.minusSeconds(20)),
                        new ClockSet("old", Duration.ofMinutes(10), NOW.minus(Duration.ofHours(2)))),
                1,
                0,
                List.of());
        assertThat(kinds(bad))
                .containsExactlyInAnyOrder(
                        Kind.JOURNAL_BEHIND,
                        Kind.JOURNAL_FILE_SILENT,
                        Kind.EXCHANGE_DIED,
                        Kind.CLOCK_SET,
                        Kind.RECONCILIATION);
        assertThat(Alarms.of(bad, Alarms.Limits.usual())).allSatisfy(alarm -> {
            assertThat(alarm.zh()).isNotBlank();
            assertThat(alarm.en()).isNotBlank();
            assertThat(alarm.id()).matches("[a-z_]+-[A-Za-z0-9._-]+");
        });
    }

    @Test
    void aClockThatDriftsIsNotSetAndOneThatIsSetIsToldOnce() {
        ClockWatch watch = new ClockWatch();
        Duration sure = Duration.ofMillis(20);
        assertThat(watch.looked(Duration.ofMillis(100), sure)).isEmpty();
        assertThat(watch.looked(Duration.ofMillis(1_900), sure)).isEmpty();
        assertThat(watch.looked(Duration.ofSeconds(602), sure)).contains(Duration.ofMillis(600_100));
        assertThat(watch.looked(Duration.ofSeconds(602), sure)).isEmpty();
        assertThat(watch.looked(Duration.ofSeconds(2), sure)).contains(Duration.ofSeconds(-600));
        // An answer that took 13 s on a busy machine is no clock that was set.
        assertThat(watch.looked(Duration.ofSeconds(-11), Duration.ofSeconds(13)))
                .isEmpty();
        assertThat(watch.looked(Duration.ofSeconds(2), sure)).isEmpty();
    }

    @ParameterizedTest(name = "{0} calls without audio, certificate good for {1} days: {2}")
    @CsvSource(delimiter = '|', textBlock = """
        2 | 30 |
        3 | 30 | DEAD_AIR
        0 | 22 |
        0 | 20 | CERTIFICATE
        0 | -1 | CERTIFICATE
        """)
    void voiceAndCertificates(int deadAir, int days, Kind kind) {
        Reading w = well();
        assertThat(kinds(reading(
                        NOW,
                        exchange(w).line(),
                        w.volumes(),
                        exchange(w).journal(),
                        w.centres(),
                        exchange(w).died(),
                        w.clocks(),
                        0,
                        deadAir,
                        List.of(new Reading.Certificate("sip.pem", Duration.ofDays(days))))))
                .isEqualTo(kind == null ? List.of() : List.of(kind));
    }

    @ParameterizedTest(name = "{0} of {1}, {2} s old, acknowledged {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
        LINE_DOWN         | -       | 60 | false | true  | urgent, and of every centre
        LINE_DOWN         | -       | 20 | false | false | it may be over in a moment
        LINE_DOWN         | -       | 60 | true  | false | somebody sees to it
        SEATS_SHORT       | jiaozuo | 60 | false | true  | of his centre
        SEATS_SHORT       | county  | 60 | false | false | of another centre
        PHONE_UNREACHABLE | jiaozuo | 60 | false | false | not urgent
        """)
    void whoIsSentAnAlarm(Kind kind, String centre, int age, boolean acknowledged, boolean sent, String why) {
        Recipient coordinator = new Recipient("jiaozuo", "boss@example.cn", true, Duration.ofSeconds(30));
        Watch.Raised raised = new Watch.Raised(
                new Alarm(kind, "x", centre.equals("-") ? Optional.empty() : Optional.of(centre), "", ""),
                NOW.minusSeconds(age),
                acknowledged ? Optional.of("admin") : Optional.empty(),
                Optional.empty());
        assertThat(coordinator.wants(raised, NOW)).as(why).isEqualTo(sent);
    }
}
