package busyhour.codec.video;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Video encoded once and sent many times: the RTP payloads of all its frames, one after the other in off-heap memory.
 * Immutable, so any number of streams of any thread may read it; a stream keeps only its own frame and packet number.
 * It is a loop that begins with a key frame (H.264: SPS, PPS, IDR), so a stream may begin at any key frame, and go on from the last
 * frame to the first.
 *
 * <pre>
 *   frames        0           1       2       frameCount + 1 numbers of packets
 *   packets       0   1   2   3   4   5       packetCount + 1 offsets
 *   payloads    |STAP|FU-A|FU-A|FU-A|FU-A|single ...
 * </pre>
 */
public final class EncodedVideo {

    private final VideoEncoding encoding;
    private final UnsafeBuffer payloads;
    private final int[] packetOffsets;
    private final int[] firstPackets;
    private final boolean[] keyFrames;
    private final int[] nextKeyFrames;
    private final int profileLevelId;

    EncodedVideo(final VideoEncoding encoding, final UnsafeBuffer payloads, final int[] packetOffsets, final int[] firstPackets,
            final boolean[] keyFrames, final int profileLevelId) {
        this.encoding = encoding;
        this.payloads = payloads;
        this.packetOffsets = packetOffsets;
        this.firstPackets = firstPackets;
        this.keyFrames = keyFrames;
        this.nextKeyFrames = nextKeyFrames(keyFrames);
        this.profileLevelId = profileLevelId;
    }

    private static int[] nextKeyFrames(final boolean[] keyFrames) {
        final int[] next = new int[keyFrames.length];
        int following = 0;
        for (int frame = keyFrames.length - 1; frame >= 0; frame--) {
            following = keyFrames[frame] ? frame : following;
            next[frame] = following;
        }
        return next;
    }

    public VideoEncoding encoding() {
        return encoding;
    }

    public int width() {
        return encoding.width();
    }

    public int height() {
        return encoding.height();
    }

    /** profile_idc, constraint flags and level_idc of the SPS, the highest octet first (RFC 6184 8.1); 0 for VP8. */
    public int profileLevelId() {
        return profileLevelId;
    }

    /** Frames before the video begins anew; at least 1. */
    public int frameCount() {
        return keyFrames.length;
    }

    /** Packets of all frames. */
    public int packetCount() {
        return packetOffsets.length - 1;
    }

    /** All payloads; a packet's lies at {@link #packetOffset}. Direct memory. */
    public DirectBuffer buffer() {
        return payloads;
    }

    /** Octets of all payloads. */
    public int octets() {
        return packetOffsets[packetOffsets.length - 1];
    }

    /** Number of a frame's first packet; of frame {@code frameCount()} the number of packets. The last packet of a frame has the marker. */
    public int firstPacket(final int frame) {
        return firstPackets[frame];
    }

    public int packetOffset(final int packet) {
        return packetOffsets[packet];
    }

    public int packetLength(final int packet) {
        return packetOffsets[packet + 1] - packetOffsets[packet];
    }

    /** Whether the frame can be decoded without any other: IDR with SPS and PPS before it, or a VP8 key frame. */
    public boolean isKeyFrame(final int frame) {
        return keyFrames[frame];
    }

    /** The first key frame at or after a frame, which may lie behind the end of the loop: then it is a smaller number. */
    public int nextKeyFrame(final int frame) {
        return nextKeyFrames[frame];
    }

    /** The frame that follows: the video is a loop. */
    public int nextFrame(final int frame) {
        return frame + 1 == keyFrames.length ? 0 : frame + 1;
    }

    /** Octets of the payloads of a frame. */
    public int frameOctets(final int frame) {
        return packetOffsets[firstPackets[frame + 1]] - packetOffsets[firstPackets[frame]];
    }

    /** Time from one frame to the next, nanoseconds. */
    public long frameDurationNs() {
        return 1_000_000_000L / encoding.fps();
    }

    /** RTP timestamp units from this frame to the next. They differ by one where 90,000 is no multiple of the frame rate. */
    public int timestampUnits(final int frame) {
        return (int) (timestampOffset(frame + 1) - timestampOffset(frame));
    }

    /** RTP timestamp units from the loop's beginning to a frame; of frame {@code frameCount()} those of the whole loop. */
    public long timestampOffset(final int frame) {
        return (long) frame * VideoCodec.CLOCK_RATE_HZ / encoding.fps();
    }

    /**
     * Where the two octets of the PictureID lie in each VP8 payload (RFC 7741 4.2: the highest bit is set and stays, 15 bits number
     * the frame). The store numbers frames from 0; a stream writes its own number into its copy. -1 for H.264.
     */
    public int pictureIdOffset() {
        return encoding.codec() == VideoCodec.VP8 ? Vp8Packetizer.PICTURE_ID_OFFSET : -1;
    }

    /** Length of the loop, milliseconds. */
    public long durationMs() {
        return frameCount() * 1_000L / encoding.fps();
    }
}
