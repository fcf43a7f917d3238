package busyhour.sip.ua;

import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.timer.TimerHandler;
import busyhour.sip.transaction.Transactions;

/**
 * What happens within calls besides INVITE and BYE: hands requests, responses and deadlines to the part that they concern.
 *
 * <pre>
 *   owners of the dialog wheel:  incoming offers | outgoing offers | session timers | transfers   one for each call
 *                                open requests | subscriptions
 * </pre>
 */
final class InDialog {

    private static final byte[] INFO_PACKAGE = {'i', 'n', 'f', 'o', '-', 'p', 'a', 'c', 'k', 'a', 'g', 'e'};

    final SessionTimers timers;
    final PeerDescription peer = new PeerDescription();
    final IncomingOffers incoming;
    final OutgoingOffers outgoing;
    final OfferAcks acks;
    final ClientRequests clients;
    final UserRequests users;
    final FirstRequests firsts;
    final Subscriptions subscriptions;
    final Transfers transfers;
    final Referrals referrals;
    final Replacements replacements;
    private final SipCore core;
    private final Responses responses;
    private final CallEnds ends;
    private final int calls;
    private final TimerHandler onTimer = this::onTimer;

    InDialog(final SipCore core, final Responses responses, final CallerSide callers, final CallEnds ends) {
        this.core = core;
        this.responses = responses;
        this.ends = ends;
        calls = core.context.maxCalls();
        final HeldRequests held = new HeldRequests(core, responses);
        timers = new SessionTimers(core, 2 * calls);
        acks = new OfferAcks(core, ends, calls);
        incoming = new IncomingOffers(core, responses, held, timers, peer, ends, 0);
        outgoing = new OutgoingOffers(core, timers, peer, acks, ends, calls);
        clients = new ClientRequests(core, ends, core.context.maxClientRequests(), 4 * calls);
        transfers = new Transfers(core, clients, responses, 3 * calls);
        referrals = new Referrals(core, clients, responses, held, transfers, callers);
        replacements = new Replacements(core, ends);
        firsts = new FirstRequests(core);
        users = new UserRequests(core, clients, firsts);
        subscriptions = new Subscriptions(core, clients, responses, firsts, 4 * calls + core.context.maxClientRequests());
    }

    /** Owners that the dialog wheel needs. */
    static int owners(final UserAgentsContext context) {
        return 4 * context.maxCalls() + context.maxClientRequests() + context.maxUserAgents();
    }

    int pollTimers(final long nowNs, final int limit) {
        return core.dialogWheel.poll(nowNs, limit, onTimer);
    }

    private void onTimer(final int owner, final long nowNs) {
        final int beyond = owner - 4 * calls;
        if (beyond >= core.context.maxClientRequests()) {
            subscriptions.onTimer(beyond - core.context.maxClientRequests(), nowNs);
            return;
        } else if (beyond >= 0) {
            clients.onTimer(beyond, nowNs);
            return;
        }
        final Call call = core.calls.at(owner % calls);
        switch (owner / calls) {
            case 0 -> incoming.onTimer(call, nowNs);
            case 1 -> outgoing.onTimer(call, nowNs);
            case 2 -> onSessionTimer(call, nowNs);
            default -> onTransferTimer(call, nowNs);
        }
    }

    private void onTransferTimer(final Call call, final long nowNs) {
        final int generation = call.generation;
        if (call.session.transfer.replaces >= 0 && call.state != Call.RINGING) {
            call.session.transfer.workAtNs = Call.NEVER;
            replacements.carryOut(call, nowNs);
        } else {
            transfers.onTimer(call, nowNs);
            if (call.generation == generation && call.state != Call.FREE) {
                referrals.onTimer(call, nowNs);
            }
        }
        if (call.generation == generation && call.state != Call.FREE) {
            transfers.arm(call, nowNs);
        }
    }

    private void onSessionTimer(final Call call, final long nowNs) {
        if (call.state == Call.ENDING || call.state == Call.FREE) {
            return;
        }
        if (timers.isExpired(call, nowNs)) {
            final int handle = core.calls.handle(call);
            timers.drop(call);
            core.listener.onSessionExpired(call.agent.number, handle, nowNs);
            if (core.calls.find(handle) == call) {
                ends.hangUp(call, nowNs);
            }
        } else if (timers.takeRefresh(call, nowNs) && !outgoing.refresh(call, nowNs)) {
            timers.refreshAgain(call, nowNs);
        }
    }

    /** A request with a number that is in order, of a call that knows its method. */
    void onRequest(final Call call, final int socket, final SipMessage request, final long nowNs) {
        switch (request.method()) {
            case SipMethod.INVITE, SipMethod.UPDATE -> incoming.onRequest(call, socket, request, nowNs);
            case SipMethod.INFO -> tell(call, socket, request, request.findUnknown(INFO_PACKAGE) >= 0 ? 469 : 200, nowNs);
            case SipMethod.REFER -> referrals.onRefer(call, socket, request, nowNs);
            case SipMethod.NOTIFY -> onNotify(call, socket, request, nowNs);
            case SipMethod.SUBSCRIBE -> {
                if (EventPackage.of(request) == EventPackage.REFER) {
                    referrals.onSubscribe(call, socket, request, nowNs);
                } else {
                    tell(call, socket, request, 489, nowNs);
                }
            }
            case SipMethod.OPTIONS, SipMethod.MESSAGE -> tell(call, socket, request, 200, nowNs);
            default -> tell(call, socket, request, request.method() == SipMethod.UNKNOWN ? 501 : 405, nowNs);
        }
    }

    private void onNotify(final Call call, final int socket, final SipMessage notify, final long nowNs) {
        switch (EventPackage.of(notify)) {
            case EventPackage.REFER -> transfers.onNotify(call, socket, notify, nowNs);
            case EventPackage.MESSAGE_SUMMARY -> tell(call, socket, notify, 200, nowNs);
            default -> tell(call, socket, notify, 489, nowNs);
        }
    }

    /** Answers at once, and shows the request to the user when it was taken. */
    private void tell(final Call call, final int socket, final SipMessage request, final int status, final long nowNs) {
        final int ua = call.agent.number;
        if (responses.answer(ua, socket, request, status, call.localTag, nowNs)) {
            call.dialogNow().remoteCSeq(request.cSeq());
            if (status == 200) {
                core.listener.onRequest(ua, core.calls.handle(call), request, nowNs);
            }
        }
    }

    void onResponse(final Call call, final int transaction, final SipMessage response, final long nowNs) {
        switch (response.cSeqMethod()) {
            case SipMethod.INVITE, SipMethod.UPDATE -> {
                if (call != null) {
                    outgoing.onResponse(call, transaction, response, nowNs);
                }
            }
            default -> clients.onResponse(transaction, response, nowNs);
        }
    }

    /** @param status 408 when nobody answered, which we tell as 0, or 503 when the transport failed. */
    void onFailed(final Call call, final int transaction, final byte method, final int status, final long nowNs) {
        final int told = status == Transactions.NO_RESPONSE ? 0 : status;
        if (method != SipMethod.INVITE && method != SipMethod.UPDATE) {
            clients.onFailed(transaction, told, nowNs);
        } else if (call != null) {
            outgoing.onFailed(call, transaction, told, nowNs);
        }
    }

    /** The first INVITE of a call came, and is fit to be answered. */
    void onInvite(final Call call, final SipMessage invite) {
        peer.remember(call, invite);
        timers.onRequest(call, invite);
    }

    /** The 2xx to our first INVITE came. */
    void onAnswered(final Call call, final SipMessage response, final long nowNs) {
        peer.remember(call, response);
        timers.onAnswered(call, response, nowNs);
    }

    /** Our 2xx to the first INVITE of a call is out. */
    void onAnswerSent(final Call call, final long nowNs) {
        timers.onAnswerSent(call, nowNs);
        if (call.session.transfer.replaces >= 0) {
            // Not from within the answer.
            call.session.transfer.workAtNs = nowNs;
            transfers.arm(call, nowNs);
        }
    }

    /** The call is being ended by either side; it may still wait for the answer to a BYE. */
    void onEnding(final Call call, final long nowNs) {
        incoming.onEnding(call, nowNs);
        outgoing.onEnding(call);
        timers.drop(call);
    }

    void onTerminated(final Call call, final int transaction) {
        incoming.onTerminated(call, transaction);
        final HeldRequest refer = call.session.transfer.request;
        refer.server = refer.server == transaction ? -1 : refer.server;
    }

    /** The call is over and goes back to its pool. */
    void onReleased(final Call call) {
        incoming.drop(call, core.nowNs);
        outgoing.drop(call, core.nowNs);
        timers.drop(call);
        referrals.drop(call, core.nowNs);
        core.dialogWheel.cancel(3 * calls + call.index);
        clients.pool().drop(call);
        call.session.peerUpdates = false;
        call.session.peerDescription = 0;
    }
}
