package busyhour.engine.media;

import busyhour.codec.Dtmf;
import busyhour.engine.io.DatagramIo;
import busyhour.engine.io.TargetPolicy;
import busyhour.rtp.playout.PlayoutMode;
import busyhour.rtp.receive.AudioEvents;
import busyhour.rtp.receive.RtpReceiveStream;
import busyhour.rtp.rtcp.RtcpSession;
import busyhour.rtp.send.RtpSendStream;

/**
 * The audio stream of one endpoint, both ways: two sockets, the sending and receiving cores and RTCP. Made once for each
 * endpoint and used anew by each of its calls.
 *
 * <p>One thread. Allocates nothing after construction.
 */
public final class MediaStream {

    static final int UNKNOWN = -1;

    final int endpoint;
    final PeerSocket rtp;
    final PeerSocket rtcp;
    final RtpSendStream send = new RtpSendStream();
    final RtpReceiveStream receive;
    final RtcpSession session = new RtcpSession();
    MediaEvents events = MediaEvents.NONE;

    /** RTP and RTCP share the RTP socket (RFC 5761). */
    boolean muxed;
    /** Packets flow: negotiated and not hung up. */
    boolean running;
    /** Packets flowed in this call. */
    boolean hasRun;
    /** What the receiving core expects, so that the answer need not begin it anew. */
    int expectedPayloadType;
    /** Monotonic time of the first valid packet, {@link Long#MIN_VALUE} before. */
    long firstPacketNs;
    long unexpectedSource;
    int dscpReceived;
    /** Largest random delay of each sent packet, 0 = none. */
    int sendJitterMs;
    long jitterSeed;
    /** Offer and answer let us send. */
    boolean maySend;
    /** {@link MediaStreams#pause}: silent all the same. */
    boolean paused;
    /** Tones are looked for although the peer sends telephone events. */
    boolean alwaysTones;
    /** Bits of {@link DigitMethod}. */
    int methodsSent;
    int methodsReceived;
    long infoDigitsSent;

    /** Hands what the receiving core hears to the listener, while the call's media run. */
    private final class Heard implements AudioEvents {

        @Override
        public void onDigit(final int event, final int durationMs, final boolean tones, final long nowNs) {
            heard(Dtmf.digit(event), durationMs, tones ? DigitMethod.INBAND : DigitMethod.RTP, nowNs);
        }

        @Override
        public void onSpeech(final long nowNs) {
            if (running) {
                events.onSpeech(endpoint, nowNs);
            }
        }

        @Override
        public void onSilence(final long sinceNs, final long nowNs) {
            if (running) {
                events.onSilence(endpoint, sinceNs, nowNs);
            }
        }
    }

    MediaStream(final int endpoint, final DatagramIo io, final TargetPolicy policy) {
        this.endpoint = endpoint;
        receive = new RtpReceiveStream(PlayoutMode.ADAPTIVE, new Heard());
        rtp = new PeerSocket(io, policy);
        rtcp = new PeerSocket(io, policy);
    }

    void clear() {
        muxed = false;
        running = false;
        hasRun = false;
        expectedPayloadType = UNKNOWN;
        firstPacketNs = Long.MIN_VALUE;
        unexpectedSource = 0;
        dscpReceived = UNKNOWN;
        maySend = false;
        paused = false;
        methodsSent = 0;
        methodsReceived = 0;
        infoDigitsSent = 0;
    }

    void heard(final byte digit, final int durationMs, final byte method, final long nowNs) {
        methodsReceived |= method;
        if (running) {
            events.onDigit(endpoint, digit, durationMs, method, nowNs);
        }
    }

    public RtpSendStream send() {
        return send;
    }

    public RtpReceiveStream receive() {
        return receive;
    }

    public RtcpSession session() {
        return session;
    }

    /** Whether offer and answer came to an end in this call, so that there is something measured. */
    public boolean hasRun() {
        return hasRun;
    }

    public boolean isRunning() {
        return running;
    }

    /** When the first packet of this call came, monotonic; {@link Long#MIN_VALUE} before. */
    public long firstPacketNs() {
        return firstPacketNs;
    }

    /** {@code unexpected_source}. */
    public long unexpectedSource() {
        return unexpectedSource;
    }

    /** {@code dscp_received}, NaN before the first packet. */
    public double dscpReceived() {
        return dscpReceived == UNKNOWN ? Double.NaN : dscpReceived;
    }

    /** {@code dtmf_digits_sent}: by every method. */
    public long digitsSent() {
        return send.digitsSent() + infoDigitsSent;
    }

    /** {@code dtmf_method} of the send side in this call, null when no digit was sent. */
    public String digitMethodSent() {
        return DigitMethod.name(methodsSent);
    }

    /** {@code dtmf_method} of the receive side in this call, null when no digit was heard. */
    public String digitMethodReceived() {
        return DigitMethod.name(methodsReceived);
    }
}
