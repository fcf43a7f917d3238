package busyhour.codec.video;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Puts frames together again from RTP payloads that are given in order of their sequence numbers: H.264 with start codes (RFC 6184
 * 5.7, 5.8), VP8 without descriptors (RFC 7741 4.4). Takes any input; memory grows up to {@link #MAX_FRAME_OCTETS} and is then
 * kept. One thread; allocates only while it grows.
 *
 * <pre>
 *   begin()  append(payload) ... append(payload)  -> buffer(), length(), isComplete()
 * </pre>
 */
public final class FrameAssembler {

    public static final int OK = 0;
    /** A payload that its format does not allow; it is left out, the frame is incomplete. */
    public static final int MALFORMED = -1;
    /** A fragment whose beginning or end is missing; what there is of the NAL unit is left out. */
    public static final int OUT_OF_PLACE = -2;
    /** The frame is larger than any that is put together. */
    public static final int TOO_LARGE = -3;

    public static final int MAX_FRAME_OCTETS = 8 << 20;

    private static final int START_CODE = 0x0000_0001;
    private static final int START_CODE_OCTETS = 4;
    private static final int FIRST_CAPACITY = 1 << 16;

    private final boolean isVp8;
    private final H264Payload h264 = new H264Payload();
    private final Vp8Descriptor vp8 = new Vp8Descriptor();
    private UnsafeBuffer frame = new UnsafeBuffer(new byte[FIRST_CAPACITY]);
    private int length;
    private int nalStart = -1;
    private boolean isFaulty;

    public FrameAssembler(final VideoCodec codec) {
        this.isVp8 = codec == VideoCodec.VP8;
    }

    /** A new frame begins. */
    public void begin() {
        length = 0;
        nalStart = -1;
        isFaulty = false;
    }

    /** A packet of this frame is missing before the next one. */
    public void skip() {
        isFaulty = true;
        dropFragment();
    }

    /** @return {@link #OK} or a negative code: then the frame is incomplete, and the next payload may be given all the same. */
    public int append(final DirectBuffer buffer, final int offset, final int payloadLength) {
        final int result = isVp8 ? appendVp8(buffer, offset, payloadLength) : appendH264(buffer, offset, payloadLength);
        isFaulty |= result != OK;
        return result;
    }

    private int appendVp8(final DirectBuffer buffer, final int offset, final int payloadLength) {
        if (vp8.wrap(buffer, offset, payloadLength) != Vp8Descriptor.OK) {
            return MALFORMED;
        }
        if (vp8.isFrameStart() != (length == 0)) {
            return OUT_OF_PLACE;
        }
        return put(buffer, offset + vp8.length(), payloadLength - vp8.length());
    }

    private int appendH264(final DirectBuffer buffer, final int offset, final int payloadLength) {
        if (h264.wrap(buffer, offset, payloadLength) != H264Payload.OK) {
            dropFragment();
            return MALFORMED;
        }
        if (h264.isFragment()) {
            return appendFragment(buffer, offset);
        }
        final boolean isInterrupted = nalStart >= 0;
        dropFragment();
        for (int i = 0; i < h264.nalCount(); i++) {
            final int put = putNal(buffer, h264.nalOffset(i), h264.nalLength(i));
            if (put != OK) {
                return put;
            }
        }
        return isInterrupted ? OUT_OF_PLACE : OK;
    }

    private int appendFragment(final DirectBuffer buffer, final int offset) {
        final boolean isStart = h264.isNalStart();
        final boolean isInterrupted = isStart == nalStart >= 0;
        if (isStart) {
            dropFragment();
            if (length + START_CODE_OCTETS + 1 > MAX_FRAME_OCTETS) {
                return TOO_LARGE;
            }
            ensure(START_CODE_OCTETS + 1);
            nalStart = length;
            frame.putInt(length, START_CODE, java.nio.ByteOrder.BIG_ENDIAN);
            frame.putByte(length + START_CODE_OCTETS, (byte) (buffer.getByte(offset) & 0x60 | buffer.getByte(offset + 1) & 0x1f));
            length += START_CODE_OCTETS + 1;
        } else if (isInterrupted) {
            return OUT_OF_PLACE;
        }
        final int put = put(buffer, h264.nalOffset(0), h264.nalLength(0));
        if (put != OK) {
            dropFragment();
            return put;
        }
        if (h264.isNalEnd()) {
            nalStart = -1;
        }
        return isInterrupted ? OUT_OF_PLACE : OK;
    }

    private int putNal(final DirectBuffer buffer, final int offset, final int nalLength) {
        if (length + START_CODE_OCTETS + nalLength > MAX_FRAME_OCTETS) {
            return TOO_LARGE;
        }
        ensure(START_CODE_OCTETS);
        frame.putInt(length, START_CODE, java.nio.ByteOrder.BIG_ENDIAN);
        length += START_CODE_OCTETS;
        return put(buffer, offset, nalLength);
    }

    private int put(final DirectBuffer buffer, final int offset, final int octets) {
        if (length + octets > MAX_FRAME_OCTETS) {
            return TOO_LARGE;
        }
        ensure(octets);
        frame.putBytes(length, buffer, offset, octets);
        length += octets;
        return OK;
    }

    private void dropFragment() {
        if (nalStart >= 0) {
            length = nalStart;
            nalStart = -1;
        }
    }

    private void ensure(final int octets) {
        if (length + octets > frame.capacity()) {
            final UnsafeBuffer larger = new UnsafeBuffer(new byte[Math.min(MAX_FRAME_OCTETS, Math.max(2 * frame.capacity(), length + octets))]);
            larger.putBytes(0, frame, 0, length);
            frame = larger;
        }
    }

    /** The frame, from index 0; valid until the next {@link #begin}. */
    public DirectBuffer buffer() {
        return frame;
    }

    public int length() {
        return length;
    }

    /** Every payload was in its place, and no NAL unit waits for its end. Whether packets are missing at the end the marker tells. */
    public boolean isComplete() {
        return !isFaulty && nalStart < 0 && length > 0;
    }
}
