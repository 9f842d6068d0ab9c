package org.hotline12348.ivr.prompt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Mono sound, samples from -1 to 1. Reads any PCM WAV and writes what the telephone network carries: 8 kHz, 16 bit.
 *
 * @param rate samples a second
 */
public record Sound(float[] samples, int rate) {
    /** The rate of the telephone network. */
    public static final int TELEPHONE = 8000;

    private static final int RIFF = 0x46464952;
    private static final int WAVE = 0x45564157;
    private static final int FMT = 0x20746d66;
    private static final int DATA = 0x61746164;
    private static final int EXTENSIBLE = 0xfffe;
    private static final int TAPS = 16;
    private static final int FINE = 256;

    /**
     * Reads a WAV file with 8 to 32 bit PCM or 32 bit float samples, any rate, any number of channels (mixed to one). A
     * program that writes WAV to a pipe cannot know the length and leaves a giant one in the header: the file's end counts.
     * (Not by javax.sound, whose reader waits for ever on some damaged headers.)
     *
     * @throws IOException when it is no such file; the message says why
     */
    public static Sound read(byte[] wav) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
        if (wav.length < 12 || in.getInt(0) != RIFF || in.getInt(8) != WAVE) {
            throw new IOException("It is no WAV file with PCM samples.");
        }
        int at = 12;
        int format = -1;
        while (at + 8 <= wav.length) {
            int name = in.getInt(at);
            long length = Integer.toUnsignedLong(in.getInt(at + 4));
            int begin = at + 8;
            int end = (int) Math.min(wav.length, begin + length);
            if (name == FMT && end - begin >= 16) {
                format = begin;
            } else if (name == DATA && format >= 0) {
                return samples(in, format, begin, end);
            }
            at = (int) Math.min(wav.length, begin + length + (length & 1));
        }
        throw new IOException("It is no WAV file with PCM samples: a part of it is missing.");
    }

    private static Sound samples(ByteBuffer in, int format, int begin, int end) throws IOException {
        int kind = Short.toUnsignedInt(in.getShort(format));
        if (kind == EXTENSIBLE && format + 26 <= begin) {
            kind = Short.toUnsignedInt(in.getShort(format + 24));
        }
        int channels = Short.toUnsignedInt(in.getShort(format + 2));
        int rate = in.getInt(format + 4);
        int bits = Short.toUnsignedInt(in.getShort(format + 14));
        boolean pcm = kind == 1 && (bits == 8 || bits == 16 || bits == 24 || bits == 32);
        boolean real = kind == 3 && bits == 32;
        if (!pcm && !real || channels < 1 || channels > 8 || rate < 4_000 || rate > 192_000) {
            throw new IOException(
                    "Its sound is of format %d with %d bit, %d channels, %d Hz; a WAV with PCM samples of 8 to 32 bit, 4000 to 192000 Hz is needed."
                            .formatted(kind, bits, channels, rate));
        }
        int step = bits / 8;
        float[] samples = new float[(end - begin) / step / channels];
        for (int i = 0; i < samples.length; i++) {
            float sum = 0;
            for (int c = 0; c < channels; c++) {
                int at = begin + (i * channels + c) * step;
                float sample = switch (step) {
                    case 1 -> (Byte.toUnsignedInt(in.get(at)) - 128) / 128f;
                    case 2 -> in.getShort(at) / 32768f;
                    case 3 ->
                        (in.get(at + 2) << 16
                                        | Byte.toUnsignedInt(in.get(at + 1)) << 8
                                        | Byte.toUnsignedInt(in.get(at)))
                                / 8388608f;
                    default -> real ? in.getFloat(at) : in.getInt(at) / 2147483648f;
                };
                sum += Float.isFinite(sample) ? Math.clamp(sample, -1f, 1f) : 0;
            }
            samples[i] = sum / channels;
        }
        return new Sound(samples, rate);
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
