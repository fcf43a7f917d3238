package busyhour.rtp.speech;

/**
 * Whether somebody speaks, as events with hysteresis.
 *
 * <pre>
 *            40 ms in a row of -50 dBov or more, 10 dB above the noise
 *   SILENT ------------------------------------------------------------> SPEAKING
 *      ^                                                                    |
 *      +---- 200 ms without -53 dBov or more and 7 dB above the noise ------+
 * </pre>
 *
 * -50 dBov and the noise floor are those of {@link NoiseFloor}: telephone speech has an active level of about -26 dBov
 * (ITU-T P.56 levels to that), its faint parts lie 15.9 dB and more below, where P.56 puts its threshold, and the idle noise of
 * a line below -60. 200 ms is the hangover of P.56; two packets of 20 ms are longer than a click; 3 dB less end speech than
 * begin it, so that a level at the edge does not flutter. One thread; allocates nothing.
 */
public final class SpeechActivity {

    /** Loud for so long in a row is speech. */
    static final long ONSET_NS = 40_000_000;
    /** Not loud for so long is silence: the hangover of P.56. */
    public static final long HANGOVER_NS = 200_000_000;

    private static final double ENDS_BELOW = Math.pow(10, -0.3);

    private static final byte SUSPENDED = 0;
    private static final byte UNKNOWN = 1;
    private static final byte SILENT = 2;
    private static final byte SPEAKING = 3;

    private final SpeechListener listener;
    private byte state;
    private long loudNs;
    private long loudSinceNs;
    private long lastLoudNs;

    public SpeechActivity(SpeechListener listener) {
        this.listener = listener;
    }

    /** Media is expected from now on; nothing is known of it. */
    public void expect(long nowNs) {
        state = UNKNOWN;
        loudNs = 0;
        lastLoudNs = nowNs;
    }

    /** Nothing is to be sent: neither silence nor speech. */
    public void suspend() {
        state = SUSPENDED;
    }

    /**
     * A packet came, or went.
     *
     * @param power mean square of its samples.
     * @param floor of the noise, this packet included.
     */
    public void onPacket(double power, NoiseFloor floor, long durationNs, long nowNs) {
        if (state == SUSPENDED) {
            return;
        }
        final double margin = state == SPEAKING ? ENDS_BELOW : 1;
        if (power > NoiseFloor.ACTIVE_POWER * margin && power > floor.power() * NoiseFloor.MARGIN * margin) {
            if (loudNs == 0 || nowNs - lastLoudNs >= HANGOVER_NS) { // what was loud before a silence of no packets is another sound
                loudNs = 0;
                loudSinceNs = nowNs;
            }
            loudNs += durationNs;
            lastLoudNs = Math.max(lastLoudNs, nowNs);
            if (state != SPEAKING && loudNs >= ONSET_NS) {
                state = SPEAKING;
                listener.onSpeech(loudSinceNs, nowNs);
            }
        } else {
            loudNs = 0;
            onTime(nowNs);
        }
    }

    /** Time passes, with packets or without. */
    public void onTime(long nowNs) {
        if ((state == SPEAKING || state == UNKNOWN) && nowNs - lastLoudNs >= HANGOVER_NS) {
            state = SILENT;
            loudNs = 0;
            listener.onSilence(lastLoudNs, nowNs);
        }
    }
}
