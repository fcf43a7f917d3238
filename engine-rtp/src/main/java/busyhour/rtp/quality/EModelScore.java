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
     * @param codec      whose constants count, by G.107 or by G.107.1; without published ones only the delay impairment is known.
     * @param mode       of a codec whose modes differ, negative when not known.
     * @param pplPercent lost and discarded, of what was to be played.
     * @param burstR     burst ratio; NaN without loss.
     * @param oneWayMs   the delay that is known.
     */
    public void score(AudioCodec codec, int mode, double pplPercent, double burstR, double oneWayMs) {
        final double burst = Double.isNaN(burstR) ? 1 : burstR;
        ieEff = EModel.ieEff(CodecQuality.ie(codec, mode), CodecQuality.bpl(codec), pplPercent, burst);
        final double r; // NaN for a codec without constants, and so is what follows
        final double listening;
        if (CodecQuality.isWideband(codec)) {
            idDelay = WidebandEModel.idDelay(oneWayMs);
            r = WidebandEModel.rFactor(idDelay, ieEff) / WidebandEModel.SCALE;
            listening = WidebandEModel.rFactor(0, ieEff) / WidebandEModel.SCALE;
        } else {
            idDelay = EModel.idDelay(oneWayMs);
            r = EModel.rFactor(idDelay, ieEff);
            listening = EModel.rFactor(0, ieEff);
        }
        rFactor = Math.max(0, Math.min(100, r));
        mos = Math.max(1, EModel.mos(r));
        mosLq = Math.max(1, EModel.mos(listening));
    }

    public double idDelay() {
        return idDelay;
    }

    public double ieEff() {
        return ieEff;
    }

    /** Limited to 0..100; a wideband rating is divided by 1.29, which its full score is. */
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
