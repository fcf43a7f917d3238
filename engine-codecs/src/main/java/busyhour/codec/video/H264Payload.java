package busyhour.codec.video;

import org.agrona.DirectBuffer;

/**
 * View of one RTP payload of H.264 (RFC 6184 5): single NAL unit, STAP-A or FU-A, told without decoding. Interleaved mode (STAP-B,
 * MTAP, FU-B) is never negotiated and counts as unsupported. Reusable, allocates nothing, takes any input. One thread.
 *
 * <pre>
 *   single   |NAL header|rest of the NAL unit|
 *   STAP-A   |F NRI 24|size (2)|NAL unit|size (2)|NAL unit| ...
 *   FU-A     |F NRI 28|S E R type|fragment|
 * </pre>
 */
public final class H264Payload {

    public static final int OK = 0;
    /** Empty, or an aggregate or fragment shorter than its headers say. */
    public static final int TRUNCATED = -1;
    /** STAP-B, MTAP, FU-B or a type that is not defined. */
    public static final int UNSUPPORTED = -2;
    /** Forbidden bit set, an aggregate or a fragment within an aggregate, a fragment that starts and ends at once. */
    public static final int MALFORMED = -3;

    /** NAL units in one aggregate that are looked at; more is malformed. */
    public static final int MAX_NAL_UNITS = 64;

    private static final int FRAGMENT_HEADERS = 2;
    private static final int SLICE_HEAD = 16;

    private final RbspReader reader = new RbspReader();
    private final int[] nalOffsets = new int[MAX_NAL_UNITS];
    private final int[] nalLengths = new int[MAX_NAL_UNITS];
    private int nalCount;
    private int packetType;
    private int nalType;
    private int refIdc;
    private boolean isFragmentStart;
    private boolean isFragmentEnd;
    private boolean isKeyFrame;
    private boolean hasSlice;
    private boolean isFirstSlice;
    private boolean isIntraSlice;
    private int sps;
    private int pps;

    /** @return {@link #OK} or a negative code, after which the accessors mean nothing. */
    public int wrap(final DirectBuffer buffer, final int offset, final int length) {
        clear();
        if (length < 1) {
            return TRUNCATED;
        }
        final int header = buffer.getByte(offset) & 0xff;
        packetType = H264Nal.type(header);
        if ((header & 0x80) != 0) {
            return MALFORMED;
        }
        if (packetType == H264Nal.STAP_A) {
            return aggregate(buffer, offset + 1, offset + length);
        }
        if (packetType == H264Nal.FU_A) {
            return fragment(buffer, offset, length, header);
        }
        if (packetType == 0 || packetType > H264Nal.STAP_A) {
            return UNSUPPORTED;
        }
        add(buffer, offset, length);
        return OK;
    }

    private void clear() {
        nalCount = 0;
        nalType = 0;
        refIdc = 0;
        isFragmentStart = false;
        isFragmentEnd = false;
        isKeyFrame = false;
        hasSlice = false;
        isFirstSlice = false;
        isIntraSlice = false;
        sps = -1;
        pps = -1;
    }

    private int aggregate(final DirectBuffer buffer, final int start, final int end) {
        int position = start;
        while (position < end) {
            if (end - position < 3) {
                return TRUNCATED;
            }
            final int size = (buffer.getByte(position) & 0xff) << 8 | buffer.getByte(position + 1) & 0xff;
            position += 2;
            if (size == 0 || size > end - position) {
                return TRUNCATED;
            }
            if (H264Nal.type(buffer.getByte(position)) >= H264Nal.STAP_A || nalCount == MAX_NAL_UNITS) {
                return MALFORMED;
            }
            add(buffer, position, size);
            position += size;
        }
        return nalCount == 0 ? TRUNCATED : OK;
    }

    private int fragment(final DirectBuffer buffer, final int offset, final int length, final int indicator) {
        if (length <= FRAGMENT_HEADERS) {
            return TRUNCATED;
        }
        final int header = buffer.getByte(offset + 1) & 0xff;
        isFragmentStart = (header & 0x80) != 0;
        isFragmentEnd = (header & 0x40) != 0;
        final int type = H264Nal.type(header);
        if (isFragmentStart && isFragmentEnd || type == 0 || type >= H264Nal.STAP_A) {
            return MALFORMED;
        }
        nalOffsets[0] = offset + FRAGMENT_HEADERS;
        nalLengths[0] = length - FRAGMENT_HEADERS;
        nalCount = 1;
        examine(buffer, offset + FRAGMENT_HEADERS, length - FRAGMENT_HEADERS, type, H264Nal.refIdc(indicator), isFragmentStart);
        return OK;
    }

    private void add(final DirectBuffer buffer, final int offset, final int length) {
        nalOffsets[nalCount] = offset;
        nalLengths[nalCount] = length;
        nalCount++;
        final int header = buffer.getByte(offset) & 0xff;
        examine(buffer, offset + 1, length - 1, H264Nal.type(header), H264Nal.refIdc(header), true);
        if (H264Nal.type(header) == H264Nal.SPS && sps < 0) {
            sps = nalCount - 1;
        } else if (H264Nal.type(header) == H264Nal.PPS && pps < 0) {
            pps = nalCount - 1;
        }
    }

    /** @param isStart the octets begin with the slice header. */
    private void examine(final DirectBuffer buffer, final int offset, final int length, final int type, final int idc, final boolean isStart) {
        refIdc = Math.max(refIdc, idc);
        if (!H264Nal.isSlice(type)) {
            nalType = hasSlice ? nalType : type;
            return;
        }
        nalType = hasSlice ? nalType : type;
        isKeyFrame |= type == H264Nal.IDR;
        if (isStart && !hasSlice && type != 3 && type != 4) {
            reader.wrap(buffer, offset, Math.min(length, SLICE_HEAD));
            isFirstSlice = reader.unsignedExpGolomb() == 0 && !reader.isExhausted();
            final int sliceType = reader.unsignedExpGolomb() % 5;
            isIntraSlice = !reader.isExhausted() && (sliceType == 2 || sliceType == 4);
        }
        hasSlice = true;
    }

    /** Type of the payload: 1 to 23 a single NAL unit, 24 STAP-A, 28 FU-A. */
    public int packetType() {
        return packetType;
    }

    /** Type of the NAL unit or of the one that is fragmented; of an aggregate that of its first slice, else of its last NAL unit. */
    public int nalType() {
        return nalType;
    }

    public boolean isFragment() {
        return packetType == H264Nal.FU_A;
    }

    /** The first fragment of a NAL unit, or whole NAL units: a receiver can begin here. */
    public boolean isNalStart() {
        return !isFragment() || isFragmentStart;
    }

    /** The last fragment of a NAL unit, or whole NAL units. */
    public boolean isNalEnd() {
        return !isFragment() || isFragmentEnd;
    }

    /** NAL units in the payload, 1 for a fragment. */
    public int nalCount() {
        return nalCount;
    }

    /** Where a NAL unit begins in the buffer: at its header; of a fragment at the octets behind both headers. */
    public int nalOffset(final int index) {
        return nalOffsets[index];
    }

    public int nalLength(final int index) {
        return nalLengths[index];
    }

    /** Holds (a part of) a slice of an IDR picture. */
    public boolean isKeyFrame() {
        return isKeyFrame;
    }

    /** Holds (a part of) a slice, and not only parameter sets and other things beside the picture. */
    public boolean hasSlice() {
        return hasSlice;
    }

    /** The first slice of a picture begins here (first_mb_in_slice 0): with arbitrary slice order only a hint. */
    public boolean isFirstSlice() {
        return isFirstSlice;
    }

    /** The slice that begins here needs no other picture (I or SI). */
    public boolean isIntraSlice() {
        return isIntraSlice;
    }

    /** No later picture refers to what is in here (nal_ref_idc 0 of all NAL units). */
    public boolean isDisposable() {
        return refIdc == 0;
    }

    /** Where an unfragmented sequence parameter set begins in the buffer, -1 = there is none. For {@link H264Sps#parse}. */
    public int spsOffset() {
        return sps < 0 ? -1 : nalOffsets[sps];
    }

    public int spsLength() {
        return sps < 0 ? 0 : nalLengths[sps];
    }

    public boolean hasPps() {
        return pps >= 0;
    }
}
