package busyhour.codec;

import java.util.Arrays;

/**
 * What is played for lost audio of a waveform codec: the last pitch period over and over, unchanged for 10 ms, then fading
 * to silence by 60 ms, in the manner of ITU-T G.711 Appendix I. The first good samples afterwards are faded in.
 *
 * <p>One stream, one thread; allocates nothing after construction.
 */
final class Concealment {

    private static final int HISTORY_MS = 40;
    private static final int UNCHANGED_MS = 10;
    private static final int SILENT_AFTER_MS = 60;
    private static final int OVERLAP_MS = 4;
    private static final int HIGHEST_PITCH_HZ = 200;
    private static final int LOWEST_PITCH_HZ = 66;

    private final short[] history;
    private final int samplesPerMs;
    private int period;
    private int phase;
    private int concealed;

    Concealment(final int sampleRateHz) {
        samplesPerMs = Math.ceilDiv(sampleRateHz, 1_000);
        history = new short[HISTORY_MS * samplesPerMs];
    }

    void reset() {
        Arrays.fill(history, (short) 0);
        concealed = 0;
    }

    /** Good samples were decoded: smooths their beginning after a loss and remembers their end. */
    void onGood(final short[] samples, final int at, final int count) {
        if (concealed > 0) {
            final int overlap = Math.min(count, OVERLAP_MS * samplesPerMs);
            for (int i = 0; i < overlap; i++) {
                samples[at + i] = (short) ((samples[at + i] * i + next() * (overlap - i)) / overlap);
            }
            concealed = 0;
        }
        remember(samples, at, count);
    }

    int conceal(final int count, final short[] into, final int at) {
        if (concealed == 0) {
            period = pitch();
            phase = 0;
        }
        for (int i = 0; i < count; i++) {
            into[at + i] = next();
        }
        return count;
    }

    private short next() {
        final short sample = history[history.length - period + phase];
        phase = phase + 1 == period ? 0 : phase + 1;
        final int fadeFrom = UNCHANGED_MS * samplesPerMs;
        final int silent = SILENT_AFTER_MS * samplesPerMs;
        final int gain = silent - Math.clamp(concealed, fadeFrom, silent);
        concealed = Math.min(concealed + 1, silent);
        return (short) (sample * gain / (silent - fadeFrom));
    }

    /** The lag by which the end of what was heard is most like itself. */
    private int pitch() {
        final int shortest = 1_000 * samplesPerMs / HIGHEST_PITCH_HZ;
        final int longest = 1_000 * samplesPerMs / LOWEST_PITCH_HZ;
        final int window = history.length - longest;
        final int step = Math.max(1, samplesPerMs / 8);
        int best = shortest;
        double highest = 0;
        for (int lag = shortest; lag <= longest; lag++) {
            long product = 0;
            long energy = 1;
            for (int i = history.length - window; i < history.length; i += step) {
                product += history[i] * history[i - lag];
                energy += history[i - lag] * history[i - lag];
            }
            final double likeness = product <= 0 ? 0 : (double) product * product / energy;
            if (likeness > highest) {
                highest = likeness;
                best = lag;
            }
        }
        return best;
    }

    private void remember(final short[] samples, final int at, final int count) {
        final int kept = Math.min(count, history.length);
        System.arraycopy(history, kept, history, 0, history.length - kept);
        System.arraycopy(samples, at + count - kept, history, history.length - kept, kept);
    }
}
