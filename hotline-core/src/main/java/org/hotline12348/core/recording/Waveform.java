package org.hotline12348.core.recording;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads a WAV file as it flows by (16 bit PCM, as the exchange writes it) and keeps its length and its outline: the
 * loudest sample of each stretch. Memory does not grow with the recording. A file whose header was never finished, as
 * after a crash of the exchange, is read to its end all the same.
 */
final class Waveform extends OutputStream {

    /** Stretches of the outline: more than a screen has points for. */
    static final int STRETCHES = 800;

    private static final int BLOCK_MILLIS = 50;
    private static final int MOST_BLOCKS = 24 * 3600 * 1000 / BLOCK_MILLIS;
    private static final int LONGEST_CHUNK = 64 * 1024;

    private enum At {
        RIFF,
        CHUNK,
        FORMAT,
        SKIP,
        SOUND,
        OTHER
    }

    private final ByteBuffer part = ByteBuffer.allocate(LONGEST_CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    private At at = At.RIFF;
    private long wanted = 12;
    private int channels = 1;
    private int rate = 8000;
    private long samples;
    private int low = -1;
    private byte[] blocks = new byte[1024];
    private int full;
    private int inBlock;
    private int loudest;

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        int i = from;
        int end = from + length;
        while (i < end) {
            switch (at) {
                case SOUND -> {
                    int many = (int) Math.min(end - i, wanted);
                    sound(bytes, i, i + many);
                    wanted -= many;
                    i += many;
                    if (wanted == 0) {
                        expect(At.CHUNK, 8);
                    }
                }
                case SKIP -> {
                    int many = (int) Math.min(end - i, wanted);
                    wanted -= many;
                    i += many;
                    if (wanted == 0) {
                        expect(At.CHUNK, 8);
                    }
                }
                case OTHER -> i = end;
                case RIFF, CHUNK, FORMAT -> {
                    int many = (int) Math.min(end - i, wanted);
                    part.put(bytes, i, many);
                    wanted -= many;
                    i += many;
                    if (wanted == 0) {
                        header();
                    }
                }
            }
        }
    }

    private void header() {
        part.flip();
        switch (at) {
            case RIFF -> {
                boolean wav = part.remaining() == 12
                        && part.getInt(0) == 0x46464952 // RIFF
                        && part.getInt(8) == 0x45564157; // WAVE
                expect(wav ? At.CHUNK : At.OTHER, 8);
            }
            case CHUNK -> {
                int name = part.getInt(0);
                long length = Integer.toUnsignedLong(part.getInt(4));
                if (name == 0x61746164) { // data; a header that was never finished says 0 or a giant
                    expect(At.SOUND, length == 0 ? Long.MAX_VALUE : length);
                } else if (name == 0x20746d66 && length >= 16 && length <= LONGEST_CHUNK) { // fmt
                    expect(At.FORMAT, length);
                } else {
                    long padded = length + (length & 1);
                    expect(padded == 0 ? At.CHUNK : At.SKIP, padded == 0 ? 8 : padded);
                }
            }
            case FORMAT -> {
                boolean pcm = part.getShort(0) == 1 && part.getShort(14) == 16;
                channels = Math.max(1, part.getShort(2));
                rate = Math.clamp(part.getInt(4), 1000, 192_000);
                expect(pcm ? At.CHUNK : At.OTHER, 8);
            }
            case SKIP, SOUND, OTHER -> {}
        }
    }

    private void expect(At next, long bytes) {
        part.clear();
        at = next;
        wanted = bytes;
    }

    private void sound(byte[] bytes, int from, int until) {
        int perBlock = Math.max(1, rate * channels * BLOCK_MILLIS / 1000);
        for (int i = from; i < until; i++) {
            if (low < 0) {
                low = bytes[i] & 0xff;
                continue;
            }
            int sample = Math.abs((short) (bytes[i] << 8 | low));
            low = -1;
            samples++;
            loudest = Math.max(loudest, sample);
            if (++inBlock == perBlock) {
                block();
            }
        }
    }

    private void block() {
        if (full < MOST_BLOCKS) {
            if (full == blocks.length) {
                blocks = Arrays.copyOf(blocks, blocks.length * 2);
            }
            blocks[full++] = (byte) Math.min(255, loudest >> 7);
        }
        inBlock = 0;
        loudest = 0;
    }

    /** Length in milliseconds. */
    long millis() {
        return samples / channels * 1000 / rate;
    }

    /** At most {@value #STRETCHES} values from 0 to 255, as unsigned bytes; of one that is shorter one every 50 ms. */
    byte[] peaks() {
        if (inBlock > 0) {
            block();
        }
        if (full <= STRETCHES) {
            return Arrays.copyOf(blocks, full);
        }
        byte[] peaks = new byte[STRETCHES];
        for (int n = 0; n < STRETCHES; n++) {
            int most = 0;
            for (int i = (int) ((long) n * full / STRETCHES); i < (int) ((n + 1L) * full / STRETCHES); i++) {
                most = Math.max(most, blocks[i] & 0xff);
            }
            peaks[n] = (byte) most;
        }
        return peaks;
    }
}
