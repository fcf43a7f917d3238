package busyhour.codec;

import org.agrona.DirectBuffer;
import org.agrona.UnsafeApi;

/**
 * Energy of a G.711 payload without decoding it: one look-up of the squared sample for each octet, and the largest of all by
 * comparing eight magnitudes at a time. Reused for every packet; one thread; allocates nothing.
 *
 * <p>The lower seven bits of a code word are its magnitude, inverted in mu-law and every other one in A-law: put right, a larger
 * number is a larger sample.
 */
public final class G711Energy {

    private static final long MAGNITUDES = 0x7F7F_7F7F_7F7F_7F7FL;
    private static final long HIGH_BITS = ~MAGNITUDES;
    private static final int MU_LAW_INVERSION = 0xFF;
    private static final int A_LAW_INVERSION = 0x55;

    private long sumOfSquares;
    private int largestSample;
    private int clippedSamples;

    /** Whether payloads of this codec can be measured. */
    public static boolean measures(AudioCodec codec) {
        return codec == AudioCodec.PCMU || codec == AudioCodec.PCMA;
    }

    /** Looks at {@code length} code words. */
    public void measure(AudioCodec codec, DirectBuffer buffer, int offset, int length) {
        buffer.boundsCheck(offset, length); // once for all octets
        final long[] squares = G711.squares(codec);
        final int inversion = codec == AudioCodec.PCMU ? MU_LAW_INVERSION : A_LAW_INVERSION;
        final long inversions = inversion * 0x0101_0101_0101_0101L;
        final byte[] array = buffer.byteArray();
        final long start = buffer.addressOffset() + offset;
        final long pairsEnd = start + (length & ~(2 * Long.BYTES - 1));
        long ofFirst = 0;
        long ofSecond = 0;
        long magnitudes = 0;
        long at = start;
        for (; at < pairsEnd; at += 2 * Long.BYTES) {
            final long first = (UnsafeApi.getLong(array, at) ^ inversions) & MAGNITUDES;
            final long second = (UnsafeApi.getLong(array, at + Long.BYTES) ^ inversions) & MAGNITUDES;
            magnitudes = larger(magnitudes, larger(first, second)); // the inner one waits for nothing
            ofFirst += squaresOfEight(squares, array, at);
            ofSecond += squaresOfEight(squares, array, at + Long.BYTES);
        }
        for (final long end = start + length; at < end; at++) {
            final int code = UnsafeApi.getByte(array, at) & 0xFF;
            ofFirst += squares[code];
            magnitudes = larger(magnitudes, (code ^ inversion) & 0x7F);
        }
        final int loudest = largest(magnitudes) ^ inversion;
        sumOfSquares = ofFirst + ofSecond;
        largestSample = length == 0 ? 0 : Math.abs(codec == AudioCodec.PCMU ? G711.decodeMuLaw((byte) loudest) : G711.decodeALaw((byte) loudest));
        clippedSamples = largestSample == G711.fullScale(codec) ? count(loudest, buffer, offset, length) : 0;
    }

    private static long squaresOfEight(long[] squares, byte[] array, long at) {
        return squares[UnsafeApi.getByte(array, at) & 0xFF] + squares[UnsafeApi.getByte(array, at + 1) & 0xFF]
                + squares[UnsafeApi.getByte(array, at + 2) & 0xFF] + squares[UnsafeApi.getByte(array, at + 3) & 0xFF]
                + (squares[UnsafeApi.getByte(array, at + 4) & 0xFF] + squares[UnsafeApi.getByte(array, at + 5) & 0xFF]
                + squares[UnsafeApi.getByte(array, at + 6) & 0xFF] + squares[UnsafeApi.getByte(array, at + 7) & 0xFF]);
    }

    /** Of each two octets of seven bits the larger one. */
    private static long larger(long a, long b) {
        final long notLess = (a | HIGH_BITS) - b & HIGH_BITS; // the high bit stays where no borrowing was needed
        final long ofA = notLess - (notLess >>> 7);
        return a & ofA | b & ~ofA & MAGNITUDES;
    }

    private static int largest(long octets) {
        long halves = larger(octets, octets >>> 32);
        halves = larger(halves, halves >>> 16 & MAGNITUDES);
        return (int) larger(halves, halves >>> 8 & MAGNITUDES) & 0x7F;
    }

    /** Sum of the squares of the 16-bit samples. */
    public long sumOfSquares() {
        return sumOfSquares;
    }

    /** Magnitude of the largest 16-bit sample. */
    public int largestSample() {
        return largestSample;
    }

    public int largestSquare() {
        return largestSample * largestSample;
    }

    /** Samples at the codec's full scale. */
    public int clippedSamples() {
        return clippedSamples;
    }

    /** Code words of this magnitude, of either sign. */
    private static int count(int wanted, DirectBuffer buffer, int offset, int length) {
        int found = 0;
        for (int i = offset; i < offset + length; i++) {
            found += ((buffer.getByte(i) ^ wanted) & 0x7F) == 0 ? 1 : 0;
        }
        return found;
    }
}
