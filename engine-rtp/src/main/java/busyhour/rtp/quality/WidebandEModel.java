package busyhour.rtp.quality;

/**
 * The wideband E-model of ITU-T G.107.1 (06/2019) with its default values, for speech of 50 to 7,000 Hz:
 *
 * <pre>
 *   R = Ro,WB - Id,WB(T) - Ie,eff,WB(loss)          Ro,WB 129; simultaneous impairment and advantage are 0 there
 *   MOS = MOS of G.107 Annex B at R / 1.29          (Annex A): the same 1 to 4.5 as narrowband
 * </pre>
 *
 * <p>Ie,eff,WB has the shape of G.107's (7-15: also against 95). Corrigendum 1 (01/2020) words equation 7-6 anew, which
 * moves Id by tenths of a point; this is the text of 2019. Pure functions, any thread, no allocation.
 */
public final class WidebandEModel {

    /** Basic signal-to-noise ratio (7-2). */
    public static final double RO = 129;
    /** What a rating is divided by to stand on the narrowband scale (Annex A). */
    public static final double SCALE = 1.29;

    private static final double NFOR = -96; // table 1
    private static final double NO = EModel.noise(NFOR);

    private WidebandEModel() {
    }

    /** Delay impairment Id,WB (7-4) where echo and conversation see the same delay: T = Ta, Tr = 2 Ta; milliseconds. */
    public static double idDelay(double oneWayMs) {
        return talkerEcho(oneWayMs) + EModel.listenerEcho(RO, 2 * oneWayMs) + SCALE * EModel.absoluteDelay(oneWayMs);
    }

    /** Rating of a delay and an equipment impairment on the scale of 0 to 129, not limited to it. */
    public static double rFactor(double idDelay, double ieEff) {
        return RO - idDelay - ieEff;
    }

    /** Mean opinion score of a wideband rating. */
    public static double mos(double r) {
        return EModel.mos(r / SCALE);
    }

    /** Talker echo (7-5 to 7-10). */
    private static double talkerEcho(double t) {
        final double k = t < 100 ? 0.08 * t + 10 : 18;
        final double terv = EModel.TELR + k - 40 * Math.log10((1 + t / 10) / (1 + t / 150)) + 6 * Math.exp(-0.3 * t * t);
        final double half = (-1.5 * (NO - EModel.RLR) - (80 + 3 * (terv - 14))) / 2;
        return (half + Math.sqrt(half * half + 100) - 1) * (1 - Math.exp(-t));
    }
}
