package busyhour.codec;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Media encoded once and sent many times: the payloads of one encoding in off-heap memory. Immutable, so any number of
 * streams of any thread may read it; a stream keeps only its own frame number. Frames may differ in size; an empty one
 * is a packet time in which nothing is sent, one of comfort noise goes under a payload type of its own (RFC 3389).
 *
 * <pre>
 *   places   0 160  160 160  -  0  320 1 ...   where each frame lies in the payloads, and its length
 *   payloads |frame0|frame1|......|CN|...
 *   energies for each frame: sum of squares and largest square of its decoded samples
 * </pre>
 */
public final class EncodedTrack {

    private final AudioEncoding encoding;
    private final int timestampUnitsPerFrame;
    private final int samplesPerFrame;
    private final UnsafeBuffer payloads;
    private final FrameIndex frames;
    private final int maxFrameLength;
    /** Length of every frame, one behind the other, without a gap; 0 = they differ. */
    private final int evenLength;
    private final boolean isUnbroken;

    EncodedTrack(final AudioEncoding encoding, final UnsafeBuffer payloads, final FrameIndex frames) {
        this.encoding = encoding;
        this.timestampUnitsPerFrame = encoding.codec().timestampUnits(encoding.ptimeMs());
        this.samplesPerFrame = encoding.samplesPerFrame() * encoding.channels();
        this.payloads = payloads;
        this.frames = frames;
        int largest = 0;
        boolean even = true;
        boolean unbroken = true;
        for (int frame = 0; frame < frames.count(); frame++) {
            largest = Math.max(largest, frames.length(frame));
            even &= frames.start(frame) == (long) frame * frames.length(0) && frames.length(frame) == frames.length(0);
            unbroken &= frames.length(frame) > 0 && !frames.isComfortNoise(frame);
        }
        maxFrameLength = largest;
        evenLength = even ? largest : 0;
        isUnbroken = unbroken;
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
        return evenLength > 0 ? frame * evenLength : frames.start(frame);
    }

    /** Octets of the frame; 0 = nothing is sent in its time. */
    public int frameLength(final int frame) {
        return evenLength > 0 ? evenLength : frames.length(frame);
    }

    /** Whether every frame is sound: no packet time passes without one, and none describes noise. */
    public boolean isUnbroken() {
        return isUnbroken;
    }

    /** Whether the frame describes noise (RFC 3389) and goes under the payload type of that. */
    public boolean isComfortNoise(final int frame) {
        return !isUnbroken && frames.isComfortNoise(frame);
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
        return frames.sumOfSquares(frame);
    }

    /** Square of the frame's largest decoded 16-bit sample. */
    public int frameLargestSquare(final int frame) {
        return frames.largestSquare(frame);
    }

    /** Length of the loop, milliseconds. */
    public long durationMs() {
        return (long) ptimeMs() * frameCount();
    }
}
