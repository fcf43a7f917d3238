package busyhour.sip.message;

import static busyhour.sip.message.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.Allocations;
import busyhour.sip.sdp.SdpFault;
import busyhour.sip.sdp.SdpView;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartBodyTest {

    private static final String SDP = "v=0\r\no=- 1 1 IN IP4 192.0.2.1\r\ns=-\r\nc=IN IP4 192.0.2.1\r\nt=0 0\r\nm=audio 4000 RTP/AVP 0\r\n";
    private static final String ISUP = "--b1\r\nContent-Type: application/ISUP;version=x\r\nContent-Disposition: signal;handling=optional\r\n\r\n\1\0\2v=0\r\n";

    private static SipMessage message(final String contentType, final String body) {
        final byte[] octets = body.getBytes(StandardCharsets.ISO_8859_1);
        return Messages.parse(new String(("INVITE sip:bob@example.com SIP/2.0\r\nVia: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK1\r\nMax-Forwards: 70\r\n"
                + "From: <sip:a@example.com>;tag=1\r\nTo: <sip:bob@example.com>\r\nCall-ID: 1\r\nCSeq: 1 INVITE\r\nContact: <sip:a@192.0.2.1>\r\n"
                + "Content-Type: " + contentType + "\r\nContent-Length: " + octets.length + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1),
                StandardCharsets.ISO_8859_1) + body);
    }

    private static String sdp(final SipMessage message) {
        return message.hasSdp() ? text(message.buffer(), message.sdp()) : null;
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/mixed;boundary=b1", "Multipart/Mixed; Boundary = \"b1\"; x=y", "multipart/alternative; x=\"q\";boundary=b1 ", "multipart/related;boundary=b1"})
    void shouldFindTheDescriptionAmongTheParts(final String contentType) {
        final SipMessage message = message(contentType, "preamble\r\n" + ISUP + "--b1 \r\ncontent-type : Application/SDP\r\n\r\n" + SDP + "\r\n--b1--\r\nrest");
        assertThat(sdp(message)).isEqualTo(SDP);
        final SdpView view = new SdpView();
        assertThat(view.parse(message)).isEqualTo(SdpFault.OK);
        assertThat(view.port(0)).isEqualTo(4_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"multipart/mixed", "multipart/mixed;boundary", "multipart/mixed;boundary=", "multipart/mixed;boundary=\"", "multipart/mixed;boundary=b2",
        "multipart", "multipart/", "application/isup;boundary=b1",
        "multipart/mixed;boundary=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"})
    void shouldFindNothingWithoutTheBoundary(final String contentType) {
        assertThat(sdp(message(contentType, ISUP + "--b1\r\nContent-Type: application/sdp\r\n\r\n" + SDP + "\r\n--b1--\r\n"))).isNull();
    }

    @Test
    void shouldFindNothingWhereNoPartIsAPlainDescription() {
        for (final String part : List.of("", "Content-Type: text/plain\r\n\r\n" + SDP, "\r\n" + SDP, "Content-Type: application/sdp\r\n",
                "Content-Type: application/sdp\r\nContent-Transfer-Encoding: base64\r\n\r\ndj0w")) {
            assertThat(sdp(message("multipart/mixed;boundary=b1", "--b1\r\n" + part + "\r\n--b1--\r\n"))).as(part).isNull();
        }
        assertThat(sdp(message("multipart/mixed;boundary=b1", "--b1\r\nContent-Type: application/sdp\r\n\r\n" + SDP))).as("no end").isNull();
        assertThat(sdp(message("application/sdp", SDP))).isEqualTo(SDP);
    }

    @Test
    void shouldFindWithoutAllocation() {
        final SipMessage message = message("multipart/mixed;boundary=b1", ISUP + "--b1\r\nContent-Type: application/sdp\r\n\r\n" + SDP + "\r\n--b1--\r\n");
        final long[] found = new long[1];
        Allocations.assertNone(() -> found[0] = message.sdp());
        assertThat(Span.length(found[0])).isEqualTo(SDP.length());
    }
}
