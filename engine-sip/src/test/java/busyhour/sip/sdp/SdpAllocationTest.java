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
}
