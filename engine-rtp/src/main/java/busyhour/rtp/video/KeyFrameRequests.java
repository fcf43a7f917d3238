package busyhour.rtp.video;

/**
 * Key frames that the peer asks for, by PLI and FIR. Requests that come before the key frame began are one; key frames asked for
 * begin at least {@link #DISTANCE_NS} after the last one, so that a flood of requests brings 20 of them a second and no more.
 */
final class KeyFrameRequests {

    /** Shortest time between the beginnings of two key frames. */
    static final long DISTANCE_NS = 50_000_000;
    /** A request may wait so long for the scheduled time of a frame; else the frame comes early. */
    static final long PATIENCE_NS = 50_000_000;

    /** Senders of FIR whose last number is remembered. */
    private static final int REQUESTERS = 4;

    private final int[] requesterSsrc = new int[REQUESTERS];
    private final int[] requestNumber = new int[REQUESTERS];
    private int requesters;

    private boolean pending;
    private long askedNs;
    private long lastKeyFrameNs;
    private long picturesLost;
    private long intraRequests;

    void reset() {
        requesters = 0;
        pending = false;
        lastKeyFrameNs = Long.MIN_VALUE / 2;
        picturesLost = 0;
        intraRequests = 0;
    }

    void ask(final long nowNs) {
        if (!pending) {
            pending = true;
            askedNs = nowNs;
        }
    }

    void onPictureLoss(final long nowNs) {
        picturesLost++;
        ask(nowNs);
    }

    /** A number that its sender used last is the same request again (RFC 5104 4.3.1.2). @return whether it is a new one. */
    boolean onFullIntraRequest(final int senderSsrc, final int number, final long nowNs) {
        intraRequests++;
        int at = 0;
        while (at < requesters && requesterSsrc[at] != senderSsrc) {
            at++;
        }
        if (at < requesters && requestNumber[at] == number) {
            return false;
        }
        if (at == requesters) {
            at = Math.min(at, REQUESTERS - 1);
            requesters = at + 1;
        }
        requesterSsrc[at] = senderSsrc;
        requestNumber[at] = number;
        ask(nowNs);
        return true;
    }

    boolean isPending() {
        return pending;
    }

    /** Whether a frame that begins then is to be a key frame. */
    boolean wants(final long frameNs) {
        return pending && frameNs >= earliestNs();
    }

    /** When the key frame asked for may begin. */
    long earliestNs() {
        return lastKeyFrameNs + DISTANCE_NS;
    }

    /** Whether a frame scheduled for then would answer the request too late. */
    boolean isTooLate(final long frameNs) {
        return pending && frameNs > askedNs + PATIENCE_NS;
    }

    /** The first packet of a key frame is out, asked for or not: it answers all that was asked so far. */
    void onKeyFrame(final long frameNs) {
        pending = false;
        lastKeyFrameNs = frameNs;
    }

    long picturesLost() {
        return picturesLost;
    }

    long intraRequests() {
        return intraRequests;
    }
}
