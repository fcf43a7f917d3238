package busyhour.engine.endpoint;

import busyhour.engine.media.MediaStreams;
import busyhour.ipc.run.CallEventKind;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.DropReason;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.ipc.run.EndpointPhase;
import busyhour.sip.timer.TimerWheel;
import busyhour.sip.ua.UserAgents;

/**
 * The steps that callers and callees have in common: phases, outcomes, the end of a call, the end of an endpoint.
 *
 * <pre>
 *   INITIALIZING -> REGISTERED -> CALLING -> RINGING -> NEGOTIATING -> INCALL -> DISCONNECTING -> CLOSED
 *                       ^                                                             |
 *                       +---------------------- next call ----------------------------+
 * </pre>
 *
 * <p>One shard's thread.
 */
final class EndpointLife {

    private final MediaStreams media;
    private final EndpointRecords records;
    private final EndpointProgress progress;
    private final TimerWheel timers;
    private final Seconds seconds;
    private final AgreedMedia agreed;
    private UserAgents userAgents;
    private CallActions actions;
    private final TransportFault transportFault = new TransportFault();
    private boolean stopping;
    private int callsUp;
    private int open;

    EndpointLife(
            final MediaStreams media,
            final EndpointRecords records,
            final EndpointProgress progress,
            final TimerWheel timers,
            final Seconds seconds,
            final int endpoints) {
        this.media = media;
        this.records = records;
        this.progress = progress;
        this.timers = timers;
        this.seconds = seconds;
        agreed = new AgreedMedia(media, records);
        open = endpoints;
    }

    void userAgents(final UserAgents agents) {
        userAgents = agents;
    }

    /** Why endpoints fail just now, when it is a connection. */
    TransportFault transportFault() {
        return transportFault;
    }

    void actions(final CallActions inCalls) {
        actions = inCalls;
    }

    /** No new calls from now on. */
    void stop() {
        stopping = true;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Calls answered and not ended. */
    int callsUp() {
        return callsUp;
    }

    /** Endpoints not closed. */
    int open() {
        return open;
    }

    void enter(final Endpoint endpoint, final EndpointPhase phase, final long nowNs) {
        if (endpoint.phase != phase) {
            endpoint.phase = phase;
            records.state(endpoint, null, nowNs);
        }
    }

    /** The endpoint can call or be called. */
    void onReady(final Endpoint endpoint, final long nowNs) {
        if (!endpoint.ready) {
            endpoint.ready = true;
            progress.onReady(endpoint.group().number());
        }
        if (endpoint.phase == EndpointPhase.INITIALIZING) {
            enter(endpoint, EndpointPhase.REGISTERED, nowNs);
        }
    }

    /** Something a person should know of: the worst such thing stays. The detail is a constant. */
    void outcome(final Endpoint endpoint, final EndpointOutcome outcome, final String detail, final long nowNs) {
        final EndpointOutcome worse = EndpointOutcome.worse(endpoint.outcome, outcome);
        if (worse != endpoint.outcome) {
            endpoint.outcome = worse;
            records.state(endpoint, transportFault.or(detail), nowNs);
        }
    }

    /** The INVITE left or came. */
    void onCallBegan(final Endpoint endpoint) {
        actions.scenarios.onCallBegan(endpoint.local());
    }

    void onAnswered(final Endpoint endpoint, final long nowNs) {
        endpoint.times.answeredNs = nowNs;
        media.audio(endpoint.local()).receive().audio().conversation().onAnswered(nowNs);
        actions.scenarios.onAnswered(endpoint.local(), nowNs);
        callsUp++;
        records.call(endpoint, CallEventKind.ANSWERED, null, nowNs);
    }

    /** Offer and answer are settled: packets flow and are measured. */
    void startMedia(final Endpoint endpoint, final long nowNs) {
        endpoint.mediaOn = true;
        changeMedia(endpoint, nowNs);
        seconds.begin(endpoint, nowNs);
        if (endpoint.group().tracks().hasVideo() && !endpoint.media.hasVideo()) {
            records.state(endpoint, "the call has no video: the peer takes none", nowNs);
        }
    }

    /** Terms changed in mid-call. */
    void changeMedia(final Endpoint endpoint, final long nowNs) {
        agreed.apply(endpoint, nowNs);
    }

    /** Nothing more is sent on the media stream; BYE or CANCEL is under way. */
    void onHangingUp(final Endpoint endpoint, final long nowNs) {
        endpoint.times.hangUpNs = nowNs;
        timers.cancel(endpoint.local());
        actions.onCallOver(endpoint, nowNs);
        media.quiet(endpoint.local(), nowNs);
        enter(endpoint, EndpointPhase.DISCONNECTING, nowNs);
    }

    /** The call is over in every respect. */
    void onCallOver(final Endpoint endpoint, final CallResult result, final long nowNs) {
        final CallTimes times = endpoint.times;
        times.endedNs = nowNs;
        timers.cancel(endpoint.local());
        actions.onCallOver(endpoint, nowNs);
        seconds.end(endpoint);
        media.drain(endpoint.local());
        final long firstPacketNs = media.firstPacketNs(endpoint.local());
        if (firstPacketNs != Long.MAX_VALUE) {
            times.firstMediaNs = firstPacketNs;
        }
        if (times.isAnswered()) {
            callsUp--;
            final String missing = agreed.missing(endpoint);
            if (missing != null) {
                outcome(endpoint, EndpointOutcome.COMPLETED_WITH_WARNINGS, missing, nowNs);
            }
        }
        records.callOver(endpoint, result, nowNs);
        media.close(endpoint.local(), nowNs);
        endpoint.call = Endpoint.NO_CALL;
        endpoint.callNumber++;
    }

    /** Nothing more is to come from this endpoint: it unregisters and closes. */
    void finish(final Endpoint endpoint, final long nowNs) {
        if (!endpoint.finished) {
            endpoint.finished = true;
            timers.cancel(endpoint.local());
            progress.onFinished(endpoint.group().number());
        }
        if (!endpoint.registered) {
            close(endpoint, nowNs);
        } else {
            enter(endpoint, EndpointPhase.DISCONNECTING, nowNs);
            if (!userAgents.unregister(endpoint.local(), nowNs)) {
                close(endpoint, nowNs); // a refresh is under way or the transport is full: the binding will expire
            }
        }
    }

    /** The shard ends: a call that is still up had no BYE answered. */
    void closeNow(final Endpoint endpoint, final long nowNs) {
        if (endpoint.call != Endpoint.NO_CALL) {
            outcome(endpoint, EndpointOutcome.TEARDOWN_ERROR, "the call was still being ended when the run was over", nowNs);
            onCallOver(endpoint, endpoint.times.isAnswered() ? CallResult.ANSWERED : CallResult.CANCELLED, nowNs);
        } else if (endpoint.phase == EndpointPhase.CALLING) {
            records.dropped(endpoint, DropReason.STOPPED, nowNs); // offered, and not taken by the transport so far
        }
        close(endpoint, nowNs);
    }

    void close(final Endpoint endpoint, final long nowNs) {
        if (endpoint.isClosed()) {
            return;
        }
        if (!endpoint.ready) {
            endpoint.ready = true;
            progress.onReady(endpoint.group().number());
        }
        if (!endpoint.finished) {
            endpoint.finished = true;
            progress.onFinished(endpoint.group().number());
        }
        endpoint.registered = false;
        media.close(endpoint.local(), nowNs); // a call that was never begun may have sockets already
        if (endpoint.outcome == null) {
            endpoint.outcome = EndpointOutcome.SUCCESS;
        }
        endpoint.phase = EndpointPhase.CLOSED;
        open--;
        records.endpointOver(endpoint, nowNs);
        progress.onClosed(endpoint.group().number());
    }
}
