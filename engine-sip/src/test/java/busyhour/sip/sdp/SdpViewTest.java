package busyhour.sip.sdp;

import static busyhour.sip.message.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.TransportAddress;
import busyhour.sip.Vectors;
import busyhour.sip.message.Ascii;
import busyhour.sip.message.Messages;
import busyhour.sip.message.Span;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SdpViewTest {

    /** What a browser or a gateway may send: much that we do not read. */
    static final String RICH = """
            v=0
            o=jdoe 3724394400 18446744073709551615 IN IP6 2001:db8::1
            s=A session
            i=info
            u=http://example.com/
            e=j@example.com
            b=AS:100
            c=IN IP6 2001:db8::1
            t=0 0
            k=clear:x
            a=group:BUNDLE 0 1
            a=recvonly
            a=ice-lite
            m=audio 49170 UDP/TLS/RTP/SAVPF 111 0 101
            i=the voice
            c=IN IP4 192.0.2.7/127
            b=TIAS:64000
            a=rtcp:53020 IN IP6 2001:db8::2
            a=candidate:1 1 UDP 2130706431 192.0.2.7 49170 typ host
            a=ice-ufrag:F7gI
            a=fingerprint:sha-256 AA:BB
            a=rtpmap:111 opus/48000/2
            a=fmtp:111 minptime=10;useinbandfec=1
            a=rtpmap:101 telephone-event/8000
            a=rtcp-fb:111 transport-cc
            a=ssrc:1 cname:x
            a=rtcp-mux
            a=ptime:30
            a=maxptime:60
            a=sendonly
            m=video 0 RTP/AVP 96
            a=rtpmap:96 H264/90000
            m=image 5004 udptl t38
            m=audio 6000/2 RTP/AVP 8
            a=inactive
            """;

    private final SdpView view = new SdpView();
    private final TransportAddress address = new TransportAddress();

    private int parse(final String description) {
        final UnsafeBuffer buffer = Messages.buffer("xxx" + description);
        return view.parse(buffer, 3, buffer.capacity() - 3);
    }

    @Test
    void shouldReadWhatOfferAnswerNeedsAndPassOverTheRest() {
        for (final String description : new String[] {RICH, RICH.replace("\n", "\r\n"), RICH.stripTrailing()}) {
            assertThat(SdpFault.text(parse(description))).isEqualTo("ok");
            assertThat(text(view.buffer(), view.sessionVersion())).isEqualTo("18446744073709551615");
            assertThat(view.mediaCount()).isEqualTo(4);
            assertThat(view.mediaType(0)).isEqualTo(SdpView.AUDIO);
            assertThat(view.mediaType(1)).isEqualTo(SdpView.VIDEO);
            assertThat(view.mediaType(2)).isEqualTo(SdpView.OTHER);
            assertThat(text(view.buffer(), view.mediaTypeText(2))).isEqualTo("image");
            assertThat(view.port(0)).isEqualTo(49170);
            assertThat(view.port(1)).isZero();
            assertThat(view.port(3)).isEqualTo(6000);
            assertThat(text(view.buffer(), view.protocol(0))).isEqualTo("UDP/TLS/RTP/SAVPF");
            assertThat(text(view.buffer(), view.formats(0))).isEqualTo("111 0 101");
            assertThat(view.payloadType(0, 0)).isEqualTo(111);
            assertThat(view.payloadType(2, 0)).isEqualTo(-1);
            assertThat(text(view.buffer(), view.rtpmap(0, 111))).isEqualTo("opus/48000/2");
            assertThat(text(view.buffer(), view.fmtp(0, 111))).isEqualTo("minptime=10;useinbandfec=1");
            assertThat(view.rtpmap(0, 0)).isEqualTo(Span.NONE);
            assertThat(view.rtpmap(1, 111)).isEqualTo(Span.NONE);
            assertThat(view.direction(0)).isEqualTo(Direction.SENDONLY);
            assertThat(view.direction(1)).isEqualTo(Direction.RECVONLY);
            assertThat(view.direction(3)).isEqualTo(Direction.INACTIVE);
            assertThat(view.ptimeMs(0)).isEqualTo(30);
            assertThat(view.maxptimeMs(0)).isEqualTo(60);
            assertThat(view.ptimeMs(3)).isEqualTo(-1);
            assertThat(view.hasRtcpMux(0)).isTrue();
            assertThat(view.hasRtcpMux(3)).isFalse();
            assertThat(view.rtpAddress(0, address)).isTrue();
            assertThat(address).hasToString("192.0.2.7:49170");
            assertThat(view.rtcpAddress(0, address)).isTrue();
            assertThat(address).hasToString("[2001:db8::2]:53020");
            assertThat(view.rtcpAddress(3, address)).isTrue();
            assertThat(address).hasToString("[2001:db8::1]:6001");
            assertThat(text(view.buffer(), view.attribute(0, Ascii.bytes("ice-ufrag")))).isEqualTo("F7gI");
            assertThat(text(view.buffer(), view.attribute(-1, Ascii.bytes("ice-lite")))).isEmpty();
            assertThat(view.attribute(0, Ascii.bytes("ice-lite"))).isEqualTo(Span.NONE);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            v=0                    | v=1                          | BAD_VERSION
            v=0                    | x                            | BAD_VERSION
            o=                     | x=                           | MISSING_ORIGIN
            IN IP6 2001:db8::1     | IN                           | BAD_ORIGIN
            c=IN IP6 2001:db8::1   | c=IN                         | BAD_CONNECTION
            c=IN IP6 2001:db8::1   | c=IN IP5 x                   | BAD_CONNECTION
            m=video 0 RTP/AVP 96   | m=video                      | BAD_MEDIA
            m=video 0 RTP/AVP 96   | m=video 0 RTP/AVP            | BAD_MEDIA
            m=video 0 RTP/AVP 96   | m=video x RTP/AVP 96         | BAD_MEDIA
            m=video 0 RTP/AVP 96   | m=video 65536 RTP/AVP 96     | BAD_MEDIA
            b=AS:100               | garbage                      | BAD_LINE
            """)
    void shouldTellEachFault(final String part, final String instead, final String fault) throws ReflectiveOperationException {
        final String description = part.startsWith("IN ") ? RICH.replaceFirst(" IN IP6 2001:db8::1", " " + instead)
                : RICH.replace(part, instead);
        assertThat(SdpFault.text(parse(description))).isEqualTo(SdpFault.text(SdpFault.class.getField(fault).getInt(null)));
    }

    @Test
    void shouldHoldItsLimits() {
        final String start = "v=0\no=- 1 1 IN IP4 1.2.3.4\n";
        assertThat(parse(start + "m=audio 1 RTP/AVP 0\n".repeat(32))).isEqualTo(SdpFault.OK);
        assertThat(parse(start + "m=audio 1 RTP/AVP 0\n".repeat(33))).isEqualTo(SdpFault.TOO_MANY_MEDIA);
        assertThat(parse(start + "m=audio 1 RTP/AVP" + " 0".repeat(64))).isEqualTo(SdpFault.OK);
        assertThat(parse(start + "m=audio 1 RTP/AVP" + " 0".repeat(65))).isEqualTo(SdpFault.TOO_MANY_FORMATS);
        assertThat(parse(start + "a=x\n".repeat(512))).isEqualTo(SdpFault.OK);
        assertThat(parse(start + "a=x\n".repeat(513))).isEqualTo(SdpFault.TOO_MANY_ATTRIBUTES);
        assertThat(parse(start + "i=" + "x".repeat(SdpView.MAX_LENGTH))).isEqualTo(SdpFault.TOO_LARGE);
        assertThat(parse("")).isEqualTo(SdpFault.BAD_VERSION);
    }

    @Test
    void shouldLeaveNothingOfTheDescriptionBefore() {
        parse(RICH);
        assertThat(parse("v=0\no=- 1 1 IN IP4 h\nm=audio 7 RTP/AVP 0\n")).isEqualTo(SdpFault.OK);
        assertThat(view.mediaCount()).isEqualTo(1);
        assertThat(view.direction(0)).isEqualTo(Direction.SENDRECV);
        assertThat(view.hasRtcpMux(0)).isFalse();
        assertThat(view.connection(0)).isEqualTo(Span.NONE);
        assertThat(view.rtpAddress(0, address)).isFalse();
        assertThat(view.rtcpAddress(0, address)).isFalse();
    }

    @Test
    void shouldNotTakeAHostNameForAnAddress() {
        assertThat(parse("v=0\no=- 1 1 IN IP4 h\nc=IN IP4 host.example.com\nm=audio 7 RTP/AVP 0\n")).isEqualTo(SdpFault.OK);
        address.set(1, 2, 3);
        assertThat(view.rtpAddress(0, address)).isFalse();
        assertThat(address).isEqualTo(new TransportAddress().set(1, 2, 3));
        assertThat(text(view.buffer(), view.connection(0))).isEqualTo("host.example.com");
    }

    @Test
    void shouldTakeOddNumbersAsAbsent() {
        assertThat(parse("v=0\no=- 1 1 IN IP4 h\nc=IN IP4 1.2.3.4\nm=audio 65535 RTP/AVP 0 128 x\n"
                + "a=ptime:0\na=maxptime:x\na=rtcp:x\na=rtpmap:200 X/1\na=fmtp\na=:\n")).isEqualTo(SdpFault.OK);
        assertThat(view.ptimeMs(0)).isEqualTo(-1);
        assertThat(view.maxptimeMs(0)).isEqualTo(-1);
        assertThat(view.payloadType(0, 1)).isEqualTo(-1);
        assertThat(view.payloadType(0, 2)).isEqualTo(-1);
        assertThat(view.rtcpAddress(0, address)).isTrue();
        assertThat(address.port()).isEqualTo(65_535);
    }

    @Test
    void shouldReadTheSamplesOfSofia() {
        final Map<String, Integer> mediaLines = Map.of(
                "message-3.sdp", 1, "message-5.sdp", 1, "message-7.sdp", 3, "message-9.sdp", 3, "message-11.sdp", 1);
        for (final Path file : Vectors.files("01-sip/sdp")) {
            final String name = file.getFileName().toString();
            final int fault = parse(new String(Vectors.read(file), StandardCharsets.ISO_8859_1));
            if (mediaLines.containsKey(name)) {
                assertThat(SdpFault.text(fault)).as(name).isEqualTo("ok");
                assertThat(view.mediaCount()).as(name).isEqualTo(mediaLines.get(name));
            }
            if (name.equals("message-1.sdp")) {
                assertThat(fault).isEqualTo(SdpFault.BAD_VERSION);
            }
            if (name.equals("message-11.sdp")) {
                assertThat(view.formatCount(0)).isEqualTo(17);
                assertThat(view.ptimeMs(0)).isEqualTo(20);
                assertThat(view.maxptimeMs(0)).isEqualTo(20);
                assertThat(text(view.buffer(), view.fmtp(0, 100))).isEqualTo("192-194,200-202");
            }
            if (name.equals("message-9.sdp")) {
                assertThat(view.direction(1)).isEqualTo(Direction.RECVONLY);
                assertThat(view.rtpAddress(1, address)).isTrue();
                assertThat(address).hasToString("224.2.17.12:51372");
            }
        }
    }
}
