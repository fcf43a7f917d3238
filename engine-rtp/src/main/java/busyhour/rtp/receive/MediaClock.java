package busyhour.rtp.receive;

import busyhour.rtp.RtpArithmetic;

/**
 * RTP timestamps of one source as a media time that never wraps, and the watch over their steps. A step is explained by
 * the duration of the packets it spans, by a talk spurt's marker (RFC 3551 4.1), by comfort noise or an event before it, or
 * after a loss by the time that passed. Any other is a timestamp jump; when it also leaves the arrival clock by more than
 * a second, media time begins anew.
 */
final class MediaClock {

    /** The step is in order. */
    static final int STEADY = 0;
    /** The step is not explained, but media time goes on. */
    static final int JUMP = 1;
    /** Media time has nothing to do with what it was. */
    static final int REBASED = 2;

    private static final double REBASE_NS = 1e9;
    private static final double VIDEO_TOLERANCE_NS = 0.5e9;

    private double nsPerUnit;
    private boolean started;
    private boolean interrupted;
    private long first;
    private long last;
    private long lastSequence;
    private long lastArrivalNs;
    private int lastDuration;
    private long mediaNs;

    void reset(int clockRateHz) {
        nsPerUnit = 1e9 / clockRateHz;
        started = false;
        interrupted = false;
    }

    /** Another source: media time begins anew with its first packet. */
    void rebase() {
        started = false;
    }

    /** A packet without a media timestamp of its own (event) stood in the place of media. */
    void onInterruption() {
        interrupted = true;
    }

    /**
     * A media packet.
     *
     * @param sequence extended.
     * @param duration timestamp units that it lasts, 0 = not known (video).
     */
    int onPacket(long sequence, int timestamp, boolean marker, int duration, boolean comfortNoise, long arrivalNs) {
        if (!started) {
            start(sequence, timestamp, duration, arrivalNs);
            interrupted = comfortNoise;
            return STEADY;
        }
        final long extended = RtpArithmetic.extendTimestamp(last, timestamp);
        if (sequence <= lastSequence) { // reordered: it does not move the clock
            mediaNs = (long) ((extended - first) * nsPerUnit);
            return STEADY;
        }
        final long step = extended - last;
        final long elapsedNs = arrivalNs - lastArrivalNs;
        final boolean explained = explained(step, sequence - lastSequence, marker, duration, elapsedNs);
        final boolean far = Math.abs(step * nsPerUnit - elapsedNs) > REBASE_NS;
        interrupted = comfortNoise;
        if (!explained && far) {
            start(sequence, timestamp, duration, arrivalNs);
            return REBASED;
        }
        last = extended;
        lastSequence = sequence;
        lastArrivalNs = arrivalNs;
        lastDuration = duration;
        mediaNs = (long) ((extended - first) * nsPerUnit);
        return explained ? STEADY : JUMP;
    }

    private boolean explained(long step, long packets, boolean marker, int duration, long elapsedNs) {
        final double offNs = Math.abs(step * nsPerUnit - elapsedNs);
        if (duration == 0) {
            return offNs <= VIDEO_TOLERANCE_NS;
        }
        if (step == packets * lastDuration || step == (packets - 1) * duration + lastDuration) {
            return true;
        }
        return step > 0 && (marker || interrupted || (packets > 1 && step >= packets * duration)) && offNs <= REBASE_NS;
    }

    private void start(long sequence, int timestamp, int duration, long arrivalNs) {
        started = true;
        first = timestamp;
        last = timestamp;
        lastSequence = sequence;
        lastArrivalNs = arrivalNs;
        lastDuration = duration;
        mediaNs = 0;
    }

    /** Media time of a timestamp near the last one. */
    long mediaNsOf(int timestamp) {
        return (long) ((RtpArithmetic.extendTimestamp(last, timestamp) - first) * nsPerUnit);
    }

    /** Media time of the last packet, since the clock began. */
    long mediaNs() {
        return mediaNs;
    }
}
