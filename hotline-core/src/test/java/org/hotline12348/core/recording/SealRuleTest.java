package org.hotline12348.core.recording;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.hotline12348.ivr.prompt.Sound;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of a file that the exchange named, what its outline is, which part of it a player asked for. */
class SealRuleTest {

    private static final Instant ENDED = Instant.parse("2026-10-16T02:00:00Z");

    @ParameterizedTest(name = "{5}")
    @CsvSource(delimiter = '|', textBlock = """
        # bytes | changed after the end | talked | looked after the end | what is done | because
        160044  |    0                  |  10    |      3               | SEAL         | it is closed
        160044  |    0                  |  10    |      1               | WAIT         | the exchange may still write its last bytes
        160044  | 3600                  |  10    |     61               | SEAL         | a clock set back leaves a file from the future
                |    0                  |  10    |     30               | WAIT         | a slow disk may still bring it
                |    0                  |  10    |     61               | LOST         | there was talk and no file
                |    0                  |   0    |     61               | NOTHING      | nobody talked, nothing is missing
            44  |    0                  |  10    |     61               | LOST         | a full disk took the header alone
            44  |    0                  |   0    |     61               | NOTHING      | a header without talk
        """)
    void whatIsDone(Long bytes, int changed, int talked, int looked, SealRule.Step step, String why) {
        assertThat(SealRule.step(
                        Optional.ofNullable(bytes),
                        ENDED.plusSeconds(changed),
                        ENDED,
                        talked,
                        ENDED.plusSeconds(looked)))
                .as(why)
                .isEqualTo(step);
    }

    @ParameterizedTest(name = "{3}")
    @CsvSource(delimiter = '|', textBlock = """
        118000 | 118  | false | all of it
        113500 | 118  | false | two clocks may differ by some seconds
        60000  | 118  | true  | the second half is missing
        3420000| 3600 | false | five in a hundred of a long call
        3000000| 3600 | true  | ten minutes of an hour are missing
        """)
    void aPartIsMissing(long millis, int talked, boolean isShort, String why) {
        assertThat(SealRule.isShort(millis, talked)).as(why).isEqualTo(isShort);
    }

    @ParameterizedTest(name = "{0} of 1000 bytes")
    @CsvSource(nullValues = "-", delimiter = '|', textBlock = """
        -                | 0-1000 whole
        bytes=0-         | 0-1000
        bytes=0-99       | 0-100
        bytes=900-5000   | 900-1000
        bytes=-100       | 900-1000
        bytes=-5000      | 0-1000
        bytes=1000-      | nothing
        bytes=-0         | nothing
        bytes=0-1,5-6    | 0-1000 whole
        bytes=9-3        | 0-1000 whole
        bytes=-          | 0-1000 whole
        chapters=1-2     | 0-1000 whole
        """)
    void theRangeOfAPlayer(String header, String expected) {
        String part = Part.of(header, 1000)
                .map(one -> one.from() + "-" + one.until() + (one.whole() ? " whole" : ""))
                .orElse("nothing");
        assertThat(part).isEqualTo(expected);
    }

    @Test
    void theOutlineFollowsTheSoundHoweverItComes() throws IOException {
        float[] samples = new float[8000 * 20];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = i < samples.length / 2 ? 0.5f : (float) Math.sin(i) * 0.1f;
        }
        byte[] wav = new Sound(samples, 8000).wav();
        Waveform whole = new Waveform();
        whole.write(wav, 0, wav.length);
        Waveform drop = new Waveform();
        for (byte one : wav) {
            drop.write(one);
        }
        assertThat(whole.millis()).isEqualTo(20_000).isEqualTo(drop.millis());
        byte[] peaks = whole.peaks();
        assertThat(peaks).isEqualTo(drop.peaks()).hasSize(400);
        assertThat(peaks[10] & 0xff).isEqualTo(128);
        assertThat(peaks[399] & 0xff).isBetween(23, 26);
    }

    @Test
    void anHourHasNoMorePeaksThanAScreenHasPoints() throws IOException {
        Waveform outline = new Waveform();
        byte[] minute = new Sound(new float[8000 * 60], 8000).wav();
        outline.write(minute, 0, 40);
        outline.write(new byte[4], 0, 4); // a header that was never finished
        for (int n = 0; n < 60; n++) {
            outline.write(minute, 44, minute.length - 44);
        }
        assertThat(outline.millis()).isEqualTo(3_600_000);
        assertThat(outline.peaks()).hasSize(Waveform.STRETCHES);
    }
}
