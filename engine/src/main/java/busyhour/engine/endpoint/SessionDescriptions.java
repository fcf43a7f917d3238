package busyhour.engine.endpoint;

import busyhour.engine.io.TargetPolicy;
import busyhour.sip.HostNames;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.Span;
import busyhour.sip.sdp.Direction;
import busyhour.sip.sdp.NegotiatedMedia;
import busyhour.sip.sdp.NegotiatedSession;
import busyhour.sip.sdp.OfferAnswer;
import busyhour.sip.sdp.SdpView;
import org.agrona.MutableDirectBuffer;

/**
 * Offers and answers of a shard's endpoints (RFC 3264), the first of a call and those in mid-call, and whether media may go
 * where the peer wants it. What fails leaves the endpoint's terms as they were.
 *
 * <pre>
 *   offer, or reoffer with another direction or codecs -> onAnswer -> endpoint.media is what holds now
 *                                                      -> onRefused -> all as before the offer
 *   answer (INVITE, re-INVITE, UPDATE)                 -> endpoint.media is what holds now
 * </pre>
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
public final class SessionDescriptions {

    /** The peer's media address is a name that is not known, is missing, or is not permitted by the plan. */
    private static final int FORBIDDEN_ADDRESS = 100;
    /** The message has no session description. */
    private static final int NO_DESCRIPTION = 101;

    private static final int NOT_ACCEPTABLE_HERE = 488;

    private final OfferAnswer offerAnswer = new OfferAnswer();
    private final SdpView view = new SdpView();
    private final NegotiatedSession terms = new NegotiatedSession();
    private final TransportAddress named = new TransportAddress();
    private final TargetPolicy policy;
    private final HostNames names;

    /** Media addresses must be numbers. */
    public SessionDescriptions(final TargetPolicy policy) {
        this(policy, HostNames.NONE);
    }

    /** @param names knows the hosts that peers name in c= instead of an address; one asked for first is known later. */
    public SessionDescriptions(final TargetPolicy policy, final HostNames names) {
        this.policy = policy;
        this.names = names;
    }

    /** Writes the endpoint's offer as it stands, into all of the buffer. @return its length, or negative when it does not fit. */
    public int offer(final Endpoint endpoint, final MutableDirectBuffer into) {
        return offer(endpoint, into, 0, into.capacity());
    }

    /**
     * Writes the endpoint's offer as it stands: unchanged since the last one it has the same version (RFC 4028 7.4 asks that
     * of a refresh); in mid-call all media lines of the session are in it.
     *
     * @return its length, or negative when it does not fit.
     */
    public int offer(final Endpoint endpoint, final MutableDirectBuffer into, final int offset, final int capacity) {
        return offerAnswer.writeOffer(endpoint.description, into, offset, capacity);
    }

    /**
     * Writes an offer in mid-call that changes something. It counts once {@link #onAnswer} took its answer;
     * {@link #onRefused} takes it back.
     *
     * @param audio     one of {@link Direction}; without its receiving half the peer is held (RFC 3264 8.4), SENDRECV resumes.
     * @param video     the same for video, of no meaning without.
     * @param codecs    rows of {@link busyhour.sip.sdp.CodecTable}, most wanted first, of those that the group has tracks
     *                  for; null = as they are. Kept, not copied.
     * @return its length, or negative when it does not fit.
     */
    public int reoffer(
            final Endpoint endpoint, final int audio, final int video, final int[] codecs, final MutableDirectBuffer into,
            final int offset, final int capacity) {
        endpoint.description.audio().propose(audio, codecs);
        endpoint.description.video().propose(video, null);
        final int length = offer(endpoint, into, offset, capacity);
        if (length < 0) {
            endpoint.description.withdraw();
        }
        return length;
    }

    /** Our offer in mid-call was refused, or never sent: all is as before it. Harmless without one. */
    public void onRefused(final Endpoint endpoint) {
        endpoint.description.withdraw();
    }

    /**
     * Takes the answer to our last offer, in a response, an ACK or a PRACK.
     *
     * @return 0, or why the call cannot go on so: see {@link #detail}; then terms are as before, and in mid-call
     *     {@link #onRefused} is to be called.
     */
    public int onAnswer(final Endpoint endpoint, final SipMessage message) {
        if (!message.hasSdp()) {
            return NO_DESCRIPTION;
        }
        view.parse(message);
        terms.copyFrom(endpoint.media);
        final int verdict = offerAnswer.onAnswer(view, endpoint.description, terms);
        final int fault = verdict == OfferAnswer.OK ? checkAddresses() : verdict;
        if (fault == 0) {
            endpoint.description.settle();
            endpoint.media.copyFrom(terms);
        }
        return fault;
    }

    /**
     * Answers the offer in an INVITE, re-INVITE, UPDATE or response, in other memory than the message's.
     *
     * @return the answer's length, or why there is none, negated: {@link #statusCode} refuses it.
     */
    public int answer(
            final Endpoint endpoint, final SipMessage message, final MutableDirectBuffer into, final int offset, final int capacity) {
        if (!message.hasSdp()) {
            return -NO_DESCRIPTION;
        }
        view.parse(message);
        terms.copyFrom(endpoint.media);
        final int length = offerAnswer.writeAnswer(view, endpoint.description, into, offset, capacity, terms);
        if (length < 0) {
            return length;
        }
        final int fault = checkAddresses();
        if (fault != 0) {
            return -fault;
        }
        endpoint.media.copyFrom(terms);
        return length;
    }

    private int checkAddresses() {
        final int fault = checkAddress(terms.audio());
        return fault == 0 && terms.hasVideo() ? checkAddress(terms.video()) : fault;
    }

    private int checkAddress(final NegotiatedMedia stream) {
        if (stream.isClosed()) {
            return 0; // nothing is sent there
        }
        if (!stream.hasRemoteAddress()) {
            final long host = view.connection(stream.mediaIndex());
            if (host < 0 || !names.lookup(view.buffer(), Span.offset(host), Span.length(host), TransportKind.UDP,
                    view.port(stream.mediaIndex()), named)) {
                return FORBIDDEN_ADDRESS;
            }
            stream.resolve(named, view.port(stream.mediaIndex()));
        }
        final boolean held = stream.remoteRtp().isUnspecified();
        return held || policy.permits(stream.remoteRtp()) && policy.permits(stream.remoteRtcp()) ? 0 : FORBIDDEN_ADDRESS;
    }

    /** Status code that refuses an offer for this reason. */
    public static int statusCode(final int fault) {
        return fault >= FORBIDDEN_ADDRESS ? NOT_ACCEPTABLE_HERE : OfferAnswer.statusCode(fault);
    }

    /** The reason in words. */
    public static String detail(final int fault) {
        return switch (fault) {
            case OfferAnswer.NOTHING_COMMON -> "offer and answer have no codec in common";
            case OfferAnswer.REJECTED -> "the peer's answer rejects the audio stream";
            case OfferAnswer.BAD_DESCRIPTION -> "the peer's session description cannot be read";
            case OfferAnswer.MEDIA_MISMATCH -> "the peer's answer does not have the media lines of the offer";
            case OfferAnswer.NO_SECURITY -> "offer and answer do not agree on encryption (SRTP)";
            case NO_DESCRIPTION -> "the peer sent no session description";
            case FORBIDDEN_ADDRESS -> "the peer's media address is missing, a name that is not known, or not permitted by the plan";
            default -> "our session description does not fit";
        };
    }
}
