package busyhour.engine.endpoint;

import busyhour.engine.media.AudioStream;
import busyhour.ipc.message.SampleWriter;
import busyhour.ipc.metric.Media;
import busyhour.rtp.receive.AudioMetrics;
import busyhour.rtp.receive.QualityMetrics;
import busyhour.rtp.rtcp.RtcpSession;
import busyhour.rtp.send.RtpSendStream;

/**
 * Puts into a sample what only an audio stream measures: one line for each slot of the catalogue. What it has in common with video
 * is {@link ReceptionSampler}'s and {@link SendingSampler}'s.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class AudioSampler {

    private static final StreamSlots SLOTS = new StreamSlots(Media.AUDIO);
    private static final int MOS = SLOTS.recv("mos");
    private static final int MOS_LQ = SLOTS.recv("mos_lq");
    private static final int R_FACTOR = SLOTS.recv("r_factor");
    private static final int IE_EFF = SLOTS.recv("ie_eff");
    private static final int ID_DELAY = SLOTS.recv("id_delay");
    private static final int BURST_LOSS_RATIO = SLOTS.recv("burst_loss_ratio");
    private static final int PLC_EVENTS = SLOTS.recv("plc_events");
    private static final int PLC_DURATION_MS = SLOTS.recv("plc_duration_ms");
    private static final int SIGNAL_LEVEL_DBOV = SLOTS.recv("signal_level_dbov");
    private static final int NOISE_LEVEL_DBOV = SLOTS.recv("noise_level_dbov");
    private static final int AUDIO_LEVEL_RMS_DBOV = SLOTS.recv("audio_level_rms_dbov");
    private static final int AUDIO_LEVEL_PEAK_DBOV = SLOTS.recv("audio_level_peak_dbov");
    private static final int SPEECH_ACTIVITY = SLOTS.recv("speech_activity");
    private static final int CLIPPING_RATIO = SLOTS.recv("clipping_ratio");
    private static final int AUDIO_BITRATE_BPS = SLOTS.recv("audio_bitrate_bps");
    private static final int PTIME_MS = SLOTS.recv("ptime_ms");
    private static final int DTMF_DURATION_MS = SLOTS.recv("dtmf_duration_ms");
    private static final int OPUS_DECODER_GAIN_DB = SLOTS.recv("opus_decoder_gain_db");
    private static final int OPUS_LAST_PACKET_DURATION_MS = SLOTS.recv("opus_last_packet_duration_ms");
    private static final int OPUS_BANDWIDTH_HZ = SLOTS.recv("opus_bandwidth_hz");
    private static final int TURN_LATENCY_MS = SLOTS.recv("turn_latency_ms");
    private static final int BARGE_IN_LATENCY_MS = SLOTS.recv("barge_in_latency_ms");
    private static final int DEAD_AIR_MS = SLOTS.recv("dead_air_ms");
    private static final int DTMF_DIGITS_RECEIVED = SLOTS.recv("dtmf_digits_received");
    private static final int COMFORT_NOISE_PACKETS_RECEIVED = SLOTS.recv("comfort_noise_packets_received");
    private static final int OPUS_FEC_RECOVERED = SLOTS.recv("opus_fec_recovered");
    private static final int COMFORT_NOISE_PACKETS_SENT = SLOTS.sent("comfort_noise_packets_sent");
    private static final int DTMF_DIGITS_SENT = SLOTS.sent("dtmf_digits_sent");
    private static final int SENT_AUDIO_LEVEL_RMS_DBOV = SLOTS.sent("audio_level_rms_dbov");
    private static final int SENT_AUDIO_LEVEL_PEAK_DBOV = SLOTS.sent("audio_level_peak_dbov");
    private static final int SENT_AUDIO_BITRATE_BPS = SLOTS.sent("audio_bitrate_bps");
    private static final int SENT_PTIME_MS = SLOTS.sent("ptime_ms");

    private static final int REMOTE_MOS_LQ = SLOTS.sent("remote_mos_lq");
    private static final int REMOTE_MOS_CQ = SLOTS.sent("remote_mos_cq");
    private static final int REMOTE_R_FACTOR = SLOTS.sent("remote_r_factor");

    private static final int COUNTERS = 6;

    private final CarriedCounters counters;

    /** @param endpoints endpoints of the shard. */
    AudioSampler(final int endpoints) {
        counters = new CarriedCounters(endpoints, COUNTERS);
    }

    /** As {@link ReceptionSampler#sample}. */
    void sample(final AudioStream stream, final int endpoint, final SampleWriter sample, final boolean last) {
        counters.begin(endpoint, sample, last);
        count(stream);
        if (!last) {
            quality(stream.quality(), sample);
            audio(stream.receive().audio(), sample);
            send(stream.send(), sample);
            reported(stream.session(), sample);
        } else {
            call(stream.quality(), sample);
        }
    }

    /** The whole call's scores, which are not the mean of its seconds'. */
    private static void call(final QualityMetrics quality, final SampleWriter sample) {
        sample.set(MOS, quality.callMos());
        sample.set(MOS_LQ, quality.callMosLq());
        sample.set(R_FACTOR, quality.callRFactor());
    }

    private void count(final AudioStream stream) {
        final AudioMetrics audio = stream.receive().audio();
        counters.count(DEAD_AIR_MS, audio.deadAirMs());
        counters.count(DTMF_DIGITS_RECEIVED, audio.dtmfDigitsReceived());
        counters.count(COMFORT_NOISE_PACKETS_RECEIVED, audio.comfortNoisePacketsReceived());
        counters.count(OPUS_FEC_RECOVERED, audio.opusFecRecovered());
        counters.count(DTMF_DIGITS_SENT, stream.digitsSent());
        counters.count(COMFORT_NOISE_PACKETS_SENT, stream.send().comfortNoisePacketsSent());
    }

    private static void quality(final QualityMetrics quality, final SampleWriter sample) {
        sample.set(MOS, quality.mos());
        sample.set(MOS_LQ, quality.mosLq());
        sample.set(R_FACTOR, quality.rFactor());
        sample.set(IE_EFF, quality.ieEff());
        sample.set(ID_DELAY, quality.idDelay());
        sample.set(BURST_LOSS_RATIO, quality.burstLossRatio());
    }

    private static void audio(final AudioMetrics audio, final SampleWriter sample) {
        sample.set(PLC_EVENTS, audio.plcEvents());
        sample.set(PLC_DURATION_MS, audio.plcDurationMs());
        sample.set(SIGNAL_LEVEL_DBOV, audio.signalLevelDbov());
        sample.set(NOISE_LEVEL_DBOV, audio.noiseLevelDbov());
        sample.set(AUDIO_LEVEL_RMS_DBOV, audio.audioLevelRmsDbov());
        sample.set(AUDIO_LEVEL_PEAK_DBOV, audio.audioLevelPeakDbov());
        sample.set(SPEECH_ACTIVITY, audio.speechActivity());
        sample.set(CLIPPING_RATIO, audio.clippingRatio());
        sample.set(AUDIO_BITRATE_BPS, audio.audioBitrateBps());
        sample.set(PTIME_MS, audio.ptimeMs());
        sample.set(DTMF_DURATION_MS, audio.dtmfDurationMs());
        sample.set(OPUS_DECODER_GAIN_DB, audio.opusDecoderGainDb());
        sample.set(OPUS_LAST_PACKET_DURATION_MS, audio.opusLastPacketDurationMs());
        sample.set(OPUS_BANDWIDTH_HZ, audio.opusBandwidthHz());
        sample.set(TURN_LATENCY_MS, audio.turnLatencyMs());
        sample.set(BARGE_IN_LATENCY_MS, audio.bargeInLatencyMs());
    }

    private static void send(final RtpSendStream send, final SampleWriter sample) {
        sample.set(SENT_AUDIO_LEVEL_RMS_DBOV, send.audioLevelRmsDbov());
        sample.set(SENT_AUDIO_LEVEL_PEAK_DBOV, send.audioLevelPeakDbov());
        sample.set(SENT_AUDIO_BITRATE_BPS, send.audioBitrateBps());
        sample.set(SENT_PTIME_MS, send.ptimeMs());
    }

    /** What the peer says in extended reports (RFC 3611). */
    private static void reported(final RtcpSession session, final SampleWriter sample) {
        sample.set(REMOTE_MOS_LQ, session.remoteMosLq());
        sample.set(REMOTE_MOS_CQ, session.remoteMosCq());
        sample.set(REMOTE_R_FACTOR, session.remoteRFactor());
    }
}
