package busyhour.rtp.receive;

import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.RtpArithmetic;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.playout.PlayoutBuffer;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.quality.BurstGapAnalysis;
import busyhour.rtp.quality.LossRuns;
import org.agrona.DirectBuffer;

/**
 * What is measured of a received stream's packets whatever is in them: sequence, jitter, transit, spacing, playout. The owner looks
 * into the payload ({@code VideoReceiveStream}); packets of it have no duration of their own.
 *
 * <pre>
 *   onPacket -> MEDIA: header(), sequence(), mediaNs() tell of the packet; DUPLICATE and others: nothing more to do with it
 *   onRetransmission -> a packet that was missing came another way
 * </pre>
 *
 * <p>One thread. Allocates only in the constructor.
 */
public final class PacketReception {

    private static final int NONE = -1;

    private final RtpHeaderFlyweight header = new RtpHeaderFlyweight();
    private final SequenceTracker sequence = new SequenceTracker(0);
    private final MediaTiming timing = new MediaTiming(true);
    private final BurstGapAnalysis burstGap = new BurstGapAnalysis();
    private final LossRuns secondLoss = new LossRuns();
    private final LossRuns callLoss = new LossRuns();
    private final PlayoutBuffer playout;
    private final ReceptionReport report = new ReceptionReport(sequence, timing);
    private final QualityMetrics quality = new QualityMetrics(sequence, timing, burstGap, secondLoss, callLoss);
    private final NetworkMetrics network = new NetworkMetrics(sequence);
    private final JitterBufferMetrics jitterBuffer;
    private final SequenceTally tally;

    private int payloadType;
    private int otherPayloadType;
    private boolean hasSource;
    private int ssrc;
    private int generation;
    private long frameNs;
    private long secondBeganNs;

    public PacketReception(PlayoutMode playoutMode) {
        playout = new PlayoutBuffer(playoutMode, burstGap, secondLoss, callLoss);
        jitterBuffer = new JitterBufferMetrics(playout.figures());
        tally = new SequenceTally(sequence, network, playout);
    }

    /**
     * Begins a call.
     *
     * @param ipHeaderBytes 20 for IPv4, 40 for IPv6: counts towards the wire rate.
     */
    public void reset(int clockRateHz, int payloadType, int ipHeaderBytes, long nowNs) {
        this.payloadType = payloadType;
        otherPayloadType = NONE;
        hasSource = false;
        generation++;
        frameNs = 0;
        secondBeganNs = nowNs;
        tally.reset();
        timing.reset(clockRateHz);
        burstGap.clear();
        secondLoss.clear();
        callLoss.clear();
        playout.reset(0);
        quality.reset(null);
        network.reset(ipHeaderBytes);
    }

    /** Another payload type of the same clock is agreed on besides. */
    public void addPayloadType(int type) {
        otherPayloadType = type;
    }

    /**
     * A datagram arrived, looked at by {@link #wrap} before.
     *
     * @return a code of {@link PacketOutcome}.
     */
    public int onPacket(int length, long arrivalNs) {
        final int type = header.payloadType();
        final boolean expected = type == payloadType || type == otherPayloadType;
        if (!expected) {
            network.onUnexpectedPayloadType();
        }
        final int source = header.ssrc();
        if (!hasSource || source != ssrc) {
            if (!expected) {
                return PacketOutcome.UNEXPECTED_PAYLOAD_TYPE; // another stream's packet does not take this one over
            }
            switchTo(source);
        }
        return onSequence(sequence.onPacket(header.sequence()), expected, length, arrivalNs);
    }

    /** Whether the datagram is RTP; if not, it was counted. {@link #header()} shows it. @return MEDIA, RTCP or MALFORMED. */
    public int wrap(DirectBuffer buffer, int offset, int length) {
        if (RtpHeaderFlyweight.isRtcp(buffer, offset, length)) {
            return PacketOutcome.RTCP;
        }
        if (header.wrap(buffer, offset, length) != RtpHeaderFlyweight.VALID) {
            network.onMalformed();
            return PacketOutcome.MALFORMED;
        }
        return PacketOutcome.MEDIA;
    }

    private void switchTo(int source) {
        if (hasSource) {
            quality.onSsrcSwitch();
            sequence.changeSource();
            rebase();
        }
        hasSource = true;
        ssrc = source;
        report.source(source);
    }

    private void rebase() {
        generation++;
        timing.rebase();
        playout.rebase();
    }

    private int onSequence(int verdict, boolean expected, int length, long arrivalNs) {
        if (verdict == SequenceTracker.RESTARTED) {
            rebase();
        }
        final int outcome = tally.count(verdict, header.payloadLength(), length, arrivalNs);
        if (outcome == PacketOutcome.DUPLICATE && expected) {
            timing.onDuplicate(header.timestamp(), arrivalNs);
        }
        if (outcome != PacketOutcome.MEDIA) {
            return outcome;
        }
        if (!expected) {
            timing.onInterruption();
            playout.onOther(sequence.packet(), arrivalNs);
            return PacketOutcome.UNEXPECTED_PAYLOAD_TYPE;
        }
        onMedia(arrivalNs);
        return PacketOutcome.MEDIA;
    }

    private void onMedia(long arrivalNs) {
        final int step = timing.onMedia(sequence.packet(), header.timestamp(), false, 0, false, arrivalNs);
        if (step != MediaClock.STEADY) {
            quality.onTimestampJump();
        }
        if (step == MediaClock.REBASED) {
            playout.rebase();
        }
        if (frameNs > 0 && timing.delayNs() > frameNs) {
            network.onLate();
        }
        playout.onPacket(sequence.packet(), timing.mediaNs(), false, false, arrivalNs);
    }

    /**
     * A retransmission arrived in a stream of its own (RFC 4588): part of the packets and octets received, of nothing that is
     * told of the stream's sequence.
     */
    public void onRetransmission(int length, long arrivalNs) {
        network.onArrival(arrivalNs);
        network.onValid(header.payloadLength(), length);
    }

    /** What was lost of the stream is there now, for the playout. */
    public void onRecovered(long extendedSequence, int timestamp, long arrivalNs) {
        playout.onRecovered(extendedSequence, timing.mediaNsOf(timestamp), arrivalNs);
    }

    /** When the media of a timestamp is played by the playout model, monotonic; {@link Long#MIN_VALUE} before a packet came. */
    public long playoutNsOf(int timestamp) {
        return playout.playoutNs(timing.mediaNsOf(timestamp));
    }

    /** The extended number nearest to the highest received whose low bits these are. */
    public long extend(int original) {
        return RtpArithmetic.extendSequence(sequence.packet(), original);
    }

    /** Time from one frame to the next, 0 while unknown: what comes later than that against its time is late. */
    public void frameNs(long durationNs) {
        frameNs = durationNs;
    }

    /** Closes the second; the metrics answer for it until the next one. */
    public void onSecond(long nowNs, double rttMs) {
        final long elapsedNs = Math.max(1, nowNs - secondBeganNs);
        secondBeganNs = nowNs;
        playout.advanceTo(nowNs);
        timing.closeTransit();
        final TransitWindow transit = timing.transit();
        playout.onSecond(transit.count() > 0, transit.baseNs(), transit.secondP99Ns(), elapsedNs);
        network.closeSecond(elapsedNs);
        final double packetsPs = network.packetsRecvRatePs();
        quality.closeSecond(playout.figures().meanDelayMs(), packetsPs > 0 ? 1e3 / packetsPs : Double.NaN, rttMs);
        timing.nextSecond();
    }

    public RtpHeaderFlyweight header() {
        return header;
    }

    /** Extended sequence number of the last packet that was MEDIA. */
    public long sequence() {
        return sequence.packet();
    }

    /** Changes when sequence numbers begin anew: another source, or a restart. */
    public int generation() {
        return generation;
    }

    /** SSRC of the source, meaningful with {@link #hasSource()} only. */
    public int ssrc() {
        return ssrc;
    }

    public boolean hasSource() {
        return hasSource;
    }

    public ReceptionReportSource receptionReport() {
        return report;
    }

    public QualityMetrics quality() {
        return quality;
    }

    public NetworkMetrics network() {
        return network;
    }

    public JitterBufferMetrics jitterBuffer() {
        return jitterBuffer;
    }
}
