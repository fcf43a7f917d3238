package busyhour.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Offers and answers in mid-call: RFC 3264 8, and the exchanges of RFC 4317 that are not among the vectors, rebuilt. */
class OfferAnswerSessionTest {

    private static final String HEAD = """
            v=0
            o=bob 5 %d IN IP4 192.0.2.7
            s=-
            c=IN IP4 192.0.2.7
            t=0 0
            """;

    private final SdpParty party = new SdpParty();

    private static String sdp(final int version, final String media) {
        return HEAD.formatted(version) + media;
    }

    @Test
    void shouldHoldAndResumeAsOfferer() { // RFC 4317 3.1
        party.offer();
        party.onAnswer(sdp(1, "m=audio 4000 RTP/AVP 0\n"));
        party.local.audio().propose(Direction.SENDONLY, null);
        assertThat(party.offer()).contains("o=- 77 2 ", "a=sendonly\n");
        assertThat(party.onAnswer(sdp(2, "m=audio 4000 RTP/AVP 0\na=recvonly\n"))).isEqualTo(OfferAnswer.OK);
        party.local.settle();
        assertThat(party.media.audio().direction()).isEqualTo(Direction.SENDONLY);
        assertThat(party.media.isHeldByPeer()).isFalse();
        assertThat(party.offer()).as("a refresh changes nothing").contains("o=- 77 2 ", "a=sendonly\n");
        party.local.audio().propose(Direction.SENDRECV, null);
        assertThat(party.offer()).contains("o=- 77 3 ", "a=sendrecv\n");
        party.onAnswer(sdp(3, "m=audio 4000 RTP/AVP 0\n"));
        assertThat(party.media.audio().direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void shouldBeHeldAndResumedAsAnswerer() { // RFC 4317 3.1
        party.answer(sdp(1, "m=audio 4000 RTP/AVP 0\n"));
        assertThat(party.answer(sdp(2, "m=audio 4000 RTP/AVP 0\na=sendonly\n"))).contains("o=- 77 2 ", "a=recvonly\n");
        assertThat(party.media.isHeldByPeer()).isTrue();
        assertThat(party.answer(sdp(3, "m=audio 4000 RTP/AVP 0\na=inactive\n"))).contains("o=- 77 3 ", "a=inactive\n");
        assertThat(party.media.isHeldByPeer()).isTrue();
        assertThat(party.answer(sdp(4, "m=audio 4000 RTP/AVP 0\n"))).contains("o=- 77 4 ", "a=sendrecv\n");
        assertThat(party.media.isHeldByPeer()).isFalse();
    }

    @Test
    void shouldKeepItsOwnHoldThroughThePeersOffers() {
        party.answer(sdp(1, "m=audio 4000 RTP/AVP 0\n"));
        party.local.audio().propose(Direction.SENDONLY, null);
        party.offer();
        party.onAnswer(sdp(2, "m=audio 4000 RTP/AVP 0\na=recvonly\n"));
        party.local.settle();
        assertThat(party.answer(sdp(3, "m=audio 4000 RTP/AVP 0\n"))).contains("a=sendonly\n");
        assertThat(party.answer(sdp(4, "m=audio 4000 RTP/AVP 0\na=sendonly\n"))).contains("a=inactive\n");
    }

    @Test
    void shouldBeHeldByAnAddressOfNobody() {
        party.answer(sdp(1, "m=audio 4000 RTP/AVP 0\n"));
        for (final String nobody : new String[] {"IP4 0.0.0.0", "IP6 ::", "IP6 hold.INVALID", "IP4 nowhere.invalid"}) {
            party.answer(sdp(2, "m=audio 4000 RTP/AVP 0\nc=IN " + nobody + "\n"));
            assertThat(party.media.isHeldByPeer()).as(nobody).isTrue();
            assertThat(party.media.audio().hasRemoteAddress()).isTrue();
            assertThat(party.media.audio().remoteRtp().isUnspecified()).isTrue();
            assertThat(Direction.sends(party.media.audio().direction())).isFalse();
            party.answer(sdp(3, "m=audio 4000 RTP/AVP 0\n"));
            assertThat(party.media.isHeldByPeer()).isFalse();
            assertThat(party.media.audio().direction()).isEqualTo(Direction.SENDRECV);
        }
    }

    @Test
    void shouldTakeBackAnOfferThatWasRefused() {
        party.offer();
        party.onAnswer(sdp(1, "m=audio 4000 RTP/AVP 0\n"));
        party.local.audio().propose(Direction.INACTIVE, new int[] {CodecTable.PCMA});
        assertThat(party.offer()).contains("o=- 77 2 ", "RTP/AVP 8 101\n", "a=inactive\n");
        party.local.withdraw();
        assertThat(party.offer()).contains("o=- 77 3 ", "RTP/AVP 0 8 101\n", "a=sendrecv\n");
        party.local.withdraw(); // harmless
        assertThat(party.local.audio().direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void shouldChangeTheCodec() {
        party.offer();
        party.onAnswer(sdp(1, "m=audio 4000 RTP/AVP 0 101\na=rtpmap:101 telephone-event/8000\n"));
        party.local.audio().propose(Direction.SENDRECV, new int[] {CodecTable.PCMA});
        party.offer();
        party.onAnswer(sdp(2, "m=audio 4000 RTP/AVP 8\n"));
        party.local.settle();
        assertThat(party.media.audio().codec()).isEqualTo(CodecTable.PCMA);
        assertThat(party.media.audio().sendTelephoneEvent()).as("the peer takes none any more").isEqualTo(-1);
        assertThat(party.offer()).as("from now on").contains("RTP/AVP 8 101\n");
    }

    @Test
    void shouldFollowThePeerToAnotherAddress() { // RFC 4317 2.5
        party.answer(sdp(1, "m=audio 4000 RTP/AVP 0\n"));
        final String answer = party.answer(sdp(2, "m=audio 4002 RTP/AVP 0\nc=IN IP4 192.0.2.99\n"));
        assertThat(answer).as("nothing of ours changed").contains("o=- 77 1 ");
        assertThat(party.media.audio().remoteRtp()).hasToString("192.0.2.99:4002");
        assertThat(party.media.remoteChanged()).isTrue();
    }

    @Test
    void shouldKeepAllLinesOfTheSessionInItsOwnOffers() { // RFC 4317 4.2, 4.3
        party.answer(sdp(1, "m=video 5000 RTP/AVP 31\nm=audio 4000 RTP/AVPF 8\nm=application 9 UDP/DTLS/SCTP webrtc-datachannel\n"));
        assertThat(SdpParty.lines(party.offer())).containsExactly(
                "m=video 0 RTP/AVP 31", "m=audio 30000 RTP/AVPF 0 8 101", "m=application 0 UDP/DTLS/SCTP webrtc-datachannel");
        assertThat(party.onAnswer(sdp(2, "m=audio 4000 RTP/AVP 8\n"))).isEqualTo(OfferAnswer.MEDIA_MISMATCH);
        assertThat(party.onAnswer(sdp(2, "m=video 0 RTP/AVP 31\nm=audio 4004 RTP/AVPF 8\nm=application 0 udp x\n"))).isEqualTo(OfferAnswer.OK);
        assertThat(party.media.audio().remoteRtp()).hasToString("192.0.2.7:4004");
    }

    @Test
    void shouldRejectASecondAudioStreamThatIsAdded() { // RFC 4317 2.4, 4.1
        assertThat(SdpParty.lines(party.answer(sdp(1, "m=audio 4000 RTP/AVP 0\n")))).hasSize(1);
        assertThat(SdpParty.lines(party.answer(sdp(2, "m=audio 4000 RTP/AVP 0\nm=audio 4100 RTP/AVP 0\n"))))
                .containsExactly("m=audio 30000 RTP/AVP 0", "m=audio 0 RTP/AVP 0");
        assertThat(party.media.audio().remoteRtp().port()).isEqualTo(4000);
        assertThat(SdpParty.lines(party.answer(sdp(3, "m=audio 0 RTP/AVP 0\nm=audio 4100 RTP/AVP 0\n"))))
                .as("the other one takes over").containsExactly("m=audio 0 RTP/AVP 0", "m=audio 30000 RTP/AVP 0");
        assertThat(party.media.audio().remoteRtp().port()).isEqualTo(4100);
        assertThat(SdpParty.lines(party.answer(sdp(4, "m=audio 4000 RTP/AVP 0\nm=audio 4100 RTP/AVP 0\n"))))
                .as("the line in use stays").containsExactly("m=audio 0 RTP/AVP 0", "m=audio 30000 RTP/AVP 0");
    }

    @Test
    void shouldCloseWithThePeerAndOpenAgain() { // RFC 3264 8.2
        party.answer(sdp(1, "m=audio 4000 RTP/AVP 0\n"));
        assertThat(SdpParty.lines(party.answer(sdp(2, "m=audio 0 RTP/AVP 0\n")))).containsExactly("m=audio 0 RTP/AVP 0");
        assertThat(party.media.audio().isClosed()).isTrue();
        assertThat(party.media.isHeldByPeer()).isTrue();
        assertThat(party.media.audio().direction()).isEqualTo(Direction.INACTIVE);
        party.answer(sdp(3, "m=audio 4000 RTP/AVP 0\n"));
        assertThat(party.media.audio().isClosed()).isFalse();
        assertThat(party.media.audio().direction()).isEqualTo(Direction.SENDRECV);
    }

    @Test
    void shouldStayWithTheAudioWhenThePeerWantsFaxOrEncryptionInstead() {
        party.answer(sdp(1, "m=audio 4000 RTP/AVP 0\n"));
        assertThat(party.refusal(sdp(2, "m=image 4002 udptl t38\n"))).isEqualTo(488);
        assertThat(party.refusal(sdp(2, "m=audio 0 RTP/AVP 0\nm=image 4002 udptl t38\n"))).isEqualTo(488);
        assertThat(party.refusal(sdp(2, "m=audio 4000 RTP/SAVP 0\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:x\n"))).isEqualTo(488);
        assertThat(party.refusal(sdp(2, "m=audio 4000 RTP/AVP 18\n"))).isEqualTo(488);
        assertThat(party.refusal("junk")).isEqualTo(400);
    }

    @Test
    void shouldKeepWhatAPayloadTypeMeans() { // RFC 3264 8.3.2
        party.local.audio().codecs(CodecTable.OPUS, CodecTable.PCMU);
        party.answer(sdp(1, "m=audio 4000 RTP/AVP 101 0 111\na=rtpmap:101 opus/48000/2\na=rtpmap:111 telephone-event/48000\n"));
        assertThat(party.media.audio().codec()).isEqualTo(CodecTable.OPUS);
        assertThat(party.media.audio().telephoneEventClockRateHz()).isEqualTo(48_000);
        final String offer = party.offer();
        assertThat(offer).contains("a=rtpmap:101 opus/48000/2\n", "a=rtpmap:111 telephone-event/48000\n");
        assertThat(offer).as("101 and 111 mean something else here").contains("a=rtpmap:96 telephone-event/8000\n");
        assertThat(party.offer()).isEqualTo(offer);
    }

    @Test
    void shouldTakeEventsOnTheClockOfTheAudio() {
        party.local.audio().codecs(CodecTable.OPUS, CodecTable.PCMU);
        final String events = "a=rtpmap:111 opus/48000/2\na=rtpmap:100 telephone-event/8000\na=rtpmap:110 telephone-event/48000\n";
        assertThat(SdpParty.lines(party.answer(sdp(1, "m=audio 4000 RTP/AVP 111 100 110\n" + events))))
                .containsExactly("m=audio 30000 RTP/AVP 111 110");
        assertThat(SdpParty.lines(party.answer(sdp(2, "m=audio 4000 RTP/AVP 0 100 110\n" + events))))
                .containsExactly("m=audio 30000 RTP/AVP 0 100");
        assertThat(SdpParty.lines(party.answer(sdp(3, "m=audio 4000 RTP/AVP 111 100\n" + events))))
                .as("a peer that knows only one").containsExactly("m=audio 30000 RTP/AVP 111 100");
        assertThat(party.media.audio().telephoneEventClockRateHz()).isEqualTo(8_000);
    }

    @Test
    void shouldOfferWithoutLinesOnlyWhereItCannotKeepThem() {
        final StringBuilder many = new StringBuilder("m=audio 4000 RTP/AVP 0\n");
        for (int i = 0; i < 20; i++) {
            many.append("m=application 9 UDP/DTLS/SCTP webrtc-datachannel\n");
        }
        party.answer(sdp(1, many.toString()));
        final OfferAnswer offers = new OfferAnswer();
        assertThat(offers.writeOffer(party.local, new org.agrona.concurrent.UnsafeBuffer(new byte[8_192]), 0, 8_192))
                .isEqualTo(-OfferAnswer.OVERFLOW);
        party.local.beginSession(78);
        assertThat(SdpParty.lines(party.offer())).hasSize(1);
    }
}
