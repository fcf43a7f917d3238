package busyhour.engine.endpoint;

import busyhour.engine.io.TargetPolicy;
import busyhour.sip.message.SipMessage;
import busyhour.sip.sdp.OfferAnswer;
import busyhour.sip.sdp.SdpView;
import org.agrona.MutableDirectBuffer;

/**
 * Offers and answers of a shard's endpoints (RFC 3264), and whether media may go where the peer wants it.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
public final class SessionDescriptions {

    /** The peer's media address is a name, is missing, or is not permitted by the plan. */
    private static final int FORBIDDEN_ADDRESS = 100;
    /** The message has no session description. */
    private static final int NO_DESCRIPTION = 101;

    private static final int NOT_ACCEPTABLE_HERE = 488;

    private final OfferAnswer offerAnswer = new OfferAnswer();
    private final SdpView view = new SdpView();
    private final TargetPolicy policy;

    public SessionDescriptions(final TargetPolicy policy) {
        this.policy = policy;
    }

    /** Writes the endpoint's offer. @return its length. */
    int offer(final Endpoint endpoint, final MutableDirectBuffer into) {
        return offerAnswer.writeOffer(endpoint.description, into, 0, into.capacity());
    }

    /** Takes the answer in a response. @return 0, or why the call cannot go on: see {@link #detail}. */
    int onAnswer(final Endpoint endpoint, final SipMessage response) {
        if (!response.hasSdp()) {
            return NO_DESCRIPTION;
        }
        view.parse(response.buffer(), response.bodyOffset(), response.bodyLength());
        final int verdict = offerAnswer.onAnswer(view, endpoint.description, endpoint.audio);
        return verdict == OfferAnswer.OK ? checkAddress(endpoint) : verdict;
    }

    /** Answers the offer in an INVITE. @return the answer's length, or why there is none, negated. */
    int answer(
            final Endpoint endpoint, final SipMessage invite, final MutableDirectBuffer into, final int offset, final int capacity) {
        if (!invite.hasSdp()) {
            return -NO_DESCRIPTION;
        }
        view.parse(invite.buffer(), invite.bodyOffset(), invite.bodyLength());
        final int length = offerAnswer.writeAnswer(view, endpoint.description, into, offset, capacity, endpoint.audio);
        final int fault = length > 0 ? checkAddress(endpoint) : 0;
        return fault == 0 ? length : -fault;
    }

    private int checkAddress(final Endpoint endpoint) {
        return endpoint.audio.hasRemoteAddress() && policy.permits(endpoint.audio.remoteRtp()) ? 0 : FORBIDDEN_ADDRESS;
    }

    /** Status code that refuses an INVITE for this reason. */
    static int statusCode(final int fault) {
        return fault >= FORBIDDEN_ADDRESS ? NOT_ACCEPTABLE_HERE : OfferAnswer.statusCode(fault);
    }

    /** The reason in words. */
    static String detail(final int fault) {
        return switch (fault) {
            case OfferAnswer.NOTHING_COMMON -> "offer and answer have no codec in common";
            case OfferAnswer.REJECTED -> "the peer's answer rejects the audio stream";
            case OfferAnswer.BAD_DESCRIPTION -> "the peer's session description cannot be read";
            case OfferAnswer.MEDIA_MISMATCH -> "the peer's answer does not have the media lines of the offer";
            case NO_DESCRIPTION -> "the peer sent no session description";
            case FORBIDDEN_ADDRESS -> "the peer's media address is a name or is not permitted by the plan";
            default -> "our session description does not fit";
        };
    }
}
