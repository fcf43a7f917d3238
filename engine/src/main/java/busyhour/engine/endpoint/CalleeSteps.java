package busyhour.engine.endpoint;

import busyhour.engine.media.MediaStreams;
import busyhour.ipc.plan.AnsweringSpec;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.sip.message.SipMessage;
import busyhour.sip.timer.TimerWheel;
import busyhour.sip.ua.UserAgents;

/**
 * The way of a call at its callee: INVITE, 180 or 183 with early media, after the plan's ring time 200, a refusal or another
 * address to call; media, ACK, the peer's BYE. A callee carries one call
 * at a time; a second INVITE gets 486.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class CalleeSteps {

    private static final int OK = 200;
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int BUSY_HERE = 486;
    private static final int SERVER_ERROR = 500;
    private static final long RETRY_NS = 1_000_000L;
    private static final long NS_PER_MS = 1_000_000L;

    private final EndpointLife life;
    private final MediaStreams media;
    private final Answering answering;
    private final EndpointRecords records;
    private final TimerWheel timers;
    private UserAgents userAgents;

    CalleeSteps(
            final EndpointLife life,
            final MediaStreams media,
            final SessionDescriptions descriptions,
            final EndpointRecords records,
            final TimerWheel timers,
            final Endpoint[] endpoints) {
        this.life = life;
        this.media = media;
        this.records = records;
        this.timers = timers;
        answering = new Answering(life, descriptions, records, endpoints);
    }

    void userAgents(final UserAgents agents) {
        userAgents = agents;
        answering.userAgents(agents);
    }

    void onInvite(final Endpoint endpoint, final int call, final SipMessage invite, final long nowNs) {
        if (endpoint.call != Endpoint.NO_CALL || endpoint.finished || life.isStopping()) {
            if (!life.isStopping()) {
                records.refusedCall(endpoint.group(), BUSY_HERE, CallResult.BUSY, nowNs);
            }
            reject(call, BUSY_HERE, nowNs);
            return;
        }
        final Group group = endpoint.group();
        if (!group.spec().callee().hasCalls()) {
            reject(call, TEMPORARILY_UNAVAILABLE, nowNs);
            return;
        }
        endpoint.call = call;
        endpoint.begin(nowNs);
        endpoint.times.inviteNs = nowNs;
        life.onCallBegan(endpoint);
        records.call(endpoint, CallEventKind.OFFERED, null, nowNs);
        records.call(endpoint, CallEventKind.STARTED, null, nowNs);
        life.enter(endpoint, EndpointPhase.CALLING, nowNs);
        final AnsweringSpec wanted = group.spec().answering();
        if ((wanted.status() == OK || wanted.earlyMedia()) && !describe(endpoint, invite, nowNs)) {
            return;
        }
        answering.ring(endpoint, wanted.earlyMedia(), nowNs);
        if (wanted.ringMs() > 0) {
            timers.schedule(endpoint.local(), nowNs + wanted.ringMs() * NS_PER_MS, nowNs);
        } else {
            conclude(endpoint, nowNs);
        }
    }

    /** Opens sockets and finds what to answer; false when the call was refused for want of it. */
    private boolean describe(final Endpoint endpoint, final SipMessage invite, final long nowNs) {
        final Group group = endpoint.group();
        if (media.open(endpoint.local(), group.localAddress(endpoint.index()), nowNs) < 0) {
            refuse(endpoint, SERVER_ERROR, EndpointOutcome.OSERROR,
                    "no media sockets: more endpoints than ports or open files allow", nowNs);
            return false;
        }
        endpoint.beginSession(media.audio(endpoint.local()).port(), media.videoPort(endpoint.local()));
        final int fault = -answering.prepare(endpoint, invite);
        if (fault != 0) {
            refuse(endpoint, SessionDescriptions.statusCode(fault), EndpointOutcome.NEGOTIATION_FAILED,
                    SessionDescriptions.detail(fault), nowNs);
        }
        return fault == 0;
    }

    private void refuse(
            final Endpoint endpoint, final int status, final EndpointOutcome outcome, final String detail, final long nowNs) {
        final int call = endpoint.call;
        endpoint.lastStatusCode = status;
        life.outcome(endpoint, outcome, detail, nowNs);
        over(endpoint, CallResults.of(status), nowNs);
        reject(call, status, nowNs);
    }

    /** Refuses a call that no endpoint has. When the transport does not take the refusal, 480 is repeated until it does. */
    void reject(final int call, final int status, final long nowNs) {
        if (!userAgents.reject(call, status, nowNs)) {
            userAgents.hangUp(call, nowNs);
        }
    }

    /** It has rung long enough, or the transport did not take the final response before. */
    void onDeadline(final Endpoint endpoint, final long nowNs) {
        if (endpoint.call != Endpoint.NO_CALL && !endpoint.times.isAnswered()) {
            conclude(endpoint, nowNs);
        }
    }

    /** Answers, refuses or redirects, as the plan says. */
    private void conclude(final Endpoint endpoint, final long nowNs) {
        final AnsweringSpec wanted = endpoint.group().spec().answering();
        final int status = wanted.status();
        if (status == OK) {
            if (!answering.answer(endpoint, nowNs)) {
                timers.schedule(endpoint.local(), nowNs + RETRY_NS, nowNs);
            }
            return;
        }
        final boolean sent = wanted.contact() == null ? userAgents.reject(endpoint.call, status, nowNs)
                : userAgents.redirect(endpoint.call, status, wanted.contact(), nowNs);
        if (sent) {
            endpoint.lastStatusCode = status;
            over(endpoint, CallResults.of(status), nowNs);
        } else {
            timers.schedule(endpoint.local(), nowNs + RETRY_NS, nowNs);
        }
    }

    /** The PRACK has the answer to our early offer. */
    void onEarlyAnswer(final Endpoint endpoint, final SipMessage prack, final long nowNs) {
        if (!answering.onAnswer(endpoint, prack, nowNs)) {
            hangUp(endpoint, nowNs);
        }
    }

    void onConfirmed(final Endpoint endpoint, final SipMessage ack, final long nowNs) {
        endpoint.times.acknowledgedNs = nowNs;
        if (!answering.onAnswer(endpoint, ack, nowNs)) {
            hangUp(endpoint, nowNs);
            return;
        }
        life.enter(endpoint, EndpointPhase.INCALL, nowNs);
    }

    void onRemoteHangUp(final Endpoint endpoint, final long nowNs) {
        if (endpoint.times.hangUpNs == CallTimes.NEVER) {
            life.onHangingUp(endpoint, nowNs);
        }
        over(endpoint, CallResult.ANSWERED, nowNs);
    }

    void hangUp(final Endpoint endpoint, final long nowNs) {
        endpoint.hungUpByUs = true;
        life.onHangingUp(endpoint, nowNs);
        userAgents.hangUp(endpoint.call, nowNs);
    }

    void onHungUp(final Endpoint endpoint, final int statusCode, final long nowNs) {
        if (statusCode == 0) {
            life.outcome(endpoint, EndpointOutcome.TEARDOWN_ERROR, "no answer to the BYE", nowNs);
        }
        over(endpoint, CallResult.ANSWERED, nowNs);
    }

    /** The caller gave up (487), or our 200 was never acknowledged (408). */
    void onFailed(final Endpoint endpoint, final int statusCode, final long nowNs) {
        endpoint.lastStatusCode = statusCode;
        if (statusCode == 408) {
            life.outcome(endpoint, EndpointOutcome.TIMEOUT, "no ACK to the 200 (Timer H)", nowNs);
        } else if (statusCode == 504) {
            life.outcome(endpoint, EndpointOutcome.TIMEOUT, "no PRACK to a reliable provisional response", nowNs);
        }
        over(endpoint, CallResults.of(statusCode), nowNs);
    }

    private void over(final Endpoint endpoint, final CallResult result, final long nowNs) {
        life.onCallOver(endpoint, result, nowNs);
        if (life.isStopping() || endpoint.lostRegistration()) {
            life.finish(endpoint, nowNs);
        } else {
            life.enter(endpoint, EndpointPhase.REGISTERED, nowNs);
        }
    }

    /** The run ends: whoever was expected to be called and was not, says so. */
    void onStop(final Endpoint endpoint, final long nowNs) {
        if (endpoint.call != Endpoint.NO_CALL) {
            hangUp(endpoint, nowNs);
            return;
        }
        if (endpoint.callNumber == 0 && endpoint.index() < endpoint.group().expectedCalls() && !endpoint.isClosed()) {
            life.outcome(endpoint, EndpointOutcome.TIMEOUT, "no call came", nowNs);
        }
        life.finish(endpoint, nowNs);
    }
}
