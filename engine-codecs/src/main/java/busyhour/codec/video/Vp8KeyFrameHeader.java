package busyhour.codec.video;

import org.agrona.DirectBuffer;

/**
 * The uncompressed beginning of a VP8 key frame (RFC 6386 9.1, 19.1). Reusable, allocates nothing, takes any input; a fault leaves the
 * values of the last good one. One thread.
 *
 * <pre>
 *   octets 0-2  little endian: P (0 = key frame), version (3 bits), show_frame, size of the first partition (19 bits)
 *   octets 3-5  9d 01 2a
 *   octets 6-9  little endian: width (14 bits) and scale (2), height (14) and scale (2)
 * </pre>
 */
public final class Vp8KeyFrameHeader {

    public static final int OK = 0;
    public static final int TRUNCATED = -1;
    /** An inter frame, which has no sizes. */
    public static final int NOT_KEY_FRAME = -2;
    /** Start code missing, or a size of 0. */
    public static final int MALFORMED = -3;

    public static final int LENGTH = 10;

    private int width;
    private int height;
    private int version;
    private boolean isShown;
    private int firstPartitionLength;

    /**
     * @param offset of the frame's first octet, behind the payload descriptor.
     * @return {@link #OK} or a negative code.
     */
    public int parse(final DirectBuffer buffer, final int offset, final int length) {
        if (length < 1) {
            return TRUNCATED;
        }
        if ((buffer.getByte(offset) & 1) != 0) {
            return NOT_KEY_FRAME;
        }
        if (length < LENGTH) {
            return TRUNCATED;
        }
        final int tag = octet(buffer, offset) | octet(buffer, offset + 1) << 8 | octet(buffer, offset + 2) << 16;
        final int startCode = octet(buffer, offset + 3) << 16 | octet(buffer, offset + 4) << 8 | octet(buffer, offset + 5);
        final int pixelsX = (octet(buffer, offset + 6) | octet(buffer, offset + 7) << 8) & 0x3fff;
        final int pixelsY = (octet(buffer, offset + 8) | octet(buffer, offset + 9) << 8) & 0x3fff;
        if (startCode != 0x9d012a || pixelsX == 0 || pixelsY == 0) {
            return MALFORMED;
        }
        version = tag >> 1 & 7;
        isShown = (tag & 0x10) != 0;
        firstPartitionLength = tag >> 5;
        width = pixelsX;
        height = pixelsY;
        return OK;
    }

    private static int octet(final DirectBuffer buffer, final int index) {
        return buffer.getByte(index) & 0xff;
    }

    /** Pixels, before any upscaling that the header asks for; 0 before the first good header. */
    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int version() {
        return version;
    }

    public boolean isShown() {
        return isShown;
    }

    public int firstPartitionLength() {
        return firstPartitionLength;
    }
}
