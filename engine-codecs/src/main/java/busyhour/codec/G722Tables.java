package busyhour.codec;

/** Constants of ITU-T G.722, clause 6. Shared: read only. */
final class G722Tables {

    /** Half of the 24 taps of the quadrature mirror filter (table 11); the other half is its mirror. */
    static final int[] QMF = {3, -11, 12, 32, -210, 951, 3_876, -805, 362, -156, 53, -11};

    /** Thresholds of the 60-level quantiser of the lower band. */
    static final int[] Q6 = {
        0, 35, 72, 110, 150, 190, 233, 276, 323, 370, 422, 473, 530, 587, 650, 714, 786, 858, 940, 1_023, 1_121, 1_219, 1_339,
        1_458, 1_612, 1_765, 1_980, 2_195, 2_557, 2_919};
    /** Threshold of the upper band's. */
    static final int Q2 = 564;

    /** Inverse quantisers of 6, 4 and 2 bits. */
    static final int[] QM6 = {
        -136, -136, -136, -136, -24_808, -21_904, -19_008, -16_704, -14_984, -13_512, -12_280, -11_192, -10_232, -9_360, -8_576,
        -7_856, -7_192, -6_576, -6_000, -5_456, -4_944, -4_464, -4_008, -3_576, -3_168, -2_776, -2_400, -2_032, -1_688, -1_360,
        -1_040, -728, 24_808, 21_904, 19_008, 16_704, 14_984, 13_512, 12_280, 11_192, 10_232, 9_360, 8_576, 7_856, 7_192, 6_576,
        6_000, 5_456, 4_944, 4_464, 4_008, 3_576, 3_168, 2_776, 2_400, 2_032, 1_688, 1_360, 1_040, 728, 432, 136, -432, -136};
    static final int[] QM4 = {
        0, -20_456, -12_896, -8_968, -6_288, -4_240, -2_584, -1_200, 20_456, 12_896, 8_968, 6_288, 4_240, 2_584, 1_200, 0};
    static final int[] QM2 = {-7_408, -1_616, 7_408, 1_616};

    /** By how much a code word changes the logarithm of the scale: WL of RL42, WH of RH2. */
    static final int[] LOW_STEPS = {-60, 3_042, 1_198, 538, 334, 172, 58, -30, 3_042, 1_198, 538, 334, 172, 58, -30, -60};
    static final int[] HIGH_STEPS = {798, -214, 798, -214};

    /** Mantissas of the scale factors: 2048 x 2^(i/32). Before the scales, which are made of them. */
    private static final int[] ILB = {
        2_048, 2_093, 2_139, 2_186, 2_233, 2_282, 2_332, 2_383, 2_435, 2_489, 2_543, 2_599, 2_656, 2_714, 2_774, 2_834, 2_896,
        2_960, 3_025, 3_091, 3_158, 3_228, 3_298, 3_371, 3_444, 3_520, 3_597, 3_676, 3_756, 3_838, 3_922, 4_008};

    /** Scale factor for each logarithm without its last six bits; the last is the largest (LOGSCL, LOGSCH). */
    static final int[] LOW_SCALES = scales(18_432, 8);
    static final int[] HIGH_SCALES = scales(22_528, 10);

    private G722Tables() {
    }

    private static int[] scales(final int limit, final int exponent) {
        final int[] scales = new int[(limit >> 6) + 1];
        for (int i = 0; i < scales.length; i++) {
            final int shift = exponent - (i >> 5);
            final int mantissa = ILB[i & 31];
            scales[i] = (shift < 0 ? mantissa << -shift : mantissa >> shift) << 2;
        }
        return scales;
    }
}
