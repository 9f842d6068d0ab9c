package org.hotline12348.ivr.prompt;

import java.io.IOException;

/**
 * Makes a prompt of what somebody recorded: a WAV with PCM samples, checked, mixed to one channel, brought to the
 * telephone's rate and to one loudness. Pure.
 *
 * <p>An MP3 is not read here: the one decoder for the JVM under a permissive licence (javamp3 1.0.1) loops for ever on
 * some damaged files, and a thread cannot be stopped. The page decodes it in the browser and sends WAV.
 */
public final class PromptUpload {

    /** Longest prompt, in seconds. */
    public static final int MOST_SECONDS = 180;

    /** Shortest, in milliseconds. */
    public static final int LEAST_MILLIS = 200;

    private static final float QUIETEST_PEAK = 0.01f;

    private PromptUpload() {}

    /**
     * @throws IOException when it cannot be a prompt; the message says why and what to do
     */
    public static Sound prompt(byte[] file) throws IOException {
        if (file.length < 12 || file[0] != 'R' || file[1] != 'I' || file[2] != 'F' || file[3] != 'F') {
            throw new IOException("It is no WAV file. Save the recording as WAV with PCM samples.");
        }
        Sound sound = Sound.read(file);
        if (sound.millis() > MOST_SECONDS * 1000) {
            throw new IOException(
                    "It lasts %d s; a prompt has at most %d s. Cut it.".formatted(sound.millis() / 1000, MOST_SECONDS));
        }
        float peak = 0;
        for (float sample : sound.samples()) {
            peak = Math.max(peak, Math.abs(sample));
        }
        if (sound.millis() < LEAST_MILLIS || peak < QUIETEST_PEAK) {
            throw new IOException(
                    "Nothing can be heard in it. Maybe the microphone was off; a prompt has at least %d ms of sound."
                            .formatted(LEAST_MILLIS));
        }
        return sound.atTelephoneRate().levelled();
    }
}
