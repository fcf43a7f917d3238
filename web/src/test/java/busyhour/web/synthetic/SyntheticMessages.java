package busyhour.web.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import busyhour.ipc.message.SipTrace;
import busyhour.ipc.message.SipTraceWriter;
import busyhour.ipc.ring.ShardRing;
import busyhour.ipc.run.SignallingTransport;
import org.agrona.concurrent.UnsafeBuffer;

/** SIP messages of a registration and a call, as a caller's trace holds them. */
final class SyntheticMessages {

    private static final long LOOPBACK = 0x0000_ffff_7f00_0001L;
    private static final String SDP = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 40000 RTP/AVP 0 101\r\n"
            + "a=rtpmap:0 PCMU/8000\r\na=rtpmap:101 telephone-event/8000\r\na=ptime:20\r\na=sendrecv\r\n";

    private static final String IDENTITY = "P-Asserted-Identity: \"Reception\" <sip:desk@example.org>\r\nPrivacy: id\r\n"
            + "Diversion: <sip:2000@example.org>;reason=unconditional;counter=1\r\n";
    private static final int LONG_FIRST = 200;
    private static final int LONG_LAST = 100;
    private static final int LEFT_OUT = 1_234;

    private final ShardRing ring;
    private final SipTraceWriter writer = new SipTraceWriter();
    private final Map<Integer, Integer> numbers = new HashMap<>();
    private final long startEpochNs = System.currentTimeMillis() * 1_000_000;

    SyntheticMessages(ShardRing ring) {
        this.ring = ring;
    }

    void register(int endpoint) {
        String to = "sip:" + (1000 + endpoint) + "@127.0.0.1";
        write(endpoint, -1, 1_000_000, SipTrace.SENT, request("REGISTER", "sip:127.0.0.1", to, 1, "REGISTER", ""));
        write(endpoint, -1, 1_600_000, 0, response("401 Unauthorized", to, 1, "REGISTER",
                "WWW-Authenticate: Digest realm=\"busyhour\", nonce=\"5f2c\", algorithm=SHA-256, qop=\"auth\"\r\n"));
        write(endpoint, -1, 1_900_000, SipTrace.SENT, request("REGISTER", "sip:127.0.0.1", to, 2, "REGISTER", ""));
        write(endpoint, -1, 2_300_000, 0, response("200 OK", to, 2, "REGISTER", ""));
    }

    void call(int endpoint, long atNs, long answeredNs, boolean busy) {
        String to = "sip:" + (2000 + endpoint) + "@127.0.0.1";
        write(endpoint, 0, atNs, SipTrace.SENT, request("INVITE", to, to, 1, "INVITE", SDP));
        if (endpoint % 5 == 0) {
            write(endpoint, 0, atNs + 5_000_000, SipTrace.SENT | SipTrace.RETRANSMISSION, request("INVITE", to, to, 1, "INVITE", SDP));
        }
        write(endpoint, 0, atNs + 6_000_000, 0, response("100 Trying", to, 1, "INVITE", ""));
        if (busy) {
            write(endpoint, 0, answeredNs, 0, response("486 Busy Here", to, 1, "INVITE", ""));
        } else {
            write(endpoint, 0, answeredNs - 5_000_000, 0, response("180 Ringing", to, 1, "INVITE", ""));
            write(endpoint, 0, answeredNs, 0, response("200 OK", to, 1, "INVITE", IDENTITY) + SDP);
        }
        write(endpoint, 0, answeredNs + 300_000, SipTrace.SENT, request("ACK", to, to, 1, "ACK", ""));
    }

    void bye(int endpoint, long atNs) {
        String to = "sip:" + (2000 + endpoint) + "@127.0.0.1";
        write(endpoint, 0, atNs - 3_000_000, SipTrace.SENT, request("BYE", to, to, 2, "BYE", ""));
        write(endpoint, 0, atNs - 2_000_000, 0, response("200 OK", to, 2, "BYE", ""));
    }

    /** More messages than are kept: the first and the last of them, over two peers, some spoilt. */
    void longTrace(int endpoint, long atNs) {
        String to = "sip:" + (2000 + endpoint) + "@127.0.0.1";
        for (int i = 0; i < LONG_FIRST + LONG_LAST; i++) {
            if (i == LONG_FIRST) {
                numbers.merge(endpoint, LEFT_OUT, Integer::sum);
            }
            long timeNs = atNs + i * 7_000_000L;
            if (i == 9) {
                write(endpoint, 0, timeNs, SipTrace.MALFORMED, "SIP/2.0 2oo what?\r\n\r\n");
            } else if (i % 2 == 0) {
                write(endpoint, 0, timeNs, SipTrace.SENT, request("OPTIONS", to, to, 10 + i / 2, "OPTIONS", ""));
            } else {
                write(endpoint, 0, timeNs, 0, response(i % 5 == 0 ? "503 Service Unavailable" : "200 OK", to, 10 + i / 2, "OPTIONS", ""));
            }
        }
    }

    private static String request(String method, String uri, String to, int sequence, String of, String body) {
        return method + " " + uri + " SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK77;rport\r\nMax-Forwards: 70\r\n"
                + "From: <sip:1000@127.0.0.1>;tag=a1\r\nTo: <" + to + ">\r\nCall-ID: c1@127.0.0.1\r\nCSeq: " + sequence + " " + of
                + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String response(String status, String to, int sequence, String of, String headers) {
        return "SIP/2.0 " + status + "\r\nVia: SIP/2.0/UDP 127.0.0.1:5062;branch=z9hG4bK77;rport=5062\r\nFrom: <sip:1000@127.0.0.1>;tag=a1\r\n"
                + "To: <" + to + ">;tag=b2\r\nCall-ID: c1@127.0.0.1\r\nCSeq: " + sequence + " " + of + "\r\n" + headers
                + "Content-Length: 0\r\n\r\n";
    }

    private void write(int endpoint, int call, long timeNs, int flags, String message) {
        UnsafeBuffer bytes = new UnsafeBuffer(message.getBytes(StandardCharsets.US_ASCII));
        int number = numbers.merge(endpoint, 1, Integer::sum) - 1;
        SyntheticScript.must(() -> writer.begin(timeNs, startEpochNs + timeNs, endpoint, call, number, flags)
                .local(SignallingTransport.UDP.code(), 0, LOOPBACK, 5062).peer(0, LOOPBACK, 5060).tryWrite(ring, bytes, 0, bytes.capacity()));
    }
}
