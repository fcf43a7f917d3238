package busyhour.sip.sdp;

import static org.assertj.core.api.Assertions.assertThat;

import busyhour.sip.Allocations;
import busyhour.sip.message.Messages;
import busyhour.sip.message.SipMessage;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class SdpAllocationTest {

    @Test
    void shouldNegotiateWithoutAllocation() {
        final SipMessage invite = Messages.parse(Messages.INVITE);
        final SdpView view = new SdpView();
        final OfferAnswer offerAnswer = new OfferAnswer();
        final LocalDescription callee = new LocalDescription();
        final LocalDescription caller = new LocalDescription();
        final NegotiatedSession media = new NegotiatedSession();
        final UnsafeBuffer out = new UnsafeBuffer(new byte[2_048]);
        final UnsafeBuffer offer = new UnsafeBuffer(new byte[2_048]);
        callee.address().parse("127.0.0.1");
        callee.audio().rtpPort(4_000);
        caller.address().parse("2001:db8::1");
        caller.audio().rtpPort(5_000);
        final int[] verdicts = new int[3];
        Allocations.assertNone(() -> {
            callee.beginSession(5).audio().direction(Direction.SENDRECV).rtcpMux(false);
            caller.beginSession(6);
            view.parse(invite);
            verdicts[0] = offerAnswer.writeAnswer(view, callee, out, 0, out.capacity(), media);
            callee.audio().direction(Direction.INACTIVE);
            verdicts[1] = offerAnswer.writeAnswer(view, callee, out, 0, out.capacity(), media);
            view.parse(offer, 0, offerAnswer.writeOffer(caller, offer, 0, offer.capacity()));
            callee.audio().rtcpMux(true);
            view.parse(out, 0, offerAnswer.writeAnswer(view, callee, out, 0, out.capacity(), media));
            verdicts[2] = offerAnswer.onAnswer(view, caller, media);
            caller.audio().propose(Direction.SENDONLY, null);
            offerAnswer.writeOffer(caller, offer, 0, offer.capacity());
            caller.withdraw();
        });
        assertThat(verdicts[0]).isPositive();
        assertThat(verdicts[1]).isPositive();
        assertThat(verdicts[2]).isEqualTo(OfferAnswer.OK);
        assertThat(media.audio().remoteRtp()).hasToString("127.0.0.1:4000");
        assertThat(callee.sessionVersion()).as("the second answer differs from the first, the third not from the second").isEqualTo(2);
    }

    @Test
    void shouldNegotiateVideoAndEncryptionWithoutAllocation() {
        for (final SrtpPolicy policy : SrtpPolicy.values()) {
            final LocalDescription caller = full(1, policy);
            final LocalDescription callee = full(2, policy);
            final SdpView view = new SdpView();
            final OfferAnswer offerAnswer = new OfferAnswer();
            final NegotiatedSession atCaller = new NegotiatedSession();
            final NegotiatedSession atCallee = new NegotiatedSession();
            final UnsafeBuffer offer = new UnsafeBuffer(new byte[8_192]);
            final UnsafeBuffer answer = new UnsafeBuffer(new byte[8_192]);
            final int[] verdicts = new int[4];
            Allocations.assertNone(() -> {
                caller.beginSession(1);
                callee.beginSession(2);
                atCaller.reset();
                atCallee.reset();
                verdicts[0] = offerAnswer.writeOffer(caller, offer, 0, offer.capacity());
                view.parse(offer, 0, verdicts[0]);
                verdicts[1] = offerAnswer.writeAnswer(view, callee, answer, 0, answer.capacity(), atCallee);
                view.parse(answer, 0, verdicts[1]);
                verdicts[2] = offerAnswer.onAnswer(view, caller, atCaller);
                callee.audio().propose(Direction.SENDONLY, null);
                callee.video().propose(Direction.INACTIVE, null);
                view.parse(offer, 0, offerAnswer.writeOffer(callee, offer, 0, offer.capacity()));
                view.parse(answer, 0, offerAnswer.writeAnswer(view, caller, answer, 0, answer.capacity(), atCaller));
                verdicts[3] = offerAnswer.onAnswer(view, callee, atCallee);
                callee.withdraw();
            });
            assertThat(verdicts[0]).isPositive();
            assertThat(verdicts[1]).isPositive();
            assertThat(verdicts[2]).isEqualTo(OfferAnswer.OK);
            assertThat(verdicts[3]).isEqualTo(OfferAnswer.OK);
            assertThat(atCallee.hasVideo()).isTrue();
            assertThat(atCallee.video().security().isSecure()).isEqualTo(policy != SrtpPolicy.NONE);
            assertThat(atCallee.video().feedback().nack()).isTrue();
        }
    }

    private static LocalDescription full(final int seed, final SrtpPolicy policy) {
        final SdpParty party = new SdpParty(seed).withVideo()
                .secure(policy, new SrtpKeying[] {seed == 1 ? SrtpKeying.DTLS : SrtpKeying.SDES, SrtpKeying.SDES});
        party.local.audio().codecs(CodecTable.OPUS, CodecTable.G722, CodecTable.PCMU, CodecTable.G729).comfortNoise(true).rtcpMux(true);
        party.local.audio().feedback().reports(false, true);
        party.local.video().bandwidthBps(500_000).feedback().wanted(true, true).reports(true, true);
        return party.local;
    }
}
