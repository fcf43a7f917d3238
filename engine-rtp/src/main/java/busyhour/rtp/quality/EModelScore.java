package busyhour.rtp.quality;

import busyhour.codec.AudioCodec;

/** One scoring of a stretch of a stream: a second, or the whole call. NaN where the stretch or the codec gives no ground. */
public final class EModelScore {

    private double idDelay = Double.NaN;
    private double ieEff = Double.NaN;
    private double rFactor = Double.NaN;
    private double mos = Double.NaN;
    private double mosLq = Double.NaN;

    /** Forgets the last scoring. */
    public void clear() {
        idDelay = Double.NaN;
        ieEff = Double.NaN;
        rFactor = Double.NaN;
        mos = Double.NaN;
        mosLq = Double.NaN;
    }

    /**
     * Scores a stretch in which something was to be played.
     *
     * @param codec      whose constants count; without published ones only the delay impairment is known.
     * @param pplPercent lost and discarded, of what was to be played.
     * @param burstR     burst ratio; NaN without loss.
     * @param oneWayMs   the delay that is known.
     */
    public void score(AudioCodec codec, double pplPercent, double burstR, double oneWayMs) {
        idDelay = EModel.idDelay(oneWayMs);
        ieEff = EModel.ieEff(CodecQuality.ie(codec), CodecQuality.bpl(codec), pplPercent, Double.isNaN(burstR) ? 1 : burstR);
        final double r = EModel.rFactor(idDelay, ieEff); // NaN for a codec without constants, and so is what follows
        rFactor = Math.max(0, Math.min(100, r));
        mos = Math.max(1, EModel.mos(r));
        mosLq = Math.max(1, EModel.mos(EModel.rFactor(0, ieEff)));
    }

    public double idDelay() {
        return idDelay;
    }

    public double ieEff() {
        return ieEff;
    }

    /** Limited to 0..100. */
    public double rFactor() {
        return rFactor;
    }

    /** 1 to 4.5. */
    public double mos() {
        return mos;
    }

    /** The same without the delay impairment. */
    public double mosLq() {
        return mosLq;
    }
}
