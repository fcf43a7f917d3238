package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.codec.G711Energy;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * How loud a received payload is, for the codecs that are cheap enough to be looked at on the shard: G.711 by tables, linear
 * samples as they are. One stream's, one thread; allocates only in the constructor.
 */
final class PayloadEnergy {

    private final G711Energy g711 = new G711Energy();
    private int samples;
    private long sumOfSquares;
    private int largestSquare;
    private int clippedSamples;

    /** A new stream, or another codec in the one that was. */
    void reset() {
        samples = 0;
    }

    /** Whether payloads of this codec are measured here; of others only a decoder elsewhere can tell. */
    static boolean measures(AudioCodec codec) {
        return codec != null && (G711Energy.measures(codec) || isLinear(codec));
    }

    private static boolean isLinear(AudioCodec codec) {
        return codec == AudioCodec.L16 || codec == AudioCodec.L16_8000 || codec == AudioCodec.L16_44100;
    }

    /** Looks at the next payload of the stream. @return whether there were samples in it. */
    boolean measure(AudioCodec codec, DirectBuffer buffer, int offset, int length) {
        if (G711Energy.measures(codec)) {
            g711.measure(codec, buffer, offset, length);
            samples = length;
            sumOfSquares = g711.sumOfSquares();
            largestSquare = g711.largestSquare();
            clippedSamples = g711.clippedSamples();
        } else {
            linear(buffer, offset, length / 2);
        }
        return samples > 0;
    }

    private void linear(DirectBuffer buffer, int offset, int count) {
        long sum = 0;
        int largest = 0;
        int clipped = 0;
        for (int i = 0; i < count; i++) {
            final int sample = buffer.getShort(offset + 2 * i, ByteOrder.BIG_ENDIAN);
            final int square = sample * sample; // at most 2^30
            sum += square;
            largest = Math.max(largest, square);
            clipped += sample == Short.MAX_VALUE || sample == Short.MIN_VALUE ? 1 : 0;
        }
        samples = count;
        sumOfSquares = sum;
        largestSquare = largest;
        clippedSamples = clipped;
    }

    int samples() {
        return samples;
    }

    long sumOfSquares() {
        return sumOfSquares;
    }

    int largestSquare() {
        return largestSquare;
    }

    /** Samples at the codec's full scale. */
    int clippedSamples() {
        return clippedSamples;
    }
}
