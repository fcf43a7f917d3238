package busyhour.sip.ua;

import busyhour.sip.LocalPoints;
import busyhour.sip.TransportKind;
import busyhour.sip.message.SipFault;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipUri;
import busyhour.sip.message.Span;
import busyhour.sip.store.KeyTable;

/**
 * Requests that are new: finds the endpoint and the call, and answers what fits neither (RFC 3261 8.2, 12.2.2).
 *
 * <pre>
 *   To tag --> call by tag --> ACK, BYE, re-INVITE, INFO, OPTIONS in the dialog, else 481
 *   no tag --> CANCEL by its INVITE's branch; endpoint by user part or by the listener: INVITE, OPTIONS, else 405, 501
 * </pre>
 */
final class InboundRequests {

    /** Before the listener says which endpoint. */
    private static final int NOBODY = -1;

    private final SipCore core;
    private final Responses responses;
    private final CalleeSide callees;
    private final HangUps hangUps;
    private final OutOfDialog others;
    /** Endpoints by socket and user part of their Contact. */
    private final KeyTable byUser;
    private final Bodies bodies = new Bodies();
    private final long[] faults = new long[SipFault.COUNT];
    private long malformed;

    InboundRequests(final SipCore core, final Responses responses, final CalleeSide callees, final HangUps hangUps) {
        this.core = core;
        this.responses = responses;
        this.callees = callees;
        this.hangUps = hangUps;
        others = new OutOfDialog(core, responses);
        byUser = new KeyTable(core.context.maxUserAgents() * TransportKind.COUNT, core.ids.next());
    }

    /** Whether an endpoint of one of these sockets has this user part already. */
    boolean isKnown(final LocalPoints points, final byte[] user) {
        for (byte kind = 0; kind < TransportKind.COUNT; kind++) {
            if (points.has(kind) && key(points.socket(kind), user).find() != KeyTable.UNKNOWN) {
                return true;
            }
        }
        return false;
    }

    void add(final UserAgent agent) {
        final LocalPoints points = agent.descriptor.points();
        for (byte kind = 0; kind < TransportKind.COUNT; kind++) {
            if (points.has(kind)) {
                key(points.socket(kind), agent.contactUser).put(agent.number * TransportKind.COUNT + kind);
            }
        }
    }

    private KeyTable key(final int socket, final byte[] user) {
        core.scratch.putBytes(0, user);
        return byUser.begin(socket).add(core.scratch, 0, user.length);
    }

    /** Malformed messages so far. */
    long malformed() {
        return malformed;
    }

    /** Messages with this fault so far. */
    long malformed(final int fault) {
        return faults[fault];
    }

    /** A message with a fault; a request is refused if it can be (RFC 3261 8.2, 21.4.1). */
    void onMalformed(final int socket, final SipMessage message, final long nowNs) {
        malformed++;
        faults[message.fault()]++;
        core.onReceived(NOBODY, UserAgentListener.MALFORMED, message, nowNs);
        final int status = SipFault.statusCode(message.fault());
        if (status != 0 && message.isAnswerable()) {
            responses.answer(NOBODY, socket, message, status, nowNs);
        }
    }

    /** A request that no transaction knows. */
    void onRequest(final int socket, final SipMessage request, final long nowNs) {
        if (Span.isPresent(request.toTag())) {
            onInDialog(socket, request, nowNs);
        } else {
            onOutOfDialog(socket, request, nowNs);
        }
    }

    private void onInDialog(final int socket, final SipMessage request, final long nowNs) {
        final Call tagged = core.calls.findByTag(request, request.toTag());
        final Call call = tagged != null && isIn(tagged, request) ? tagged : null;
        final int ua = call == null ? NOBODY : call.agent.number;
        final byte method = request.method();
        if (method == SipMethod.ACK) {
            onAck(call, request, nowNs);
            return;
        }
        if (call == null && core.inDialog.subscriptions.onRequest(socket, request, nowNs)) {
            return;
        }
        core.onReceived(ua, 0, request, nowNs);
        if (method == SipMethod.CANCEL) {
            onCancel(socket, request, nowNs);
        } else if (call == null) {
            responses.answer(NOBODY, socket, request, 481, nowNs);
        } else if (request.cSeq() <= call.dialogNow().remoteCSeq()) {
            responses.answer(ua, socket, request, 500, call.localTag, nowNs);
        } else if (core.tags.requiresOther(request, call.agent.tags)) {
            responses.answer(ua, socket, request, 420, call.localTag, nowNs);
        } else if (method == SipMethod.BYE) {
            hangUps.onBye(call, socket, request, nowNs);
        } else if (method == SipMethod.PRACK) {
            callees.onPrack(call, socket, request, nowNs);
        } else {
            core.inDialog.onRequest(call, socket, request, nowNs);
        }
    }

    /** Whether the request is in the call's dialog, or in an early one of our INVITE where its method may be. */
    private static boolean isIn(final Call call, final SipMessage request) {
        if (!call.isCalling()) {
            return call.dialog.matches(request);
        }
        final byte method = request.method();
        return (method == SipMethod.UPDATE || method == SipMethod.INFO || method == SipMethod.OPTIONS || method == SipMethod.MESSAGE)
                && EarlyDialogs.choose(call, request);
    }

    private void onAck(final Call call, final SipMessage ack, final long nowNs) {
        if (call == null) {
            core.onReceived(NOBODY, 0, ack, nowNs);
            return;
        }
        final boolean again = IncomingOffers.isAwaited(call, ack);
        final boolean wanted = again || call.accepted >= 0 && ack.cSeq() == call.inviteCSeq;
        core.onReceived(call.agent.number, wanted ? 0 : UserAgentListener.RETRANSMISSION, ack, nowNs);
        if (again) {
            core.inDialog.incoming.onAck(call, ack, nowNs);
        } else {
            callees.onAck(call, ack, nowNs);
        }
    }

    private void onCancel(final int socket, final SipMessage cancel, final long nowNs) {
        final int invite = core.transactions.findCancelled(cancel);
        if (invite < 0) {
            responses.answer(NOBODY, socket, cancel, 481, nowNs);
            return;
        }
        final Call call = core.calls.find(core.transactions.session(invite));
        final int ua = call == null ? NOBODY : call.agent.number;
        final long tag = call == null ? core.ids.next() : call.localTag;
        if (responses.answer(ua, socket, cancel, 200, tag, nowNs) && call != null) {
            if (call.server == invite) {
                callees.onCancel(call, nowNs);
            } else if (call.session.incoming.request.server == invite) {
                core.inDialog.incoming.onCancel(call, nowNs);
            }
        }
    }

    private void onOutOfDialog(final int socket, final SipMessage request, final long nowNs) {
        final int registered = findRegistered(socket, request);
        switch (request.method()) {
            case SipMethod.ACK -> core.onReceived(registered, 0, request, nowNs);
            case SipMethod.CANCEL -> {
                core.onReceived(registered, 0, request, nowNs);
                onCancel(socket, request, nowNs);
            }
            case SipMethod.INVITE -> onInvite(registered, socket, request, nowNs);
            default -> {
                core.onReceived(registered, 0, request, nowNs);
                others.onRequest(registered, socket, request, faultOf(request), nowNs);
            }
        }
    }

    /** Status to refuse a request with before anybody is asked, 0 = none (RFC 3261 8.2.2, 8.2.3). */
    private int faultOf(final SipMessage request) {
        final byte scheme = request.requestUri().scheme();
        if (scheme != SipUri.SIP && scheme != SipUri.SIPS) {
            return 416;
        }
        return core.tags.requiresOther(request, SipCore.TAGS) ? 420 : 0;
    }

    private void onInvite(final int registered, final int socket, final SipMessage invite, final long nowNs) {
        int status = faultOf(invite);
        if (status == 0 && bodies.isUnreadable(invite)) {
            status = 415;
        } else if (status == 0 && !invite.acceptsSdp()) {
            status = 406;
        }
        if (status != 0) {
            core.onReceived(registered, 0, invite, nowNs);
            responses.answer(registered, socket, invite, status, nowNs);
            return;
        }
        final Replacements replacements = core.inDialog.replacements;
        replacements.expectNothing();
        int ua = registered;
        if (invite.hasHeader(SipHeader.REPLACES)) {
            status = replacements.find(invite);
            ua = replacements.found() == null ? registered : replacements.found().agent.number;
            if (status != 0) {
                core.onReceived(ua, 0, invite, nowNs);
                responses.answer(ua, socket, invite, status, nowNs);
                return;
            }
            replacements.expect();
        } else if (registered < 0) {
            ua = core.listener.selectUserAgent(socket, invite, nowNs);
        }
        final boolean taken = ua >= 0 && ua < core.agentCount;
        core.onReceived(taken ? ua : NOBODY, 0, invite, nowNs);
        if (!taken) {
            responses.answer(NOBODY, socket, invite, ua <= -300 && ua > -700 ? -ua : 404, nowNs);
        } else if (core.tags.requiresOther(invite, core.agents[ua].tags)) {
            responses.answer(ua, socket, invite, 420, nowNs);
        } else if (core.inDialog.timers.isTooSmall(core.agents[ua], invite)) {
            responses.answer(ua, socket, invite, 422, nowNs);
        } else if (isMerged(core.agents[ua], invite)) {
            responses.answer(ua, socket, invite, 482, nowNs);
        } else {
            callees.onInvite(core.agents[ua], socket, invite, nowNs);
        }
    }

    /** The endpoint whose registered Contact has the Request-URI's user part, or {@link #NOBODY}. */
    private int findRegistered(final int socket, final SipMessage request) {
        final long user = request.requestUri().user();
        if (!Span.isPresent(user)) {
            return NOBODY;
        }
        final int found = byUser.begin(socket).add(request.buffer(), Span.offset(user), Span.length(user)).find();
        final int number = found == KeyTable.UNKNOWN ? NOBODY : found / TransportKind.COUNT;
        return number != NOBODY && core.agents[number].registration.isBound() ? number : NOBODY;
    }

    /** RFC 3261 8.2.2.2: the endpoint has this INVITE already, by another way. */
    private boolean isMerged(final UserAgent agent, final SipMessage invite) {
        final Call last = agent.lastIncoming;
        return last != null && last.state == Call.RINGING && last.agent == agent && last.inviteCSeq == invite.cSeq()
                && last.dialog.isCallId(invite) && last.dialog.isRemoteTagOf(invite);
    }
}
