package busyhour.codec.video;

import org.agrona.DirectBuffer;

/**
 * Sequence parameter set (H.264 7.3.2.1.1): what a receiver needs without decoding. Reusable, allocates nothing, takes any input: a
 * fault is a code, and leaves the values of the last good one. One thread.
 */
public final class H264Sps {

    public static final int OK = 0;
    /** Shorter than its syntax needs. */
    public static final int TRUNCATED = -1;
    /** No NAL unit of type 7. */
    public static final int NOT_SPS = -2;
    /** A value outside what H.264 allows, or a picture above 16,384 pixels a side. */
    public static final int IMPLAUSIBLE = -3;

    private static final int MAX_SIDE = 16_384;

    private final RbspReader reader = new RbspReader();
    private int profileIdc;
    private int constraintFlags;
    private int levelIdc;
    private int width;
    private int height;
    private int frameNumBits;
    private int maxReferenceFrames;
    private int chromaFormat;
    private boolean hasSeparatePlanes;

    /**
     * @param offset of the NAL unit's header octet, behind any start code.
     * @param length of the NAL unit.
     * @return {@link #OK} or a negative code.
     */
    public int parse(final DirectBuffer buffer, final int offset, final int length) {
        if (length < 1) {
            return TRUNCATED;
        }
        if ((buffer.getByte(offset) & 0x1f) != H264Nal.SPS) {
            return NOT_SPS;
        }
        reader.wrap(buffer, offset + 1, length - 1);
        final int profile = reader.bits(8);
        final int constraints = reader.bits(8);
        final int level = reader.bits(8);
        final int id = reader.unsignedExpGolomb();
        chromaFormat = 1;
        hasSeparatePlanes = false;
        if (hasChromaFormat(profile)) {
            skipChromaFormat();
        }
        final int frameNumLog2 = reader.unsignedExpGolomb() + 4;
        final int orderCountFault = skipPictureOrderCount();
        final int references = reader.unsignedExpGolomb();
        reader.bit();
        final int widthInMbs = reader.unsignedExpGolomb() + 1;
        final int heightInMapUnits = reader.unsignedExpGolomb() + 1;
        final int isFramesOnly = reader.bit();
        if (isFramesOnly == 0) {
            reader.bit();
        }
        reader.bit();
        final boolean isCropped = reader.flag();
        final int left = isCropped ? reader.unsignedExpGolomb() : 0;
        final int right = isCropped ? reader.unsignedExpGolomb() : 0;
        final int top = isCropped ? reader.unsignedExpGolomb() : 0;
        final int bottom = isCropped ? reader.unsignedExpGolomb() : 0;
        if (reader.isExhausted()) {
            return TRUNCATED;
        }
        final boolean isMonochrome = hasSeparatePlanes || chromaFormat == 0;
        final long cropUnitX = isMonochrome || chromaFormat == 3 ? 1 : 2;
        final long cropUnitY = (isMonochrome || chromaFormat != 1 ? 1 : 2) * (2 - isFramesOnly);
        final long pixelsX = 16L * widthInMbs - cropUnitX * ((long) left + right);
        final long pixelsY = 16L * (2 - isFramesOnly) * heightInMapUnits - cropUnitY * ((long) top + bottom);
        if (orderCountFault != 0 || id > 31 || chromaFormat > 3 || frameNumLog2 > 16 || references > 16
                || pixelsX < 1 || pixelsY < 1 || pixelsX > MAX_SIDE || pixelsY > MAX_SIDE) {
            return IMPLAUSIBLE;
        }
        profileIdc = profile;
        constraintFlags = constraints;
        levelIdc = level;
        frameNumBits = frameNumLog2;
        maxReferenceFrames = references;
        width = (int) pixelsX;
        height = (int) pixelsY;
        return OK;
    }

    private static boolean hasChromaFormat(final int profile) {
        return switch (profile) {
            case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> true;
            default -> false;
        };
    }

    private void skipChromaFormat() {
        chromaFormat = reader.unsignedExpGolomb();
        if (chromaFormat == 3) {
            hasSeparatePlanes = reader.flag();
        }
        reader.unsignedExpGolomb();
        reader.unsignedExpGolomb();
        reader.bit();
        if (reader.flag()) {
            for (int list = 0; list < (chromaFormat == 3 ? 12 : 8); list++) {
                if (reader.flag()) {
                    skipScalingList(list < 6 ? 16 : 64);
                }
            }
        }
    }

    /** H.264 7.3.2.1.1.1. */
    private void skipScalingList(final int size) {
        int last = 8;
        for (int i = 0; i < size; i++) {
            final int next = last + reader.signedExpGolomb() & 0xff;
            if (next == 0 || reader.isExhausted()) {
                return;
            }
            last = next;
        }
    }

    private int skipPictureOrderCount() {
        final int type = reader.unsignedExpGolomb();
        if (type == 0) {
            reader.unsignedExpGolomb();
        } else if (type == 1) {
            reader.bit();
            reader.signedExpGolomb();
            reader.signedExpGolomb();
            final int cycle = reader.unsignedExpGolomb();
            for (int i = 0; i < cycle && i < 255 && !reader.isExhausted(); i++) {
                reader.signedExpGolomb();
            }
            return cycle > 255 ? IMPLAUSIBLE : OK;
        }
        return type > 2 ? IMPLAUSIBLE : OK;
    }

    /** Shown pixels, that is after cropping; 0 before the first good one. */
    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    public int profileIdc() {
        return profileIdc;
    }

    /** constraint_set0_flag is the highest of the eight bits. */
    public int constraintFlags() {
        return constraintFlags;
    }

    /** Ten times the level: 31 is level 3.1. */
    public int levelIdc() {
        return levelIdc;
    }

    /** The three octets of the SDP parameter (RFC 6184 8.1), the profile highest. */
    public int profileLevelId() {
        return profileIdc << 16 | constraintFlags << 8 | levelIdc;
    }

    /** Bits of frame_num in slice headers. */
    public int frameNumBits() {
        return frameNumBits;
    }

    public int maxReferenceFrames() {
        return maxReferenceFrames;
    }
}
