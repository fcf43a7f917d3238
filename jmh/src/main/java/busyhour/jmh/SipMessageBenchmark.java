package busyhour.jmh;

import busyhour.sip.TransportAddress;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.SipFault;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipParser;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.sdp.SdpView;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A message of a call in and out: every header is found, the description is read too. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class SipMessageBenchmark {

    private static final String SDP = """
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

    private static final String HEADERS = """
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK77ef4c2312983.1;rport
            Record-Route: <sip:proxy.example.com;lr>
            From: "Alice" <sip:alice@example.com>;tag=1928301774
            To: <sip:bob@example.com>
            Call-ID: a84b4c76e66710@192.0.2.101
            CSeq: 314159 INVITE
            Contact: <sip:alice@192.0.2.101:5062>
            Allow: INVITE, ACK, CANCEL, OPTIONS, BYE
            Supported: replaces, timer
            Content-Type: application/sdp
            """;

    private final SipParser parser = new SipParser();
    private final SipMessage message = new SipMessage();
    private final SdpView description = new SdpView();
    private final SipWriter writer = new SipWriter();
    private final UnsafeBuffer out = new UnsafeBuffer(ByteBuffer.allocateDirect(4_096));
    private final TransportAddress local = new TransportAddress();
    private final byte[] contactScheme = Ascii.bytes("<sip:alice@");
    private final byte[] from = Ascii.bytes("<sip:alice@example.com>;tag=1928301774");
    private final byte[] to = Ascii.bytes("<sip:bob@example.com>");
    private final byte[] callId = Ascii.bytes("a84b4c76e66710@192.0.2.101");
    private final byte[] cSeq = Ascii.bytes("314159 INVITE");
    private final byte[] via = Ascii.bytes("SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK77ef4c2312983.1;rport");
    private final byte[] sdpType = Ascii.bytes("application/sdp");
    private UnsafeBuffer invite;
    private UnsafeBuffer answer;
    private UnsafeBuffer uri;
    private UnsafeBuffer sdp;

    private static UnsafeBuffer direct(String text) {
        final byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        final UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(bytes.length));
        buffer.putBytes(0, bytes);
        return buffer;
    }

    private static String withBody(String startLine) {
        final String headers = HEADERS.replace("\n", "\r\n");
        return startLine + "\r\n" + headers + "Content-Length: " + SDP.length() + "\r\n\r\n" + SDP;
    }

    @Setup
    public void layOut() {
        invite = direct(withBody("INVITE sip:bob@example.com SIP/2.0"));
        answer = direct(withBody("SIP/2.0 200 OK"));
        uri = direct("sip:bob@example.com");
        sdp = direct(SDP);
        local.parse("192.0.2.101");
        local.port(5062);
        if (parseInvite() != SipFault.OK || parseAnswerWithDescription() != 0 || writeInvite() < 500) {
            throw new IllegalStateException("the messages of this benchmark are not what it says");
        }
    }

    @Benchmark
    public int parseInvite() {
        return parser.parse(invite, 0, invite.capacity(), message);
    }

    @Benchmark
    public int parseAnswerWithDescription() {
        return parser.parse(answer, 0, answer.capacity(), message) + description.parse(message);
    }

    @Benchmark
    public int writeInvite() {
        writer.wrap(out, 0, out.capacity())
                .requestLine(SipMethod.INVITE, uri, Span.of(0, uri.capacity()))
                .header(SipHeader.VIA, via)
                .header(SipHeader.MAX_FORWARDS, 70)
                .header(SipHeader.FROM, from)
                .header(SipHeader.TO, to)
                .header(SipHeader.CALL_ID, callId)
                .header(SipHeader.CSEQ, cSeq);
        writer.name(SipHeader.CONTACT).append(contactScheme).hostPort(local).octet((byte) '>').endLine();
        return writer.header(SipHeader.CONTENT_TYPE, sdpType).body(sdp, 0, sdp.capacity()).finish();
    }
}
