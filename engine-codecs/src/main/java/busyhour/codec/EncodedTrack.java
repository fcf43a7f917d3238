package busyhour.codec;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Media encoded once and sent many times: the payloads of one codec and packet time, one after the other in off-heap
 * memory. Immutable after {@link TrackEncoder} or a later encoder filled it, so any number of streams of any thread may
 * read it; a stream keeps only its own frame number. Frames may differ in size.
 *
 * <pre>
 *   offsets  0      160    320    480 ...   frameCount + 1 of them
 *   payloads |frame0|frame1|frame2|...
 *   energy   for each frame: sum of squares and largest square of its decoded samples
 * </pre>
 */
public final class EncodedTrack {

    private final AudioCodec codec;
    private final int ptimeMs;
    private final int timestampUnitsPerFrame;
    private final int samplesPerFrame;
    private final UnsafeBuffer payloads;
    private final int[] offsets;
    private final long[] sumOfSquares;
    private final int[] largestSquares;

    EncodedTrack(AudioCodec codec, int ptimeMs, UnsafeBuffer payloads, int[] offsets,
            long[] sumOfSquares, int[] largestSquares) {
        this.codec = codec;
        this.ptimeMs = ptimeMs;
        this.timestampUnitsPerFrame = codec.timestampUnits(ptimeMs);
        this.samplesPerFrame = codec.sampleRateHz() / 1_000 * ptimeMs;
        this.payloads = payloads;
        this.offsets = offsets;
        this.sumOfSquares = sumOfSquares;
        this.largestSquares = largestSquares;
    }

    public AudioCodec codec() {
        return codec;
    }

    public int ptimeMs() {
        return ptimeMs;
    }

    /** Frames before the track begins anew; at least 1. */
    public int frameCount() {
        return offsets.length - 1;
    }

    /** By how much the RTP timestamp grows from one frame to the next. */
    public int timestampUnitsPerFrame() {
        return timestampUnitsPerFrame;
    }

    /** Samples in each frame at the codec's sampling rate. */
    public int samplesPerFrame() {
        return samplesPerFrame;
    }

    /** All payloads; a frame lies at {@link #frameOffset}. Direct memory. */
    public DirectBuffer buffer() {
        return payloads;
    }

    public int frameOffset(int frame) {
        return offsets[frame];
    }

    public int frameLength(int frame) {
        return offsets[frame + 1] - offsets[frame];
    }

    /** Octets of the largest frame. */
    public int maxFrameLength() {
        int largest = 0;
        for (int frame = 0; frame < frameCount(); frame++) {
            largest = Math.max(largest, frameLength(frame));
        }
        return largest;
    }

    /** The frame that follows: the track is a loop. */
    public int nextFrame(int frame) {
        return frame + 1 == frameCount() ? 0 : frame + 1;
    }

    /** Sum of the squares of the frame's decoded 16-bit samples, so that levels cost nothing while sending. */
    public long frameSumOfSquares(int frame) {
        return sumOfSquares[frame];
    }

    /** Square of the frame's largest decoded 16-bit sample. */
    public int frameLargestSquare(int frame) {
        return largestSquares[frame];
    }

    /** Length of the loop, milliseconds. */
    public long durationMs() {
        return (long) ptimeMs * frameCount();
    }
}
