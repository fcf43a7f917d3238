package busyhour.engine.endpoint;

import busyhour.engine.scenario.Resource;
import busyhour.engine.scenario.Scenarios;
import busyhour.engine.scenario.StepDetail;
import busyhour.engine.scenario.StepFailure;
import busyhour.engine.scenario.StepPerformer;
import busyhour.sip.message.SipMessage;
import busyhour.sip.sdp.Direction;
import busyhour.sip.sdp.LocalDescription;
import busyhour.sip.sdp.OfferAnswer;
import busyhour.sip.ua.UserAgents;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Transfers (RFC 3515, 3891, 5589), of which an endpoint can be any party. It has one media stream and its call; for a
 * transfer a second call comes beside it, and may take its place with the stream.
 *
 * <pre>
 *   transferor  blind     REFER ------------------------------> NOTIFY 200 -> BYE
 *               attended  INVITE target (no media) -> REFER --> NOTIFY 200 -> BYE, both calls
 *   transferee  REFER -> 202 -> INVITE target -> 200: the stream moves there -> NOTIFY 200; the transferor's BYE
 *   target      INVITE with Replaces -> 200: the stream moves there; BYE of the old call
 * </pre>
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class Transfers {

    private static final int MAX_SDP_LENGTH = 4_096;
    private static final int NOT_NOW = 491;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_ACCEPTABLE = 488;
    private static final int OK = 200;

    private final Endpoint[] endpoints;
    private final CallEnd ends;
    private final SessionDescriptions descriptions;
    private final MidCallOffers offers;
    private final OfferAnswer offerAnswer = new OfferAnswer();
    private final LocalDescription consultation = new LocalDescription();
    private final UnsafeBuffer sdp = new UnsafeBuffer(new byte[MAX_SDP_LENGTH]);
    private final Retries retries;
    private final Retries.Attempt again = this::again;
    private Scenarios scenarios;
    private UserAgents userAgents;

    /** Ends an endpoint's call as its role in it asks for. */
    interface CallEnd {
        void hangUp(Endpoint endpoint, long nowNs);

        void onRemoteHangUp(Endpoint endpoint, long nowNs);
    }

    Transfers(final Endpoint[] endpoints, final CallEnd ends, final SessionDescriptions descriptions, final MidCallOffers offers) {
        this.endpoints = endpoints;
        this.ends = ends;
        this.descriptions = descriptions;
        this.offers = offers;
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

    /** The step: asks the peer to call somebody else. @return as {@link StepPerformer#perform}. */
    int transfer(final Endpoint endpoint, final StepDetail step, final long nowNs) {
        if (!step.attended()) {
            return userAgents.refer(endpoint.call, step.text(), nowNs) ? StepPerformer.UNDER_WAY : StepPerformer.REFUSED;
        }
        if (endpoint.second.call != Endpoint.NO_CALL) {
            return StepPerformer.REFUSED;
        }
        final SecondCall second = endpoint.second;
        endpoint.describeConsultation(consultation);
        final int length = offerAnswer.writeOffer(consultation, sdp, 0, MAX_SDP_LENGTH);
        second.dialling = SecondCall.CONSULTATION;
        final int call = userAgents.invite(endpoint.local(), step.text(), sdp, 0, length, nowNs);
        second.dialling = SecondCall.NONE;
        if (call >= 0) {
            second.begin(call, SecondCall.CONSULTATION);
            return StepPerformer.UNDER_WAY;
        }
        return call == UserAgents.REFUSED_TARGET ? StepFailure.CONSULTATION_FAILED : StepPerformer.REFUSED;
    }

    /** The peer wants us to call somebody else. */
    void onRefer(final Endpoint endpoint, final long nowNs) {
        final SecondCall second = endpoint.second;
        second.pending = second.call == Endpoint.NO_CALL && endpoint.times.isAnswered() ? SecondCall.ACCEPT : SecondCall.DECLINE;
        carryOut(endpoint, nowNs);
    }

    /** Does what is due; what the transport refuses is done again later. */
    private void carryOut(final Endpoint endpoint, final long nowNs) {
        if (!again(endpoint.local(), nowNs)) {
            retries.add(endpoint.local(), nowNs);
        }
    }

    private boolean again(final int local, final long nowNs) {
        final Endpoint endpoint = endpoints[local];
        final SecondCall second = endpoint.second;
        final byte doing = second.pending;
        final boolean done = endpoint.call == Endpoint.NO_CALL || switch (doing) {
            case SecondCall.ACCEPT -> userAgents.acceptRefer(endpoint.call, nowNs);
            case SecondCall.DECLINE -> userAgents.rejectRefer(endpoint.call, NOT_NOW, nowNs);
            case SecondCall.FOLLOW -> tryFollow(endpoint, nowNs);
            case SecondCall.REFER -> userAgents.refer(endpoint.call, second.call, nowNs);
            case SecondCall.TELL -> tell(second.former, second.status, nowNs);
            case SecondCall.TELL_FAILED -> tell(endpoint.call, second.status, nowNs);
            default -> true;
        };
        if (!done || second.pending != doing) {
            return done;
        }
        second.pending = SecondCall.NONE;
        if (doing == SecondCall.ACCEPT && endpoint.call != Endpoint.NO_CALL) {
            second.pending = SecondCall.FOLLOW;
            return again(local, nowNs);
        }
        return true;
    }

    /** The core sends it as soon as it can; false means that nobody listens any more. */
    private boolean tell(final int call, final int status, final long nowNs) {
        if (call != Endpoint.NO_CALL) {
            userAgents.referProgress(call, status, nowNs);
        }
        return true;
    }

    private boolean tryFollow(final Endpoint endpoint, final long nowNs) {
        final SecondCall second = endpoint.second;
        endpoint.description.renewKeys();
        final int length = descriptions.offer(endpoint, sdp, 0, MAX_SDP_LENGTH);
        second.dialling = SecondCall.TARGET;
        final int call = userAgents.followRefer(endpoint.call, sdp, 0, length, nowNs);
        second.dialling = SecondCall.NONE;
        if (call >= 0) {
            second.begin(call, SecondCall.TARGET);
        } else if (call == UserAgents.REFUSED_TARGET) {
            fail(endpoint, BAD_REQUEST, nowNs);
        }
        return call >= 0 || call == UserAgents.REFUSED_TARGET;
    }

    private void fail(final Endpoint endpoint, final int status, final long nowNs) {
        endpoint.second.clear();
        endpoint.second.status = status;
        endpoint.second.pending = SecondCall.TELL_FAILED;
        carryOut(endpoint, nowNs);
    }

    void onProvisional(final Endpoint endpoint, final int status, final long nowNs) {
        final SecondCall second = endpoint.second;
        if (second.role == SecondCall.TARGET && status > 100 && second.pending == SecondCall.NONE && second.call != endpoint.call) {
            userAgents.referProgress(endpoint.call, status, nowNs); // of no weight: lost when the transport is full
        }
    }

    void onAnswered(final Endpoint endpoint, final SipMessage response, final long nowNs) {
        final SecondCall second = endpoint.second;
        if (second.role == SecondCall.CONSULTATION) {
            second.pending = SecondCall.REFER;
            carryOut(endpoint, nowNs);
        } else if (descriptions.onAnswer(endpoint, response) == 0) {
            final int former = second.call == endpoint.call ? Endpoint.NO_CALL : endpoint.call;
            endpoint.call = second.call;
            second.clear();
            second.former = former;
            second.status = OK;
            second.pending = SecondCall.TELL;
            offers.onMoved(endpoint, nowNs);
            carryOut(endpoint, nowNs);
        } else {
            userAgents.hangUp(second.call, nowNs);
            if (second.call == endpoint.call) {
                ends.onRemoteHangUp(endpoint, nowNs);
            } else {
                fail(endpoint, NOT_ACCEPTABLE, nowNs);
            }
        }
    }

    /** The second call was not answered. */
    void onFailed(final Endpoint endpoint, final int status, final long nowNs) {
        final SecondCall second = endpoint.second;
        if (second.role == SecondCall.CONSULTATION) {
            second.clear();
            scenarios.onFailed(endpoint.local(), Resource.TRANSFER, StepFailure.CONSULTATION_FAILED, status, nowNs);
        } else if (second.call == endpoint.call) {
            second.clear();
            ends.onRemoteHangUp(endpoint, nowNs); // the transferor is gone, and nobody came in its place
        } else {
            fail(endpoint, status, nowNs);
        }
    }

    /** A call beside the endpoint's own ended. */
    void onEnded(final Endpoint endpoint, final int call) {
        if (call == endpoint.second.former) {
            endpoint.second.former = Endpoint.NO_CALL;
        } else if (endpoint.second.role == SecondCall.CONSULTATION) {
            endpoint.second.clear();
        }
    }

    /**
     * The peer hung up the endpoint's own call. A transferor may do that as soon as we accepted its REFER.
     *
     * @return whether the endpoint goes on with the call that it was sent to.
     */
    static boolean outlives(final Endpoint endpoint) {
        final SecondCall second = endpoint.second;
        if (second.role != SecondCall.TARGET || second.call == endpoint.call) {
            return false;
        }
        endpoint.call = second.call;
        return true;
    }

    /** How far the peer is that we asked to call somebody else. */
    void onProgress(final Endpoint endpoint, final int status, final boolean last, final long nowNs) {
        if (status >= 200 && status < 300) {
            endpoint.counters.transfers++;
            scenarios.onDone(endpoint.local(), Resource.TRANSFER, nowNs);
            ends.hangUp(endpoint, nowNs);
        } else if (last || status >= 300) {
            onRefused(endpoint, StepFailure.TRANSFER_FAILED, status, nowNs);
        }
    }

    /** The REFER itself was refused, or the target not reached: both stay where they are. */
    void onRefused(final Endpoint endpoint, final int failure, final int status, final long nowNs) {
        scenarios.onFailed(endpoint.local(), Resource.TRANSFER, failure, status, nowNs);
        dropSecond(endpoint, nowNs);
    }

    /** Somebody takes the place of our peer (RFC 3891). The new call stands when the answer is out. */
    void onReplacing(final Endpoint endpoint, final int newCall, final SipMessage invite, final long nowNs) {
        endpoint.description.renewKeys();
        final int length = descriptions.answer(endpoint, invite, sdp, 0, MAX_SDP_LENGTH);
        if (length <= 0) {
            userAgents.reject(newCall, SessionDescriptions.statusCode(-length), nowNs);
            return;
        }
        final int former = endpoint.call;
        endpoint.call = newCall;
        endpoint.second.former = former;
        if (userAgents.answer(newCall, sdp, 0, length, nowNs)) {
            offers.onMoved(endpoint, nowNs);
        } else {
            endpoint.call = former; // the INVITE comes again, or its sender gives up
            endpoint.second.former = Endpoint.NO_CALL;
            userAgents.hangUp(newCall, nowNs);
        }
    }

    /** The endpoint's call is being ended: so are those beside it. */
    void end(final Endpoint endpoint, final long nowNs) {
        dropSecond(endpoint, nowNs);
        if (endpoint.second.former != Endpoint.NO_CALL) {
            userAgents.hangUp(endpoint.second.former, nowNs);
            endpoint.second.former = Endpoint.NO_CALL;
        }
    }

    private void dropSecond(final Endpoint endpoint, final long nowNs) {
        final int call = endpoint.second.call;
        endpoint.second.clear();
        if (call != Endpoint.NO_CALL && call != endpoint.call) {
            userAgents.hangUp(call, nowNs);
        }
    }
}
