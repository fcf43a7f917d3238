package busyhour.codec;

import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The sixteen digits as G.711, one second of each: all their frequencies are whole hertz, so that the second is a loop
 * without a seam. Levels are those of ETSI ES 201 235-2: the high group 2 dB above the low one, because lines lose more
 * there; -8 and -10 dBm0 as most telephones send, well within what Q.24 administrations accept (-25 to 0 dBm for each).
 *
 * <p>Made at set-up; immutable; any thread; copying allocates nothing.
 */
public final class DtmfTones {

    static final double LOW_DBM0 = -10;
    static final double HIGH_DBM0 = -8;

    private static final int RATE_HZ = 8_000;
    private static final DtmfTones MU_LAW = new DtmfTones(AudioCodec.PCMU);
    private static final DtmfTones A_LAW = new DtmfTones(AudioCodec.PCMA);

    private final UnsafeBuffer tones = new UnsafeBuffer(BufferUtil.allocateDirectAligned(Dtmf.DIGITS * RATE_HZ, BitUtil.CACHE_LINE_LENGTH));
    private final double[] meanSquares = new double[Dtmf.DIGITS];
    private final int[] largestSquares = new int[Dtmf.DIGITS];
    private final byte silence;

    private DtmfTones(final AudioCodec codec) {
        final boolean aLaw = codec == AudioCodec.PCMA;
        silence = aLaw ? G711.SILENCE_A_LAW : G711.SILENCE_MU_LAW;
        for (int event = 0; event < Dtmf.DIGITS; event++) {
            long sum = 0;
            for (int i = 0; i < RATE_HZ; i++) {
                final short sample = sample(event, i);
                final byte code = aLaw ? G711.encodeALaw(sample) : G711.encodeMuLaw(sample);
                final int square = aLaw ? G711.squareALaw(code) : G711.squareMuLaw(code);
                tones.putByte(event * RATE_HZ + i, code);
                sum += square;
                largestSquares[event] = Math.max(largestSquares[event], square);
            }
            meanSquares[event] = (double) sum / RATE_HZ;
        }
    }

    private static short sample(final int event, final int i) {
        final double seconds = (double) i / RATE_HZ;
        return (short) Math.round(amplitude(LOW_DBM0) * Math.sin(2 * Math.PI * Dtmf.lowHz(event) * seconds)
                + amplitude(HIGH_DBM0) * Math.sin(2 * Math.PI * Dtmf.highHz(event) * seconds));
    }

    /** Amplitude of a sine at this level as a 16-bit sample: G.711's largest sine is +3.17 dBm0 (table 5). */
    static double amplitude(final double dbm0) {
        return 32_124 * Math.pow(10, (dbm0 - 3.17) / 20);
    }

    /** The tones in a codec, or null when it is none that tones can be patched into octet by octet. */
    public static DtmfTones of(final AudioCodec codec) {
        return switch (codec) {
            case PCMU -> MU_LAW;
            case PCMA -> A_LAW;
            default -> null;
        };
    }

    /**
     * Copies a piece of a tone.
     *
     * @param event   0 to 15.
     * @param first   samples since the tone began.
     * @param samples octets to write; at most a second.
     */
    public void copy(final int event, final int first, final int samples, final MutableDirectBuffer into, final int offset) {
        final int from = first % RATE_HZ;
        final int whole = Math.min(samples, RATE_HZ - from);
        into.putBytes(offset, tones, event * RATE_HZ + from, whole);
        into.putBytes(offset + whole, tones, event * RATE_HZ, samples - whole);
    }

    /** What silence is in the codec. */
    public byte silence() {
        return silence;
    }

    /** Mean square of the tone's decoded 16-bit samples. */
    public double meanSquare(final int event) {
        return meanSquares[event];
    }

    /** Square of the tone's largest decoded sample. */
    public int largestSquare(final int event) {
        return largestSquares[event];
    }
}
