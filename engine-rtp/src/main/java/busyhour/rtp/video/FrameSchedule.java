package busyhour.rtp.video;

import busyhour.codec.video.VideoCodec;

/**
 * When each frame of a sent video is intended, and its packets: frame n at t0 + n / fps, its packets evenly over half the frame
 * time, at most {@link #MAX_SPREAD_NS}. Timestamps follow the same schedule and not what became of it.
 * <pre>
 *   t0            t0 + 1/fps      t0 + 2/fps
 *   | 1 2 3 4     | 1 2 3         | 1 2 3 4 ...     packets, spread over half the frame time
 * </pre>
 * A key frame that was asked for may move t0 ({@link #moveTo}), and time that passed unused skips whole frames.
 */
final class FrameSchedule {

    /** A key frame asked for is out within 100 ms: its packets, and those of the frame before it, may take 40 ms each. */
    static final long MAX_SPREAD_NS = 40_000_000;

    private static final long NS_PER_SECOND = 1_000_000_000L;

    private int fps;
    private long originNs;
    private int originTimestamp;
    private long frame;

    /** The next frame has this timestamp and is intended for this instant. */
    void start(final int framesPerSecond, final long firstNs, final int firstTimestamp) {
        fps = framesPerSecond;
        originNs = firstNs;
        originTimestamp = firstTimestamp;
        frame = 0;
    }

    /** The next frame comes at another time than scheduled, not before the last one; the others follow it. */
    void moveTo(final long frameNs) {
        start(fps, frameNs, timestampAt(frameNs));
    }

    /** The frame is out: the next one is meant. */
    void nextFrame() {
        frame++;
    }

    /** Whole frame times that passed since the frame was intended are left out. @return how many. */
    int skipTo(final long nowNs) {
        final long lateNs = nowNs - frameNs();
        final long skipped = lateNs <= 0 ? 0 : lateNs * fps / NS_PER_SECOND;
        frame += skipped;
        return (int) skipped;
    }

    /** When the frame is intended. */
    long frameNs() {
        return originNs + frame * NS_PER_SECOND / fps;
    }

    /** When a packet of the frame is. */
    long packetNs(final int packet, final int packets) {
        return frameNs() + spreadNs() * packet / packets;
    }

    /** Time between two packets of a frame. */
    long spacingNs(final int packets) {
        return spreadNs() / packets;
    }

    long frameDurationNs() {
        return NS_PER_SECOND / fps;
    }

    private long spreadNs() {
        return Math.min(frameDurationNs() / 2, MAX_SPREAD_NS);
    }

    /** Timestamp of the frame. */
    int timestamp() {
        return originTimestamp + (int) (frame * VideoCodec.CLOCK_RATE_HZ / fps);
    }

    /** The media clock at an instant. */
    int timestampAt(final long nowNs) {
        final long sinceNs = nowNs - originNs;
        return originTimestamp + (int) (Math.floorDiv(sinceNs, NS_PER_SECOND) * VideoCodec.CLOCK_RATE_HZ
                + Math.floorMod(sinceNs, NS_PER_SECOND) * VideoCodec.CLOCK_RATE_HZ / NS_PER_SECOND);
    }
}
