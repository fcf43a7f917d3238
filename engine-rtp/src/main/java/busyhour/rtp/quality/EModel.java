package busyhour.rtp.quality;

/**
 * The E-model of ITU-T G.107 (06/2015) with the default values of its Table 3; what varies here is delay and loss:
 *
 * <pre>
 *   R = Ro - Is - Id(T) - Ie,eff(loss) + A          Ro 94.77, Is 1.41, A 0: 93.2 at best
 * </pre>
 *
 * <p>Delays are one-way mouth-to-ear milliseconds, loss is percent. Pure functions, any thread, no allocation.
 */
public final class EModel {

    /** Talker echo loudness rating, dB. */
    static final double TELR = 65;
    /** Weighted echo path loss, dB. */
    private static final double WEPL = 110;
    private static final double SLR = 8;
    static final double RLR = 2;
    private static final double STMR = 15;
    private static final double LSTR = STMR + 3;
    private static final double DS = 3;
    private static final double PS = 35;
    private static final double PR = 35;
    private static final double NC = -70;
    private static final double NFOR = -64;
    private static final double QDU = 1;

    private static final double NO = noise(NFOR);
    /** Basic signal-to-noise ratio Ro (G.107 7.2). */
    public static final double RO = 15 - 1.5 * (SLR + NO);
    /** Simultaneous impairment Is (G.107 7.3), without the talker echo's share, which is below 0.0001. */
    public static final double IS = simultaneousImpairment();

    private static final double LOG10_OF_2 = Math.log10(2);

    private EModel() {
    }

    /** Delay impairment Id (G.107 7.4) where echo and conversation see the same delay: T = Ta, Tr = 2 Ta. */
    public static double idDelay(double oneWayMs) {
        return idDelay(oneWayMs, 2 * oneWayMs, oneWayMs);
    }

    /**
     * Delay impairment Id = Idte + Idle + Idd (G.107 7.4).
     *
     * @param echoMs      T, mean one-way delay of the echo path.
     * @param roundTripMs Tr, round trip in the four-wire loop.
     * @param absoluteMs  Ta, absolute one-way delay.
     */
    public static double idDelay(double echoMs, double roundTripMs, double absoluteMs) {
        return talkerEcho(echoMs) + listenerEcho(RO, roundTripMs) + absoluteDelay(absoluteMs);
    }

    /**
     * Effective equipment impairment Ie,eff (G.107 7.5).
     *
     * @param ie         of the codec without loss (G.113).
     * @param bpl        packet-loss robustness of the codec (G.113).
     * @param pplPercent lost and discarded packets, 0 to 100.
     * @param burstR     burst ratio, at least 1 (the model's range; below, the sample is too short to say).
     */
    public static double ieEff(double ie, double bpl, double pplPercent, double burstR) {
        return pplPercent == 0 ? ie : ie + (95 - ie) * pplPercent / (pplPercent / Math.max(1, burstR) + bpl);
    }

    /** R of a delay and an equipment impairment, not limited to 0..100. */
    public static double rFactor(double idDelay, double ieEff) {
        return RO - IS - idDelay - ieEff;
    }

    /** Mean opinion score of R by G.107 Annex B; the formula dips to 0.99 below an R of 6.5. */
    public static double mos(double r) {
        if (r <= 0) {
            return 1;
        }
        return r >= 100 ? 4.5 : 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
    }

    private static double talkerEcho(double t) {
        final double terv = TELR - 40 * Math.log10((1 + t / 10) / (1 + t / 150)) + 6 * Math.exp(-0.3 * t * t);
        final double half = (-1.5 * (NO - RLR) - (80 + 2.5 * (terv - 14))) / 2;
        return (half + Math.sqrt(half * half + 100) - 1) * (1 - Math.exp(-t));
    }

    /** Listener echo Idle (G.107 7.4) against a signal-to-noise ratio. */
    static double listenerEcho(double ro, double tr) {
        final double rle = 10.5 * (WEPL + 7) / Math.sqrt(Math.sqrt(tr + 1));
        final double half = (ro - rle) / 2;
        return half + Math.sqrt(half * half + 169);
    }

    /** Absolute delay Idd (G.107 7.4). */
    static double absoluteDelay(double ta) {
        if (ta <= 100) {
            return 0;
        }
        final double x = Math.log10(ta / 100) / LOG10_OF_2;
        return 25 * (sixthRoot(1 + sixth(x)) - 3 * sixthRoot(1 + sixth(x / 3)) + 2);
    }

    /** Noise of all sources, dBm0p (G.107 7.2), with the floor at the receive side given. */
    static double noise(double nfor) {
        final double olr = SLR + RLR;
        final double nos = PS - SLR - DS - 100 + 0.004 * square(PS - olr - DS - 14);
        final double pre = PR + 10 * Math.log10(1 + Math.pow(10, (10 - LSTR) / 10));
        final double nor = RLR - 121 + pre + 0.008 * square(pre - 35);
        final double nfo = nfor + RLR;
        return 10 * Math.log10(power(NC) + power(nos) + power(nor) + power(nfo));
    }

    private static double simultaneousImpairment() {
        final double xolr = SLR + RLR + 0.2 * (64 + NO - RLR);
        final double iolr = 20 * (Math.pow(1 + Math.pow(xolr / 8, 8), 1 / 8.0) - xolr / 8);
        final double ist = 12 * Math.pow(1 + Math.pow((STMR - 13) / 6, 8), 1 / 8.0)
                - 28 * Math.pow(1 + Math.pow((STMR + 1) / 19.4, 35), 1 / 35.0)
                - 13 * Math.pow(1 + Math.pow((STMR - 3) / 33, 13), 1 / 13.0) + 29;
        final double q = 37 - 15 * Math.log10(QDU);
        final double g = 1.07 + 0.258 * q + 0.0602 * q * q;
        final double iq = 15 * Math.log10(1 + Math.pow(10, (RO - 100) / 15 + 46 / 8.4 - g / 9) + Math.pow(10, 46 / 30.0 - g / 40));
        return iolr + ist + iq;
    }

    private static double power(double db) {
        return Math.pow(10, db / 10);
    }

    private static double square(double x) {
        return x * x;
    }

    private static double sixth(double x) {
        return x * x * x * x * x * x;
    }

    private static double sixthRoot(double x) {
        return Math.cbrt(Math.sqrt(x));
    }
}
