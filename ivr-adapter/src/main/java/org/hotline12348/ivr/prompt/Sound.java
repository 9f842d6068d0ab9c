package org.hotline12348.ivr.prompt;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/**
 * Mono sound, samples from -1 to 1. Reads any PCM WAV and writes what the telephone network carries: 8 kHz, 16 bit.
 *
 * @param rate samples a second
 */
public record Sound(float[] samples, int rate) {
    /** The rate of the telephone network. */
    public static final int TELEPHONE = 8000;

    private static final int TAPS = 16;
    private static final int FINE = 256;

    /**
     * Reads a WAV file with 8 to 32 bit PCM, any rate, any number of channels (mixed to one).
     *
     * @throws IOException when it is no such file; the message says why
     */
    public static Sound read(byte[] wav) throws IOException {
        try (AudioInputStream in = AudioSystem.getAudioInputStream(new ByteArrayInputStream(openEnded(wav)))) {
            AudioFormat source = in.getFormat();
            int channels = source.getChannels();
            int rate = Math.round(source.getSampleRate());
            AudioFormat wanted = new AudioFormat(rate, 16, channels, true, false);
            if (!AudioSystem.isConversionSupported(wanted, source)) {
                throw new IOException("Its sound is %s; a WAV with PCM samples is needed.".formatted(source));
            }
            ByteBuffer bytes = ByteBuffer.wrap(
                            AudioSystem.getAudioInputStream(wanted, in).readAllBytes())
                    .order(ByteOrder.LITTLE_ENDIAN);
            float[] samples = new float[bytes.remaining() / 2 / channels];
            for (int i = 0; i < samples.length; i++) {
                float sum = 0;
                for (int c = 0; c < channels; c++) {
                    sum += bytes.getShort() / 32768f;
                }
                samples[i] = sum / channels;
            }
            return new Sound(samples, rate);
        } catch (UnsupportedAudioFileException e) {
            throw new IOException("It is no WAV file with PCM samples.", e);
        }
    }

    /** A program that writes WAV to a pipe cannot know the length and leaves a giant one in the header. */
    private static byte[] openEnded(byte[] wav) {
        if (wav.length < 44 || wav[0] != 'R' || wav[8] != 'W') {
            return wav;
        }
        byte[] mended = wav.clone();
        ByteBuffer buffer = ByteBuffer.wrap(mended).order(ByteOrder.LITTLE_ENDIAN);
        buffer.putInt(4, wav.length - 8);
        for (int at = 12; at + 8 <= wav.length; ) {
            long length = Integer.toUnsignedLong(buffer.getInt(at + 4));
            if (new String(mended, at, 4, StandardCharsets.US_ASCII).equals("data")) {
                if (at + 8 + length > wav.length) {
                    buffer.putInt(at + 4, wav.length - at - 8);
                }
                break;
            }
            at += 8 + (int) Math.min(length + (length & 1), wav.length);
        }
        return mended;
    }

    /** A tone of some milliseconds: stands in for a prompt where no voice can be had, and in tests. */
    public static Sound tone(double hertz, int millis) {
        float[] samples = new float[TELEPHONE * millis / 1000];
        for (int i = 0; i < samples.length; i++) {
            double fade = Math.min(1, Math.min(i, samples.length - 1 - i) / 40.0);
            samples[i] = (float) (0.3 * fade * Math.sin(2 * Math.PI * hertz * i / TELEPHONE));
        }
        return new Sound(samples, TELEPHONE);
    }

    /** At the telephone's rate, by a windowed sinc that lets nothing above half that rate fold back. */
    public Sound atTelephoneRate() {
        if (rate == TELEPHONE) {
            return this;
        }
        double ratio = (double) rate / TELEPHONE;
        double cut = Math.min(1, 1 / ratio) * 0.92;
        int reach = (int) Math.ceil(TAPS * Math.max(1, ratio));
        float[] kernel = new float[(reach + 1) * FINE + 1];
        for (int n = 0; n < kernel.length; n++) {
            double x = (double) n / FINE;
            double sinc = n == 0 ? cut : Math.sin(Math.PI * cut * x) / (Math.PI * x);
            kernel[n] = (float) (sinc * (0.5 + 0.5 * Math.cos(Math.PI * Math.min(1, x / (reach + 1)))));
        }
        float[] out = new float[(int) (samples.length / ratio)];
        for (int i = 0; i < out.length; i++) {
            double centre = i * ratio;
            int from = Math.max(0, (int) centre - reach);
            int until = Math.min(samples.length, (int) centre + reach + 1);
            float sum = 0;
            for (int k = from; k < until; k++) {
                sum += samples[k] * kernel[(int) (Math.abs(k - centre) * FINE)];
            }
            out[i] = sum;
        }
        return new Sound(out, TELEPHONE);
    }

    /** Loudest sample at 0.7 of full scale, silence at both ends cut to 50 ms. */
    public Sound levelled() {
        float peak = 0;
        for (float s : samples) {
            peak = Math.max(peak, Math.abs(s));
        }
        if (peak < 0.001f) {
            return this;
        }
        int margin = rate / 20;
        int from = 0;
        while (Math.abs(samples[from]) < peak * 0.01f) {
            from++;
        }
        int until = samples.length;
        while (Math.abs(samples[until - 1]) < peak * 0.01f) {
            until--;
        }
        from = Math.max(0, from - margin);
        until = Math.min(samples.length, until + margin);
        float[] out = new float[until - from];
        for (int i = 0; i < out.length; i++) {
            out[i] = samples[from + i] * 0.7f / peak;
        }
        return new Sound(out, rate);
    }

    /** Length in milliseconds. */
    public int millis() {
        return (int) (samples.length * 1000L / rate);
    }

    /** As a WAV file with 16 bit PCM. */
    public byte[] wav() {
        ByteBuffer buffer = ByteBuffer.allocate(44 + samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
        buffer.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(36 + samples.length * 2);
        buffer.put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII)).putInt(16);
        buffer.putShort((short) 1).putShort((short) 1).putInt(rate).putInt(rate * 2);
        buffer.putShort((short) 2).putShort((short) 16);
        buffer.put("data".getBytes(StandardCharsets.US_ASCII)).putInt(samples.length * 2);
        for (float s : samples) {
            buffer.putShort((short) Math.round(Math.max(-1, Math.min(1, s)) * 32767));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(buffer.capacity());
        out.writeBytes(buffer.array());
        return out.toByteArray();
    }
}
