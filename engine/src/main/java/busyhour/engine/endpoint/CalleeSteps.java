package busyhour.engine.endpoint;

import busyhour.engine.media.MediaStreams;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.sip.message.SipMessage;
import busyhour.sip.timer.TimerWheel;
import busyhour.sip.ua.UserAgents;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The way of a call at its callee: INVITE, 180, 200 with the answer, media, ACK, the peer's BYE. A callee carries one call
 * at a time; a second INVITE gets 486.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class CalleeSteps {

    private static final int RINGING = 180;
    private static final int BUSY_HERE = 486;
    private static final int SERVER_ERROR = 500;
    private static final long RETRY_NS = 1_000_000L;
    private static final int MAX_SDP_LENGTH = 1024;

    private final EndpointLife life;
    private final MediaStreams media;
    private final SessionDescriptions descriptions;
    private final EndpointRecords records;
    private final TimerWheel timers;
    /** The answer of each endpoint, until the transport takes it. */
    private final UnsafeBuffer answers;
    private final int[] answerLengths;
    private UserAgents userAgents;

    CalleeSteps(
            final EndpointLife life,
            final MediaStreams media,
            final SessionDescriptions descriptions,
            final EndpointRecords records,
            final TimerWheel timers,
            final int endpoints) {
        this.life = life;
        this.media = media;
        this.descriptions = descriptions;
        this.records = records;
        this.timers = timers;
        answers = new UnsafeBuffer(java.nio.ByteBuffer.allocateDirect(endpoints * MAX_SDP_LENGTH));
        answerLengths = new int[endpoints];
    }

    void userAgents(final UserAgents agents) {
        userAgents = agents;
    }

    void onInvite(final Endpoint endpoint, final int call, final SipMessage invite, final long nowNs) {
        if (endpoint.call != Endpoint.NO_CALL || endpoint.finished || life.isStopping()) {
            if (!life.isStopping()) {
                records.refusedCall(endpoint.group(), BUSY_HERE, CallResult.BUSY, nowNs);
            }
            reject(call, BUSY_HERE, nowNs);
            return;
        }
        final int local = endpoint.local();
        final Group group = endpoint.group();
        endpoint.call = call;
        endpoint.begin(nowNs);
        endpoint.times.inviteNs = nowNs;
        life.onCallBegan(endpoint);
        records.call(endpoint, CallEventKind.OFFERED, null, nowNs);
        records.call(endpoint, CallEventKind.STARTED, null, nowNs);
        life.enter(endpoint, EndpointPhase.CALLING, nowNs);
        final int port = media.open(local, group.localAddress(), group.codecs().get(0).codec(), group.spec().ptimeMs(), nowNs);
        if (port < 0) {
            refuse(endpoint, SERVER_ERROR, EndpointOutcome.OSERROR,
                    "no media sockets: more endpoints than ports or open files allow", nowNs);
            return;
        }
        endpoint.beginSession(port);
        final int length = descriptions.answer(endpoint, invite, answers, local * MAX_SDP_LENGTH, MAX_SDP_LENGTH);
        if (length < 0) {
            refuse(endpoint, SessionDescriptions.statusCode(-length), EndpointOutcome.NEGOTIATION_FAILED,
                    SessionDescriptions.detail(-length), nowNs);
            return;
        }
        answerLengths[local] = length;
        if (userAgents.ring(call, RINGING, nowNs)) {
            endpoint.times.ringingNs = nowNs;
            records.call(endpoint, CallEventKind.RINGING, null, nowNs);
            life.enter(endpoint, EndpointPhase.RINGING, nowNs);
        }
        answer(endpoint, nowNs);
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

    /** The transport did not take the answer before. */
    void onDeadline(final Endpoint endpoint, final long nowNs) {
        if (endpoint.call != Endpoint.NO_CALL && !endpoint.times.isAnswered()) {
            answer(endpoint, nowNs);
        }
    }

    private void answer(final Endpoint endpoint, final long nowNs) {
        final int local = endpoint.local();
        if (!userAgents.answer(endpoint.call, answers, local * MAX_SDP_LENGTH, answerLengths[local], nowNs)) {
            timers.schedule(local, nowNs + RETRY_NS, nowNs);
            return;
        }
        endpoint.lastStatusCode = 200;
        life.onAnswered(endpoint, nowNs);
        life.enter(endpoint, EndpointPhase.NEGOTIATING, nowNs);
        life.startMedia(endpoint, nowNs);
    }

    void onConfirmed(final Endpoint endpoint, final long nowNs) {
        endpoint.times.acknowledgedNs = nowNs;
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
