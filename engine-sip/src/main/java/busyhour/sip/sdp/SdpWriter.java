package busyhour.sip.sdp;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.TextWriter;

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

    /** Begins the line {@code m=audio port RTP/AVP}; formats follow by {@link #format}. */
    public SdpWriter beginAudio(final int port, final int profile) {
        return append(AUDIO).uint(port).space().append(RtpProfile.text(profile));
    }

    public SdpWriter format(final int payloadType) {
        return space().uint(payloadType);
    }

    /** Writes rtpmap, and fmtp where the codec has parameters. */
    public SdpWriter codec(final CodecCapability codec, final int payloadType) {
        append(RTPMAP).uint(payloadType).space().append(codec.rtpmap()).endLine();
        if (codec.fmtp().length > 0) {
            append(FMTP).uint(payloadType).space().append(codec.fmtp()).endLine();
        }
        return this;
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
