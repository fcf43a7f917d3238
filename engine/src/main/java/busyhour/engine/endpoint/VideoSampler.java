package busyhour.engine.endpoint;

import busyhour.engine.media.VideoStream;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.Media;
import busyhour.rtp.video.VideoReceiveMetrics;
import busyhour.rtp.video.VideoSendMetrics;

/**
 * Puts into a sample what only a video stream measures: one line for each slot of the catalogue. What it has in common with audio
 * is {@link ReceptionSampler}'s and {@link SendingSampler}'s.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class VideoSampler {

    private static final StreamSlots SLOTS = new StreamSlots(Media.VIDEO);
    private static final int NACK_SENT = SLOTS.recv("nack_sent");
    private static final int PLI_SENT = SLOTS.recv("pli_sent");
    private static final int FIR_SENT = SLOTS.recv("fir_sent");
    private static final int SLI_SENT = SLOTS.recv("sli_sent");
    private static final int RTX_PACKETS_RECEIVED = SLOTS.recv("rtx_packets_received");
    private static final int JB_RTX_REQUESTS = SLOTS.recv("jb_rtx_requests");
    private static final int JB_RTX_SUCCESS = SLOTS.recv("jb_rtx_success");
    private static final int FRAMES_RECEIVED = SLOTS.recv("frames_received");
    private static final int FRAMES_INCOMPLETE = SLOTS.recv("frames_incomplete");
    private static final int RESOLUTION_CHANGES = SLOTS.recv("resolution_changes");
    private static final int FREEZE_COUNT = SLOTS.recv("freeze_count");
    private static final int KEYFRAMES_RECEIVED = SLOTS.recv("keyframes_received");
    private static final int KEYFRAME_REQUESTS_SENT = SLOTS.recv("keyframe_requests_sent");
    private static final int VIDEO_DECODER_ERRORS = SLOTS.recv("video_decoder_errors");
    private static final int REMB_SENT_BPS = SLOTS.recv("remb_sent_bps");
    private static final int VIDEO_BITRATE_BPS = SLOTS.recv("video_bitrate_bps");
    private static final int FRAME_RATE_RECEIVED = SLOTS.recv("frame_rate_received");
    private static final int RESOLUTION_MPIX = SLOTS.recv("resolution_mpix");
    private static final int FREEZE_DURATION_MS = SLOTS.recv("freeze_duration_ms");
    private static final int KEYFRAME_INTERVAL_MS = SLOTS.recv("keyframe_interval_ms");
    private static final int FRAME_SIZE_AVG_BYTES = SLOTS.recv("frame_size_avg_bytes");
    private static final int FRAME_ASSEMBLY_MS = SLOTS.recv("frame_assembly_ms");
    private static final int FRAME_SPACING_MS = SLOTS.recv("frame_spacing_ms");
    private static final int FRAME_JITTER_MS = SLOTS.recv("frame_jitter_ms");
    private static final int NACK_RECEIVED = SLOTS.sent("nack_received");
    private static final int PLI_RECEIVED = SLOTS.sent("pli_received");
    private static final int FIR_RECEIVED = SLOTS.sent("fir_received");
    private static final int SLI_RECEIVED = SLOTS.sent("sli_received");
    private static final int RTX_PACKETS_SENT = SLOTS.sent("rtx_packets_sent");
    private static final int FRAMES_SENT = SLOTS.sent("frames_sent");
    private static final int KEYFRAMES_SENT = SLOTS.sent("keyframes_sent");
    private static final int KEYFRAME_REQUESTS_RECEIVED = SLOTS.sent("keyframe_requests_received");
    private static final int REMB_RECEIVED_BPS = SLOTS.sent("remb_received_bps");
    private static final int SENT_VIDEO_BITRATE_BPS = SLOTS.sent("video_bitrate_bps");
    private static final int FRAME_RATE_SENT = SLOTS.sent("frame_rate_sent");
    private static final int SENT_RESOLUTION_MPIX = SLOTS.sent("resolution_mpix");
    private static final int SENT_KEYFRAME_INTERVAL_MS = SLOTS.sent("keyframe_interval_ms");
    private static final int SENT_FRAME_SIZE_AVG_BYTES = SLOTS.sent("frame_size_avg_bytes");

    private static final int COUNTERS = 22;

    private final CarriedCounters counters;

    /** @param endpoints endpoints of the shard. */
    VideoSampler(final int endpoints) {
        counters = new CarriedCounters(endpoints, COUNTERS);
    }

    /** As {@link ReceptionSampler#sample}. */
    void sample(final VideoStream stream, final int endpoint, final SampleWriter sample, final boolean last) {
        counters.begin(endpoint, sample, last);
        countReceived(stream.receive().metrics());
        counters.count(VIDEO_DECODER_ERRORS, stream.decoderErrors());
        countSent(stream.send().metrics());
        if (!last) {
            received(stream.receive().metrics(), sample);
            sent(stream.send().metrics(), sample);
        }
    }

    private void countReceived(final VideoReceiveMetrics video) {
        counters.count(NACK_SENT, video.nackSent());
        counters.count(PLI_SENT, video.pliSent());
        counters.count(FIR_SENT, video.firSent());
        counters.count(SLI_SENT, video.sliSent());
        counters.count(RTX_PACKETS_RECEIVED, video.rtxPacketsReceived());
        counters.count(JB_RTX_REQUESTS, video.jbRtxRequests());
        counters.count(JB_RTX_SUCCESS, video.jbRtxSuccess());
        counters.count(FRAMES_RECEIVED, video.framesReceived());
        counters.count(FRAMES_INCOMPLETE, video.framesIncomplete());
        counters.count(RESOLUTION_CHANGES, video.resolutionChanges());
        counters.count(FREEZE_COUNT, video.freezeCount());
        counters.count(KEYFRAMES_RECEIVED, video.keyframesReceived());
        counters.count(KEYFRAME_REQUESTS_SENT, video.keyframeRequestsSent());
    }

    private void countSent(final VideoSendMetrics video) {
        counters.count(NACK_RECEIVED, video.nackReceived());
        counters.count(PLI_RECEIVED, video.pliReceived());
        counters.count(FIR_RECEIVED, video.firReceived());
        counters.count(SLI_RECEIVED, video.sliReceived());
        counters.count(RTX_PACKETS_SENT, video.rtxPacketsSent());
        counters.count(FRAMES_SENT, video.framesSent());
        counters.count(KEYFRAMES_SENT, video.keyframesSent());
        counters.count(KEYFRAME_REQUESTS_RECEIVED, video.keyframeRequestsReceived());
    }

    private static void received(final VideoReceiveMetrics video, final SampleWriter sample) {
        sample.set(REMB_SENT_BPS, video.rembSentBps());
        sample.set(VIDEO_BITRATE_BPS, video.videoBitrateBps());
        sample.set(FRAME_RATE_RECEIVED, video.frameRateReceived());
        sample.set(RESOLUTION_MPIX, video.resolutionMpix());
        sample.set(FREEZE_DURATION_MS, video.freezeDurationMs());
        sample.set(KEYFRAME_INTERVAL_MS, video.keyframeIntervalMs());
        sample.set(FRAME_SIZE_AVG_BYTES, video.frameSizeAvgBytes());
        sample.set(FRAME_ASSEMBLY_MS, video.frameAssemblyMs());
        sample.set(FRAME_SPACING_MS, video.frameSpacingMs());
        sample.set(FRAME_JITTER_MS, video.frameJitterMs());
    }

    private static void sent(final VideoSendMetrics video, final SampleWriter sample) {
        sample.set(REMB_RECEIVED_BPS, video.rembReceivedBps());
        sample.set(SENT_VIDEO_BITRATE_BPS, video.videoBitrateBps());
        sample.set(FRAME_RATE_SENT, video.frameRateSent());
        sample.set(SENT_RESOLUTION_MPIX, video.resolutionMpix());
        sample.set(SENT_KEYFRAME_INTERVAL_MS, video.keyframeIntervalMs());
        sample.set(SENT_FRAME_SIZE_AVG_BYTES, video.frameSizeAvgBytes());
    }
}
