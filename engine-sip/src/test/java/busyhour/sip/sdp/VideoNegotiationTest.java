package busyhour.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several media lines in offer and answer: audio, video, and what is neither (RFC 3264 5.1, 6, 8). */
class VideoNegotiationTest {

    private static final String HEAD = "v=0\no=- 1 %d IN IP4 192.0.2.1\ns=-\nc=IN IP4 192.0.2.1\nt=0 0\n";
    private static final String AUDIO = "m=audio 4000 RTP/AVP 0\n";
    private static final String VIDEO = "m=video 5000 RTP/AVP 97\na=rtpmap:97 VP8/90000\n";

    private final SdpParty party = new SdpParty().withVideo();
    private int version;

    private String sdp(final String... lines) {
        return HEAD.formatted(++version) + String.join("", lines);
    }

    private NegotiatedMedia video() {
        return party.media.video();
    }

    @Test
    void shouldOfferAudioFirstThenVideo() {
        party.local.video().direction(Direction.SENDONLY).bandwidthBps(1_500_000);
        assertThat(party.offer()).isEqualTo("""
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
                m=video 30002 RTP/AVP 102 96
                b=AS:1575
                b=TIAS:1500000
                a=rtpmap:102 H264/90000
                a=fmtp:102 profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1
                a=rtpmap:96 VP8/90000
                a=sendonly
                """);
        assertThat(party.onAnswer(sdp(AUDIO, VIDEO, "b=AS:512\na=recvonly\n"))).isEqualTo(OfferAnswer.OK);
        assertThat(video().codec()).isEqualTo(CodecTable.VP8);
        assertThat(video().sendPayloadType()).isEqualTo(97);
        assertThat(video().receivePayloadType()).isEqualTo(96);
        assertThat(video().remoteRtp()).hasToString("192.0.2.1:5000");
        assertThat(video().remoteRtcp()).hasToString("192.0.2.1:5001");
        assertThat(video().direction()).isEqualTo(Direction.SENDONLY);
        assertThat(video().peerFormat().bandwidthBps()).isEqualTo(512_000);
        assertThat(party.media.audio().direction()).isEqualTo(Direction.SENDRECV);
        assertThat(party.media.hasVideo()).isTrue();
    }

    @Test
    void shouldGoOnWithAudioAloneWhenTheAnswerHasNoVideo() {
        final String first = party.offer();
        assertThat(party.onAnswer(sdp(AUDIO, "m=video 0 RTP/AVP 97\n"))).isEqualTo(OfferAnswer.OK);
        assertThat(party.media.hasVideo()).isFalse();
        assertThat(video().isRejected()).isTrue();
        final String second = party.offer();
        assertThat(SdpParty.lines(second)).as("the line keeps its place").containsExactly(SdpParty.lines(first).getFirst(), "m=video 0 RTP/AVP 102");
        assertThat(second).contains("o=- 77 2 ");
        assertThat(party.onAnswer(sdp(AUDIO, "m=video 0 RTP/AVP 102\n"))).isEqualTo(OfferAnswer.OK);
        assertThat(party.offer()).contains("o=- 77 2 ");
    }

    @Test
    void shouldTakeTheVideoOfAnotherLegOfAFork() {
        party.offer();
        party.onAnswer(sdp(AUDIO, "m=video 0 RTP/AVP 97\n"));
        party.onAnswer(sdp(AUDIO, VIDEO));
        assertThat(party.media.hasVideo()).isTrue();
        assertThat(video().isRejected()).isFalse();
    }

    @Test
    void shouldFailWhenTheAnswerHasNoAudio() {
        party.offer();
        assertThat(party.onAnswer(sdp("m=audio 0 RTP/AVP 0\n", VIDEO))).isEqualTo(OfferAnswer.REJECTED);
        assertThat(party.onAnswer(sdp(AUDIO))).isEqualTo(OfferAnswer.MEDIA_MISMATCH);
        assertThat(party.onAnswer(sdp(VIDEO, AUDIO))).isEqualTo(OfferAnswer.MEDIA_MISMATCH);
        assertThat(party.media.isAgreed()).isFalse();
    }

    @Test
    void shouldAnswerLinesInTheirOrder() {
        final String offer = sdp("m=application 9 UDP/BFCP *\n", "m=video 5000 RTP/AVP 31\n", VIDEO.replace("5000", "5002"), "m=image 6000 udptl t38\n",
                AUDIO, "m=video 5004 RTP/AVP 97\na=rtpmap:97 VP8/90000\n", "m=audio 4002 RTP/AVP 0\n");
        assertThat(SdpParty.lines(party.answer(offer))).containsExactly("m=application 0 UDP/BFCP *", "m=video 0 RTP/AVP 31",
                "m=video 30002 RTP/AVP 97", "m=image 0 udptl t38", "m=audio 30000 RTP/AVP 0", "m=video 0 RTP/AVP 97", "m=audio 0 RTP/AVP 0");
        assertThat(video().mediaIndex()).isEqualTo(2);
        assertThat(party.media.audio().mediaIndex()).isEqualTo(4);
        assertThat(SdpParty.lines(party.offer())).as("our own offer keeps them").containsExactly("m=application 0 UDP/BFCP *", "m=video 0 RTP/AVP 31",
                "m=video 30002 RTP/AVP 102 97", "m=image 0 udptl t38", "m=audio 30000 RTP/AVP 0 8 101", "m=video 0 RTP/AVP 97", "m=audio 0 RTP/AVP 0");
        assertThat(party.onAnswer(sdp("m=application 0 UDP/BFCP *\n", "m=video 0 RTP/AVP 31\n", VIDEO, "m=image 0 udptl t38\n", AUDIO,
                "m=video 0 RTP/AVP 97\n", "m=audio 0 RTP/AVP 0\n"))).isEqualTo(OfferAnswer.OK);
        assertThat(video().remoteRtp()).hasToString("192.0.2.1:5000");
    }

    @Test
    void shouldRejectVideoThatItDoesNotHave() {
        final SdpParty audioOnly = new SdpParty();
        assertThat(SdpParty.lines(audioOnly.answer(sdp(VIDEO, AUDIO)))).containsExactly("m=video 0 RTP/AVP 97", "m=audio 30000 RTP/AVP 0");
        assertThat(audioOnly.media.hasVideo()).isFalse();
        assertThat(SdpParty.lines(audioOnly.offer())).containsExactly("m=video 0 RTP/AVP 97", "m=audio 30000 RTP/AVP 0 8 101");
        assertThat(party.refusal(sdp(VIDEO))).as("video alone is no call").isEqualTo(488);
    }

    @Test
    void shouldNotAddVideoToASessionThatBeganWithout() {
        assertThat(SdpParty.lines(party.answer(sdp(AUDIO)))).hasSize(1);
        assertThat(SdpParty.lines(party.offer())).hasSize(1);
        assertThat(SdpParty.lines(party.answer(sdp(AUDIO, VIDEO)))).as("the peer may").containsExactly("m=audio 30000 RTP/AVP 0", "m=video 30002 RTP/AVP 97");
        assertThat(party.media.hasVideo()).isTrue();
        assertThat(SdpParty.lines(party.offer())).hasSize(2);
    }

    @Test
    void shouldLetThePeerCloseAndReopenItsVideo() {
        party.answer(sdp(AUDIO, VIDEO));
        assertThat(SdpParty.lines(party.answer(sdp(AUDIO, VIDEO.replace("5000", "0"))))).containsExactly("m=audio 30000 RTP/AVP 0", "m=video 0 RTP/AVP 97");
        assertThat(party.media.hasVideo()).isFalse();
        assertThat(video().isClosed()).isTrue();
        assertThat(video().direction()).isEqualTo(Direction.INACTIVE);
        assertThat(SdpParty.lines(party.offer())).element(1).asString().startsWith("m=video 0 ");
        party.answer(sdp(AUDIO, VIDEO));
        assertThat(party.media.hasVideo()).isTrue();
        assertThat(video().direction()).isEqualTo(Direction.SENDRECV);
        assertThat(SdpParty.lines(party.offer())).element(1).asString().startsWith("m=video 30002 ");
    }

    @Test
    void shouldCloseTheVideoThatAnAnswerRejectsInMidCall() {
        party.offer();
        party.onAnswer(sdp(AUDIO, VIDEO));
        party.offer();
        party.onAnswer(sdp(AUDIO, "m=video 0 RTP/AVP 97\n"));
        assertThat(party.media.hasVideo()).isFalse();
        assertThat(video().isRejected()).isTrue();
        assertThat(party.media.audio().direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void shouldHoldBothStreamsAndActivateOne() {
        party.local.video().direction(Direction.INACTIVE);
        party.offer();
        party.onAnswer(sdp(AUDIO, VIDEO, "a=inactive\n"));
        assertThat(video().direction()).as("deferred").isEqualTo(Direction.INACTIVE);
        assertThat(party.media.isHeldByPeer()).isFalse();
        party.local.video().propose(Direction.SENDRECV, null);
        assertThat(party.offer()).containsOnlyOnce("a=inactive".replace("inactive", "sendrecv\nm=video")).endsWith("a=sendrecv\n");
        party.onAnswer(sdp(AUDIO, VIDEO));
        party.local.settle();
        assertThat(video().direction()).isEqualTo(Direction.SENDRECV);
        party.local.audio().propose(Direction.SENDONLY, null);
        party.local.video().propose(Direction.SENDONLY, null);
        assertThat(party.offer().lines().filter(line -> line.equals("a=sendonly"))).hasSize(2);
        party.local.withdraw();
        assertThat(party.offer().lines().filter(line -> line.equals("a=sendrecv"))).hasSize(2);
        party.answer(sdp("a=sendonly\n", AUDIO, VIDEO));
        assertThat(party.media.isHeldByPeer()).isTrue();
        assertThat(video().isHeldByPeer()).isTrue();
        assertThat(video().direction()).isEqualTo(Direction.RECVONLY);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // what the peer names                                             | row | what we answer
        "profile-level-id=42e01f;packetization-mode=1                      | 10 | profile-level-id=42e01f;packetization-mode=1",
        "packetization-mode=1; profile-level-id=42C00D                     | 10 | profile-level-id=42c00d;packetization-mode=1",
        "profile-level-id=42e034;packetization-mode=1;level-asymmetry-allowed=1 | 10 | profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1",
        "profile-level-id=42e00b;packetization-mode=1;level-asymmetry-allowed=1 | 10 | profile-level-id=42e01f;packetization-mode=1;level-asymmetry-allowed=1",
        "profile-level-id=42e028;packetization-mode=1                      | 10 | profile-level-id=42e01f;packetization-mode=1",
        "profile-level-id=4D801f;packetization-mode=1                      | 10 | profile-level-id=42e01f;packetization-mode=1",
        "profile-level-id=42801f;packetization-mode=1                      | 10 | profile-level-id=42801f;packetization-mode=1",
        "profile-level-id=640c1f;packetization-mode=1                      | 10 | profile-level-id=640c1f;packetization-mode=1",
        "profile-level-id=640014;packetization-mode=1                      | 10 | profile-level-id=640014;packetization-mode=1",
        "packetization-mode=1                                              | 10 | profile-level-id=42000a;packetization-mode=1",
        "profile-level-id=42e01f                                           | 11 | profile-level-id=42e01f;packetization-mode=0",
        "profile-level-id=42e01f;packetization-mode=0                      | 11 | profile-level-id=42e01f;packetization-mode=0",
        "                                                                  | 11 | profile-level-id=42000a;packetization-mode=0",
        "profile-level-id=42e01f;packetization-mode=2                      | -1 |",
        "profile-level-id=xyz;packetization-mode=1                         | -1 |",
        "profile-level-id=;packetization-mode=1                            | -1 |"})
    void shouldTellFormatsOfH264Apart(final String parameters, final int row, final String answered) {
        final SdpParty both = new SdpParty().withVideo(CodecTable.H264, CodecTable.H264_MODE_0);
        final String fmtp = parameters == null ? "" : "a=fmtp:97 " + parameters + "\n";
        final String answer = both.answer(sdp(AUDIO, "m=video 5000 RTP/AVP 97\na=rtpmap:97 H264/90000\n", fmtp));
        assertThat(both.media.video().codec()).isEqualTo(row);
        if (row >= 0) {
            assertThat(answer).contains("a=fmtp:97 " + answered + "\n");
            assertThat(both.media.video().peerFormat().packetizationMode()).isEqualTo(row == CodecTable.H264 ? 1 : 0);
        }
    }

    @Test
    void shouldTakeItsOwnProfileBeforeAnother() {
        final String answer = party.answer(sdp(AUDIO, """
                m=video 5000 RTP/AVP 98 99 97
                a=rtpmap:98 H264/90000
                a=fmtp:98 profile-level-id=64001f;packetization-mode=1
                a=rtpmap:99 H264/90000
                a=fmtp:99 profile-level-id=42e01e;packetization-mode=1
                a=rtpmap:97 VP8/90000
                """));
        assertThat(answer).contains("m=video 30002 RTP/AVP 99\n");
        assertThat(video().peerFormat().profileLevelId()).isEqualTo(0x42E01E);
        assertThat(video().peerFormat().levelAsymmetry()).isFalse();
    }

    @Test
    void shouldReadAndWriteTheLimitsOfVp8() {
        party.local.video().codecs(CodecTable.VP8).formats().vp8(30, 3_600);
        assertThat(party.offer()).contains("a=fmtp:96 max-fr=30;max-fs=3600\n");
        party.onAnswer(sdp(AUDIO, VIDEO, "a=fmtp:97 max-fr=15; max-fs=396\nb=TIAS:400000\na=ssrc:4294967295 cname:x\n"));
        assertThat(video().peerFormat().maxFrameRate()).isEqualTo(15);
        assertThat(video().peerFormat().maxFrameMacroblocks()).isEqualTo(396);
        assertThat(video().remoteSsrc()).isEqualTo(0xFFFF_FFFFL);
        assertThat(video().ptimeMs()).isZero();
    }
}
