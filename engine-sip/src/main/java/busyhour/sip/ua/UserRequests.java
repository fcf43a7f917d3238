package busyhour.sip.ua;

import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import org.agrona.DirectBuffer;

/** INFO, MESSAGE, OPTIONS and NOTIFY that the user sends: in a call, or to anybody. */
final class UserRequests implements RequestUser {

    private final SipCore core;
    private final ClientRequests clients;
    private final FirstRequests firsts;

    UserRequests(final SipCore core, final ClientRequests clients, final FirstRequests firsts) {
        this.core = core;
        this.firsts = firsts;
        this.clients = clients;
    }

    boolean inDialog(
            final Call call, final byte method, final byte[] contentType, final DirectBuffer body, final int offset, final int length,
            final long nowNs) {
        final boolean ours = method == SipMethod.INFO || method == SipMethod.MESSAGE || method == SipMethod.OPTIONS
                || method == SipMethod.NOTIFY;
        if (!ours || call.isCalling() || !call.hasDialog() || call.ackWanted || ClientRequestPool.find(call, method) != null) {
            return false;
        }
        final ClientRequest request = clients.pool().take(call.agent, call, call.dialog, method, this);
        return request != null && send(request, contentType, body, offset, length, nowNs);
    }

    /** MESSAGE or OPTIONS to anybody. */
    boolean outOfDialog(
            final UserAgent agent, final CharSequence target, final byte method, final byte[] contentType, final DirectBuffer body,
            final int offset, final int length, final long nowNs) {
        if ((agent.asking & 1 << method) != 0 || !firsts.isTarget(target)) {
            return false;
        }
        final ClientRequest request = clients.pool().take(agent, null, null, method, this);
        if (request == null) {
            return false;
        }
        if (!firsts.open(request.own, agent, method, core.ids.next())) {
            clients.pool().giveBack(request);
            return false;
        }
        if (!send(request, contentType, body, offset, length, nowNs)) {
            return false;
        }
        agent.asking |= 1 << method;
        return true;
    }

    private boolean send(
            final ClientRequest request, final byte[] contentType, final DirectBuffer body, final int offset, final int length,
            final long nowNs) {
        if (!clients.pool().body(request, contentType, body, offset, length)) {
            clients.pool().giveBack(request);
            return false;
        }
        return clients.start(request, nowNs);
    }

    @Override
    public void onDone(final ClientRequest request, final int status, final SipMessage response, final long nowNs) {
        if (request.call == null) {
            request.agent.asking &= ~(1 << request.method);
        }
        final int call = request.call == null ? -1 : core.calls.handle(request.call);
        core.listener.onRequestAnswered(request.agent.number, call, request.method, status, response, nowNs);
    }
}
