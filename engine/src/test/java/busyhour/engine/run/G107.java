package busyhour.engine.run;

/** ITU-T G.107 (06/2015) for G.711 with its default values, written from the recommendation a second time as a judge. */
final class G107 {

    private static final double BPL = 25.1;
    private static final double NO_DBM0P = -61.179;
    private static final double SLR = 8;
    private static final double RLR = 2;
    private static final double RO = 15 - 1.5 * (SLR + NO_DBM0P);
    /** Is with the default values: loudness, sidetone, quantisation. */
    private static final double IS = 1.4136;
    private static final double TELR = 65;
    private static final double WEPL = 110;

    private G107() {
    }

    /**
     * @param lossPercent Ppl.
     * @param burst       BurstR.
     * @param delayMs     Ta = T = Tr/2, one way from mouth to ear.
     */
    static double mos(final double lossPercent, final double burst, final double delayMs) {
        final double ie = lossPercent == 0 ? 0 : 95 * lossPercent / (lossPercent / burst + BPL);
        final double r = RO - IS - talkerEcho(delayMs) - listenerEcho(delayMs) - delay(delayMs) - ie;
        if (r <= 0) {
            return 1;
        }
        return r >= 100 ? 4.5 : 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
    }

    /** Idte, equations 7-19 to 7-23. */
    private static double talkerEcho(final double delayMs) {
        final double terv = TELR - 40 * Math.log10((1 + delayMs / 10) / (1 + delayMs / 150)) + 6 * Math.exp(-0.3 * delayMs * delayMs);
        final double difference = -1.5 * (NO_DBM0P - RLR) - (80 + 2.5 * (terv - 14));
        return (difference / 2 + Math.sqrt(difference * difference / 4 + 100) - 1) * (1 - Math.exp(-delayMs));
    }

    /** Idle, equations 7-24 and 7-25. */
    private static double listenerEcho(final double delayMs) {
        final double difference = RO - 10.5 * (WEPL + 7) * Math.pow(2 * delayMs + 1, -0.25);
        return difference / 2 + Math.sqrt(difference * difference / 4 + 169);
    }

    /** Idd, equations 7-27 and 7-28. */
    private static double delay(final double delayMs) {
        if (delayMs <= 100) {
            return 0;
        }
        final double x = Math.log(delayMs / 100) / Math.log(2);
        return 25 * (Math.pow(1 + Math.pow(x, 6), 1.0 / 6) - 3 * Math.pow(1 + Math.pow(x / 3, 6), 1.0 / 6) + 2);
    }
}
