package busyhour.codec;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Media encoded once and sent many times: the payloads of one encoding in off-heap memory. Immutable, so any number of
 * streams of any thread may read it; a stream keeps only its own frame number. Frames may differ in size; an empty one
 * is a packet time in which nothing is sent, one of comfort noise goes under a payload type of its own (RFC 3389).
 *
 * <pre>
 *   starts   0      160    -      320 ...   where each frame lies in the payloads
 *   lengths  160    160    0      1   ...
 *   payloads |frame0|frame1|......|CN|...
 *   energy   for each frame: sum of squares and largest square of its decoded samples
 * </pre>
 */
public final class EncodedTrack {

    private final AudioEncoding encoding;
    private final int timestampUnitsPerFrame;
    private final int samplesPerFrame;
    private final UnsafeBuffer payloads;
    private final FrameIndex frames;
    private final int maxFrameLength;

    EncodedTrack(final AudioEncoding encoding, final UnsafeBuffer payloads, final FrameIndex frames) {
        this.encoding = encoding;
        this.timestampUnitsPerFrame = encoding.codec().timestampUnits(encoding.ptimeMs());
        this.samplesPerFrame = encoding.samplesPerFrame() * encoding.channels();
        this.payloads = payloads;
        this.frames = frames;
        int largest = 0;
        for (final int length : frames.lengths) {
            largest = Math.max(largest, length);
        }
        maxFrameLength = largest;
    }

    public AudioEncoding encoding() {
        return encoding;
    }

    public AudioCodec codec() {
        return encoding.codec();
    }

    public int ptimeMs() {
        return encoding.ptimeMs();
    }

    /** Frames before the track begins anew; at least 1. */
    public int frameCount() {
        return frames.count();
    }

    /** By how much the RTP timestamp grows from one frame to the next. */
    public int timestampUnitsPerFrame() {
        return timestampUnitsPerFrame;
    }

    /** Samples in each frame at the codec's sampling rate, of all channels together. */
    public int samplesPerFrame() {
        return samplesPerFrame;
    }

    /** All payloads; a frame lies at {@link #frameOffset}. Direct memory. */
    public DirectBuffer buffer() {
        return payloads;
    }

    public int frameOffset(final int frame) {
        return frames.starts[frame];
    }

    /** Octets of the frame; 0 = nothing is sent in its time. */
    public int frameLength(final int frame) {
        return frames.lengths[frame];
    }

    /** Whether the frame describes noise (RFC 3389) and goes under the payload type of that. */
    public boolean isComfortNoise(final int frame) {
        return frames.comfortNoise != null && frames.comfortNoise[frame];
    }

    /** Octets of the largest frame. */
    public int maxFrameLength() {
        return maxFrameLength;
    }

    /** The frame that follows: the track is a loop. */
    public int nextFrame(final int frame) {
        return frame + 1 == frameCount() ? 0 : frame + 1;
    }

    /** Sum of the squares of the frame's decoded 16-bit samples, so that levels cost nothing while sending. */
    public long frameSumOfSquares(final int frame) {
        return frames.sumOfSquares[frame];
    }

    /** Square of the frame's largest decoded 16-bit sample. */
    public int frameLargestSquare(final int frame) {
        return frames.largestSquares[frame];
    }

    /** Length of the loop, milliseconds. */
    public long durationMs() {
        return (long) ptimeMs() * frameCount();
    }

    FrameIndex frames() {
        return frames;
    }
}
