package busyhour.codec;

import org.agrona.DirectBuffer;

/**
 * Ten milliseconds of G.711 against the eight frequencies of Q.23: the sums that Goertzel's filters end with, as plain
 * products with tables, which the compiler turns into vector code (the recursion it cannot).
 *
 * <p>Integers throughout: samples of 13 bits, tables of 12, 80 products stay below 2^30. One thread; allocates nothing.
 */
final class DtmfBlock {

    /** Samples of a block. */
    static final int SAMPLES = 80;
    static final int RATE_HZ = 8_000;
    static final int FREQUENCIES = 2 * Dtmf.GROUP;

    /** The 16-bit samples are taken down by so many bits. */
    private static final int SAMPLE_SHIFT = 3;
    private static final int TABLE_SCALE = 1 << 11;

    private static final int[][] COSINES = new int[FREQUENCIES][SAMPLES];
    private static final int[][] SINES = new int[FREQUENCIES][SAMPLES];
    private static final int[] MU_LAW = new int[256];
    private static final int[] A_LAW = new int[256];

    static {
        for (int f = 0; f < FREQUENCIES; f++) {
            for (int i = 0; i < SAMPLES; i++) {
                final double phase = 2 * Math.PI * hz(f) * i / RATE_HZ;
                COSINES[f][i] = (int) Math.round(TABLE_SCALE * Math.cos(phase));
                SINES[f][i] = (int) Math.round(TABLE_SCALE * Math.sin(phase));
            }
        }
        for (int code = 0; code < 256; code++) {
            MU_LAW[code] = G711.decodeMuLaw((byte) code) >> SAMPLE_SHIFT;
            A_LAW[code] = G711.decodeALaw((byte) code) >> SAMPLE_SHIFT;
        }
    }

    private final int[] samples = new int[SAMPLES];
    private int filled;

    /** By frequency, low group first: the sum's real and imaginary part in samples of 13 bits. */
    final float[] re = new float[FREQUENCIES];
    final float[] im = new float[FREQUENCIES];

    static int hz(final int frequency) {
        return frequency < Dtmf.GROUP ? Dtmf.LOW_HZ[frequency] : Dtmf.HIGH_HZ[frequency - Dtmf.GROUP];
    }

    /** Power of a sine at this level as {@link #power(int)} says it. */
    static double powerAt(final double dbm0) {
        final double amplitude = DtmfTones.amplitude(dbm0) / (1 << SAMPLE_SHIFT);
        return amplitude * SAMPLES / 2 * amplitude * SAMPLES / 2;
    }

    void clear() {
        filled = 0;
    }

    /** Takes samples until the block is full. @return how many were taken. */
    int fill(final AudioCodec codec, final DirectBuffer buffer, final int offset, final int length) {
        final int[] table = codec == AudioCodec.PCMA ? A_LAW : MU_LAW;
        final int taken = Math.min(length, SAMPLES - filled);
        for (int i = 0; i < taken; i++) {
            samples[filled + i] = table[buffer.getByte(offset + i) & 0xFF];
        }
        filled += taken;
        return taken;
    }

    boolean isFull() {
        return filled == SAMPLES;
    }

    /** Energy of the block: for a pure sine this times {@code SAMPLES / 2} is its {@link #power(int)}. */
    int energy() {
        int sum = 0;
        for (int i = 0; i < SAMPLES; i++) {
            sum += samples[i] * samples[i];
        }
        return sum;
    }

    /** Fills {@link #re} and {@link #im}. */
    void correlate() {
        for (int f = 0; f < FREQUENCIES; f++) {
            re[f] = dot(samples, COSINES[f]) * (1f / TABLE_SCALE);
            im[f] = dot(samples, SINES[f]) * (-1f / TABLE_SCALE);
        }
    }

    private static int dot(final int[] a, final int[] b) {
        int sum = 0;
        for (int i = 0; i < SAMPLES; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    float power(final int frequency) {
        return re[frequency] * re[frequency] + im[frequency] * im[frequency];
    }

    /** The group's strongest frequency. */
    int strongest(final int first) {
        int best = first;
        for (int f = first + 1; f < first + Dtmf.GROUP; f++) {
            best = power(f) > power(best) ? f : best;
        }
        return best;
    }
}
