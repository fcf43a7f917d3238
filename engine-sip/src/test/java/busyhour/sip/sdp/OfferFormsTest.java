package busyhour.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** First offers in the forms that telephones, gateways and browsers send. */
class OfferFormsTest {

    private final SdpParty party = new SdpParty();

    @Test
    void shouldAnswerAGatewayThatOffersEncryptionAsAChoice() {
        final String answer = party.answer("""
                v=0
                o=root 2890844526 1 IN IP4 192.0.2.1
                s=call
                c=IN IP4 192.0.2.1
                b=CT:1024
                t=0 0
                m=audio 4000 RTP/SAVP 0 101
                a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4
                a=rtpmap:101 telephone-event/8000
                m=audio 4002 RTP/AVP 0 101
                a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WVNfX19zZW1jdGwgKCkgewkyMjA7fQp9CnVubGVz|2^20|1:4
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-15
                """);
        assertThat(SdpParty.lines(answer)).containsExactly("m=audio 0 RTP/SAVP 0 101", "m=audio 30000 RTP/AVP 0 101");
        assertThat(answer).doesNotContain("crypto");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RTP/SAVP", "RTP/SAVPF", "UDP/TLS/RTP/SAVP", "UDP/TLS/RTP/SAVPF", "TCP/RTP/AVP", "udp", "RTP/AVPX"})
    void shouldRefuseWhatCanOnlyBeEncryptedOrIsUnknown(final String protocol) {
        assertThat(party.refusal("""
                v=0
                o=- 1 1 IN IP4 192.0.2.1
                s=-
                c=IN IP4 192.0.2.1
                t=0 0
                m=audio 4000 %s 0
                """.formatted(protocol))).isEqualTo(488);
    }

    @ParameterizedTest
    @ValueSource(strings = {"RTP/AVP", "RTP/AVPF", "rtp/avpf"})
    void shouldAnswerInTheProfileOfTheOffer(final String protocol) {
        final String answer = party.answer("""
                v=0
                o=- 1 1 IN IP4 192.0.2.1
                s=-
                c=IN IP4 192.0.2.1
                t=0 0
                m=audio 4000 %s 0
                a=rtcp-fb:* nack
                """.formatted(protocol));
        assertThat(answer).contains("m=audio 30000 " + protocol.toUpperCase(java.util.Locale.ROOT) + " 0\n").doesNotContain("rtcp-fb");
        assertThat(party.local.audio().profile()).isEqualTo(protocol.equals("RTP/AVP") ? RtpProfile.AVP : RtpProfile.AVPF);
    }

    @Test
    void shouldPassOverAllThatABrowserSays() {
        final String offer = """
                v=0
                o=- 4611731400430051336 2 IN IP4 127.0.0.1
                s=-
                t=0 0
                a=group:BUNDLE 0 1 2
                a=extmap-allow-mixed
                a=msid-semantic: WMS stream
                a=ice-options:trickle
                a=fingerprint:sha-256 19:E2:1C:3B:4B:9F:81:E6:B8:5C:F4:A5:A8:D8:73:04:BB:05:2F:70:9F:04:A9:0E:05:E9:26:33:E8:70:88:A2
                m=audio 9 %s 111 0 110 126
                c=IN IP4 192.0.2.33
                a=rtcp:9 IN IP4 0.0.0.0
                a=ice-ufrag:9R9r
                a=ice-pwd:9vm/kx1ZQ2mIJTWwqnkHrV
                a=setup:actpass
                a=mid:0
                a=extmap:1 urn:ietf:params:rtp-hdrext:ssrc-audio-level
                a=sendrecv
                a=msid:stream track
                a=rtcp-mux
                a=rtcp-rsize
                a=rtpmap:111 opus/48000/2
                a=rtcp-fb:111 transport-cc
                a=fmtp:111 minptime=10;useinbandfec=1;stereo=1
                a=rtpmap:110 telephone-event/48000
                a=rtpmap:126 telephone-event/8000
                a=ssrc:3570614608 cname:4TOk42mSjXCkVIa6
                a=candidate:1 1 udp 2122260223 192.0.2.33 54400 typ host generation 0
                a=end-of-candidates
                m=video 9 %s 96 97
                c=IN IP4 0.0.0.0
                a=bundle-only
                a=rid:hi send
                a=simulcast:send hi;lo
                a=mid:1
                a=rtpmap:96 VP8/90000
                a=rtpmap:97 rtx/90000
                a=fmtp:97 apt=96
                m=application 9 UDP/DTLS/SCTP webrtc-datachannel
                a=mid:2
                a=sctp-port:5000
                """;
        assertThat(party.refusal(offer.formatted("UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVPF"))).isEqualTo(488);
        assertThat(SdpParty.lines(party.answer(offer.formatted("RTP/AVPF", "RTP/AVPF")))).containsExactly(
                "m=audio 30000 RTP/AVPF 0 126", "m=video 0 RTP/AVPF 96 97", "m=application 0 UDP/DTLS/SCTP webrtc-datachannel");
        assertThat(party.media.audio().remoteRtp()).hasToString("192.0.2.33:9");
        final SdpParty able = new SdpParty(4).withVideo().secure(SrtpPolicy.PREFERRED, new SrtpKeying[] {SrtpKeying.SDES, SrtpKeying.DTLS});
        able.local.audio().codecs(CodecTable.OPUS).rtcpMux(true);
        able.local.video().rtcpMux(true).feedback().wanted(true, true);
        assertThat(SdpParty.lines(able.answer(offer.formatted("UDP/TLS/RTP/SAVPF", "UDP/TLS/RTP/SAVPF")))).containsExactly(
                "m=audio 30000 UDP/TLS/RTP/SAVPF 111 110", "m=video 30002 UDP/TLS/RTP/SAVPF 96 97", "m=application 0 UDP/DTLS/SCTP webrtc-datachannel");
        assertThat(able.media.audio().security().isDtlsClient()).as("actpass at the line").isTrue();
        assertThat(able.media.video().security().isDtlsClient()).as("nothing said for the video").isTrue();
        assertThat(able.media.video().security().remoteFingerprint()).as("of the session").startsWith(0x19, 0xE2, 0x1C);
        assertThat(able.media.audio().rtcpMux()).isTrue();
        assertThat(able.media.audio().peerFormat().stereo()).isTrue();
        assertThat(able.media.audio().remoteSsrc()).isEqualTo(3_570_614_608L);
    }

    @Test
    void shouldMultiplexWhereThePeerTakesNothingElse() { // RFC 8858
        final String answer = party.answer("""
                v=0
                o=- 1 1 IN IP4 192.0.2.1
                s=-
                c=IN IP4 192.0.2.1
                t=0 0
                m=audio 4000 RTP/AVP 0
                a=rtcp-mux
                a=rtcp-mux-only
                """);
        assertThat(answer).contains("a=rtcp-mux\n");
        assertThat(party.media.audio().rtcpMux()).isTrue();
        assertThat(party.media.audio().remoteRtcp()).hasToString("192.0.2.1:4000");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "c=IN IP4 192.0.2.1|         |192.0.2.1:4000",
        "         |c=IN IP4 192.0.2.2|192.0.2.2:4000",
        "c=IN IP4 192.0.2.1|c=IN IP6 2001:db8::2|[2001:db8::2]:4000",
        "c=IN IP4 233.252.0.1/127/3|c=IN IP4 192.0.2.3|192.0.2.3:4000",
        "c=in ip4 192.0.2.1|c=IN IP4 192.0.2.4~c=IN IP4 192.0.2.5|192.0.2.4:4000",
        "c=IN IP6 ::ffff:192.0.2.6| |192.0.2.6:4000"})
    void shouldFindTheAddressWhereverItStands(final String session, final String media, final String expected) {
        party.answer("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\n" + lines(session) + "t=0 0\nm=audio 4000 RTP/AVP 0\n" + lines(media));
        assertThat(party.media.audio().hasRemoteAddress()).isTrue();
        assertThat(party.media.audio().remoteRtp()).hasToString(expected);
    }

    private static String lines(final String text) {
        return text == null || text.isBlank() ? "" : text.trim().replace('~', '\n') + "\n";
    }

    @ParameterizedTest
    @CsvSource({"a=ptime:50,,40", "a=ptime:120,,60", "a=ptime:15,,10", "a=ptime:5,,20", ",a=ptime:30,30", "a=maxptime:25,,20", "a=maxptime:35,a=ptime:60,30"})
    void shouldSendWithAPacketTimeThatItHas(final String media, final String session, final int ptimeMs) {
        party.answer("v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n" + lines(session) + "m=audio 4000 RTP/AVP 0\n" + lines(media));
        assertThat(party.media.audio().ptimeMs()).isEqualTo(ptimeMs);
    }

    @Test
    void shouldTakeTheSessionsDirectionWhereTheLineHasNone() {
        final String head = "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\na=inactive\nm=audio 4000 RTP/AVP 0\n";
        assertThat(party.answer(head)).contains("a=inactive\n");
        assertThat(party.answer(head + "a=sendrecv\n")).contains("a=sendrecv\n");
    }

    @Test
    void shouldTakeTextAndOldFormsAsTheyCome() {
        final String answer = party.answer("""
                v=0
                o=CiscoSystemsSIP-GW-UserAgent 5 5 IN IP4 192.0.2.1
                s=SIP Call
                i=x
                u=http://x/
                e=a@b
                p=+1 617 555-6011
                c=IN IP4 192.0.2.1
                b=AS:64
                b=X-YZ:128
                t=3034423619 3042462419
                r=604800 3600 0 90000
                z=2882844526 -1h 2898848070 0
                k=prompt
                a=cat:x
                m=text 11000 RTP/AVP 98 100
                a=rtpmap:98 t140/1000
                a=rtpmap:100 red/1000
                m=audio 17000/1 RTP/AVP 0 8 18 101 13
                c=IN IP4 192.0.2.1
                a=rtpmap:18 G729/8000
                a=fmtp:18 annexb=no
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-15,36
                a=curr:qos local none
                a=des:qos mandatory local sendrecv
                a=T38FaxVersion:0
                a=x-unknown
                a=:
                a=
                m=image 17002 udptl t38
                """);
        assertThat(SdpParty.lines(answer)).containsExactly(
                "m=text 0 RTP/AVP 98 100", "m=audio 30000 RTP/AVP 0 101", "m=image 0 udptl t38");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "v=1\n", "v=0", "o=- 1 1 IN IP4 1.2.3.4\n", "v=0\no=- 1 1\n", "v=0\nx\n", "v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio\n",
        "v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio 70000 RTP/AVP 0\n", "v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio x RTP/AVP 0\n",
        "v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio 1 RTP/AVP\n", "v=0\no=- 1 1 IN IP4 1.2.3.4\nc=IN\n", "v=0\no=- 1 1 IN IP4 1.2.3.4\nc=IN NSAP 47\n",
        "v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio -1 RTP/AVP 0\n", "\0\0\0", "v=0\no=- 1 1 IN IP4 1.2.3.4\nm=audio 4294967296 RTP/AVP 0\n"})
    void shouldRefuseWhatIsNoDescription(final String description) {
        assertThat(party.refusal(description)).isIn(400, 488);
    }
}
