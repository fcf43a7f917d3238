package busyhour.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Feedback (RFC 4585, 5104), retransmission (RFC 4588), reduced size (RFC 5506), extended reports (RFC 3611 5), header extensions. */
class FeedbackNegotiationTest {

    private static final String TWCC = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";
    private static final String HEAD = "v=0\no=- 1 1 IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n";
    private static final String AUDIO = "m=audio 4000 RTP/AVP 0\n";
    private static final String VIDEO = "m=video 5000 RTP/AVPF 98 99 97\na=rtpmap:98 VP8/90000\na=rtpmap:97 rtx/90000\na=fmtp:97 apt=98\n"
            + "a=rtpmap:99 rtx/90000\na=fmtp:99 apt=96\n";

    private final SdpParty party = new SdpParty().withVideo(CodecTable.VP8);

    FeedbackNegotiationTest() {
        party.local.video().feedback().wanted(true, true).reports(true, true);
        party.local.audio().feedback().reports(false, true);
    }

    private NegotiatedFeedback feedback() {
        return party.media.video().feedback();
    }

    @Test
    void shouldOfferAllThatItHas() {
        final String offer = party.offer();
        assertThat(SdpParty.lines(offer)).containsExactly("m=audio 30000 RTP/AVP 0 8 101", "m=video 30002 RTP/AVP 96 97");
        assertThat(offer).contains("a=rtpmap:97 rtx/90000\na=fmtp:97 apt=96\n", "a=rtcp-fb:* nack\na=rtcp-fb:* nack pli\na=rtcp-fb:* ccm fir\n"
                + "a=rtcp-fb:* goog-remb\na=rtcp-fb:* transport-cc\na=extmap:5 " + TWCC + "\na=rtcp-rsize\na=rtcp-xr:rcvr-rtt=all\n");
        assertThat(offer.substring(0, offer.indexOf("m=video"))).contains("a=rtcp-xr:rcvr-rtt=all voip-metrics\n").doesNotContain("rtcp-fb", "rsize");
        party.local.video().feedback().inProfile(true);
        assertThat(party.offer()).contains("m=video 30002 RTP/AVPF 96 97\n");
    }

    @Test
    void shouldAnswerWhatBothHave() {
        final String answer = party.answer(HEAD + AUDIO + VIDEO + "a=rtcp-fb:98 nack\na=rtcp-fb:* nack pli\na=rtcp-fb:97 ccm fir\n"
                + "a=rtcp-fb:98 transport-cc\na=rtcp-fb:98 trr-int 100\na=rtcp-fb:98 ccm tmmbr\na=extmap:3/sendrecv " + TWCC + "\na=rtcp-rsize\n");
        assertThat(answer.substring(answer.indexOf("m=video"))).isEqualTo("""
                m=video 30002 RTP/AVPF 98 97
                a=rtpmap:98 VP8/90000
                a=rtpmap:97 rtx/90000
                a=fmtp:97 apt=98
                a=rtcp-fb:* nack
                a=rtcp-fb:* nack pli
                a=rtcp-fb:* transport-cc
                a=extmap:3 %s
                a=rtcp-rsize
                a=sendrecv
                """.formatted(TWCC));
        assertThat(feedback().nack()).isTrue();
        assertThat(feedback().pli()).isTrue();
        assertThat(feedback().fir()).as("said of another format").isFalse();
        assertThat(feedback().remb()).isFalse();
        assertThat(feedback().transportCcId()).isEqualTo(3);
        assertThat(feedback().reducedSize()).isTrue();
        assertThat(feedback().sendRtx()).isEqualTo(97);
        assertThat(feedback().receiveRtx()).isEqualTo(97);
        assertThat(party.offer()).as("ids keep their meaning").contains("a=extmap:3 " + TWCC, "m=video 30002 RTP/AVPF 98 97\n");
    }

    @Test
    void shouldTakeFeedbackInPlainProfilesToo() {
        party.offer();
        assertThat(party.onAnswer(HEAD + AUDIO + VIDEO.replace("AVPF", "AVP") + "a=rtcp-fb:* ccm fir\na=rtcp-fb:* goog-remb\n")).isEqualTo(OfferAnswer.OK);
        assertThat(feedback().fir()).isTrue();
        assertThat(feedback().remb()).isTrue();
        assertThat(feedback().sendRtx()).as("the peer's number").isEqualTo(97);
        assertThat(feedback().nack() || feedback().transportCc() || feedback().reducedSize()).isFalse();
    }

    @Test
    void shouldTakeNothingThatItDoesNotWant() {
        party.local.video().feedback().wanted(false, false).reports(false, false);
        final String answer = party.answer(HEAD + AUDIO + VIDEO + "a=rtcp-fb:* nack\na=rtcp-rsize\na=rtcp-xr:rcvr-rtt=all\na=extmap:3 " + TWCC + "\n");
        assertThat(answer).contains("RTP/AVPF 98\n").doesNotContain("rtcp-fb", "rsize", "rtx", "xr", "extmap");
        assertThat(feedback().nack() || feedback().reducedSize() || feedback().xrReceiverRtt()).isFalse();
        assertThat(feedback().sendRtx()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=extmap:0 " + TWCC, "a=extmap:15 " + TWCC, "a=extmap:x " + TWCC, "a=extmap:3", "a=extmap", "a=extmap:3 urn:x"})
    void shouldHaveNoTransportWideNumbersWithoutAnExtension(final String extmap) {
        party.answer(HEAD + AUDIO + VIDEO + "a=rtcp-fb:98 transport-cc\n" + extmap + "\n");
        assertThat(feedback().transportCc()).isFalse();
        assertThat(feedback().transportCcId()).isEqualTo(-1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=rtcp-fb", "a=rtcp-fb:", "a=rtcp-fb:*", "a=rtcp-fb:98", "a=rtcp-fb:999 nack", "a=rtcp-fb:** nack", "a=rtcp-fb:* NACKS", "a=fmtp:97 apt"})
    void shouldPassOverWhatIsNoFeedback(final String line) {
        party.answer(HEAD + AUDIO + VIDEO + line + "\n");
        assertThat(feedback().nack() || feedback().pli() || feedback().fir()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "a=rtcp-xr:rcvr-rtt=all:10000 voip-metrics stat-summary=loss|true|true|a=rtcp-xr:rcvr-rtt=all voip-metrics",
        "a=rtcp-xr:voip-metrics|true|false|a=rtcp-xr:voip-metrics", "a=rtcp-xr:|false|false|a=rtcp-xr:voip-metrics", "a=x|false|false|a=ptime:20"})
    void shouldAgreeOnExtendedReports(final String line, final boolean voipMetrics, final boolean receiverRtt, final String answered) {
        assertThat(party.answer(HEAD + AUDIO + line + "\n")).contains(answered + "\n");
        assertThat(party.media.audio().feedback().xrVoipMetrics()).isEqualTo(voipMetrics);
        assertThat(party.media.audio().feedback().xrReceiverRtt()).isEqualTo(receiverRtt);
    }

    @Test
    void shouldFindExtendedReportsAtTheSession() {
        party.answer(HEAD + "a=rtcp-xr:voip-metrics\n" + AUDIO);
        assertThat(party.media.audio().feedback().xrVoipMetrics()).isTrue();
    }
}
