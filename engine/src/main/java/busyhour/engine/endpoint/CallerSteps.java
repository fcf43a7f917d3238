package busyhour.engine.endpoint;

import busyhour.engine.media.MediaStreams;
import busyhour.ipc.plan.ArrivalSpec;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.DropReason;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.sip.message.SipMessage;
import busyhour.sip.timer.TimerWheel;
import busyhour.sip.ua.UserAgents;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The way of a call at its caller: the intended time comes, sockets, offer, INVITE, provisional responses, answer, media,
 * after {@code duration} BYE, then the next call or the end.
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class CallerSteps {

    /** A refused INVITE is offered again after so long, ... */
    private static final long RETRY_NS = 1_000_000L;
    /** ... and given up as dropped when this long has passed since its intended time. */
    private static final long DROP_AFTER_NS = 1_000_000_000L;
    /** Longer nobody lets it ring; the call is cancelled then. */
    private static final long ANSWER_TIMEOUT_NS = 60_000_000_000L;
    private static final int MAX_SDP_LENGTH = 4_096;
    private static final long NS_PER_MS = 1_000_000L;

    private final EndpointLife life;
    private final MediaStreams media;
    private final SessionDescriptions descriptions;
    private final EndpointRecords records;
    private final TimerWheel timers;
    private final UnsafeBuffer sdp = new UnsafeBuffer(new byte[MAX_SDP_LENGTH]);
    private final NextCalls next;
    private UserAgents userAgents;

    CallerSteps(
            final EndpointLife life,
            final MediaStreams media,
            final SessionDescriptions descriptions,
            final EndpointRecords records,
            final TimerWheel timers,
            final NextCalls next) {
        this.life = life;
        this.media = media;
        this.descriptions = descriptions;
        this.records = records;
        this.timers = timers;
        this.next = next;
    }

    void userAgents(final UserAgents agents) {
        userAgents = agents;
    }

    /** The endpoint's deadline came: a call begins or has lasted long enough. */
    void onDeadline(final Endpoint endpoint, final long nowNs) {
        if (endpoint.call != Endpoint.NO_CALL) {
            if (!endpoint.times.isAnswered()) {
                life.outcome(endpoint, EndpointOutcome.TIMEOUT, "not answered within 60 s", nowNs);
            }
            hangUp(endpoint, nowNs);
        } else if (!endpoint.finished && !life.isStopping()) {
            final ArrivingGroup arriving = next.arriving(endpoint);
            if (arriving == null || endpoint.phase == EndpointPhase.CALLING) {
                call(endpoint, nowNs);
            } else {
                arriving.onRested(endpoint, nowNs);
            }
        }
    }

    /** A call that was intended then begins now. */
    void begin(final Endpoint endpoint, final long intendedNs, final long nowNs) {
        endpoint.begin(intendedNs);
        call(endpoint, nowNs);
    }

    /** The call whose time has come begins, or is tried again. */
    void call(final Endpoint endpoint, final long nowNs) {
        final Group group = endpoint.group();
        final int local = endpoint.local();
        if (endpoint.phase != EndpointPhase.CALLING) {
            records.call(endpoint, CallEventKind.OFFERED, null, nowNs);
            if (media.open(local, group.localAddress(endpoint.index()), nowNs) < 0) {
                drop(endpoint, DropReason.NO_SOCKET, EndpointOutcome.OSERROR, "no media sockets: more endpoints than ports or open files allow", nowNs);
                return;
            }
            endpoint.beginSession(media.audio(local).port(), media.videoPort(local));
            life.enter(endpoint, EndpointPhase.CALLING, nowNs);
        }
        final int length = group.spec().signalling().delayedOffer() ? 0 : descriptions.offer(endpoint, sdp);
        final int call = userAgents.invite(local, endpoint.target(), sdp, 0, length, nowNs);
        if (call >= 0) {
            return;
        }
        if (call == UserAgents.REFUSED_TARGET) {
            drop(endpoint, DropReason.BAD_TARGET, EndpointOutcome.CALL_FAILED, "the target is no SIP URI", nowNs);
        } else if (nowNs - endpoint.times.intendedNs > DROP_AFTER_NS) {
            drop(endpoint, DropReason.NOT_SENT, EndpointOutcome.OSERROR, "the INVITE could not be sent in time", nowNs);
        } else {
            timers.schedule(local, nowNs + RETRY_NS, nowNs);
        }
    }

    /** The call could not be started, and is not put off: it counts as dropped. */
    private void drop(
            final Endpoint endpoint, final DropReason reason, final EndpointOutcome outcome, final String detail, final long nowNs) {
        records.dropped(endpoint, reason, nowNs);
        life.outcome(endpoint, outcome, detail, nowNs);
        media.close(endpoint.local(), nowNs);
        endpoint.callNumber++;
        // the next call would find the same: not call after call in each cycle
        next.after(endpoint, Math.max(endpoint.group().spec().pauseMs() * NS_PER_MS, DROP_AFTER_NS), nowNs);
    }

    /** The run stops before the next call; one that was offered and not started yet is dropped. */
    void onStop(final Endpoint endpoint, final long nowNs) {
        if (endpoint.phase == EndpointPhase.CALLING) {
            records.dropped(endpoint, DropReason.STOPPED, nowNs);
        }
        life.finish(endpoint, nowNs);
    }

    void onInviteSent(final Endpoint endpoint, final long nowNs) {
        endpoint.times.inviteNs = nowNs;
        life.onCallBegan(endpoint);
        timers.schedule(endpoint.local(), nowNs + ANSWER_TIMEOUT_NS, nowNs);
        records.call(endpoint, CallEventKind.STARTED, null, nowNs);
    }

    void onProvisional(final Endpoint endpoint, final SipMessage response, final long nowNs) {
        final CallTimes times = endpoint.times;
        final int status = response.statusCode();
        endpoint.provisionalResponses++;
        if (times.tryingNs == CallTimes.NEVER && status == 100) {
            times.tryingNs = nowNs;
        }
        if (times.ringingNs == CallTimes.NEVER && status == 180) {
            times.ringingNs = nowNs;
        }
        if (times.progressNs == CallTimes.NEVER && times.hangUpNs == CallTimes.NEVER && (status == 180 || status == 183 && response.hasSdp())) {
            times.progressNs = nowNs;
            records.call(endpoint, CallEventKind.RINGING, null, nowNs);
            life.enter(endpoint, EndpointPhase.RINGING, nowNs);
        }
        if (status > 100 && response.hasSdp() && times.hangUpNs == CallTimes.NEVER
                && !endpoint.group().spec().signalling().delayedOffer() && descriptions.onAnswer(endpoint, response) == 0) {
            flow(endpoint, nowNs);
        }
    }

    /** Early media: the callee's offer in a reliable response to an INVITE without one; false when there is no answer to it. */
    boolean onEarlyOffer(final Endpoint endpoint, final SipMessage response, final long nowNs) {
        final int length = descriptions.answer(endpoint, response, sdp, 0, MAX_SDP_LENGTH);
        if (length < 0) {
            life.outcome(endpoint, EndpointOutcome.NEGOTIATION_FAILED, SessionDescriptions.detail(-length), nowNs);
            return false;
        }
        if (!userAgents.answerOffer(endpoint.call, sdp, 0, length, nowNs)) {
            return false;
        }
        flow(endpoint, nowNs);
        return true;
    }

    /** Packets flow by the terms agreed on, or go on by other ones: those of another leg of a fork. */
    private void flow(final Endpoint endpoint, final long nowNs) {
        if (endpoint.mediaOn) {
            life.changeMedia(endpoint, nowNs);
        } else {
            life.startMedia(endpoint, nowNs);
        }
    }

    /** Takes the 2xx's answer, or answers its offer. @return 0, or why the call cannot go on. */
    private int agree(final Endpoint endpoint, final SipMessage response, final long nowNs) {
        final boolean delayed = endpoint.group().spec().signalling().delayedOffer();
        if (endpoint.mediaOn && (delayed || !response.hasSdp())) {
            return 0; // all was said in a provisional response
        }
        if (!delayed) {
            return descriptions.onAnswer(endpoint, response);
        }
        final int length = descriptions.answer(endpoint, response, sdp, 0, MAX_SDP_LENGTH);
        if (length > 0) {
            userAgents.acknowledge(endpoint.call, sdp, 0, length, nowNs);
        }
        return Math.max(0, -length);
    }

    void onAnswered(final Endpoint endpoint, final SipMessage response, final long nowNs) {
        final Group group = endpoint.group();
        endpoint.lastStatusCode = response.statusCode();
        life.onAnswered(endpoint, nowNs);
        life.enter(endpoint, EndpointPhase.NEGOTIATING, nowNs);
        final int fault = agree(endpoint, response, nowNs);
        if (fault != 0) {
            life.outcome(endpoint, EndpointOutcome.NEGOTIATION_FAILED, SessionDescriptions.detail(fault), nowNs);
            hangUp(endpoint, nowNs);
            return;
        }
        if (!endpoint.mediaOn || response.hasSdp() && !group.spec().signalling().delayedOffer()) {
            flow(endpoint, nowNs);
        }
        life.enter(endpoint, EndpointPhase.INCALL, nowNs);
        timers.schedule(endpoint.local(), nowNs + group.spec().durationMs() * NS_PER_MS, nowNs);
    }

    void hangUp(final Endpoint endpoint, final long nowNs) {
        endpoint.times.cancelled = !endpoint.times.isAnswered();
        endpoint.hungUpByUs = true;
        life.onHangingUp(endpoint, nowNs);
        userAgents.hangUp(endpoint.call, nowNs);
    }

    void onFailed(final Endpoint endpoint, final int statusCode, final boolean answeredAtAll, final long nowNs) {
        endpoint.lastStatusCode = answeredAtAll ? statusCode : 0;
        final boolean cancelledByUs = endpoint.times.cancelled && statusCode == 487;
        if (!cancelledByUs) {
            life.outcome(endpoint, CallResults.outcome(statusCode),
                    answeredAtAll ? null : "no answer to the INVITE (Timer B)", nowNs);
        }
        over(endpoint, CallResults.of(statusCode), nowNs);
    }

    void onHungUp(final Endpoint endpoint, final int statusCode, final long nowNs) {
        if (statusCode < 200 || statusCode >= 300 && statusCode != 481) {
            life.outcome(endpoint, EndpointOutcome.TEARDOWN_ERROR,
                    statusCode == 0 ? "no answer to the BYE" : "the BYE was refused", nowNs);
        }
        // not answered: the 200 crossed our CANCEL, and the call was ended before it began
        over(endpoint, endpoint.times.isAnswered() ? CallResult.ANSWERED : CallResult.CANCELLED, nowNs);
    }

    void onRemoteHangUp(final Endpoint endpoint, final long nowNs) {
        if (endpoint.times.hangUpNs == CallTimes.NEVER) {
            life.onHangingUp(endpoint, nowNs);
        }
        over(endpoint, CallResult.ANSWERED, nowNs);
    }

    private void over(final Endpoint endpoint, final CallResult result, final long nowNs) {
        life.onCallOver(endpoint, result, nowNs);
        final boolean isUser = endpoint.group().spec().arrivals().kind() == ArrivalSpec.Kind.USERS;
        final long leastNs = isUser && result != CallResult.ANSWERED ? DROP_AFTER_NS : 0; // a refused user does not call at once, over and over
        next.after(endpoint, Math.max(endpoint.group().spec().pauseMs() * NS_PER_MS, leastNs), nowNs);
    }
}
