package busyhour.codec;

import org.agrona.MutableDirectBuffer;

/**
 * 16-bit samples at 16 kHz to G.722 at 64 kbit/s. Bit-exact to the recommendation's implementation, the counterpart of
 * {@link G722Decoder}. One stream, one thread; allocates nothing after construction.
 */
public final class G722Encoder {

    private static final int TAPS = G722Tables.QMF.length;
    private static final int LARGEST_LEVEL = 61;

    private final G722Band low = G722Band.low();
    private final G722Band high = G722Band.high();
    private final int[] odd = new int[TAPS];
    private final int[] even = new int[TAPS];

    public G722Encoder() {
    }

    /** A stream begins. */
    public void reset() {
        low.reset();
        high.reset();
        java.util.Arrays.fill(odd, 0);
        java.util.Arrays.fill(even, 0);
    }

    /**
     * Encodes pairs of samples; what lies past the end of the array is silence.
     *
     * @param octets to write: one for each pair.
     */
    public void encode(final short[] samples, final int first, final int octets, final MutableDirectBuffer into, final int offset) {
        for (int i = 0; i < octets; i++) {
            final int at = first + 2 * i;
            into.putByte(offset + i, encode(at < samples.length ? samples[at] : 0, at + 1 < samples.length ? samples[at + 1] : 0));
        }
    }

    private byte encode(final int earlier, final int later) {
        System.arraycopy(odd, 1, odd, 0, TAPS - 1);
        System.arraycopy(even, 1, even, 0, TAPS - 1);
        odd[TAPS - 1] = earlier;
        even[TAPS - 1] = later;
        int sumOdd = 0;
        int sumEven = 0;
        for (int i = 0; i < TAPS; i++) {
            sumOdd += odd[i] * G722Tables.QMF[i];
            sumEven += even[i] * G722Tables.QMF[TAPS - 1 - i];
        }
        return (byte) (encodeHigh(sumEven - sumOdd >> 14) << 6 | encodeLow(sumEven + sumOdd >> 14));
    }

    /** @return the 6 bits of the lower band. */
    int encodeLow(final int sample) {
        final int scale = low.scale();
        final int difference = G722Band.saturate(sample - low.prediction());
        final int magnitude = difference >= 0 ? difference : ~difference;
        int level = 1;
        while (level < G722Tables.Q6.length && magnitude >= G722Tables.Q6[level] * scale >> 12) {
            level++;
        }
        final int code = difference >= 0 ? LARGEST_LEVEL + 1 - level : level < 3 ? 64 - level : 34 - level;
        low.adapt(scale * G722Tables.QM4[code >> 2] >> 15, G722Tables.LOW_STEPS[code >> 2]);
        return code;
    }

    /** @return the 2 bits of the upper band. */
    int encodeHigh(final int sample) {
        final int difference = G722Band.saturate(sample - high.prediction());
        final int magnitude = difference >= 0 ? difference : ~difference;
        final boolean large = magnitude >= G722Tables.Q2 * high.scale() >> 12;
        final int code = difference < 0 ? large ? 0 : 1 : large ? 2 : 3;
        high.adapt(high.scale() * G722Tables.QM2[code] >> 15, G722Tables.HIGH_STEPS[code]);
        return code;
    }

    /** Gives the bands back to their beginning without touching the filter: for the recommendation's test sequences. */
    void resetBands() {
        low.reset();
        high.reset();
    }
}
