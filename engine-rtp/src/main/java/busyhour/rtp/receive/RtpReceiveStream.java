package busyhour.rtp.receive;

import busyhour.codec.AudioCodec;
import busyhour.rtp.playout.PlayoutMode;
import org.agrona.DirectBuffer;

/**
 * One received media stream: everything that is measured about it. Skeleton; the signatures stand.
 *
 * <pre>
 *   reset(...)  a new call begins on this stream; nothing of the last one stays
 *   onPacket    each datagram of the media socket, in order of arrival
 *   onSecond    once a second: the metrics of that second are then in quality(), network(), jitterBuffer(), audio()
 * </pre>
 *
 * <p>One thread. Allocates only in the constructor.
 */
public final class RtpReceiveStream {

    private final QualityMetrics quality = new QualityMetrics();
    private final NetworkMetrics network = new NetworkMetrics();
    private final JitterBufferMetrics jitterBuffer = new JitterBufferMetrics();
    private final AudioMetrics audio = new AudioMetrics();

    /** @param playoutMode the jitter buffer that delay, discard and MOS assume. */
    public RtpReceiveStream(PlayoutMode playoutMode) {
    }

    /**
     * Begins a call.
     *
     * @param codec          negotiated codec.
     * @param payloadType    its negotiated payload type in the direction towards us.
     * @param ptimeMs        negotiated packet time.
     * @param ipHeaderBytes  20 for IPv4, 40 for IPv6: counts towards the wire rate.
     * @param nowNs          monotonic.
     */
    public void reset(AudioCodec codec, int payloadType, int ptimeMs, int ipHeaderBytes, long nowNs) {
    }

    /** After reset: packets of this payload type are telephone events (RFC 4733). */
    public void acceptTelephoneEvent(int payloadType) {
    }

    /** After reset: packets of this payload type are comfort noise (RFC 3389), 13 when static. */
    public void acceptComfortNoise(int payloadType) {
    }

    /**
     * A datagram arrived on the stream's media socket.
     *
     * @param arrivalNs the kernel's receive time on the monotonic clock.
     * @return a code of {@link PacketOutcome}.
     */
    public int onPacket(DirectBuffer buffer, int offset, int length, long arrivalNs) {
        return PacketOutcome.MALFORMED;
    }

    /** Latest round trip from RTCP, milliseconds; NaN while unknown. */
    public void roundTripMs(double rttMs) {
    }

    /** A sender report of the source arrived: feeds the clock drift estimate. */
    public void onSenderReport(int ssrc, long ntpTime, int rtpTimestamp) {
    }

    /** Closes the second; the metrics answer for it until the next tick. */
    public void onSecond(long nowNs) {
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

    public AudioMetrics audio() {
        return audio;
    }
}
