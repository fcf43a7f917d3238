package busyhour.rtp.receive;

/**
 * Whether the peer speaks, as events with hysteresis.
 *
 * <pre>
 *            40 ms in a row of -50 dBov or more, 10 dB above the noise
 *   SILENT ------------------------------------------------------------> SPEAKING
 *      ^                                                                    |
 *      +---- 200 ms without -53 dBov or more and 7 dB above the noise ------+
 * </pre>
 *
 * -50 dBov and the noise floor are those of {@link AudioLevels}: telephone speech has an active level of about -26 dBov
 * (ITU-T P.56 levels to that), its faint parts lie 15.9 dB and more below, where P.56 puts its threshold, and the idle noise of
 * a line below -60. 200 ms is the hangover of P.56; two packets of 20 ms are longer than a click; 3 dB less end speech than
 * begin it, so that a level at the edge does not flutter. One thread; allocates nothing.
 */
final class SpeechActivity {

    /** Loud for so long in a row is speech. */
    static final long ONSET_NS = 40_000_000;
    /** Not loud for so long is silence: the hangover of P.56. */
    static final long HANGOVER_NS = 200_000_000;

    private static final double ENDS_BELOW = Math.pow(10, -0.3);

    private static final byte SUSPENDED = 0;
    private static final byte UNKNOWN = 1;
    private static final byte SILENT = 2;
    private static final byte SPEAKING = 3;

    private final AudioEvents events;
    private final double leastPower;
    private final double leastOverFloor;
    private byte state;
    private long loudNs;
    private long lastLoudNs;

    /**
     * @param leastPower     mean square of a sample that can be speech.
     * @param leastOverFloor ratio to the noise floor's.
     */
    SpeechActivity(AudioEvents events, double leastPower, double leastOverFloor) {
        this.events = events;
        this.leastPower = leastPower;
        this.leastOverFloor = leastOverFloor;
    }

    /** Media is expected from now on; nothing is known of it. */
    void expect(long nowNs) {
        state = UNKNOWN;
        loudNs = 0;
        lastLoudNs = nowNs;
    }

    /** The peer is not to send: neither silence nor speech. */
    void suspend() {
        state = SUSPENDED;
    }

    void onPacket(double power, double floor, long durationNs, long arrivalNs) {
        if (state == SUSPENDED) {
            return;
        }
        final double margin = state == SPEAKING ? ENDS_BELOW : 1;
        if (power > leastPower * margin && power > floor * leastOverFloor * margin) {
            loudNs += durationNs;
            lastLoudNs = Math.max(lastLoudNs, arrivalNs);
            if (state != SPEAKING && loudNs >= ONSET_NS) {
                state = SPEAKING;
                events.onSpeech(arrivalNs);
            }
        } else {
            loudNs = 0;
            onTime(arrivalNs);
        }
    }

    /** Time passes, with packets or without. */
    void onTime(long nowNs) {
        if ((state == SPEAKING || state == UNKNOWN) && nowNs - lastLoudNs >= HANGOVER_NS) {
            state = SILENT;
            loudNs = 0;
            events.onSilence(lastLoudNs, nowNs);
        }
    }
}
