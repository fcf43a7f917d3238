package busyhour.engine.decode;

import java.util.Arrays;

/** The level of a signal in steps of 10 ms, dBov; steps that were never heard are marked. One thread. */
final class Envelope {

    static final int STEP_MS = 10;
    /** Quieter is silence. */
    static final float SILENCE_DB = -90;
    /** Ten minutes; what comes later is not judged. */
    private static final int MAX_STEPS = 60_000;
    private static final double FULL_SCALE_SQUARE = 32_768.0 * 32_768.0;

    private float[] levels = new float[1_024];
    private boolean[] missing = new boolean[1_024];
    private int steps;
    private double sum;
    private int samplesInStep;
    private int missingInStep;

    /** Samples follow. @param heard false for what was made up for a lost packet. */
    void add(final short[] samples, final int from, final int count, final int rateHz, final boolean heard) {
        final int perStep = rateHz * STEP_MS / 1_000;
        for (int i = from; i < from + count; i++) {
            sum += samples[i] * samples[i];
            samplesInStep++;
            missingInStep += heard ? 0 : 1;
            if (samplesInStep >= perStep) {
                close();
            }
        }
    }

    private void close() {
        if (steps < MAX_STEPS) {
            if (steps == levels.length) {
                levels = Arrays.copyOf(levels, 2 * steps);
                missing = Arrays.copyOf(missing, 2 * steps);
            }
            levels[steps] = (float) Math.max(SILENCE_DB, 10 * Math.log10(Math.max(1e-9, sum / samplesInStep / FULL_SCALE_SQUARE)));
            missing[steps] = 2 * missingInStep > samplesInStep;
            steps++;
        }
        sum = 0;
        samplesInStep = 0;
        missingInStep = 0;
    }

    int steps() {
        return steps;
    }

    float level(final int step) {
        return levels[step];
    }

    boolean isMissing(final int step) {
        return missing[step];
    }

    float[] levels() {
        return Arrays.copyOf(levels, steps);
    }
}
