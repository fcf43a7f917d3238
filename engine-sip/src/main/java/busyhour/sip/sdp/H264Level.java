package busyhour.sip.sdp;

/** The lowest level that a picture needs (ITU-T H.264 table A-1, baseline, main and extended profiles). Stateless. */
public final class H264Level {

    private static final int CONSTRAINED_BASELINE = 0x42E000;
    private static final int MACROBLOCK = 16;
    private static final int BITS_PER_KILOBIT = 1_000;
    /** level_idc, macroblocks a second, macroblocks of a frame, kbit/s. */
    private static final int[][] LEVELS = {
        {10, 1_485, 99, 64}, {11, 3_000, 396, 192}, {12, 6_000, 396, 384}, {13, 11_880, 396, 768}, {20, 11_880, 396, 2_000},
        {21, 19_800, 792, 4_000}, {22, 20_250, 1_620, 4_000}, {30, 40_500, 1_620, 10_000}, {31, 108_000, 3_600, 14_000},
        {32, 216_000, 5_120, 20_000}, {40, 245_760, 8_192, 20_000}, {41, 245_760, 8_192, 50_000}, {42, 522_240, 8_704, 50_000},
        {50, 589_824, 22_080, 135_000}, {51, 983_040, 36_864, 240_000}};

    private H264Level() {
    }

    /** @return a profile-level-id (RFC 6184 8.1) of the constrained baseline profile. */
    public static int constrainedBaseline(final int width, final int height, final int framesPerSecond, final int bitrateBps) {
        final int frame = macroblocks(width, height);
        for (final int[] level : LEVELS) {
            if (frame * framesPerSecond <= level[1] && frame <= level[2] && bitrateBps <= level[3] * BITS_PER_KILOBIT) {
                return CONSTRAINED_BASELINE | level[0];
            }
        }
        return CONSTRAINED_BASELINE | LEVELS[LEVELS.length - 1][0];
    }

    /** @return macroblocks of a frame. */
    public static int macroblocks(final int width, final int height) {
        return (width + MACROBLOCK - 1) / MACROBLOCK * ((height + MACROBLOCK - 1) / MACROBLOCK);
    }
}
