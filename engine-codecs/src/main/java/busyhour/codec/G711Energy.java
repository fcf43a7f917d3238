package busyhour.codec;

import org.agrona.DirectBuffer;

/**
 * Energy of a G.711 payload without decoding it: one look-up of the squared sample for each octet. Reused for every
 * packet; one thread; allocates nothing.
 */
public final class G711Energy {

    private long sumOfSquares;
    private int largestSquare;
    private int clippedSamples;

    /** Whether payloads of this codec can be measured. */
    public static boolean measures(AudioCodec codec) {
        return codec == AudioCodec.PCMU || codec == AudioCodec.PCMA;
    }

    /** Looks at {@code length} code words. */
    public void measure(AudioCodec codec, DirectBuffer buffer, int offset, int length) {
        final int[] squares = G711.squares(codec);
        long sum = 0;
        int largest = 0;
        int i = offset;
        final int wordEnd = offset + (length & ~7);
        for (; i < wordEnd; i += 8) { // eight code words for each bounds check; their order does not matter
            final long word = buffer.getLong(i);
            final int s0 = squares[(int) word & 0xFF];
            final int s1 = squares[(int) (word >>> 8) & 0xFF];
            final int s2 = squares[(int) (word >>> 16) & 0xFF];
            final int s3 = squares[(int) (word >>> 24) & 0xFF];
            final int s4 = squares[(int) (word >>> 32) & 0xFF];
            final int s5 = squares[(int) (word >>> 40) & 0xFF];
            final int s6 = squares[(int) (word >>> 48) & 0xFF];
            final int s7 = squares[(int) (word >>> 56)];
            sum += (long) s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7;
            largest = Math.max(largest, Math.max(Math.max(Math.max(s0, s1), Math.max(s2, s3)),
                    Math.max(Math.max(s4, s5), Math.max(s6, s7))));
        }
        for (final int end = offset + length; i < end; i++) {
            final int square = squares[buffer.getByte(i) & 0xFF];
            sum += square;
            largest = Math.max(largest, square);
        }
        sumOfSquares = sum;
        largestSquare = largest;
        clippedSamples = largest == G711.fullScaleSquare(codec) ? count(squares, largest, buffer, offset, length) : 0;
    }

    /** Sum of the squares of the 16-bit samples. */
    public long sumOfSquares() {
        return sumOfSquares;
    }

    public int largestSquare() {
        return largestSquare;
    }

    /** Samples at the codec's full scale. */
    public int clippedSamples() {
        return clippedSamples;
    }

    private static int count(int[] squares, int wanted, DirectBuffer buffer, int offset, int length) {
        int found = 0;
        for (int i = offset; i < offset + length; i++) {
            if (squares[buffer.getByte(i) & 0xFF] == wanted) {
                found++;
            }
        }
        return found;
    }
}
