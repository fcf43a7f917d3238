package busyhour.codec.video;

import org.agrona.DirectBuffer;

/**
 * View of the VP8 payload descriptor (RFC 7741 4.2). Reusable, allocates nothing, takes any input. One thread.
 *
 * <pre>
 *     0 1 2 3 4 5 6 7
 *    |X|R|N|S|R| PID |
 *  X |I|L|T|K| RSV   |
 *  I |M| PictureID   |  M: 15 bits, in two octets
 *  L |   TL0PICIDX   |
 * TK |TID|Y| KEYIDX  |
 * </pre>
 */
public final class Vp8Descriptor {

    public static final int OK = 0;
    /** The descriptor is cut off, or nothing of the frame follows it. */
    public static final int TRUNCATED = -1;

    private int length;
    private int octet;
    private int pictureId;
    private boolean hasWidePictureId;
    private int tl0PicIdx;
    private int tid;
    private boolean isLayerSync;
    private int keyIdx;
    private boolean isKeyFrame;

    /** @return {@link #OK} or a negative code, after which the accessors mean nothing. */
    public int wrap(final DirectBuffer buffer, final int offset, final int payloadLength) {
        pictureId = -1;
        hasWidePictureId = false;
        tl0PicIdx = -1;
        tid = -1;
        isLayerSync = false;
        keyIdx = -1;
        isKeyFrame = false;
        if (payloadLength < 2) {
            return TRUNCATED;
        }
        final int end = offset + payloadLength;
        octet = buffer.getByte(offset) & 0xff;
        int position = offset + 1;
        if ((octet & 0x80) != 0) {
            final int extension = buffer.getByte(position++) & 0xff;
            if ((extension & 0x80) != 0) {
                if (position >= end) {
                    return TRUNCATED;
                }
                pictureId = buffer.getByte(position++) & 0xff;
                if ((pictureId & 0x80) != 0) {
                    if (position >= end) {
                        return TRUNCATED;
                    }
                    hasWidePictureId = true;
                    pictureId = (pictureId & 0x7f) << 8 | buffer.getByte(position++) & 0xff;
                }
            }
            if ((extension & 0x40) != 0) {
                if (position >= end) {
                    return TRUNCATED;
                }
                tl0PicIdx = buffer.getByte(position++) & 0xff;
            }
            if ((extension & 0x30) != 0) {
                if (position >= end) {
                    return TRUNCATED;
                }
                final int layers = buffer.getByte(position++) & 0xff;
                if ((extension & 0x20) != 0) {
                    tid = layers >> 6;
                    isLayerSync = (layers & 0x20) != 0;
                }
                if ((extension & 0x10) != 0) {
                    keyIdx = layers & 0x1f;
                }
            }
        }
        if (position >= end) {
            return TRUNCATED;
        }
        length = position - offset;
        isKeyFrame = isFrameStart() && (buffer.getByte(position) & 1) == 0;
        return OK;
    }

    /** Octets of the descriptor: what follows belongs to the frame. */
    public int length() {
        return length;
    }

    /** First octet of a partition. */
    public boolean isPartitionStart() {
        return (octet & 0x10) != 0;
    }

    public int partition() {
        return octet & 0x07;
    }

    /** First octet of a frame: a {@link Vp8KeyFrameHeader} may follow. */
    public boolean isFrameStart() {
        return (octet & 0x17) == 0x10;
    }

    /** This is the start of a frame, and its first octet says that it is a key frame (RFC 7741 4.3). */
    public boolean isKeyFrame() {
        return isKeyFrame;
    }

    /** No later frame refers to this one (N). */
    public boolean isDisposable() {
        return (octet & 0x20) != 0;
    }

    /** 7 or 15 bits, -1 = not there. */
    public int pictureId() {
        return pictureId;
    }

    public boolean hasWidePictureId() {
        return hasWidePictureId;
    }

    /** -1 = not there. */
    public int tl0PicIdx() {
        return tl0PicIdx;
    }

    /** Temporal layer, -1 = not there. */
    public int temporalLayer() {
        return tid;
    }

    /** The frame depends only on the base layer (Y). */
    public boolean isLayerSync() {
        return isLayerSync;
    }

    /** -1 = not there. */
    public int keyIdx() {
        return keyIdx;
    }
}
