package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioDecoder;
import busyhour.codec.G711Energy;
import busyhour.codec.G722Decoder;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * How loud a received payload is, for the codecs that are cheap enough to be looked at on the shard: G.711 by tables, linear
 * samples as they are, G.722 decoded. One stream's, one thread; allocates only in the constructor and in {@link #prepare}.
 */
final class PayloadEnergy {

    private static final int FULL_SCALE = Short.MAX_VALUE;

    private final G711Energy g711 = new G711Energy();
    private G722Decoder g722;
    private short[] decoded;
    private int samples;
    private long sumOfSquares;
    private int largestSquare;
    private int clippedSamples;

    /** A new stream, or another codec in the one that was. */
    void reset() {
        samples = 0;
        if (g722 != null) {
            g722.reset();
        }
    }

    /** Set-up: the stream may be of this codec; G.722 needs 20 kB, which others are not burdened with. */
    void prepare(AudioCodec codec) {
        if (codec == AudioCodec.G722 && g722 == null) {
            g722 = new G722Decoder();
            decoded = new short[AudioDecoder.MAX_PACKET_MS * g722.sampleRateHz() / 1_000];
        }
    }

    /** Whether payloads of this codec are measured here; of others only a decoder elsewhere can tell. */
    boolean measures(AudioCodec codec) {
        return codec != null && (G711Energy.measures(codec) || isLinear(codec) || codec == AudioCodec.G722 && g722 != null);
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
        } else if (codec == AudioCodec.G722) {
            g722(buffer, offset, length);
        } else {
            linear(buffer, offset, length / 2);
        }
        return samples > 0;
    }

    private void g722(DirectBuffer buffer, int offset, int length) {
        begin();
        samples = Math.max(0, g722.decodeRaw(buffer, offset, length, decoded, 0));
        for (int i = 0; i < samples; i++) {
            add(decoded[i]);
        }
    }

    private void linear(DirectBuffer buffer, int offset, int count) {
        begin();
        samples = count;
        for (int i = 0; i < count; i++) {
            add(buffer.getShort(offset + 2 * i, ByteOrder.BIG_ENDIAN));
        }
    }

    private void begin() {
        sumOfSquares = 0;
        largestSquare = 0;
        clippedSamples = 0;
    }

    private void add(int sample) {
        final int square = sample * sample; // at most 2^30
        sumOfSquares += square;
        largestSquare = Math.max(largestSquare, square);
        clippedSamples += sample >= FULL_SCALE || sample <= -FULL_SCALE ? 1 : 0;
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
