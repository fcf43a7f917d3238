package busyhour.engine.endpoint;

import busyhour.engine.media.AudioStream;
import busyhour.engine.media.VideoStream;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.Media;
import busyhour.rtp.rtcp.RtcpSession;
import busyhour.rtp.send.RtpSendStream;
import busyhour.rtp.video.VideoSendMetrics;

/**
 * Puts into a sample what a stream of any kind sent, and what the peer reports of it: one line for each slot of the catalogue.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class SendingSampler {

    private static final int COUNTERS = 4;

    private final int packetsSent;
    private final int bytesSent;
    private final int sendErrors;
    private final int rtcpPacketsSent;

    private final int packetsSentRatePs;
    private final int bytesSentRateBps;
    private final int wireSentRateBps;
    private final int sendLatenessMaxUs;
    private final int sendLatenessAvgUs;
    private final int rttMs;
    private final int fractionLost;
    private final int remoteJitterMs;
    private final int remotePacketsLost;
    private final int rtcpSrRrIntervalMs;

    private final CarriedCounters counters;

    /** @param endpoints endpoints of the shard. */
    SendingSampler(final Media media, final int endpoints) {
        counters = new CarriedCounters(endpoints, COUNTERS);
        final StreamSlots slots = new StreamSlots(media);
        packetsSent = slots.sent("packets_sent");
        bytesSent = slots.sent("bytes_sent");
        sendErrors = slots.sent("send_errors");
        rtcpPacketsSent = slots.sent("rtcp_packets_sent");
        packetsSentRatePs = slots.sent("packets_sent_rate_ps");
        bytesSentRateBps = slots.sent("bytes_sent_rate_bps");
        wireSentRateBps = slots.sent("wire_sent_rate_bps");
        sendLatenessMaxUs = slots.sent("send_lateness_max_us");
        sendLatenessAvgUs = slots.sent("send_lateness_avg_us");
        rttMs = slots.sent("rtt_ms");
        fractionLost = slots.sent("fraction_lost");
        remoteJitterMs = slots.sent("remote_jitter_ms");
        remotePacketsLost = slots.sent("remote_packets_lost");
        rtcpSrRrIntervalMs = slots.sent("rtcp_sr_rr_interval_ms");
    }

    /** As {@link ReceptionSampler#sample}. */
    void sample(final AudioStream stream, final int endpoint, final SampleWriter sample, final boolean last) {
        counters.begin(endpoint, sample, last);
        final RtpSendStream send = stream.send();
        count(send.packetsSent(), send.bytesSent(), send.sendErrors(), stream.session());
        if (!last) {
            rates(send.packetsSentRatePs(), send.bytesSentRateBps(), send.wireSentRateBps(), sample);
            sample.set(sendLatenessMaxUs, send.sendLatenessMaxUs());
            sample.set(sendLatenessAvgUs, send.sendLatenessAvgUs());
            reported(stream.session(), sample);
        }
    }

    /** As for audio. */
    void sample(final VideoStream stream, final int endpoint, final SampleWriter sample, final boolean last) {
        counters.begin(endpoint, sample, last);
        final VideoSendMetrics send = stream.send().metrics();
        count(send.packetsSent(), send.bytesSent(), send.sendErrors(), stream.session());
        if (!last) {
            rates(send.packetsSentRatePs(), send.bytesSentRateBps(), send.wireSentRateBps(), sample);
            sample.set(sendLatenessMaxUs, send.sendLatenessMaxUs());
            sample.set(sendLatenessAvgUs, send.sendLatenessAvgUs());
            reported(stream.session(), sample);
        }
    }

    private void count(final double packets, final double bytes, final double errors, final RtcpSession session) {
        counters.count(packetsSent, packets);
        counters.count(bytesSent, bytes);
        counters.count(sendErrors, errors + session.sendErrors());
        counters.count(rtcpPacketsSent, session.rtcpPacketsSent());
    }

    private void rates(final double packetsPs, final double bytesBps, final double wireBps, final SampleWriter sample) {
        sample.set(packetsSentRatePs, packetsPs);
        sample.set(bytesSentRateBps, bytesBps);
        sample.set(wireSentRateBps, wireBps);
    }

    private void reported(final RtcpSession session, final SampleWriter sample) {
        sample.set(rttMs, session.rttMs());
        sample.set(fractionLost, session.remoteFractionLost());
        sample.set(remoteJitterMs, session.remoteJitterMs());
        sample.set(remotePacketsLost, session.remotePacketsLost());
        sample.set(rtcpSrRrIntervalMs, session.sentReportIntervalMs());
    }
}
