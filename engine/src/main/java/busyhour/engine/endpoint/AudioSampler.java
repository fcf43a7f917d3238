package busyhour.engine.endpoint;

import busyhour.engine.media.AudioStream;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.Direction;
import busyhour.ipc.metric.Media;
import busyhour.ipc.metric.MetricCatalogue;
import busyhour.rtp.receive.AudioMetrics;
import busyhour.rtp.receive.JitterBufferMetrics;
import busyhour.rtp.receive.NetworkMetrics;
import busyhour.rtp.receive.QualityMetrics;
import busyhour.rtp.rtcp.RtcpSession;
import busyhour.rtp.send.RtpSendStream;

/**
 * Puts what one audio stream measured into a sample: one line for each slot of the catalogue. Counters of a stream begin
 * anew with each call; an endpoint's go on, so what earlier calls counted is carried.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class AudioSampler {

    private static final int PACKETS_LOST = recv("packets_lost");
    private static final int TIMESTAMP_JUMPS = recv("timestamp_jumps");
    private static final int SSRC_SWITCHES = recv("ssrc_switches");
    private static final int PACKETS_RECEIVED = recv("packets_received");
    private static final int BYTES_RECEIVED = recv("bytes_received");
    private static final int DUPLICATE_PACKETS = recv("duplicate_packets");
    private static final int OUT_OF_ORDER_PACKETS = recv("out_of_order_packets");
    private static final int SEQUENCE_NUMBER_JUMPS = recv("sequence_number_jumps");
    private static final int SEQUENCE_NUMBER_RESETS = recv("sequence_number_resets");
    private static final int LATE_PACKETS = recv("late_packets");
    private static final int MALFORMED_PACKETS = recv("malformed_packets");
    private static final int UNEXPECTED_PAYLOAD_TYPE = recv("unexpected_payload_type");
    private static final int UNEXPECTED_SOURCE = recv("unexpected_source");
    private static final int SOCKET_DROPS = recv("socket_drops");
    private static final int RTCP_PACKETS_RECEIVED = recv("rtcp_packets_received");
    private static final int JB_LATE_PACKETS = recv("jb_late_packets");
    private static final int JB_PACKET_LOSSES = recv("jb_packet_losses");
    private static final int JB_DUPLICATES = recv("jb_duplicates");
    private static final int JB_PACKETS_PUSHED = recv("jb_packets_pushed");
    private static final int JB_OVERFLOWS = recv("jb_overflows");
    private static final int JB_UNDERFLOWS = recv("jb_underflows");
    private static final int JB_ADAPTATIONS = recv("jb_adaptations");
    private static final int DEAD_AIR_MS = recv("dead_air_ms");
    private static final int COMFORT_NOISE_PACKETS_RECEIVED = recv("comfort_noise_packets_received");
    private static final int DTMF_DIGITS_RECEIVED = recv("dtmf_digits_received");
    private static final int DTMF_DIGITS_SENT = sent("dtmf_digits_sent");
    private static final int DTMF_DURATION_MS = recv("dtmf_duration_ms");
    private static final int PACKETS_SENT = sent("packets_sent");
    private static final int BYTES_SENT = sent("bytes_sent");
    private static final int SEND_ERRORS = sent("send_errors");
    private static final int RTCP_PACKETS_SENT = sent("rtcp_packets_sent");
    private static final int MOS = recv("mos");
    private static final int MOS_LQ = recv("mos_lq");
    private static final int R_FACTOR = recv("r_factor");
    private static final int IE_EFF = recv("ie_eff");
    private static final int ID_DELAY = recv("id_delay");
    private static final int JITTER_MS = recv("jitter_ms");
    private static final int JITTER_MAX_MS = recv("jitter_max_ms");
    private static final int PDV_MS = recv("pdv_ms");
    private static final int RTT_MS = recv("rtt_ms");
    private static final int FRACTION_LOST = recv("fraction_lost");
    private static final int BURST_LOSS_RATIO = recv("burst_loss_ratio");
    private static final int CLOCK_DRIFT_ESTIMATE = recv("clock_drift_estimate");
    private static final int CLOCK_SKEW_ESTIMATE = recv("clock_skew_estimate");
    private static final int BURST_DENSITY = recv("burst_density");
    private static final int GAP_DENSITY = recv("gap_density");
    private static final int BURST_DURATION = recv("burst_duration");
    private static final int GAP_DURATION = recv("gap_duration");
    private static final int RTCP_INTERVAL = recv("rtcp_sr_rr_interval_ms");
    private static final int PACKETS_RECV_RATE_PS = recv("packets_recv_rate_ps");
    private static final int BYTES_RECV_RATE_BPS = recv("bytes_recv_rate_bps");
    private static final int WIRE_RECV_RATE_BPS = recv("wire_recv_rate_bps");
    private static final int REORDER_DEPTH_MAX = recv("reorder_depth_max");
    private static final int SEQUENCE_NUMBER_GAPS = recv("sequence_number_gaps");
    private static final int MAX_PACKET_SPACING = recv("max_packet_spacing");
    private static final int MIN_PACKET_SPACING = recv("min_packet_spacing");
    private static final int AVG_PACKET_SPACING = recv("avg_packet_spacing");
    private static final int DSCP_RECEIVED = recv("dscp_received");
    private static final int JB_CURRENT_DELAY_MS = recv("jb_current_delay_ms");
    private static final int JB_TARGET_DELAY_MS = recv("jb_target_delay_ms");
    private static final int JB_MIN_DELAY_MS = recv("jb_min_delay_ms");
    private static final int JB_MAX_DELAY_MS = recv("jb_max_delay_ms");
    private static final int JB_DEPTH_PACKETS = recv("jb_depth_packets");
    private static final int JB_DISCARD_RATE = recv("jb_discard_rate");
    private static final int PLC_EVENTS = recv("plc_events");
    private static final int PLC_DURATION_MS = recv("plc_duration_ms");
    private static final int SIGNAL_LEVEL_DBOV = recv("signal_level_dbov");
    private static final int NOISE_LEVEL_DBOV = recv("noise_level_dbov");
    private static final int AUDIO_LEVEL_RMS_DBOV = recv("audio_level_rms_dbov");
    private static final int AUDIO_LEVEL_PEAK_DBOV = recv("audio_level_peak_dbov");
    private static final int SPEECH_ACTIVITY = recv("speech_activity");
    private static final int CLIPPING_RATIO = recv("clipping_ratio");
    private static final int AUDIO_BITRATE_BPS = recv("audio_bitrate_bps");
    private static final int PTIME_MS = recv("ptime_ms");
    private static final int PACKETS_SENT_RATE_PS = sent("packets_sent_rate_ps");
    private static final int BYTES_SENT_RATE_BPS = sent("bytes_sent_rate_bps");
    private static final int WIRE_SENT_RATE_BPS = sent("wire_sent_rate_bps");
    private static final int SEND_LATENESS_MAX_US = sent("send_lateness_max_us");
    private static final int SEND_LATENESS_AVG_US = sent("send_lateness_avg_us");
    private static final int SEND_AUDIO_LEVEL_RMS_DBOV = sent("audio_level_rms_dbov");
    private static final int SEND_AUDIO_LEVEL_PEAK_DBOV = sent("audio_level_peak_dbov");
    private static final int SEND_AUDIO_BITRATE_BPS = sent("audio_bitrate_bps");
    private static final int SEND_PTIME_MS = sent("ptime_ms");
    private static final int SEND_RTT_MS = sent("rtt_ms");
    private static final int SEND_FRACTION_LOST = sent("fraction_lost");
    private static final int REMOTE_JITTER_MS = sent("remote_jitter_ms");
    private static final int REMOTE_PACKETS_LOST = sent("remote_packets_lost");
    private static final int SEND_RTCP_INTERVAL = sent("rtcp_sr_rr_interval_ms");

    private static final int COUNTERS = 40;

    private final double[] carried;
    private SampleWriter writer;
    private int counter;
    private boolean closing;

    /** @param endpoints endpoints of the shard. */
    AudioSampler(final int endpoints) {
        carried = new double[endpoints * COUNTERS];
    }

    /**
     * Sets all values that are known.
     *
     * @param last whether the call is over: only the counters are set, and what they stand at is carried on.
     */
    void sample(final AudioStream stream, final int endpoint, final long socketDrops, final SampleWriter sample, final boolean last) {
        writer = sample;
        closing = last;
        counter = endpoint * COUNTERS;
        receiveCounters(stream, socketDrops);
        sendCounters(stream);
        if (!last) {
            quality(stream.receive().quality(), stream.session());
            network(stream.receive().network(), stream);
            jitterBuffer(stream.receive().jitterBuffer());
            audio(stream.receive().audio());
            send(stream.send(), stream.session());
        }
    }

    private void count(final int slot, final double value) {
        final double total = carried[counter] + value;
        if (closing && total == total) {
            carried[counter] = total;
        }
        counter++;
        writer.set(slot, total);
    }

    private void receiveCounters(final AudioStream stream, final long socketDrops) {
        final QualityMetrics quality = stream.receive().quality();
        count(PACKETS_LOST, quality.packetsLost());
        count(TIMESTAMP_JUMPS, quality.timestampJumps());
        count(SSRC_SWITCHES, quality.ssrcSwitches());
        final NetworkMetrics network = stream.receive().network();
        count(PACKETS_RECEIVED, network.packetsReceived());
        count(BYTES_RECEIVED, network.bytesReceived());
        count(DUPLICATE_PACKETS, network.duplicatePackets());
        count(OUT_OF_ORDER_PACKETS, network.outOfOrderPackets());
        count(SEQUENCE_NUMBER_JUMPS, network.sequenceNumberJumps());
        count(SEQUENCE_NUMBER_RESETS, network.sequenceNumberResets());
        count(LATE_PACKETS, network.latePackets());
        count(MALFORMED_PACKETS, network.malformedPackets() + stream.session().malformedPackets());
        count(UNEXPECTED_PAYLOAD_TYPE, network.unexpectedPayloadType());
        count(UNEXPECTED_SOURCE, stream.unexpectedSource());
        count(SOCKET_DROPS, socketDrops);
        count(RTCP_PACKETS_RECEIVED, stream.session().rtcpPacketsReceived());
        final JitterBufferMetrics jitterBuffer = stream.receive().jitterBuffer();
        count(JB_LATE_PACKETS, jitterBuffer.jbLatePackets());
        count(JB_PACKET_LOSSES, jitterBuffer.jbPacketLosses());
        count(JB_DUPLICATES, jitterBuffer.jbDuplicates());
        count(JB_PACKETS_PUSHED, jitterBuffer.jbPacketsPushed());
        count(JB_OVERFLOWS, jitterBuffer.jbOverflows());
        count(JB_UNDERFLOWS, jitterBuffer.jbUnderflows());
        count(JB_ADAPTATIONS, jitterBuffer.jbAdaptations());
        final AudioMetrics audio = stream.receive().audio();
        count(DEAD_AIR_MS, audio.deadAirMs());
        count(DTMF_DIGITS_RECEIVED, audio.dtmfDigitsReceived());
        count(COMFORT_NOISE_PACKETS_RECEIVED, audio.comfortNoisePacketsReceived());
    }

    private void sendCounters(final AudioStream stream) {
        final RtpSendStream send = stream.send();
        count(PACKETS_SENT, send.packetsSent());
        count(BYTES_SENT, send.bytesSent());
        count(SEND_ERRORS, send.sendErrors() + stream.session().sendErrors());
        count(RTCP_PACKETS_SENT, stream.session().rtcpPacketsSent());
        count(DTMF_DIGITS_SENT, stream.digitsSent());
    }

    private void quality(final QualityMetrics quality, final RtcpSession session) {
        writer.set(MOS, quality.mos());
        writer.set(MOS_LQ, quality.mosLq());
        writer.set(R_FACTOR, quality.rFactor());
        writer.set(IE_EFF, quality.ieEff());
        writer.set(ID_DELAY, quality.idDelay());
        writer.set(JITTER_MS, quality.jitterMs());
        writer.set(JITTER_MAX_MS, quality.jitterMaxMs());
        writer.set(PDV_MS, quality.pdvMs());
        writer.set(RTT_MS, session.rttMs());
        writer.set(FRACTION_LOST, quality.fractionLost());
        writer.set(BURST_LOSS_RATIO, quality.burstLossRatio());
        writer.set(CLOCK_DRIFT_ESTIMATE, session.clockDriftEstimate());
        writer.set(CLOCK_SKEW_ESTIMATE, quality.clockSkewEstimate());
        writer.set(BURST_DENSITY, quality.burstDensity());
        writer.set(GAP_DENSITY, quality.gapDensity());
        writer.set(BURST_DURATION, quality.burstDuration());
        writer.set(GAP_DURATION, quality.gapDuration());
        writer.set(RTCP_INTERVAL, session.receivedReportIntervalMs());
    }

    private void network(final NetworkMetrics network, final AudioStream stream) {
        writer.set(PACKETS_RECV_RATE_PS, network.packetsRecvRatePs());
        writer.set(BYTES_RECV_RATE_BPS, network.bytesRecvRateBps());
        writer.set(WIRE_RECV_RATE_BPS, network.wireRecvRateBps());
        writer.set(REORDER_DEPTH_MAX, network.reorderDepthMax());
        writer.set(SEQUENCE_NUMBER_GAPS, network.sequenceNumberGaps());
        writer.set(MAX_PACKET_SPACING, network.maxPacketSpacing());
        writer.set(MIN_PACKET_SPACING, network.minPacketSpacing());
        writer.set(AVG_PACKET_SPACING, network.avgPacketSpacing());
        writer.set(DSCP_RECEIVED, stream.dscpReceived());
    }

    private void jitterBuffer(final JitterBufferMetrics jitterBuffer) {
        writer.set(JB_CURRENT_DELAY_MS, jitterBuffer.jbCurrentDelayMs());
        writer.set(JB_TARGET_DELAY_MS, jitterBuffer.jbTargetDelayMs());
        writer.set(JB_MIN_DELAY_MS, jitterBuffer.jbMinDelayMs());
        writer.set(JB_MAX_DELAY_MS, jitterBuffer.jbMaxDelayMs());
        writer.set(JB_DEPTH_PACKETS, jitterBuffer.jbDepthPackets());
        writer.set(JB_DISCARD_RATE, jitterBuffer.jbDiscardRate());
    }

    private void audio(final AudioMetrics audio) {
        writer.set(PLC_EVENTS, audio.plcEvents());
        writer.set(PLC_DURATION_MS, audio.plcDurationMs());
        writer.set(SIGNAL_LEVEL_DBOV, audio.signalLevelDbov());
        writer.set(NOISE_LEVEL_DBOV, audio.noiseLevelDbov());
        writer.set(AUDIO_LEVEL_RMS_DBOV, audio.audioLevelRmsDbov());
        writer.set(AUDIO_LEVEL_PEAK_DBOV, audio.audioLevelPeakDbov());
        writer.set(SPEECH_ACTIVITY, audio.speechActivity());
        writer.set(CLIPPING_RATIO, audio.clippingRatio());
        writer.set(AUDIO_BITRATE_BPS, audio.audioBitrateBps());
        writer.set(PTIME_MS, audio.ptimeMs());
        writer.set(DTMF_DURATION_MS, audio.dtmfDurationMs());
    }

    private void send(final RtpSendStream send, final RtcpSession session) {
        writer.set(PACKETS_SENT_RATE_PS, send.packetsSentRatePs());
        writer.set(BYTES_SENT_RATE_BPS, send.bytesSentRateBps());
        writer.set(WIRE_SENT_RATE_BPS, send.wireSentRateBps());
        writer.set(SEND_LATENESS_MAX_US, send.sendLatenessMaxUs());
        writer.set(SEND_LATENESS_AVG_US, send.sendLatenessAvgUs());
        writer.set(SEND_AUDIO_LEVEL_RMS_DBOV, send.audioLevelRmsDbov());
        writer.set(SEND_AUDIO_LEVEL_PEAK_DBOV, send.audioLevelPeakDbov());
        writer.set(SEND_AUDIO_BITRATE_BPS, send.audioBitrateBps());
        writer.set(SEND_PTIME_MS, send.ptimeMs());
        writer.set(SEND_RTT_MS, session.rttMs());
        writer.set(SEND_FRACTION_LOST, session.remoteFractionLost());
        writer.set(REMOTE_JITTER_MS, session.remoteJitterMs());
        writer.set(REMOTE_PACKETS_LOST, session.remotePacketsLost());
        writer.set(SEND_RTCP_INTERVAL, session.sentReportIntervalMs());
    }

    private static int recv(final String key) {
        return MetricCatalogue.instance().require(key, Media.AUDIO, Direction.RECV).index();
    }

    private static int sent(final String key) {
        return MetricCatalogue.instance().require(key, Media.AUDIO, Direction.SEND).index();
    }
}
