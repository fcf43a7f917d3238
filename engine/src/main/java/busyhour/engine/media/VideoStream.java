package busyhour.engine.media;

import busyhour.codec.video.VideoCodec;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.TargetPolicy;
import busyhour.ipc.plan.MediaSpec;
import busyhour.rtp.ReceptionReportSource;
import busyhour.rtp.RtpHeaderFlyweight;
import busyhour.rtp.SenderReportSource;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.JitterBufferMetrics;
import busyhour.rtp.receive.NetworkMetrics;
import busyhour.rtp.receive.PacketOutcome;
import busyhour.rtp.receive.QualityMetrics;
import busyhour.rtp.video.VideoReceiveStream;
import busyhour.rtp.video.VideoSendStream;
import busyhour.sip.sdp.CodecTable;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * The video stream of one endpoint: the sending and receiving cores. It says itself when its next packet is due.
 *
 * <p>One thread. Allocates nothing after construction.
 */
public final class VideoStream extends MediaStream {

    final VideoSendStream send = new VideoSendStream();
    final VideoReceiveStream receive;
    /** What is expected until the answer says otherwise. */
    final VideoCodec firstCodec;
    final int firstPayloadType;
    /** What the decoder beside the shard found in this call, NaN where none runs. */
    private double decoderErrors = Double.NaN;

    VideoStream(final int number, final int endpoint, final MediaSpec spec, final DatagramIo io, final TargetPolicy policy,
            final ConnectedSockets connected) {
        super(number, endpoint, spec.video().dscp(), spec, io, policy, connected);
        firstCodec = VideoCodec.byName(spec.video().codecs().getFirst());
        firstPayloadType = CodecTable.row(VideoRows.of(spec.video().codecs().getFirst(), spec.video().packetizationMode())).payloadType();
        receive = new VideoReceiveStream(PlayoutMode.valueOf(spec.jitterBuffer().name()));
    }

    /** Between two frames, the time over which streams are spread. */
    long frameNs() {
        return send.video().frameDurationNs();
    }

    @Override
    int skipLate(final long nowNs) {
        return send.skipLate(nowNs);
    }

    @Override
    int write(final MutableDirectBuffer buffer, final int offset) {
        return send.write(buffer, offset);
    }

    @Override
    long intendedNs(final long scheduledNs) {
        return send.intendedNs();
    }

    @Override
    void onSent(final long sentNs, final long intendedNs) {
        send.onSent(sentNs);
    }

    @Override
    void onSsrcCollision(final int newSsrc) {
        ssrc = newSsrc;
        send.onSsrcCollision(newSsrc);
    }

    @Override
    void onRefused() {
        send.onRefused();
    }

    @Override
    void onGivenUp(final long nowNs) {
        send.onSkipped(nowNs);
    }

    @Override
    long nextDueNs() {
        return send.nextDueNs();
    }

    @Override
    int onRtp(final DirectBuffer buffer, final int offset, final int length, final long arrivalNs, final int mark) {
        final int outcome = receive.onPacket(buffer, offset, length, arrivalNs);
        if (decoding != null && outcome == PacketOutcome.MEDIA) {
            final int type = buffer.getByte(offset + RtpHeaderFlyweight.PAYLOAD_TYPE_OFFSET) & 0x7F;
            decoding.video(receive.codec(type), receive.isRetransmission(type), buffer, offset, length, arrivalNs);
        }
        return outcome;
    }

    @Override
    void onSecond(final long nowNs) {
        send.roundTripMs(session.rttMs());
        send.onSecond(nowNs);
        receive.roundTripMs(session.rttMs());
        receive.onSecond(nowNs);
    }

    @Override
    SenderReportSource sender() {
        return send;
    }

    @Override
    ReceptionReportSource reception() {
        return receive.receptionReport();
    }

    @Override
    int clockRateHz() {
        return VideoCodec.CLOCK_RATE_HZ;
    }

    @Override
    public QualityMetrics quality() {
        return receive.quality();
    }

    @Override
    public NetworkMetrics network() {
        return receive.network();
    }

    @Override
    public JitterBufferMetrics jitterBuffer() {
        return receive.jitterBuffer();
    }

    public VideoSendStream send() {
        return send;
    }

    public VideoReceiveStream receive() {
        return receive;
    }

    /** {@code video_decoder_errors}: by a real decoder, NaN where the stream is not decoded. */
    public double decoderErrors() {
        return decoderErrors;
    }

    void decoderErrors(final double errors) {
        decoderErrors = errors;
    }
}
