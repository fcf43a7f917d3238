package busyhour.sip.sdp;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.TextWriter;
import org.agrona.DirectBuffer;

/** Writes the lines of a session description (RFC 8866 5, 9). Reusable, allocates nothing. Not thread safe. */
public final class SdpWriter extends TextWriter<SdpWriter> {

    private static final byte[] VERSION = Ascii.bytes("v=0\r\n");
    private static final byte[] ORIGIN = Ascii.bytes("o=- ");
    private static final byte[] IN_IP4 = Ascii.bytes(" IN IP4 ");
    private static final byte[] IN_IP6 = Ascii.bytes(" IN IP6 ");
    private static final byte[] NAME = Ascii.bytes("s=-\r\n");
    private static final byte[] CONNECTION = Ascii.bytes("c=IN IP");
    private static final byte[] TIME = Ascii.bytes("t=0 0\r\n");
    private static final byte[] MEDIA = Ascii.bytes("m=");
    private static final byte[] REJECTED = Ascii.bytes(" 0 ");
    private static final byte[] AUDIO = Ascii.bytes("m=audio ");
    private static final byte[] VIDEO = Ascii.bytes("m=video ");
    private static final byte[] AS = Ascii.bytes("b=AS:");
    private static final byte[] TIAS = Ascii.bytes("b=TIAS:");
    private static final byte[] CRYPTO = Ascii.bytes("a=crypto:");
    private static final byte[] INLINE = Ascii.bytes(" inline:");
    private static final byte[] FINGERPRINT = Ascii.bytes("a=fingerprint:sha-256 ");
    private static final byte[] EXTMAP = Ascii.bytes("a=extmap:");
    private static final byte[] RTCP_RSIZE = Ascii.bytes("a=rtcp-rsize\r\n");
    private static final byte[] RTCP_XR = Ascii.bytes("a=rtcp-xr:");
    private static final byte[] XR_RECEIVER_RTT = Ascii.bytes("rcvr-rtt=all");
    private static final byte[] XR_VOIP_METRICS = Ascii.bytes("voip-metrics");
    private static final byte[] SSRC = Ascii.bytes("a=ssrc:");
    private static final byte[] CNAME = Ascii.bytes(" cname:");
    /** Headers of RTP, UDP and IPv4 on packets of ordinary size, as a share of the payload: 1/20. */
    private static final int OVERHEAD_DIVISOR = 20;
    private static final int BITS_PER_KILOBIT = 1_000;

    private static final byte[] NOTHING = {};
    private static final byte[] BLANK = {' '};

    static final byte[] ACTIVE = Ascii.bytes("a=setup:active\r\n");
    static final byte[] PASSIVE = Ascii.bytes("a=setup:passive\r\n");
    static final byte[] ACTPASS = Ascii.bytes("a=setup:actpass\r\n");
    static final byte[] FB_NACK = Ascii.bytes("a=rtcp-fb:* nack\r\n");
    static final byte[] FB_PLI = Ascii.bytes("a=rtcp-fb:* nack pli\r\n");
    static final byte[] FB_FIR = Ascii.bytes("a=rtcp-fb:* ccm fir\r\n");
    static final byte[] FB_REMB = Ascii.bytes("a=rtcp-fb:* goog-remb\r\n");
    static final byte[] FB_TRANSPORT_CC = Ascii.bytes("a=rtcp-fb:* transport-cc\r\n");
    private static final byte[] RTPMAP = Ascii.bytes("a=rtpmap:");
    private static final byte[] FMTP = Ascii.bytes("a=fmtp:");
    private static final byte[] PTIME = Ascii.bytes("a=ptime:");
    private static final byte[] RTCP = Ascii.bytes("a=rtcp:");
    private static final byte[] RTCP_MUX = Ascii.bytes("a=rtcp-mux\r\n");
    private static final byte[][] DIRECTIONS = new byte[4][];

    static {
        for (int direction = 0; direction < DIRECTIONS.length; direction++) {
            DIRECTIONS[direction] = Ascii.bytes("a=" + Direction.name(direction) + "\r\n");
        }
    }

    @Override
    protected SdpWriter self() {
        return this;
    }

    /** Writes v= and o=. */
    public SdpWriter origin(final long sessionId, final long sessionVersion, final TransportAddress local) {
        return append(VERSION).append(ORIGIN).uint(sessionId).space().uint(sessionVersion)
                .append(local.isIpv4() ? IN_IP4 : IN_IP6).address(local).endLine();
    }

    /** Writes s=, c= and t=: the session level after the origin. */
    public SdpWriter session(final TransportAddress local) {
        return append(NAME).append(CONNECTION).octet((byte) (local.isIpv4() ? '4' : '6')).space().address(local).endLine()
                .append(TIME);
    }

    /** Begins the line {@code m=audio port RTP/AVP}, or that of video; formats follow by {@link #format}. */
    public SdpWriter beginMedia(final int type, final int port, final int profile) {
        return append(type == SdpView.VIDEO ? VIDEO : AUDIO).uint(port).space().append(RtpProfile.text(profile));
    }

    public SdpWriter format(final int payloadType) {
        return space().uint(payloadType);
    }

    public SdpWriter rtpmap(final CodecCapability codec, final int payloadType) {
        return append(RTPMAP).uint(payloadType).space().append(codec.rtpmap()).endLine();
    }

    /** Begins {@code a=fmtp:}; parameters follow. */
    SdpWriter beginFmtp(final int payloadType) {
        return append(FMTP).uint(payloadType).space();
    }

    /** Writes what may be received: by RFC 8866 5.8 with headers for peers that know no other, by RFC 3890 without. */
    SdpWriter bandwidth(final int bps) {
        return append(AS).uint((bps + bps / OVERHEAD_DIVISOR + BITS_PER_KILOBIT - 1) / BITS_PER_KILOBIT).endLine()
                .append(TIAS).uint(bps).endLine();
    }

    /** Writes {@code a=crypto} (RFC 4568) with the whole of the key. */
    SdpWriter crypto(final int tag, final byte[] suite, final byte[] key) {
        append(CRYPTO).uint(tag).space().append(suite).append(INLINE);
        Base64Key.write(this, key, key.length);
        return endLine();
    }

    /** As {@link #crypto(int, byte[], byte[])}, with the suite's name as the offer spells it. */
    SdpWriter crypto(final int tag, final DirectBuffer buffer, final long suite, final byte[] key) {
        append(CRYPTO).uint(tag).space().append(buffer, suite).append(INLINE);
        Base64Key.write(this, key, key.length);
        return endLine();
    }

    /** @param sha256 in hexadecimal digits with colons. */
    SdpWriter fingerprint(final byte[] sha256) {
        return append(FINGERPRINT).append(sha256).endLine();
    }

    /** @param line one of {@link #ACTIVE}, {@link #PASSIVE}, {@link #ACTPASS}. */
    SdpWriter setup(final byte[] line) {
        return append(line);
    }

    /** @param line one of {@link #FB_NACK} and the others. */
    SdpWriter feedback(final byte[] line) {
        return append(line);
    }

    SdpWriter extension(final int id, final byte[] uri) {
        return append(EXTMAP).uint(id).space().append(uri).endLine();
    }

    SdpWriter reducedSize() {
        return append(RTCP_RSIZE);
    }

    /** Writes {@code a=rtcp-xr} (RFC 3611 5.1). */
    SdpWriter extendedReports(final boolean receiverRtt, final boolean voipMetrics) {
        append(RTCP_XR).append(receiverRtt ? XR_RECEIVER_RTT : NOTHING);
        if (voipMetrics) {
            append(receiverRtt ? BLANK : NOTHING).append(XR_VOIP_METRICS);
        }
        return endLine();
    }

    /** Writes {@code a=ssrc} (RFC 5576). */
    SdpWriter source(final long ssrc, final byte[] cname) {
        return append(SSRC).uint(ssrc).append(CNAME).append(cname).endLine();
    }

    public SdpWriter ptime(final int ptimeMs) {
        return append(PTIME).uint(ptimeMs).endLine();
    }

    /** Writes {@code a=rtcp} (RFC 3605). */
    public SdpWriter rtcp(final int port) {
        return append(RTCP).uint(port).endLine();
    }

    public SdpWriter rtcpMux() {
        return append(RTCP_MUX);
    }

    public SdpWriter direction(final int direction) {
        return append(DIRECTIONS[direction]);
    }

    /** Writes an offered line back with port 0: that stream is rejected (RFC 3264 6). */
    public SdpWriter rejected(final SdpView offer, final int media) {
        return append(MEDIA).append(offer.buffer(), offer.mediaTypeText(media)).append(REJECTED)
                .append(offer.buffer(), offer.protocol(media)).space().append(offer.buffer(), offer.formats(media)).endLine();
    }

    /** As {@link #rejected} with the first format alone: the others of a rejected line say nothing. */
    SdpWriter rejectedShort(final SdpView offer, final int media) {
        return append(MEDIA).append(offer.buffer(), offer.mediaTypeText(media)).append(REJECTED)
                .append(offer.buffer(), offer.protocol(media)).space().append(offer.buffer(), offer.format(media, 0)).endLine();
    }

    /** @return a hash of what was written from an offset on: equal texts have equal hashes (FNV-1a, 64 bits). */
    long hashFrom(final int offset) {
        long hash = 0xCBF2_9CE4_8422_2325L;
        for (int at = offset; at < length(); at++) {
            hash = (hash ^ buffer().getByte(at) & 0xFF) * 0x100_0000_01B3L;
        }
        return hash;
    }
}
