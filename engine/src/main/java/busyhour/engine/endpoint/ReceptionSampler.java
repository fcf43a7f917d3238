package busyhour.engine.endpoint;

import busyhour.engine.media.MediaStream;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.Media;
import busyhour.rtp.receive.JitterBufferMetrics;
import busyhour.rtp.receive.NetworkMetrics;
import busyhour.rtp.receive.QualityMetrics;
import busyhour.rtp.rtcp.RtcpSession;

/**
 * Puts into a sample what the packets that a stream of any kind received showed: one line for each slot of the catalogue.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class ReceptionSampler {

    private static final int COUNTERS = 22;

    private final int packetsLost;
    private final int timestampJumps;
    private final int ssrcSwitches;
    private final int packetsReceived;
    private final int bytesReceived;
    private final int duplicatePackets;
    private final int outOfOrderPackets;
    private final int sequenceNumberJumps;
    private final int sequenceNumberResets;
    private final int latePackets;
    private final int malformedPackets;
    private final int unexpectedPayloadType;
    private final int unexpectedSource;
    private final int socketDrops;
    private final int rtcpPacketsReceived;
    private final int jbLatePackets;
    private final int jbPacketLosses;
    private final int jbDuplicates;
    private final int jbPacketsPushed;
    private final int jbOverflows;
    private final int jbUnderflows;
    private final int jbAdaptations;

    private final int jitterMs;
    private final int jitterMaxMs;
    private final int pdvMs;
    private final int rttMs;
    private final int fractionLost;
    private final int clockDriftEstimate;
    private final int clockSkewEstimate;
    private final int burstDensity;
    private final int gapDensity;
    private final int burstDuration;
    private final int gapDuration;
    private final int rtcpSrRrIntervalMs;
    private final int packetsRecvRatePs;
    private final int bytesRecvRateBps;
    private final int wireRecvRateBps;
    private final int reorderDepthMax;
    private final int sequenceNumberGaps;
    private final int maxPacketSpacing;
    private final int minPacketSpacing;
    private final int avgPacketSpacing;
    private final int dscpReceived;
    private final int oneWayDelayMs;
    private final int jbCurrentDelayMs;
    private final int jbTargetDelayMs;
    private final int jbMinDelayMs;
    private final int jbMaxDelayMs;
    private final int jbDepthPackets;
    private final int jbDiscardRate;

    private final CarriedCounters counters;

    /** @param endpoints endpoints of the shard. */
    ReceptionSampler(final Media media, final int endpoints) {
        counters = new CarriedCounters(endpoints, COUNTERS);
        final StreamSlots slots = new StreamSlots(media);
        packetsLost = slots.recv("packets_lost");
        timestampJumps = slots.recv("timestamp_jumps");
        ssrcSwitches = slots.recv("ssrc_switches");
        packetsReceived = slots.recv("packets_received");
        bytesReceived = slots.recv("bytes_received");
        duplicatePackets = slots.recv("duplicate_packets");
        outOfOrderPackets = slots.recv("out_of_order_packets");
        sequenceNumberJumps = slots.recv("sequence_number_jumps");
        sequenceNumberResets = slots.recv("sequence_number_resets");
        latePackets = slots.recv("late_packets");
        malformedPackets = slots.recv("malformed_packets");
        unexpectedPayloadType = slots.recv("unexpected_payload_type");
        unexpectedSource = slots.recv("unexpected_source");
        socketDrops = slots.recv("socket_drops");
        rtcpPacketsReceived = slots.recv("rtcp_packets_received");
        jbLatePackets = slots.recv("jb_late_packets");
        jbPacketLosses = slots.recv("jb_packet_losses");
        jbDuplicates = slots.recv("jb_duplicates");
        jbPacketsPushed = slots.recv("jb_packets_pushed");
        jbOverflows = slots.recv("jb_overflows");
        jbUnderflows = slots.recv("jb_underflows");
        jbAdaptations = slots.recv("jb_adaptations");
        jitterMs = slots.recv("jitter_ms");
        jitterMaxMs = slots.recv("jitter_max_ms");
        pdvMs = slots.recv("pdv_ms");
        rttMs = slots.recv("rtt_ms");
        fractionLost = slots.recv("fraction_lost");
        clockDriftEstimate = slots.recv("clock_drift_estimate");
        clockSkewEstimate = slots.recv("clock_skew_estimate");
        burstDensity = slots.recv("burst_density");
        gapDensity = slots.recv("gap_density");
        burstDuration = slots.recv("burst_duration");
        gapDuration = slots.recv("gap_duration");
        rtcpSrRrIntervalMs = slots.recv("rtcp_sr_rr_interval_ms");
        packetsRecvRatePs = slots.recv("packets_recv_rate_ps");
        bytesRecvRateBps = slots.recv("bytes_recv_rate_bps");
        wireRecvRateBps = slots.recv("wire_recv_rate_bps");
        reorderDepthMax = slots.recv("reorder_depth_max");
        sequenceNumberGaps = slots.recv("sequence_number_gaps");
        maxPacketSpacing = slots.recv("max_packet_spacing");
        minPacketSpacing = slots.recv("min_packet_spacing");
        avgPacketSpacing = slots.recv("avg_packet_spacing");
        dscpReceived = slots.recv("dscp_received");
        oneWayDelayMs = slots.recv("one_way_delay_ms");
        jbCurrentDelayMs = slots.recv("jb_current_delay_ms");
        jbTargetDelayMs = slots.recv("jb_target_delay_ms");
        jbMinDelayMs = slots.recv("jb_min_delay_ms");
        jbMaxDelayMs = slots.recv("jb_max_delay_ms");
        jbDepthPackets = slots.recv("jb_depth_packets");
        jbDiscardRate = slots.recv("jb_discard_rate");
    }

    /**
     * Sets all values that are known.
     *
     * @param last whether the call is over: only the counters are set, and what they stand at is carried on.
     */
    void sample(final MediaStream stream, final int endpoint, final long drops, final SampleWriter sample, final boolean last) {
        counters.begin(endpoint, sample, last);
        count(stream, drops);
        if (!last) {
            quality(stream.quality(), stream.session(), sample);
            network(stream, sample);
            jitterBuffer(stream.jitterBuffer(), sample);
        }
    }

    private void count(final MediaStream stream, final long drops) {
        final QualityMetrics quality = stream.quality();
        final NetworkMetrics network = stream.network();
        final JitterBufferMetrics buffer = stream.jitterBuffer();
        counters.count(packetsLost, quality.packetsLost());
        counters.count(timestampJumps, quality.timestampJumps());
        counters.count(ssrcSwitches, quality.ssrcSwitches());
        counters.count(packetsReceived, network.packetsReceived());
        counters.count(bytesReceived, network.bytesReceived());
        counters.count(duplicatePackets, network.duplicatePackets());
        counters.count(outOfOrderPackets, network.outOfOrderPackets());
        counters.count(sequenceNumberJumps, network.sequenceNumberJumps());
        counters.count(sequenceNumberResets, network.sequenceNumberResets());
        counters.count(latePackets, network.latePackets());
        counters.count(malformedPackets, network.malformedPackets() + stream.session().malformedPackets());
        counters.count(unexpectedPayloadType, network.unexpectedPayloadType());
        counters.count(unexpectedSource, stream.unexpectedSource());
        counters.count(socketDrops, drops);
        counters.count(rtcpPacketsReceived, stream.session().rtcpPacketsReceived());
        counters.count(jbLatePackets, buffer.jbLatePackets());
        counters.count(jbPacketLosses, buffer.jbPacketLosses());
        counters.count(jbDuplicates, buffer.jbDuplicates());
        counters.count(jbPacketsPushed, buffer.jbPacketsPushed());
        counters.count(jbOverflows, buffer.jbOverflows());
        counters.count(jbUnderflows, buffer.jbUnderflows());
        counters.count(jbAdaptations, buffer.jbAdaptations());
    }

    private void quality(final QualityMetrics quality, final RtcpSession session, final SampleWriter sample) {
        sample.set(jitterMs, quality.jitterMs());
        sample.set(oneWayDelayMs, quality.oneWayDelayMs());
        sample.set(jitterMaxMs, quality.jitterMaxMs());
        sample.set(pdvMs, quality.pdvMs());
        sample.set(rttMs, session.rttMs());
        sample.set(fractionLost, quality.fractionLost());
        sample.set(clockDriftEstimate, session.clockDriftEstimate());
        sample.set(clockSkewEstimate, quality.clockSkewEstimate());
        sample.set(burstDensity, quality.burstDensity());
        sample.set(gapDensity, quality.gapDensity());
        sample.set(burstDuration, quality.burstDuration());
        sample.set(gapDuration, quality.gapDuration());
        sample.set(rtcpSrRrIntervalMs, session.receivedReportIntervalMs());
    }

    private void network(final MediaStream stream, final SampleWriter sample) {
        final NetworkMetrics network = stream.network();
        sample.set(packetsRecvRatePs, network.packetsRecvRatePs());
        sample.set(bytesRecvRateBps, network.bytesRecvRateBps());
        sample.set(wireRecvRateBps, network.wireRecvRateBps());
        sample.set(reorderDepthMax, network.reorderDepthMax());
        sample.set(sequenceNumberGaps, network.sequenceNumberGaps());
        sample.set(maxPacketSpacing, network.maxPacketSpacing());
        sample.set(minPacketSpacing, network.minPacketSpacing());
        sample.set(avgPacketSpacing, network.avgPacketSpacing());
        sample.set(dscpReceived, stream.dscpReceived());
    }

    private void jitterBuffer(final JitterBufferMetrics buffer, final SampleWriter sample) {
        sample.set(jbCurrentDelayMs, buffer.jbCurrentDelayMs());
        sample.set(jbTargetDelayMs, buffer.jbTargetDelayMs());
        sample.set(jbMinDelayMs, buffer.jbMinDelayMs());
        sample.set(jbMaxDelayMs, buffer.jbMaxDelayMs());
        sample.set(jbDepthPackets, buffer.jbDepthPackets());
        sample.set(jbDiscardRate, buffer.jbDiscardRate());
    }
}
