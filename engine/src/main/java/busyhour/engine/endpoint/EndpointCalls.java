package busyhour.engine.endpoint;

import busyhour.engine.media.MediaStreams;
import busyhour.ipc.plan.Load;
import busyhour.ipc.run.CallResult;
import busyhour.ipc.run.EndpointOutcome;
import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.Span;
import busyhour.sip.timer.TimerHandler;
import busyhour.sip.timer.TimerWheel;
import busyhour.sip.ua.UserAgents;
import org.agrona.DirectBuffer;
import org.agrona.collections.Int2ObjectHashMap;

/**
 * What the endpoints of a shard do with what their user agents report: the meeting place of signalling, media and samples.
 *
 * <pre>
 *   UserAgents --reports--> EndpointCalls --> Registrations | CallerSteps | CalleeSteps --> EndpointLife
 *        ^                                                        |
 *        +-----------------------commands-------------------------+--> MediaStreams, EndpointRecords
 * </pre>
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
public final class EndpointCalls extends DialogEvents implements TimerHandler, Transfers.CallEnd {

    private static final int BUSY_HERE = 486;
    private static final int NOT_FOUND = 404;
    private static final int STOPS_PER_POLL = 64;

    private final Endpoint[] endpoints;
    private final EndpointRecords records;
    private final EndpointLife life;
    private final TimerWheel timers;
    private final Seconds seconds;
    private final Registrations registrations;
    private final NextCalls next;
    private final CallerSteps callers;
    private final Arrivals arrivals;
    private final CalleeSteps callees;
    private final CallActions actions;
    private final Int2ObjectHashMap<ListeningEndpoints> listening = new Int2ObjectHashMap<>();
    private int nextToStop;
    private long sipMessagesSent;
    private long sipMessagesReceived;
    private long sipMalformed;

    /** @param endpoints of the shard, by their local numbers, which are those of their user agents and streams. */
    public EndpointCalls(
            final Endpoint[] endpoints,
            final MediaStreams media,
            final SessionDescriptions descriptions,
            final EndpointRecords records,
            final EndpointProgress progress) {
        this.endpoints = endpoints;
        this.records = records;
        timers = new TimerWheel(endpoints.length);
        seconds = new Seconds(endpoints, media, records);
        life = new EndpointLife(media, records, progress, timers, seconds, endpoints.length);
        registrations = new Registrations(endpoints, life, records);
        next = new NextCalls(life, timers);
        callers = new CallerSteps(life, media, descriptions, records, timers, next);
        arrivals = new Arrivals(endpoints, callers, next, records, timers);
        next.arrivals(arrivals);
        callees = new CalleeSteps(life, media, descriptions, records, timers, endpoints);
        actions = new CallActions(endpoints, media, descriptions, records, life, this);
        life.actions(actions);
        nextToStop = endpoints.length;
    }

    /** Gives the user agents, which could not be made without this listener. */
    public void userAgents(final UserAgents agents) {
        life.userAgents(agents);
        registrations.userAgents(agents);
        callers.userAgents(agents);
        callees.userAgents(agents);
        actions.userAgents(agents);
        for (final Endpoint endpoint : endpoints) {
            records.traces().speaksThrough(agents.descriptor(endpoint.local()).points(), endpoint.group().localAddress(endpoint.index()));
        }
    }

    /** Set-up: endpoints of this group answer what comes in at a socket. */
    public void listen(final int socket, final Group group) {
        listening.put(socket, new ListeningEndpoints(group, endpoints));
    }

    /** Endpoints register, or are ready at once. */
    public void register() {
        registrations.begin();
    }

    /** The callers of a group begin. */
    public void startCalls(final int group, final long startNs, final long nowNs) {
        final ArrivingGroup arriving = arrivals.of(group);
        if (arriving != null) {
            arriving.start(startNs, nowNs);
            return;
        }
        for (final Endpoint endpoint : endpoints) {
            if (endpoint.group().number() == group) {
                next.start(endpoint, startNs, nowNs);
            }
        }
    }

    /** A group calls so much from {@code atNs} on. */
    public void setLoad(final int group, final Load load, final long atNs, final long nowNs) {
        arrivals.setLoad(group, load, atNs, nowNs);
    }

    /** No new calls; those in progress end, and everybody closes, some at each {@link #poll}. */
    public void stop(final long nowNs) {
        if (!life.isStopping()) {
            life.stop();
            arrivals.stop(nowNs);
            nextToStop = 0;
        }
    }

    /** Does what is due: registrations, calls to begin or to end. @return how much. */
    public int poll(final long nowNs, final int limit) {
        int work = registrations.poll(nowNs, limit) + timers.poll(nowNs, limit, this) + arrivals.poll(nowNs, limit)
                + actions.poll(nowNs, limit);
        for (int i = 0; i < STOPS_PER_POLL && nextToStop < endpoints.length; i++) {
            stop(endpoints[nextToStop++], nowNs);
            work++;
        }
        return work;
    }

    /** The end, whatever the endpoints are at: those that are not closed say so. */
    public void closeAll(final long nowNs) {
        arrivals.stop(nowNs);
        for (final Endpoint endpoint : endpoints) {
            life.closeNow(endpoint, nowNs);
        }
    }

    private void stop(final Endpoint endpoint, final long nowNs) {
        if (endpoint.isClosed() || endpoint.finished) {
            return;
        }
        if (!endpoint.group().isCaller()) {
            callees.onStop(endpoint, nowNs);
        } else if (endpoint.call == Endpoint.NO_CALL) {
            callers.onStop(endpoint, nowNs);
        } else if (endpoint.times.hangUpNs == CallTimes.NEVER) {
            callers.hangUp(endpoint, nowNs);
        }
    }

    /** Samples endpoints whose second is over. @return how many. */
    public int pollSeconds(final long nowNs, final int limit) {
        return seconds.poll(nowNs, limit);
    }

    /** When {@link #poll} or {@link #pollSeconds} has something to do. */
    public long nextDeadlineNs() {
        return nextToStop < endpoints.length ? Long.MIN_VALUE
                : Math.min(Math.min(actions.nextDeadlineNs(), arrivals.nextDeadlineNs()),
                        Math.min(timers.nextDeadlineNs(), seconds.nextDeadlineNs()));
    }

    public Endpoint endpoint(final int local) {
        return endpoints[local];
    }

    /** Calls answered and not ended. */
    public int callsUp() {
        return life.callsUp();
    }

    /** Endpoints not closed. */
    public int openEndpoints() {
        return life.open();
    }

    public long sipMessagesSent() {
        return sipMessagesSent;
    }

    public long sipMessagesReceived() {
        return sipMessagesReceived;
    }

    /** Of those received, what was no SIP that can be worked with. */
    public long sipMalformed() {
        return sipMalformed;
    }

    @Override
    public void onTimer(final int local, final long nowNs) {
        final Endpoint endpoint = endpoints[local];
        if (endpoint.group().isCaller()) {
            callers.onDeadline(endpoint, nowNs);
        } else {
            callees.onDeadline(endpoint, nowNs);
        }
    }

    /** A connection has failed for this reason; it stands until {@link #transportFailed}. */
    public void transportFailing(final DirectBuffer reason, final int offset, final int length) {
        life.transportFault().begin(reason, offset, length);
    }

    /** All that waited for the connection has been told. */
    public void transportFailed() {
        life.transportFault().end();
    }

    @Override
    public void onRegistered(final int ua, final int attempts, final long nowNs) {
        registrations.onRegistered(endpoints[ua], attempts, nowNs);
    }

    @Override
    public void onRegistrationFailed(final int ua, final int statusCode, final long nowNs) {
        registrations.onRegistrationFailed(endpoints[ua], statusCode, nowNs);
    }

    @Override
    public void onUnregistered(final int ua, final long nowNs) {
        life.close(endpoints[ua], nowNs);
    }

    @Override
    public int selectUserAgent(final int socket, final SipMessage invite, final long nowNs) {
        final ListeningEndpoints here = listening.get(socket);
        if (here == null) {
            return -NOT_FOUND;
        }
        if (life.isStopping()) {
            return -BUSY_HERE;
        }
        final Endpoint endpoint = here.nextFree();
        if (endpoint == null) {
            records.refusedCall(here.group(), BUSY_HERE, CallResult.BUSY, nowNs);
            return -BUSY_HERE;
        }
        return endpoint.local();
    }

    @Override
    public void onInvite(final int ua, final int call, final SipMessage invite, final long nowNs) {
        if (endpoints[ua].group().isCaller()) {
            callees.reject(call, BUSY_HERE, nowNs); // a caller takes no calls
        } else {
            callees.onInvite(endpoints[ua], call, invite, nowNs);
        }
    }

    /** Whether the endpoint knows the call: not one that was refused and whose refusal the transport did not take at once. */
    private boolean isCurrent(final int ua, final int call) {
        return endpoints[ua].call == call;
    }

    /** The user agent ends the call by itself: the session expired, or the dialog is broken. */
    @Override
    void onHangingUp(final Endpoint endpoint, final long nowNs) {
        if (endpoint.times.isAnswered() && endpoint.times.hangUpNs == CallTimes.NEVER) {
            endpoint.hungUpByUs = true;
            life.onHangingUp(endpoint, nowNs);
        }
    }

    @Override
    void warn(final Endpoint endpoint, final String detail, final long nowNs) {
        life.outcome(endpoint, EndpointOutcome.COMPLETED_WITH_WARNINGS, detail, nowNs);
    }

    /** Whether the call is one that a transfer set up beside the endpoint's own, and not answered so far. */
    private boolean isSecond(final int ua, final int call) {
        return endpoints[ua].second.call == call;
    }

    @Override
    Endpoint owner(final int ua, final int call) {
        return isCurrent(ua, call) ? endpoints[ua] : null;
    }

    @Override
    CallActions actions() {
        return actions;
    }

    @Override
    public void hangUp(final Endpoint endpoint, final long nowNs) {
        if (endpoint.times.hangUpNs != CallTimes.NEVER) {
            return;
        }
        if (endpoint.group().isCaller()) {
            callers.hangUp(endpoint, nowNs);
        } else {
            callees.hangUp(endpoint, nowNs);
        }
    }

    @Override
    public void onRemoteHangUp(final Endpoint endpoint, final long nowNs) {
        if (endpoint.group().isCaller()) {
            callers.onRemoteHangUp(endpoint, nowNs);
        } else {
            callees.onRemoteHangUp(endpoint, nowNs);
        }
    }

    @Override
    public void onInviteSent(final int ua, final int call, final long nowNs) {
        final SecondCall second = endpoints[ua].second;
        if (second.dialling != SecondCall.NONE) {
            second.begin(call, second.dialling);
            return;
        }
        endpoints[ua].call = call; // the command that sent it has not returned yet
        callers.onInviteSent(endpoints[ua], nowNs);
    }

    @Override
    public void onProvisional(final int ua, final int call, final SipMessage response, final long nowNs) {
        if (isSecond(ua, call)) {
            actions.transfers.onProvisional(endpoints[ua], response.statusCode(), nowNs);
        } else if (isCurrent(ua, call)) {
            callers.onProvisional(endpoints[ua], response, nowNs);
            actions.scenarios.onResponse(ua, response.statusCode(), nowNs);
        }
    }

    @Override
    public void onAnswered(final int ua, final int call, final SipMessage response, final long nowNs) {
        if (isSecond(ua, call)) {
            actions.transfers.onAnswered(endpoints[ua], response, nowNs);
        } else if (isCurrent(ua, call)) {
            reasonPhrase(endpoints[ua], response, nowNs);
            callers.onAnswered(endpoints[ua], response, nowNs);
            actions.scenarios.onResponse(ua, response.statusCode(), nowNs);
        }
    }

    @Override
    public void onCallFailed(final int ua, final int call, final int statusCode, final SipMessage response, final long nowNs) {
        final Endpoint endpoint = endpoints[ua];
        if (isSecond(ua, call)) {
            actions.transfers.onFailed(endpoint, statusCode, nowNs);
            return;
        }
        if (!isCurrent(ua, call)) {
            return;
        }
        if (endpoint.group().isCaller()) {
            if (response != null) {
                reasonPhrase(endpoint, response, nowNs);
                actions.scenarios.onResponse(ua, statusCode, nowNs);
            }
            callers.onFailed(endpoint, statusCode, response != null, nowNs);
        } else {
            callees.onFailed(endpoint, statusCode, nowNs);
        }
    }

    private void reasonPhrase(final Endpoint endpoint, final SipMessage response, final long nowNs) {
        final long reason = response.reason();
        if (reason != Span.NONE) {
            records.reasonPhrase(endpoint, response.buffer(), Span.offset(reason), Span.length(reason), nowNs);
        }
    }

    @Override
    public boolean onOffer(final int ua, final int call, final byte method, final SipMessage message, final long nowNs) {
        final boolean early = method == SipMethod.PRACK && message.isResponse() && isCurrent(ua, call);
        return early ? callers.onEarlyOffer(endpoints[ua], message, nowNs) : super.onOffer(ua, call, method, message, nowNs);
    }

    @Override
    public void onOfferAnswered(final int ua, final int call, final byte method, final SipMessage message, final long nowNs) {
        if (method != SipMethod.PRACK) {
            super.onOfferAnswered(ua, call, method, message, nowNs);
        } else if (isCurrent(ua, call)) {
            callees.onEarlyAnswer(endpoints[ua], message, nowNs);
        }
    }

    @Override
    public void onConfirmed(final int ua, final int call, final SipMessage ack, final long nowNs) {
        if (isCurrent(ua, call)) {
            callees.onConfirmed(endpoints[ua], ack, nowNs);
        }
    }

    @Override
    public void onRemoteHangUp(final int ua, final int call, final long nowNs) {
        if (!isCurrent(ua, call)) {
            actions.transfers.onEnded(endpoints[ua], call);
        } else if (!Transfers.outlives(endpoints[ua])) {
            onRemoteHangUp(endpoints[ua], nowNs);
        }
    }

    @Override
    public void onHungUp(final int ua, final int call, final int statusCode, final long nowNs) {
        if (!isCurrent(ua, call)) {
            actions.transfers.onEnded(endpoints[ua], call);
            return;
        }
        onHangingUp(endpoints[ua], nowNs);
        if (endpoints[ua].group().isCaller()) {
            callers.onHungUp(endpoints[ua], statusCode, nowNs);
        } else {
            callees.onHungUp(endpoints[ua], statusCode, nowNs);
        }
    }

    @Override
    public void onChallenged(final int ua, final int statusCode, final long nowNs) {
        endpoints[ua].authChallenges++;
    }

    @Override
    public void onMessage(
            final int ua,
            final int socket,
            final int flags,
            final TransportAddress peer,
            final DirectBuffer buffer,
            final int offset,
            final int length,
            final long nowNs) {
        final Endpoint endpoint = ua < 0 ? null : endpoints[ua];
        if ((flags & SENT) != 0) {
            sipMessagesSent++;
        } else {
            sipMessagesReceived++;
            sipMalformed += (flags & MALFORMED) != 0 ? 1 : 0;
        }
        if (endpoint != null) {
            if ((flags & (RETRANSMISSION | MALFORMED)) == 0) {
                endpoint.counters.message((flags & SENT) != 0, buffer, offset, length);
            }
            endpoint.onMessage((flags & SENT) != 0, (flags & RETRANSMISSION) != 0, (flags & MALFORMED) != 0);
        }
        records.traces().onMessage(endpoint, socket, flags, peer, buffer, offset, length, nowNs);
    }
}
