package org.hotline12348.ivr.prompt;

/**
 * Music for waiting callers, made here so that it is free of anyone's licence: a slow, soft walk over pentatonic chords, quiet
 * enough to talk over. Pure.
 */
public final class Music {
    private static final double[] SCALE = {261.63, 293.66, 329.63, 392.00, 440.00, 523.25, 587.33, 659.26};
    private static final int[] WALK = {
        0, 2, 3, 4, 5, 4, 3, 2, 1, 3, 4, 6, 5, 3, 2, 1, 0, 3, 5, 7, 6, 5, 4, 3, 2, 4, 3, 1, 2, 1, 0, 0
    };
    private static final double STEP_SECONDS = 0.9;

    private Music() {}

    /** Half a minute that may be repeated without a seam. */
    public static Sound calm() {
        int step = (int) (STEP_SECONDS * Sound.TELEPHONE);
        int length = step * WALK.length;
        float[] samples = new float[length];
        for (int n = 0; n < WALK.length; n++) {
            note(samples, n * step, SCALE[WALK[n]], 0.16);
            if (n % 4 == 0) {
                note(samples, n * step, SCALE[WALK[n] % 3] / 2, 0.14);
            }
        }
        return new Sound(samples, Sound.TELEPHONE);
    }

    private static void note(float[] samples, int at, double hertz, double loud) {
        int length = (int) (2.4 * Sound.TELEPHONE);
        for (int i = 0; i < length; i++) {
            double seconds = (double) i / Sound.TELEPHONE;
            double rise = Math.min(1, seconds / 0.03);
            double envelope = rise * Math.exp(-1.9 * seconds);
            double wave = Math.sin(2 * Math.PI * hertz * seconds) + 0.3 * Math.sin(4 * Math.PI * hertz * seconds);
            samples[(at + i) % samples.length] += (float) (loud * envelope * wave);
        }
    }
}
