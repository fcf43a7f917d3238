package busyhour.rtp.receive;

/**
 * When media packets arrive against when they were meant: media clock, jitter, transit times, clock skew. One place, so
 * that all of them begin anew together when the source or its clock changes.
 */
final class MediaTiming {

    private final MediaClock clock = new MediaClock();
    private final JitterEstimator jitter = new JitterEstimator();
    private final TransitWindow transit = new TransitWindow();
    private final ClockSkewEstimator skew = new ClockSkewEstimator();
    private final SenderClock sender = new SenderClock();
    private long transitNs;

    void reset(int clockRateHz) {
        clock.reset(clockRateHz);
        jitter.reset(clockRateHz);
        transit.reset();
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
        sender.closeSecond(clock);
        if (transit.count() > 0) {
            skew.onSecond(transit.secondMinArrivalNs(), transit.secondMinNs());
        }
    }

    /** Begins the next second, when the closed one has been read. */
    void nextSecond() {
        transit.nextSecond();
        jitter.closeSecond();
    }

    /** The sender's clock is ours. */
    SenderClock sender() {
        return sender;
    }

    JitterEstimator jitter() {
        return jitter;
    }

    TransitWindow transit() {
        return transit;
    }

    ClockSkewEstimator skew() {
        return skew;
    }
}
