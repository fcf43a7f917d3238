package busyhour.rtp.video;

import busyhour.codec.video.EncodedVideo;
import busyhour.codec.video.VideoCodec;
import busyhour.rtp.SenderReportSource;
import busyhour.rtp.rtcp.FeedbackListener;
import busyhour.rtp.rtcp.TransportFeedbackFlyweight;
import org.agrona.MutableDirectBuffer;

/**
 * One outgoing video stream: the frames of an {@link EncodedVideo} in a loop, each at its time, its packets spread over half the
 * frame time; and what the peer asks for: key frames, packets again.
 *
 * <pre>
 *   start     a call's stream;  begin(firstNs): the pacer's phase, as also after a pause
 *   skipLate  whole frame times that passed unused
 *   write     the packet that is due, of the media or again     -> onSent | onRefused (offered again) | onSkipped (given up)
 *   nextDueNs when the next one is; looked at after each packet and after feedback
 * </pre>
 *
 * {@link #write} only looks; {@link #onSent} moves everything, so that a refused send leaves all as it was. A key frame that is
 * asked for is out within 100 ms: content jumps to its next key frame, which comes before its scheduled time where frames are far
 * apart. The stream ends a frame before it begins another one.
 * <p>
 * Made once for each endpoint and started anew for each call. One shard's thread; allocates nothing after construction.
 * RFC 3550, RFC 4585, RFC 4588, RFC 5104, RFC 6184, RFC 7741.
 */
public final class VideoSendStream implements SenderReportSource, FeedbackListener {

    private final VideoContent content = new VideoContent();
    private final KeyFrameRequests requests = new KeyFrameRequests();
    private final FrameFlow flow = new FrameFlow(content, requests);
    private final SentPackets history = new SentPackets();
    private final Retransmissions retransmissions = new Retransmissions();
    private final VideoPacketWriter writer = new VideoPacketWriter(content, history);
    private final VideoSendMetrics metrics = new VideoSendMetrics(requests, retransmissions);

    private boolean writtenAgain;
    private int writtenLength;
    private long writtenIntendedNs;
    private long packetsOfSsrc;
    private long bytesOfSsrc;

    /**
     * Begins a call's stream, before {@link #begin}.
     *
     * @param video             what is sent.
     * @param startFrame        near the first frame: the key frame at or after it begins.
     * @param ssrc              random (RFC 3550 8.1).
     * @param firstSequence     random; its lower 16 bits count.
     * @param firstTimestamp    random.
     * @param payloadType       as negotiated, 0 to 127.
     * @param rtxPayloadType    of retransmissions (RFC 4588), -1 = they are sent in the stream itself.
     * @param rtxSsrc           of retransmissions, random, not {@code ssrc}.
     * @param ipv6              for the wire rate's headers.
     * @param nowNs             monotonic.
     */
    public void start(
            final EncodedVideo video,
            final int startFrame,
            final int ssrc,
            final int firstSequence,
            final int firstTimestamp,
            final int payloadType,
            final int rtxPayloadType,
            final int rtxSsrc,
            final boolean ipv6,
            final long nowNs) {
        flow.start(video, startFrame, firstTimestamp, nowNs);
        writer.start(ssrc, firstSequence, payloadType, rtxPayloadType, rtxSsrc);
        history.clear();
        retransmissions.reset();
        metrics.start(ipv6, nowNs);
        metrics.content(video);
        packetsOfSsrc = 0;
        bytesOfSsrc = 0;
    }

    /** After start: packets carry transport-wide sequence numbers under this extension id (1 to 14), -1 = none. */
    public void transportExtension(final int id) {
        writer.transportExtension(id);
    }

    /** Packets flow from {@code firstNs} on, at the beginning and after a pause: with a key frame, media time having passed. */
    public void begin(final long firstNs) {
        flow.begin(firstNs);
        retransmissions.clear();
    }

    /**
     * Goes on in other terms: SSRC, sequence, timestamps and counts stay. Other content begins with its first frame.
     *
     * @param rtxPayloadType -1 = none.
     */
    public void change(final EncodedVideo video, final int payloadType, final int rtxPayloadType, final long nowNs) {
        writer.change(payloadType, rtxPayloadType);
        if (video != content.video()) {
            flow.change(video, nowNs);
            history.clear(); // it names packets of the other store
            retransmissions.clear();
            metrics.content(video);
        }
    }

    /** Leaves out whole frame times when the frame due is that late; its timestamp steps over them. @return how many. */
    public int skipLate(final long nowNs) {
        final int skipped = flow.skipLate(nowNs);
        metrics.onSkippedFrames(skipped);
        return skipped;
    }

    /** When the next packet is due, of the media or asked for again. */
    public long nextDueNs() {
        return Math.min(flow.dueNs(), retransmissions.dueNs());
    }

    /**
     * Writes the packet that is due.
     *
     * @return its length, at most 22 octets and the largest payload.
     */
    public int write(final MutableDirectBuffer buffer, final int offset) {
        while (!retransmissions.isEmpty() && !history.holds(retransmissions.first())) {
            retransmissions.removeFirst(); // too old meanwhile
        }
        writtenAgain = retransmissions.dueNs() < flow.dueNs();
        if (writtenAgain) {
            writtenIntendedNs = retransmissions.dueNs();
            writtenLength = writer.writeAgain(buffer, offset, retransmissions.first());
        } else {
            writtenIntendedNs = flow.intendedNs();
            writtenLength = writer.writeMedia(buffer, offset, flow.timestamp());
        }
        return writtenLength;
    }

    /** When the written packet was intended: lateness counts from here. */
    public long intendedNs() {
        return writtenIntendedNs;
    }

    /** The written packet left. */
    public void onSent(final long nowNs) {
        final long latenessNs = Math.max(0, nowNs - writtenIntendedNs);
        final int payload = writer.payloadLength();
        metrics.onPacket(writtenLength, payload, writtenAgain, writtenAgain && writer.hasRtx(), latenessNs);
        if (!writtenAgain || !writer.hasRtx()) {
            packetsOfSsrc++;
            bytesOfSsrc += payload;
        }
        if (writtenAgain) {
            writer.onSentAgain();
            retransmissions.removeFirst();
            return;
        }
        retransmissions.onMediaSent();
        advance(true, nowNs);
    }

    /** The kernel refused the written packet; it will be offered again. */
    public void onRefused() {
        metrics.onRefused();
    }

    /** The written packet is given up: no route, no permission. The stream goes on without it, as if it were lost. */
    public void onSkipped(final long nowNs) {
        if (writtenAgain) {
            retransmissions.removeFirst();
        } else {
            advance(false, nowNs);
        }
    }

    private void advance(final boolean sent, final long nowNs) {
        writer.onMedia(flow.timestamp(), sent);
        if (flow.nextPacket(nowNs)) {
            if (sent) {
                metrics.onFrame(content.octetsOfFrame(), content.isKeyFrame(), flow.frameNs());
            }
            flow.nextFrame(nowNs);
        }
    }

    /** A key frame is wanted; {@link #nextDueNs} may be earlier now. */
    public void requestKeyFrame(final long nowNs) {
        flow.requestKeyFrame(nowNs);
    }

    /** A packet of ours is wanted again; {@link #nextDueNs} may be earlier now. */
    public void onNack(final int sequence, final long nowNs) {
        retransmissions.ask(sequence & 0xFFFF, history, nowNs);
    }

    @Override
    public void onNack(final int mediaSsrc, final int sequence, final long nowNs) {
        if (mediaSsrc == writer.ssrc()) {
            onNack(sequence, nowNs);
        }
    }

    @Override
    public void onPictureLoss(final int mediaSsrc, final long nowNs) {
        if (mediaSsrc == writer.ssrc()) {
            requests.onPictureLoss(nowNs);
            requestKeyFrame(nowNs);
        }
    }

    @Override
    public void onFullIntraRequest(final int senderSsrc, final int mediaSsrc, final int requestNumber, final long nowNs) {
        if (mediaSsrc == writer.ssrc() && requests.onFullIntraRequest(senderSsrc, requestNumber, nowNs)) {
            requestKeyFrame(nowNs);
        }
    }

    /** Counted: of encoded frames no part can be sent anew. */
    @Override
    public void onSliceLoss(final int mediaSsrc, final int firstMacroblock, final int macroblocks, final int pictureId, final long nowNs) {
        if (mediaSsrc == writer.ssrc()) {
            metrics.onSliceLoss();
        }
    }

    /** Read, not obeyed: a load test sends what the plan says. */
    @Override
    public void onMaximumBitrate(final int mediaSsrc, final double bitsPerSecond, final long nowNs) {
        if (mediaSsrc == writer.ssrc()) {
            metrics.onMaximumBitrate(bitsPerSecond);
        }
    }

    @Override
    public void onTransportFeedback(final TransportFeedbackFlyweight feedback, final long nowNs) {
        metrics.onTransportFeedback(feedback);
    }

    /** Latest round trip from RTCP, NaN while unknown: the same packet is not sent twice within half of it. */
    public void roundTripMs(final double rttMs) {
        retransmissions.roundTripMs(rttMs);
    }

    /** Closes the second: the gauges are of the time since the last call. */
    public void onSecond(final long nowNs) {
        metrics.onSecond(nowNs);
    }

    /** Another source uses our SSRC (RFC 3550 8.2): goes on under a new one. Say BYE for the old one first. */
    public void onSsrcCollision(final int newSsrc) {
        writer.ssrc(newSsrc);
        packetsOfSsrc = 0;
        bytesOfSsrc = 0;
    }

    @Override
    public int ssrc() {
        return writer.ssrc();
    }

    @Override
    public long reportPacketCount() {
        return packetsOfSsrc & 0xFFFF_FFFFL;
    }

    @Override
    public long reportOctetCount() {
        return bytesOfSsrc & 0xFFFF_FFFFL;
    }

    @Override
    public int rtpTimestampAt(final long nowNs) {
        return packetsOfSsrc > 0 ? flow.timestampAt(nowNs) : flow.timestamp();
    }

    /** Clock of the timestamps. */
    public int clockRateHz() {
        return VideoCodec.CLOCK_RATE_HZ;
    }

    /** Sequence number of the packet of media to be written next. */
    public int nextSequence() {
        return writer.nextSequence();
    }

    public EncodedVideo video() {
        return content.video();
    }

    public VideoSendMetrics metrics() {
        return metrics;
    }
}
