package busyhour.sip.message;

import java.nio.charset.StandardCharsets;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Messages for tests, and their parts as strings. */
public final class Messages {

    /** A plausible INVITE of some 1,200 octets: what a PBX sends through one proxy. */
    public static final String INVITE = """
            INVITE sip:bob@biloxi.example.com SIP/2.0
            Via: SIP/2.0/UDP proxy.atlanta.example.com:5060;branch=z9hG4bK77ef4c2312983.1;rport
            Via: SIP/2.0/UDP 192.0.2.101:5062;branch=z9hG4bKnashds8;received=192.0.2.101;rport=5062
            Record-Route: <sip:proxy.atlanta.example.com;lr>
            Max-Forwards: 69
            From: "Alice Liddell" <sip:alice@atlanta.example.com>;tag=1928301774
            To: Bob <sip:bob@biloxi.example.com>
            Call-ID: a84b4c76e66710@pc33.atlanta.example.com
            CSeq: 314159 INVITE
            Contact: <sip:alice@192.0.2.101:5062;transport=udp>
            Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE
            Supported: replaces, timer
            User-Agent: Example PBX 1.2.3
            Proxy-Authorization: Digest username="alice", realm="atlanta.example.com", \
            nonce="84a4cc6f3082121f32b42a2187831a9e", uri="sip:bob@biloxi.example.com", \
            response="7587245234b3434cc3412213e5f113a5", algorithm=MD5
            Content-Type: application/sdp
            Content-Length: 236

            v=0
            o=- 2890844526 2890844526 IN IP4 192.0.2.101
            s=-
            c=IN IP4 192.0.2.101
            t=0 0
            m=audio 49172 RTP/AVP 0 8 101
            a=rtpmap:0 PCMU/8000
            a=rtpmap:8 PCMA/8000
            a=rtpmap:101 telephone-event/8000
            a=fmtp:101 0-16
            a=ptime:20
            a=sendrecv
            """.replace("\n", "\r\n");

    /** The least that is a request. */
    public static final String OPTIONS = """
            OPTIONS sip:bob@example.com SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKabc
            From: <sip:alice@example.com>;tag=1
            To: <sip:bob@example.com>
            Call-ID: 1@192.0.2.1
            CSeq: 7 OPTIONS
            Content-Length: 0

            """.replace("\n", "\r\n");

    public static final String OK = """
            SIP/2.0 200 OK
            Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKabc;received=192.0.2.1
            From: <sip:alice@example.com>;tag=1
            To: <sip:bob@example.com>;tag=2
            Call-ID: 1@192.0.2.1
            CSeq: 7 OPTIONS
            Content-Length: 0

            """.replace("\n", "\r\n");

    private static final SipParser PARSER = new SipParser();

    private Messages() {
    }

    public static UnsafeBuffer buffer(final String text) {
        return new UnsafeBuffer(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @return the message, whatever its fault. */
    public static SipMessage parse(final String text) {
        return parse(text.getBytes(StandardCharsets.UTF_8));
    }

    /** @return the message, whatever its fault; parsed at an odd offset. */
    public static SipMessage parse(final byte[] octets) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[octets.length + 3]);
        buffer.putBytes(3, octets);
        final SipMessage message = new SipMessage();
        PARSER.parse(buffer, 3, octets.length, message);
        return message;
    }

    /** @return the text in the span, null for none. */
    public static String text(final DirectBuffer buffer, final long span) {
        if (span < 0) {
            return null;
        }
        final byte[] octets = new byte[Span.length(span)];
        buffer.getBytes(Span.offset(span), octets);
        return new String(octets, StandardCharsets.UTF_8);
    }

    public static String text(final SipMessage message, final long span) {
        return text(message.buffer(), span);
    }
}
