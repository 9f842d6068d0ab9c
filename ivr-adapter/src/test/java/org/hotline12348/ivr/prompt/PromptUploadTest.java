package org.hotline12348.ivr.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a recording that somebody sends, and of the files the exchange plays. */
class PromptUploadTest {

    /** Crossings of zero a second are twice the tone's frequency. */
    private static double hertz(Sound sound) {
        int from = sound.samples().length / 4;
        int until = sound.samples().length * 3 / 4;
        int crossings = 0;
        for (int i = from + 1; i < until; i++) {
            if (sound.samples()[i - 1] < 0 && sound.samples()[i] >= 0) {
                crossings++;
            }
        }
        return crossings * (double) sound.rate() / (until - from);
    }

    private static float peak(Sound sound) {
        float peak = 0;
        for (float sample : sound.samples()) {
            peak = Math.max(peak, Math.abs(sample));
        }
        return peak;
    }

    @Test
    void aQuietWavIsMadeAsLoudAsTheOthers() throws IOException {
        float[] samples = new float[48_000];
        for (int i = 0; i < samples.length; i++) {
            samples[i] = (float) (0.05 * Math.sin(2 * Math.PI * 300 * i / 48_000.0));
        }
        Sound prompt = PromptUpload.prompt(new Sound(samples, 48_000).wav());
        assertThat(peak(prompt)).isBetween(0.66f, 0.74f);
        assertThat(hertz(prompt)).isBetween(295.0, 305.0);
    }

    @Test
    void whatCannotBeAPromptIsRefusedWithTheReason() throws IOException {
        assertThatThrownBy(() -> PromptUpload.prompt("not a sound".getBytes())).hasMessageContaining("no WAV file");
        assertThatThrownBy(() -> PromptUpload.prompt(new Sound(new float[16_000], 8000).wav()))
                .hasMessageContaining("Nothing can be heard");
        assertThatThrownBy(() -> PromptUpload.prompt(Sound.tone(440, 181_000).wav()))
                .hasMessageContaining("at most 180 s");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aTornFileIsRefusedInWordsAndNeverThrowsAnythingElse(long seed) {
        Random chance = new Random(seed);
        byte[] whole = Sound.tone(440, 900).wav();
        for (int n = 0; n < 20; n++) {
            byte[] torn = Arrays.copyOf(whole, 1 + chance.nextInt(whole.length));
            for (int hits = chance.nextInt(40); hits > 0; hits--) {
                torn[chance.nextInt(Math.min(torn.length, 60))] = (byte) chance.nextInt(256);
            }
            try {
                assertThat(PromptUpload.prompt(torn).rate()).isEqualTo(Sound.TELEPHONE);
            } catch (IOException expected) {
                assertThat(expected.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void aCentresSetIsWholeAndGoesBackToTheGeneratedVoice(@TempDir Path sounds) throws IOException {
        for (Map.Entry<String, String> one :
                Map.of("welcome", "w", "goodbye", "g").entrySet()) {
            Files.createDirectories(sounds.resolve("zh"));
            Files.writeString(sounds.resolve("zh").resolve(one.getKey() + ".wav"), one.getValue());
        }
        PromptShelf shelf = new PromptShelf(sounds);
        Path set = sounds.resolve("zh_jiaozuo");
        shelf.hang("zh", "jiaozuo");
        assertThat(Files.readString(set.resolve("welcome.wav"))).isEqualTo("w");

        shelf.put("zh", "jiaozuo", "welcome", "ours".getBytes());
        shelf.hang("zh", "jiaozuo");
        assertThat(Files.readString(set.resolve("welcome.wav"))).isEqualTo("ours");
        assertThat(Files.readString(sounds.resolve("zh/welcome.wav"))).isEqualTo("w");

        Files.writeString(sounds.resolve("zh/welcome.wav"), "new voice");
        shelf.back("zh", "jiaozuo", "welcome");
        assertThat(Files.readString(set.resolve("welcome.wav"))).isEqualTo("new voice");
        shelf.put("zh", "jiaozuo", "closure-flood", "flood".getBytes());
        shelf.back("zh", "jiaozuo", "closure-flood");
        assertThat(set.resolve("closure-flood.wav")).doesNotExist();
        assertThatThrownBy(() -> shelf.put("zh", "jiaozuo", "../../etc", new byte[1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
