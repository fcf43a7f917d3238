package busyhour.codec.video;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Collects the payloads of an {@link EncodedVideo}, frame by frame. Set-up time, one thread.
 */
public final class EncodedVideoBuilder {

    /** More than an hour of 1080p at 4 Mbit/s would not fit, and is no loop. */
    static final int MAX_OCTETS = 1 << 30;

    private final VideoEncoding encoding;
    private byte[] octets = new byte[1 << 16];
    private int[] packetOffsets = new int[1 << 8];
    private int[] firstPackets = new int[1 << 6];
    private boolean[] keyFrames = new boolean[1 << 6];
    private int packetCount;
    private int frameCount;
    private int profileLevelId;

    public EncodedVideoBuilder(final VideoEncoding encoding) {
        this.encoding = encoding;
    }

    /** Of H.264, as {@link EncodedVideo#profileLevelId} tells it. */
    public EncodedVideoBuilder profileLevelId(final int value) {
        profileLevelId = value;
        return this;
    }

    /** The packets that follow belong to a new frame. The first frame of a video must be a key frame. */
    public EncodedVideoBuilder beginFrame(final boolean isKeyFrame) {
        if (frameCount == 0 && !isKeyFrame) {
            throw new IllegalStateException("a video begins with a key frame");
        }
        if (frameCount + 1 == firstPackets.length) {
            firstPackets = Arrays.copyOf(firstPackets, 2 * firstPackets.length);
            keyFrames = Arrays.copyOf(keyFrames, 2 * keyFrames.length);
        }
        firstPackets[frameCount] = packetCount;
        keyFrames[frameCount] = isKeyFrame;
        frameCount++;
        return this;
    }

    /** Number of the frame that {@link #beginFrame} began last, from 0. */
    public int frame() {
        return frameCount - 1;
    }

    /** Begins a payload, whose octets {@link #append} gives. */
    public EncodedVideoBuilder beginPacket() {
        if (frameCount == 0) {
            throw new IllegalStateException("a packet belongs to a frame");
        }
        if (packetCount + 2 > packetOffsets.length) {
            packetOffsets = Arrays.copyOf(packetOffsets, 2 * packetOffsets.length);
        }
        packetCount++;
        packetOffsets[packetCount] = packetOffsets[packetCount - 1];
        return this;
    }

    public EncodedVideoBuilder append(final int octet) {
        ensure(1);
        octets[packetOffsets[packetCount]++] = (byte) octet;
        return this;
    }

    public EncodedVideoBuilder append(final DirectBuffer source, final int offset, final int length) {
        ensure(length);
        source.getBytes(offset, octets, packetOffsets[packetCount], length);
        packetOffsets[packetCount] += length;
        return this;
    }

    private void ensure(final int length) {
        final int needed = Math.addExact(packetOffsets[packetCount], length);
        if (needed > MAX_OCTETS) {
            throw new IllegalStateException("video: found more than " + MAX_OCTETS + " octets of payload, expected at most that");
        }
        if (needed > octets.length) {
            octets = Arrays.copyOf(octets, (int) Math.min(MAX_OCTETS, Math.max(2L * octets.length, needed)));
        }
    }

    /** @throws IllegalStateException when a frame has no packet, or there is no frame. */
    public EncodedVideo build() {
        firstPackets[frameCount] = packetCount;
        for (int frame = 0; frame < frameCount; frame++) {
            if (firstPackets[frame] == firstPackets[frame + 1]) {
                throw new IllegalStateException("video frame " + frame + " has no packet");
            }
        }
        if (frameCount == 0) {
            throw new IllegalStateException("a video needs a frame");
        }
        final int length = packetOffsets[packetCount];
        final UnsafeBuffer payloads = new UnsafeBuffer(ByteBuffer.allocateDirect(length));
        payloads.putBytes(0, octets, 0, length);
        return new EncodedVideo(encoding, payloads, Arrays.copyOf(packetOffsets, packetCount + 1),
                Arrays.copyOf(firstPackets, frameCount + 1), Arrays.copyOf(keyFrames, frameCount), profileLevelId);
    }
}
