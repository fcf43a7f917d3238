package busyhour.engine.endpoint;

import busyhour.engine.scenario.Resource;
import busyhour.engine.scenario.Scenarios;
import busyhour.engine.scenario.StepFailure;
import busyhour.engine.scenario.StepPerformer;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.sdp.Direction;
import busyhour.sip.ua.UserAgents;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Offers and answers in mid-call, ours and the peer's: hold, resume, other codecs or directions, other addresses (RFC 3264 8).
 *
 * <pre>
 *   step --change--> re-INVITE or UPDATE --answer--> terms --> media, hold times, scenario
 *   peer --onOffer--> answer ----------------------> terms -->
 * </pre>
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class MidCallOffers {

    private static final int MAX_SDP_LENGTH = 4_096;
    private static final int SERVER_ERROR = 500;

    private final Endpoint[] endpoints;
    private final EndpointLife life;
    private final SessionDescriptions descriptions;
    private final UnsafeBuffer sdp = new UnsafeBuffer(new byte[MAX_SDP_LENGTH]);
    private final HeldAnswers held = new HeldAnswers();
    private final Retries retries;
    private final Retries.Attempt again = this::again;
    private Scenarios scenarios;
    private UserAgents userAgents;

    MidCallOffers(final Endpoint[] endpoints, final EndpointLife life, final SessionDescriptions descriptions) {
        this.endpoints = endpoints;
        this.life = life;
        this.descriptions = descriptions;
        retries = new Retries(endpoints.length);
    }

    void bind(final UserAgents agents, final Scenarios actions) {
        userAgents = agents;
        scenarios = actions;
    }

    int poll(final long nowNs) {
        return retries.poll(nowNs, again);
    }

    long nextDeadlineNs() {
        return retries.nextDeadlineNs();
    }

    /**
     * Offers a change.
     *
     * @param method    INVITE or UPDATE.
     * @param direction what we want of the audio while nobody holds.
     * @param video     what we want of the video, where there is one, while nobody holds.
     * @param hold      whether we hold.
     * @param codecs    null = as they are.
     * @return as {@link StepPerformer#perform}.
     */
    int change(
            final Endpoint endpoint, final byte method, final int direction, final int video, final boolean hold, final int[] codecs,
            final long nowNs) {
        if (endpoint.offering) {
            return StepPerformer.REFUSED;
        }
        final int mask = hold ? Direction.SENDONLY : Direction.SENDRECV;
        final int length = descriptions.reoffer(endpoint, direction & mask, video & mask, codecs, sdp, 0, MAX_SDP_LENGTH);
        final boolean sent = length > 0 && (method == SipMethod.UPDATE
                ? userAgents.update(endpoint.call, sdp, 0, length, nowNs)
                : userAgents.reInvite(endpoint.call, sdp, 0, length, nowNs));
        if (!sent) {
            descriptions.onRefused(endpoint);
            return StepPerformer.REFUSED;
        }
        endpoint.offering = true;
        endpoint.offeredDirection = direction;
        endpoint.offeredVideo = video;
        endpoint.offeredHold = hold;
        return StepPerformer.UNDER_WAY;
    }

    /** Refreshes the session without changing it (RFC 4028 7.4). */
    int refresh(final Endpoint endpoint, final long nowNs) {
        return userAgents.update(endpoint.call, sdp, 0, 0, nowNs) ? StepPerformer.UNDER_WAY : StepPerformer.REFUSED;
    }

    void onOffer(final Endpoint endpoint, final SipMessage message, final long nowNs) {
        final boolean offered = message.hasSdp();
        final int length = offered ? descriptions.answer(endpoint, message, sdp, 0, MAX_SDP_LENGTH)
                : descriptions.offer(endpoint, sdp, 0, MAX_SDP_LENGTH);
        if (length <= 0) {
            endpoint.refusal = SessionDescriptions.statusCode(-length);
        } else {
            endpoint.refusal = 0;
            if (offered) {
                apply(endpoint, nowNs);
            }
            if (userAgents.answerOffer(endpoint.call, sdp, 0, length, nowNs)) {
                tellHold(endpoint, offered, nowNs);
                return;
            }
            if (!held.keep(endpoint.local(), sdp, length)) {
                endpoint.refusal = SERVER_ERROR;
            }
            tellHold(endpoint, offered, nowNs);
        }
        if (endpoint.refusal == 0 || !userAgents.rejectOffer(endpoint.call, endpoint.refusal, nowNs)) {
            retries.add(endpoint.local(), nowNs);
        }
    }

    private void tellHold(final Endpoint endpoint, final boolean offered, final long nowNs) {
        if (offered) {
            scenarios.onHeldByPeer(endpoint.local(), endpoint.heldByPeer, nowNs);
        }
    }

    private boolean again(final int local, final long nowNs) {
        final Endpoint endpoint = endpoints[local];
        final boolean over = endpoint.call == Endpoint.NO_CALL || (endpoint.refusal != 0
                ? userAgents.rejectOffer(endpoint.call, endpoint.refusal, nowNs)
                : !held.has(local) // a later offer was answered at once
                || userAgents.answerOffer(endpoint.call, held.buffer(), held.offset(local), held.length(local), nowNs));
        if (over) {
            held.drop(local);
        }
        return over;
    }

    /** New terms hold, by the peer's offer. */
    private void apply(final Endpoint endpoint, final long nowNs) {
        endpoint.heldByPeer = endpoint.media.isHeldByPeer();
        settle(endpoint, nowNs);
    }

    private void settle(final Endpoint endpoint, final long nowNs) {
        endpoint.counters.held(endpoint.heldByUs || endpoint.heldByPeer, nowNs);
        life.changeMedia(endpoint, nowNs);
    }

    /** @param message the 2xx, or the ACK when the peer had asked for our offer. */
    void onAnswered(final Endpoint endpoint, final SipMessage message, final long nowNs) {
        final int local = endpoint.local();
        final boolean ours = message.isResponse();
        // a 2xx without description answers a refresh, and no offer
        final int fault = message.hasSdp() || ours && endpoint.offering ? descriptions.onAnswer(endpoint, message) : 0;
        if (fault != 0) {
            descriptions.onRefused(endpoint);
            endpoint.offering = false;
        } else if (message.hasSdp()) {
            takeAnswer(endpoint, nowNs);
        }
        if (ours) {
            scenarios.onResponse(local, message.statusCode(), nowNs);
            if (fault == 0) {
                scenarios.onDone(local, Resource.OFFER, nowNs);
            } else {
                scenarios.onFailed(local, Resource.OFFER, StepFailure.BAD_ANSWER, 0, nowNs);
            }
        }
    }

    private void takeAnswer(final Endpoint endpoint, final long nowNs) {
        if (endpoint.offering) {
            endpoint.offering = false;
            endpoint.wantedDirection = endpoint.offeredDirection;
            endpoint.wantedVideo = endpoint.offeredVideo;
            endpoint.heldByUs = endpoint.offeredHold;
            scenarios.onHeldByUs(endpoint.local(), endpoint.heldByUs, nowNs);
        }
        if (Direction.sends(endpoint.description.audio().direction())) {
            endpoint.heldByPeer = endpoint.media.isHeldByPeer(); // an answer to `inactive` does not tell
        }
        settle(endpoint, nowNs);
        scenarios.onHeldByPeer(endpoint.local(), endpoint.heldByPeer, nowNs);
    }

    void onRefused(final Endpoint endpoint, final int status, final long nowNs) {
        descriptions.onRefused(endpoint);
        endpoint.offering = false;
        if (status != 0) {
            scenarios.onResponse(endpoint.local(), status, nowNs);
        }
        scenarios.onFailed(endpoint.local(), Resource.OFFER, status == 0 ? StepFailure.NO_ANSWER : StepFailure.OFFER_REFUSED, status, nowNs);
    }

    /** The call moved to another peer (transfer): its answer or offer was taken, nobody holds. */
    void onMoved(final Endpoint endpoint, final long nowNs) {
        endpoint.offering = false;
        endpoint.heldByUs = false;
        scenarios.onHeldByUs(endpoint.local(), false, nowNs);
        apply(endpoint, nowNs);
        scenarios.onHeldByPeer(endpoint.local(), endpoint.heldByPeer, nowNs);
    }
}
