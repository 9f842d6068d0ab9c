package org.hotline12348.ivr.asterisk;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is gone, and who only listens. */
class SilenceTest {

    /**
     * One character a look of three seconds: {@code x} audio both ways, {@code -} only ours, {@code h} none (on hold, or
     * nothing is said). The number is the look at which the caller is found to be gone, 0 for never.
     */
    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
                    xxxxxxxxxxxxxxxxxxxx   | 0  | talks on
                    xxxxxx----------       | 14 | sent all the time, and is gone
                    xxxxxxxxxxxxxxx------- | 0  | silent for 21 seconds
                    xx-------------------- | 0  | too short to know whether he always sends
                    x--xxxxx-------------- | 0  | was seen to pause: he sends nothing while he listens
                    -xxxxxxxxx------------ | 18 | his first packet came a little late
                    ---xxxxxx------------- | 0  | silent in the welcome: he sends nothing while he listens
                    ---------------------- | 0  | never sent anything
                    xxxxxxhhhhhhhhhhhhhhhh | 0  | on hold
                    xxxxxxhhhhhhxxxxx----- | 0  | came back from hold
                    """)
    void whoIsGone(String heard, int foundAt, String who) {
        Silence silence = new Silence();
        long received = 0;
        long sent = 0;
        int found = 0;
        for (int i = 0; i < heard.length() && found == 0; i++) {
            char c = heard.charAt(i);
            received += c == 'x' ? 150 : 0;
            sent += c == 'h' ? 0 : 150;
            List<String> gone = silence.look(
                    Silence.LOOK.multipliedBy(i + 1),
                    List.of(new Silence.Count("PJSIP/trunk-00000001", received, sent, false)));
            found = gone.isEmpty() ? 0 : i + 1;
        }
        assertThat(found).as(who).isEqualTo(foundAt);
        assertThat(Silence.GONE.plus(Silence.LOOK.multipliedBy(2)))
                .as("freed in time")
                .isLessThan(Duration.ofSeconds(35));
    }

    @Test
    void aLookThatComesLateIsNoPauseOfTheCaller() {
        Silence silence = new Silence();
        long packets = 0;
        long second = 0;
        // He sends all the time; on a busy machine two looks come 9 s apart.
        for (int i = 0; i < 6; i++) {
            second += i == 2 || i == 4 ? 9 : 3;
            packets += 150;
            silence.look(
                    Duration.ofSeconds(second),
                    List.of(new Silence.Count("PJSIP/trunk-00000001", packets, packets, false)));
        }
        List<String> gone = List.of();
        for (int i = 0; i < 8 && gone.isEmpty(); i++) {
            second += 3;
            gone = silence.look(
                    Duration.ofSeconds(second),
                    List.of(new Silence.Count("PJSIP/trunk-00000001", packets, packets + 150 * (i + 1), false)));
        }
        assertThat(gone).containsExactly("PJSIP/trunk-00000001");
    }

    @Test
    void readsWhatThePbxPrints() {
        assertThat(Silence.read(List.of(
                        "                                             ...........Receive......... .........Transmit..........",
                        " BridgeId ChannelId ........ UpTime.. Codec.   Count    Lost Pct  Jitter   Count    Lost Pct  Jitter RTT....",
                        " ==================================================================================================",
                        "          trunk-0000000a     00:00:12 alaw      610       0    0   0.000    598       0    0   0.000   0.000",
                        " 5c5a1d3e trunk-0000000b     01:40:12 alaw      300K      0    0   0.000    299K      2    0   0.000   0.000",
                        " 5c5a1d3e outbound-0000000c  00:00:12 alaw      610       0    0   0.000    598       0    0   0.000   0.000",
                        " 5c5a1d3f trunk-0000000d     not valid")))
                .containsExactly(
                        new Silence.Count("PJSIP/trunk-0000000a", 610, 598, false),
                        new Silence.Count("PJSIP/trunk-0000000b", 300, 299, true));
    }
}
