package busyhour.rtp.speech;

/**
 * What both directions of one stream make of each other, as somebody at our end hears it: our own speech when it is sent,
 * the peer's when it is played.
 *
 * <pre>
 *   own   ########            #####              turn latency     |--|  end of ours to start of the peer's
 *   peer          |--|#########|--|###           barge-in latency |--|  start of ours over the peer's to the peer's end
 * </pre>
 *
 * The peer's answer within the 200 ms that tell our own silence counts too. One shard's thread; allocates nothing after
 * construction. What was not heard is NaN.
 */
public final class Conversation implements SpokenAudio {

    private static final long NEVER = Long.MIN_VALUE;

    private final NoiseFloor floor = new NoiseFloor();
    private final SpeechActivity own = new SpeechActivity(new SpeechListener() {
        @Override
        public void onSpeech(final long sinceNs, final long nowNs) {
            onOwnSpeech(sinceNs);
        }

        @Override
        public void onSilence(final long sinceNs, final long nowNs) {
            onOwnSilence(sinceNs);
        }
    });

    private boolean peerHeard;
    private boolean ownSpeaks;
    private boolean peerSpeaks;
    private boolean awaitsAnswer;
    private long ownEndNs;
    private long peerSinceNs;
    private long overlapNs;
    private long bargeInNs;
    private long firstPeerSpeechNs;
    private long answeredNs;
    private long peerTalkNs;

    private final SecondMean turns = new SecondMean();
    private final SecondMean bargeIns = new SecondMean();

    /** A new call. */
    public void reset(final long nowNs) {
        floor.reset();
        own.expect(nowNs);
        peerHeard = false;
        ownSpeaks = false;
        peerSpeaks = false;
        awaitsAnswer = false;
        overlapNs = NEVER;
        bargeInNs = NEVER;
        turns.reset();
        bargeIns.reset();
        onAnswered(nowNs);
    }

    /** The call is answered: talk and greeting count from now on. Early media before it does not. */
    public void onAnswered(final long nowNs) {
        answeredNs = nowNs;
        peerTalkNs = 0;
        peerSinceNs = nowNs;
        firstPeerSpeechNs = peerSpeaks ? nowNs : NEVER;
    }

    @Override
    public void onFrame(final long sumOfSquares, final int samples, final long durationNs, final long sentNs) {
        final double power = (double) sumOfSquares / samples;
        floor.onPacket(power, durationNs);
        own.onPacket(power, floor, durationNs, sentNs);
    }

    /** Time passes, with frames or without. */
    public void onTime(final long nowNs) {
        own.onTime(nowNs);
    }

    private void onOwnSpeech(final long sinceNs) {
        ownSpeaks = true;
        awaitsAnswer = false;
        overlapNs = NEVER;
        if (peerSpeaks && bargeInNs == NEVER) {
            bargeInNs = sinceNs;
        }
    }

    private void onOwnSilence(final long sinceNs) {
        if (!ownSpeaks) {
            return; // nothing had been said
        }
        ownSpeaks = false;
        ownEndNs = sinceNs;
        if (overlapNs != NEVER && overlapNs >= sinceNs) {
            turns.add(overlapNs - sinceNs); // the answer came before our silence was certain
        } else {
            awaitsAnswer = !peerSpeaks;
        }
        overlapNs = NEVER;
    }

    /** The peer is measured: its silence is known to be silence. */
    public void onPeerHeard() {
        peerHeard = true;
    }

    /** The peer began to speak. @param sinceNs when it is played at our end. */
    public void onPeerSpeech(final long sinceNs) {
        peerSpeaks = true;
        peerSinceNs = sinceNs;
        firstPeerSpeechNs = firstPeerSpeechNs == NEVER ? sinceNs : firstPeerSpeechNs;
        if (ownSpeaks) {
            overlapNs = sinceNs;
        } else if (awaitsAnswer) {
            awaitsAnswer = false;
            turns.add(Math.max(0, sinceNs - ownEndNs));
        }
    }

    /** The peer fell silent. @param sinceNs when the end of its speech is played at our end. */
    public void onPeerSilence(final long sinceNs) {
        if (!peerSpeaks) {
            return;
        }
        peerSpeaks = false;
        peerTalkNs += Math.max(0, sinceNs - peerSinceNs);
        if (bargeInNs != NEVER && sinceNs >= bargeInNs) {
            bargeIns.add(sinceNs - bargeInNs); // else it had come to its end before we began
        }
        bargeInNs = NEVER;
    }

    /** The peer is not to send any more (hold): its speech ends here, and that is nobody's answer. */
    public void onPeerSuspended(final long nowNs) {
        bargeInNs = NEVER;
        awaitsAnswer = false;
        onPeerSilence(nowNs);
    }

    /** Closes the second. */
    public void closeSecond() {
        turns.close();
        bargeIns.close();
    }

    /** {@code turn_latency_ms}: mean of the answers that began in the closed second; NaN when none did. */
    public double turnLatencyMs() {
        return turns.ms();
    }

    /** {@code barge_in_latency_ms}: mean of those that ended in the closed second; NaN when none did. */
    public double bargeInLatencyMs() {
        return bargeIns.ms();
    }

    /** Share of the time since the answer in which the peer spoke, 0 to 1; NaN where the peer is not measured. */
    public double talkRatio(final long nowNs) {
        final double peerNs = peerTalkNs + (peerSpeaks ? Math.max(0, nowNs - peerSinceNs) : 0);
        return peerHeard && nowNs > answeredNs ? Math.min(1, peerNs / (nowNs - answeredNs)) : Double.NaN;
    }

    /** From the answer to the peer's first speech; NaN before it. */
    public double timeToGreetingMs() {
        return firstPeerSpeechNs == NEVER ? Double.NaN : Math.max(0, firstPeerSpeechNs - answeredNs) / 1e6;
    }

    /** Mean of what a second brought. */
    private static final class SecondMean {

        private long sumNs;
        private int count;
        private double ms;

        void reset() {
            sumNs = 0;
            count = 0;
            ms = Double.NaN;
        }

        void add(final long ns) {
            sumNs += ns;
            count++;
        }

        void close() {
            ms = count == 0 ? Double.NaN : sumNs / 1e6 / count;
            sumNs = 0;
            count = 0;
        }

        double ms() {
            return ms;
        }
    }
}
