package busyhour.rtp.video;

import busyhour.rtp.rtcp.FeedbackWriter;

/**
 * Asks for a key frame while frames cannot be decoded: at once, then after 300 ms (or two round trips), each time twice as long, up
 * to 3 s, for as long as none comes. By PLI, or by FIR where that alone was negotiated; a repeated FIR has the number of the first.
 */
final class KeyFrameAsking {

    static final long FIRST_PAUSE_NS = 300_000_000;
    static final long LONGEST_PAUSE_NS = 3_000_000_000L;

    private static final long NEVER = Long.MAX_VALUE;

    private int kinds;
    private boolean wanted;
    private long dueNs;
    private long pauseNs;
    private long firstPauseNs;
    private int requestNumber;
    private boolean written;

    void reset() {
        kinds = FeedbackKinds.NONE;
        requestNumber = 0;
        firstPauseNs = FIRST_PAUSE_NS;
        stop();
    }

    void kinds(final int negotiated) {
        kinds = negotiated & (FeedbackKinds.PLI | FeedbackKinds.FIR);
    }

    /** @param rttMs NaN while unknown. */
    void roundTripMs(final double rttMs) {
        firstPauseNs = rttMs >= 0 ? Math.clamp((long) (rttMs * 2e6), FIRST_PAUSE_NS, LONGEST_PAUSE_NS) : FIRST_PAUSE_NS;
    }

    /** Frames cannot be decoded. */
    void want(final long nowNs) {
        if (!wanted && kinds != FeedbackKinds.NONE) {
            wanted = true;
            dueNs = nowNs;
            pauseNs = firstPauseNs;
            requestNumber = requestNumber + 1 & 0xFF;
        }
    }

    /** A key frame came, or nothing is expected. */
    void stop() {
        wanted = false;
        dueNs = NEVER;
    }

    long nextNs() {
        return dueNs;
    }

    void write(final FeedbackWriter writer, final int mediaSsrc, final long nowNs) {
        written = dueNs <= nowNs;
        if (!written) {
            return;
        }
        if (usesPictureLoss()) {
            writer.pictureLoss(mediaSsrc);
        } else {
            writer.fullIntraRequest(mediaSsrc, requestNumber);
        }
    }

    /** What was written last left. @return whether a request was among it. */
    boolean onSent(final long nowNs) {
        if (!written) {
            return false;
        }
        written = false;
        dueNs = wanted ? nowNs + pauseNs : NEVER;
        pauseNs = Math.min(LONGEST_PAUSE_NS, 2 * pauseNs);
        return true;
    }

    boolean usesPictureLoss() {
        return (kinds & FeedbackKinds.PLI) != 0;
    }
}
