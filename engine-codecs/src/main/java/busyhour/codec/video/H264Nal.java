package busyhour.codec.video;

/**
 * NAL unit types and header fields (H.264 table 7-1, RFC 6184 1.3 and 5.2).
 *
 * <pre>
 *   +-+---+-----+
 *   |F|NRI| Type|   F forbidden bit, NRI 0 = nothing refers to it
 *   +-+---+-----+
 * </pre>
 */
public final class H264Nal {

    /** Slice of a picture that may need others. */
    public static final int SLICE = 1;
    /** Slice of an IDR picture: nothing before it is referred to from here on. */
    public static final int IDR = 5;
    public static final int SEI = 6;
    public static final int SPS = 7;
    public static final int PPS = 8;
    public static final int ACCESS_UNIT_DELIMITER = 9;
    public static final int STAP_A = 24;
    public static final int STAP_B = 25;
    public static final int MTAP16 = 26;
    public static final int MTAP24 = 27;
    public static final int FU_A = 28;
    public static final int FU_B = 29;

    private H264Nal() {
    }

    public static int type(final int header) {
        return header & 0x1f;
    }

    /** nal_ref_idc, 0 to 3. */
    public static int refIdc(final int header) {
        return header >> 5 & 3;
    }

    /** Slices and slice data partitions, 1 to 5. */
    public static boolean isSlice(final int type) {
        return type >= SLICE && type <= IDR;
    }
}
