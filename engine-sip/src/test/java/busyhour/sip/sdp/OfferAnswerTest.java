package busyhour.sip.sdp;

import static busyhour.sip.message.Messages.text;
import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.message.Messages;
import busyhour.sip.message.Span;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OfferAnswerTest {

    private static final String OFFER = """
            v=0
            o=alice 1 1 IN IP4 192.0.2.1
            s=-
            c=IN IP4 192.0.2.1
            t=0 0
            m=audio 4000 RTP/AVP 8 0 96
            a=rtpmap:96 telephone-event/8000
            """;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[2_048]);
    private final OfferAnswer offerAnswer = new OfferAnswer();
    private final SdpView view = new SdpView();
    private final LocalDescription local = new LocalDescription();
    private final NegotiatedSession media = new NegotiatedSession();

    @BeforeEach
    void describe() {
        local.beginSession(77);
        local.address().parse("10.0.0.9");
        local.audio().rtpPort(30_000);
    }

    private SdpView view(final String description) {
        final UnsafeBuffer octets = Messages.buffer(description.replace("\n", "\r\n"));
        view.parse(octets, 0, octets.capacity());
        return view;
    }

    private String offer() {
        return text(buffer, Span.of(1, offerAnswer.writeOffer(local, buffer, 1, 2_000))).replace("\r\n", "\n");
    }

    private String answer(final String offer) {
        final int length = offerAnswer.writeAnswer(view(offer), local, buffer, 1, 2_000, media);
        assertThat(length).isPositive();
        return text(buffer, Span.of(1, length)).replace("\r\n", "\n");
    }

    private int refusal(final String offer) {
        final int verdict = -offerAnswer.writeAnswer(view(offer), local, buffer, 1, 2_000, media);
        assertThat(verdict).isPositive();
        assertThat(media.isAgreed()).as("a refusal leaves the result untouched").isFalse();
        return OfferAnswer.statusCode(verdict);
    }

    @Test
    void shouldOfferAllThatTheEndpointHas() {
        assertThat(offer()).isEqualTo("""
                v=0
                o=- 77 1 IN IP4 10.0.0.9
                s=-
                c=IN IP4 10.0.0.9
                t=0 0
                m=audio 30000 RTP/AVP 0 8 101
                a=rtpmap:0 PCMU/8000
                a=rtpmap:8 PCMA/8000
                a=rtpmap:101 telephone-event/8000
                a=fmtp:101 0-16
                a=ptime:20
                a=sendrecv
                """);
    }

    @Test
    void shouldOfferIpv6RtcpAndCodecsToCome() {
        local.address().parse("2001:db8::5");
        local.audio().rtcpPort(30_100).ptimeMs(40).telephoneEvents(false).direction(Direction.SENDONLY)
                .codecs(CodecTable.OPUS, CodecTable.G722, CodecTable.L16_16000);
        assertThat(offer()).isEqualTo("""
                v=0
                o=- 77 1 IN IP6 2001:db8::5
                s=-
                c=IN IP6 2001:db8::5
                t=0 0
                m=audio 30000 RTP/AVP 111 9 118
                a=rtpmap:111 opus/48000/2
                a=fmtp:111 minptime=10;useinbandfec=1
                a=rtpmap:9 G722/8000
                a=rtpmap:118 L16/16000
                a=ptime:40
                a=rtcp:30100
                a=sendonly
                """);
        assertThat(local.audio().rtcpMux(true).rtcpMux()).isTrue();
        assertThat(offer()).contains("a=rtcp-mux\n").doesNotContain("a=rtcp:");
    }

    @Test
    void shouldAnswerTheFirstCommonCodecOfTheOffer() {
        assertThat(answer(OFFER)).isEqualTo("""
                v=0
                o=- 77 1 IN IP4 10.0.0.9
                s=-
                c=IN IP4 10.0.0.9
                t=0 0
                m=audio 30000 RTP/AVP 8 96
                a=rtpmap:8 PCMA/8000
                a=rtpmap:96 telephone-event/8000
                a=fmtp:96 0-16
                a=ptime:20
                a=sendrecv
                """);
        assertThat(media.audio().codec()).isEqualTo(CodecTable.PCMA);
        assertThat(media.audio().sendPayloadType()).isEqualTo(8);
        assertThat(media.audio().receivePayloadType()).isEqualTo(8);
        assertThat(media.audio().sendTelephoneEvent()).isEqualTo(96);
        assertThat(media.audio().receiveTelephoneEvent()).isEqualTo(96);
        assertThat(media.audio().telephoneEventClockRateHz()).isEqualTo(8_000);
        assertThat(media.audio().remoteRtp()).hasToString("192.0.2.1:4000");
        assertThat(media.audio().remoteRtcp()).hasToString("192.0.2.1:4001");
        assertThat(media.audio().direction()).isEqualTo(Direction.SENDRECV);
        assertThat(media.audio().ptimeMs()).isEqualTo(20);
        assertThat(media.audio().rtcpMux()).isFalse();
    }

    @Test
    void shouldUseTheOffersNumberForADynamicPayloadType() {
        local.audio().codecs(CodecTable.OPUS);
        assertThat(answer(OFFER.replace("8 0 96", "0 120 96") + "a=rtpmap:120 OPUS/48000/2\n"))
                .contains("m=audio 30000 RTP/AVP 120 96\n", "a=rtpmap:120 opus/48000/2\n");
        assertThat(media.audio().codec()).isEqualTo(CodecTable.OPUS);
        assertThat(media.audio().sendPayloadType()).isEqualTo(120);
        media.reset();
        assertThat(refusal(OFFER.replace("8 0 96", "120") + "a=rtpmap:120 opus/48000\n")).isEqualTo(488);
    }

    @Test
    void shouldTellStaticTypesByNumberOnlyWithoutRtpmap() {
        assertThat(refusal(OFFER.replace("8 0 96", "0") + "a=rtpmap:0 G729/8000\n")).isEqualTo(488);
        assertThat(answer(OFFER.replace("8 0 96", "97") + "a=rtpmap:97 pcmu/8000/1\n")).contains("RTP/AVP 97\n");
        assertThat(media.audio().codec()).isEqualTo(CodecTable.PCMU);
    }

    @Test
    void shouldKeepTheMediaLinesAndRejectAllButOne() {
        final String answer = answer("""
                v=0
                o=x 1 1 IN IP4 192.0.2.1
                s=-
                c=IN IP4 192.0.2.1
                t=0 0
                m=video 5000 RTP/AVP 31 32
                m=audio 0 RTP/AVP 0
                m=audio 5002 RTP/SAVP 0
                m=audio 5004 RTP/AVP 18
                m=audio 5006 RTP/AVPF 0
                c=IN IP6 2001:db8::77
                m=audio 5008 RTP/AVP 0
                m=application 9 udp wb
                """);
        assertThat(answer.lines().filter(line -> line.startsWith("m="))).containsExactly(
                "m=video 0 RTP/AVP 31 32", "m=audio 0 RTP/AVP 0", "m=audio 0 RTP/SAVP 0", "m=audio 0 RTP/AVP 18",
                "m=audio 30000 RTP/AVPF 0", "m=audio 0 RTP/AVP 0", "m=application 0 udp wb");
        assertThat(media.audio().mediaIndex()).isEqualTo(4);
        assertThat(media.audio().remoteRtp()).hasToString("[2001:db8::77]:5006");
        assertThat(media.audio().sendTelephoneEvent()).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "sendrecv, sendrecv, sendrecv", "sendonly, sendrecv, recvonly", "recvonly, sendrecv, sendonly",
        "inactive, sendrecv, inactive", "sendrecv, sendonly, sendonly", "sendonly, sendonly, inactive",
        "sendrecv, inactive, inactive", "recvonly, recvonly, inactive"})
    void shouldAnswerDirections(final String offered, final String wanted, final String answered) {
        local.audio().direction(direction(wanted));
        assertThat(answer(OFFER + "a=" + offered + "\n")).endsWith("a=" + answered + "\n");
        assertThat(Direction.name(media.audio().direction())).isEqualTo(answered);
    }

    private static int direction(final String name) {
        for (int direction = 0; direction < 4; direction++) {
            if (Direction.name(direction).equals(name)) {
                return direction;
            }
        }
        throw new IllegalArgumentException(name);
    }

    @ParameterizedTest
    @CsvSource({"'',20", "a=ptime:30,30", "a=ptime:25,20", "a=ptime:0,20", "a=ptime:500,20", "a=maxptime:10,10", "a=ptime:60|a=maxptime:40,40"})
    void shouldSendWithThePacketTimeThatThePeerWants(final String lines, final int ptimeMs) {
        answer(OFFER + (lines.isEmpty() ? "" : lines.replace("|", "\n") + "\n"));
        assertThat(media.audio().ptimeMs()).isEqualTo(ptimeMs);
    }

    @Test
    void shouldMultiplexRtcpOnlyWhenBothWant() {
        assertThat(answer(OFFER + "a=rtcp-mux\n")).doesNotContain("rtcp-mux");
        assertThat(media.audio().rtcpMux()).isFalse();
        local.audio().rtcpMux(true);
        assertThat(answer(OFFER)).doesNotContain("rtcp-mux");
        assertThat(answer(OFFER + "a=rtcp-mux\na=rtcp:4007\n")).contains("a=rtcp-mux\n");
        assertThat(media.audio().rtcpMux()).isTrue();
        assertThat(media.audio().remoteRtcp()).hasToString("192.0.2.1:4000");
    }

    @Test
    void shouldFollowTheRtcpAttribute() {
        answer(OFFER + "a=rtcp:4100\n");
        assertThat(media.audio().remoteRtcp()).hasToString("192.0.2.1:4100");
    }

    @Test
    void shouldNotSendToAPeerThatHoldsByAddress() {
        answer(OFFER.replace("c=IN IP4 192.0.2.1", "c=IN IP4 0.0.0.0"));
        assertThat(media.audio().direction()).isEqualTo(Direction.RECVONLY);
        answer(OFFER);
        assertThat(media.audio().direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void shouldSayWhenThePeerGaveANameForAnAddress() {
        answer(OFFER.replace("c=IN IP4 192.0.2.1", "c=IN IP4 host.example.com"));
        assertThat(media.audio().hasRemoteAddress()).isFalse();
    }

    @Test
    void shouldRefuseWhatHasNothingInCommon() {
        assertThat(refusal(OFFER.replace("8 0 96", "18 96"))).isEqualTo(488);
        assertThat(refusal(OFFER.replace("m=audio 4000", "m=audio 0"))).isEqualTo(488);
        assertThat(refusal(OFFER.substring(0, OFFER.indexOf("m=")))).isEqualTo(488);
        assertThat(refusal("nonsense")).isEqualTo(400);
        final int verdict = -offerAnswer.writeAnswer(view(OFFER), local, buffer, 0, 100, media);
        assertThat(OfferAnswer.statusCode(verdict)).isEqualTo(500);
        assertThat(media.isAgreed()).isFalse();
    }

    @Test
    void shouldCountTheVersionUpOnlyWhenTheContentChanges() {
        assertThat(answer(OFFER)).contains("o=- 77 1 ");
        assertThat(media.remoteChanged()).isTrue();
        assertThat(answer(OFFER)).contains("o=- 77 1 ");
        assertThat(media.remoteChanged()).isFalse();
        assertThat(answer(OFFER.replace("alice 1 1", "alice 1 2") + "a=sendonly\n")).contains("o=- 77 2 ");
        assertThat(media.remoteChanged()).isTrue();
        assertThat(answer(OFFER.replace("alice 1 1", "alice 1 2") + "a=sendonly\n")).contains("o=- 77 2 ");
        assertThat(media.remoteChanged()).isFalse();
        local.beginSession(78);
        assertThat(offer()).contains("o=- 78 1 ");
        assertThat(offer()).contains("o=- 78 1 ");
        assertThat(local.audio().direction(Direction.INACTIVE).direction()).isEqualTo(Direction.INACTIVE);
        assertThat(offer()).contains("o=- 78 2 ");
    }

    @Test
    void shouldNotCountTheVersionUpWhenTheDescriptionDidNotFit() {
        answer(OFFER);
        assertThat(offerAnswer.writeAnswer(view(OFFER + "a=sendonly\n"), local, buffer, 0, 120, media)).isEqualTo(-OfferAnswer.OVERFLOW);
        assertThat(local.sessionVersion()).isEqualTo(1);
    }

    @Test
    void shouldTakeAnAnswer() {
        offer();
        assertThat(offerAnswer.onAnswer(view(OFFER.replace("8 0 96", "8 96") + "a=recvonly\na=ptime:30\na=rtcp:4009\n"), local, media))
                .isEqualTo(OfferAnswer.OK);
        assertThat(media.audio().codec()).isEqualTo(CodecTable.PCMA);
        assertThat(media.audio().sendPayloadType()).isEqualTo(8);
        assertThat(media.audio().receivePayloadType()).isEqualTo(8);
        assertThat(media.audio().sendTelephoneEvent()).isEqualTo(96);
        assertThat(media.audio().receiveTelephoneEvent()).isEqualTo(101);
        assertThat(media.audio().direction()).isEqualTo(Direction.SENDONLY);
        assertThat(media.audio().directionViolated()).isFalse();
        assertThat(media.audio().ptimeMs()).isEqualTo(30);
        assertThat(media.audio().remoteRtcp()).hasToString("192.0.2.1:4009");
    }

    @Test
    void shouldFlagAnAnswerWhoseDirectionTheOfferDidNotAllow() {
        local.audio().direction(Direction.SENDONLY);
        offer();
        assertThat(offerAnswer.onAnswer(view(OFFER), local, media)).isEqualTo(OfferAnswer.OK);
        assertThat(media.audio().directionViolated()).as("RFC 4317 3.2, second answer: sendrecv to sendonly").isTrue();
        assertThat(media.audio().direction()).isEqualTo(Direction.SENDONLY);
    }

    @Test
    void shouldRefuseAnswersThatDoNotAnswer() {
        offer();
        assertThat(offerAnswer.onAnswer(view("x"), local, media)).isEqualTo(OfferAnswer.BAD_DESCRIPTION);
        assertThat(offerAnswer.onAnswer(view(OFFER + "m=audio 1 RTP/AVP 0\n"), local, media)).isEqualTo(OfferAnswer.MEDIA_MISMATCH);
        assertThat(offerAnswer.onAnswer(view(OFFER.replace("m=audio", "m=video")), local, media)).isEqualTo(OfferAnswer.MEDIA_MISMATCH);
        assertThat(offerAnswer.onAnswer(view(OFFER.replace("4000", "0")), local, media)).isEqualTo(OfferAnswer.REJECTED);
        assertThat(offerAnswer.onAnswer(view(OFFER.replace("8 0 96", "18")), local, media)).isEqualTo(OfferAnswer.NOTHING_COMMON);
        assertThat(media.isAgreed()).isFalse();
    }

    @Test
    void shouldFindCodecsByNameWithoutRegardToCase() {
        assertThat(CodecTable.find("pcmu")).isEqualTo(CodecTable.PCMU);
        assertThat(CodecTable.find("OPUS")).isEqualTo(CodecTable.OPUS);
        assertThat(CodecTable.find("G723")).isEqualTo(-1);
        assertThat(CodecTable.row(CodecTable.G722).clockRateHz()).isEqualTo(8_000);
    }
}
