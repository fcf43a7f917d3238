package busyhour.codec;

import java.nio.ByteBuffer;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Turns linear samples into {@link EncodedTrack}s. Set-up time only; allocates. */
public final class TrackEncoder {

    private TrackEncoder() {
    }

    /**
     * Encodes mono 16-bit samples at 8 kHz. An incomplete last frame is filled up with silence.
     *
     * @param pcm     at least one sample.
     * @param codec   PCMU or PCMA.
     * @param ptimeMs packet time: 10, 20, 30, 40 or 60.
     * @throws IllegalArgumentException for anything else.
     */
    public static EncodedTrack encode(short[] pcm, AudioCodec codec, int ptimeMs) {
        if (pcm.length == 0) {
            throw new IllegalArgumentException("no samples to encode");
        }
        if (ptimeMs != 10 && ptimeMs != 20 && ptimeMs != 30 && ptimeMs != 40 && ptimeMs != 60) {
            throw new IllegalArgumentException("ptime is 10, 20, 30, 40 or 60 ms, not " + ptimeMs);
        }
        final int samplesPerFrame = codec.sampleRateHz() / 1_000 * ptimeMs;
        final int frameCount = (pcm.length + samplesPerFrame - 1) / samplesPerFrame;
        final ByteBuffer memory = BufferUtil.allocateDirectAligned(frameCount * samplesPerFrame, BitUtil.CACHE_LINE_LENGTH);
        final UnsafeBuffer payloads = new UnsafeBuffer(memory);
        final int[] offsets = new int[frameCount + 1];
        final long[] sumOfSquares = new long[frameCount];
        final int[] largestSquares = new int[frameCount];
        for (int frame = 0; frame < frameCount; frame++) {
            final int first = frame * samplesPerFrame;
            offsets[frame + 1] = first + samplesPerFrame;
            for (int i = first; i < first + samplesPerFrame; i++) {
                final short sample = i < pcm.length ? pcm[i] : 0;
                final byte code = codec == AudioCodec.PCMA ? G711.encodeALaw(sample) : G711.encodeMuLaw(sample);
                payloads.putByte(i, code);
                final int square = codec == AudioCodec.PCMA ? G711.squareALaw(code) : G711.squareMuLaw(code);
                sumOfSquares[frame] += square;
                largestSquares[frame] = Math.max(largestSquares[frame], square);
            }
        }
        return new EncodedTrack(codec, ptimeMs, payloads, offsets, sumOfSquares, largestSquares);
    }
}
