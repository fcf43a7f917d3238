package busyhour.rtp.receive;

/**
 * When media packets arrive against when they were meant: media clock, jitter, transit times, clock skew. One place, so
 * that all of them begin anew together when the source or its clock changes.
 *
 * <p>Packets of a video frame share the timestamp and are sent one after the other: only the first of each says how long the way
 * was and how it varies. The playout waits for all of them.
 */
final class MediaTiming {

    private final MediaClock clock = new MediaClock();
    private final JitterEstimator jitter = new JitterEstimator();
    private final TransitWindow transit = new TransitWindow();
    private final ClockSkewEstimator skew = new ClockSkewEstimator();
    private final SenderClock sender = new SenderClock();
    private final boolean framed;
    private final TransitWindow variation;
    private int lastTimestamp;
    private long transitNs;

    /** Of packets that each have a time of their own. */
    MediaTiming() {
        this(false);
    }

    /** @param framed several packets may have one timestamp (video). */
    MediaTiming(boolean framed) {
        this.framed = framed;
        variation = framed ? new TransitWindow() : transit;
    }

    void reset(int clockRateHz) {
        clock.reset(clockRateHz);
        jitter.reset(clockRateHz);
        transit.reset();
        variation.reset();
        skew.reset();
        sender.reset();
    }

    /** Another source: nothing of the last one's timing holds. */
    void rebase() {
        clock.rebase();
        forgetTransit();
    }

    private void forgetTransit() {
        jitter.rebase();
        transit.reset();
        variation.reset();
        skew.reset();
        sender.forget();
    }

    /** A packet without a media timestamp of its own stood in the place of media. */
    void onInterruption() {
        clock.onInterruption();
    }

    /** A duplicate: it is part of RFC 3550's jitter, which asks for every packet of the source, and of nothing else. */
    void onDuplicate(int timestamp, long arrivalNs) {
        jitter.onPacket(arrivalNs, timestamp);
    }

    /** A media packet; parameters and result as {@link MediaClock#onPacket}. */
    int onMedia(long sequence, int timestamp, boolean marker, int duration, boolean comfortNoise, long arrivalNs) {
        final int step = clock.onPacket(sequence, timestamp, marker, duration, comfortNoise, arrivalNs);
        if (step == MediaClock.REBASED) {
            forgetTransit();
        }
        jitter.onPacket(arrivalNs, timestamp);
        transitNs = arrivalNs - clock.mediaNs();
        transit.onPacket(transitNs, arrivalNs);
        if (framed && timestamp == lastTimestamp) {
            return step;
        }
        if (framed) {
            variation.onPacket(transitNs, arrivalNs);
        }
        lastTimestamp = timestamp;
        sender.onPacket(transitNs);
        return step;
    }

    /** Media time of a timestamp near the last one. */
    long mediaNsOf(int timestamp) {
        return clock.mediaNsOf(timestamp);
    }

    /** Media time of the last packet. */
    long mediaNs() {
        return clock.mediaNs();
    }

    /** By how much the last packet's transit exceeds the smallest of the last seconds. */
    long delayNs() {
        return transitNs - transit.baseNs();
    }

    /** Closes the second of the transit times and takes it into the skew. */
    void closeTransit() {
        transit.closeSecond();
        if (framed) {
            variation.closeSecond();
        }
        sender.closeSecond(clock);
        if (transit.count() > 0) {
            skew.onSecond(transit.secondMinArrivalNs(), transit.secondMinNs());
        }
    }

    /** Begins the next second, when the closed one has been read. */
    void nextSecond() {
        transit.nextSecond();
        variation.nextSecond();
        jitter.closeSecond();
    }

    /** The sender's clock is ours. */
    SenderClock sender() {
        return sender;
    }

    JitterEstimator jitter() {
        return jitter;
    }

    /** Of all packets: what the playout has to wait for. */
    TransitWindow transit() {
        return transit;
    }

    /** Of packets that tell of the way alone. */
    TransitWindow variation() {
        return variation;
    }

    ClockSkewEstimator skew() {
        return skew;
    }
}
