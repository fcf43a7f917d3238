package busyhour.rtp.video;

import busyhour.codec.video.EncodedVideo;

/**
 * The frames of a sent video on their way: which one is next, when its packets are due, and when a key frame that was asked for takes
 * its place. A frame is ended before another one begins.
 */
final class FrameFlow {

    /** What fell behind comes after each other, at most so many times as fast as scheduled. */
    private static final int CATCH_UP = 4;

    private final FrameSchedule schedule = new FrameSchedule();
    private final VideoContent content;
    private final KeyFrameRequests requests;
    private long frameNs;
    private long lastPacketNs;

    FrameFlow(final VideoContent content, final KeyFrameRequests requests) {
        this.content = content;
        this.requests = requests;
    }

    void start(final EncodedVideo video, final int startFrame, final int firstTimestamp, final long nowNs) {
        content.start(video, startFrame);
        schedule.start(video.encoding().fps(), nowNs, firstTimestamp);
        requests.reset();
        lastPacketNs = Long.MIN_VALUE / 2;
    }

    /** Packets flow from {@code firstNs} on, with a key frame, media time having passed. */
    void begin(final long firstNs) {
        schedule.moveTo(firstNs);
        content.jumpToKeyFrame();
    }

    /** Another video from its first frame on, in the place of the next frame. */
    void change(final EncodedVideo video, final long nowNs) {
        content.start(video, 0);
        final long nextNs = Math.max(schedule.frameNs(), nowNs);
        schedule.start(video.encoding().fps(), nextNs, schedule.timestampAt(nextNs));
    }

    /** Leaves out whole frame times when the frame due is that late. @return how many. */
    int skipLate(final long nowNs) {
        return content.isFrameStart() ? schedule.skipTo(nowNs) : 0;
    }

    /** When the packet due was meant to leave. */
    long intendedNs() {
        return schedule.packetNs(content.packetOfFrame(), content.packetsOfFrame());
    }

    /** When the packet due leaves. */
    long dueNs() {
        return Math.max(intendedNs(), lastPacketNs + schedule.spacingNs(content.packetsOfFrame()) / CATCH_UP);
    }

    /** The packet due is dealt with. @return whether it was the last one of its frame: {@link #nextFrame} follows. */
    boolean nextPacket(final long nowNs) {
        if (content.isFrameStart()) {
            frameNs = schedule.frameNs();
            if (content.isKeyFrame()) {
                requests.onKeyFrame(frameNs);
            }
        }
        lastPacketNs = nowNs;
        return content.nextPacket();
    }

    void nextFrame(final long nowNs) {
        schedule.nextFrame();
        content.nextFrame();
        plan(nowNs);
    }

    /** A key frame is wanted. */
    void requestKeyFrame(final long nowNs) {
        requests.ask(nowNs);
        if (content.isFrameStart()) {
            plan(nowNs);
        }
    }

    /** Between two frames: whether the next one is a key frame that was asked for, and whether it must come early. */
    private void plan(final long nowNs) {
        final long earliestNs = Math.max(nowNs, requests.earliestNs());
        if (requests.isTooLate(schedule.frameNs()) && earliestNs < schedule.frameNs()) {
            schedule.moveTo(earliestNs);
        }
        if (requests.wants(schedule.frameNs())) {
            content.jumpToKeyFrame();
        }
    }

    /** When the frame in work was intended. */
    long frameNs() {
        return frameNs;
    }

    /** Of the frame that is due or in work. */
    int timestamp() {
        return schedule.timestamp();
    }

    /** The media clock at an instant. */
    int timestampAt(final long nowNs) {
        return schedule.timestampAt(nowNs);
    }
}
