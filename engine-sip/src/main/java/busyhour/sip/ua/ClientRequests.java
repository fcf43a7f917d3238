package busyhour.sip.ua;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;
import busyhour.sip.store.IntPool;
import org.agrona.DirectBuffer;

/**
 * Requests of ours other than REGISTER, INVITE, UPDATE and BYE, within a dialog and outside: sent in the dialog's order, with
 * credentials when they are challenged, until a final response or Timer F (RFC 3261 8.1, 12.2.1, 22).
 */
final class ClientRequests {

    private final SipCore core;
    private final CallEnds ends;
    private final ClientRequest[] requests;
    private final IntPool free;
    private final int firstTimer;
    private long refused;

    /** @param firstTimer number of the first of its owners in the core's dialog wheel. */
    ClientRequests(final SipCore core, final CallEnds ends, final int capacity, final int firstTimer) {
        this.core = core;
        this.ends = ends;
        this.firstTimer = firstTimer;
        free = new IntPool(capacity);
        requests = new ClientRequest[capacity];
        for (int i = 0; i < capacity; i++) {
            requests[i] = new ClientRequest(i, new Dialog(core.pool, core.workspace));
        }
    }

    /** A request to be filled and sent, or null (counted). */
    ClientRequest take(final UserAgent agent, final Call call, final Dialog dialog, final byte method, final RequestUser user) {
        final int index = free.take();
        if (index == IntPool.EMPTY) {
            refused++;
            return null;
        }
        final ClientRequest request = requests[index];
        request.generation = request.generation + 1 & Integer.MAX_VALUE;
        request.open = true;
        request.agent = agent;
        request.call = call;
        request.dialog = dialog == null ? request.own : dialog;
        request.method = method;
        request.user = user;
        request.contentType = null;
        request.transaction = -1;
        request.carried = Credentials.NONE;
        request.attempts = 0;
        if (call != null) {
            request.next = call.session.requests;
            call.session.requests = request;
            request.linked = true;
        }
        return request;
    }

    /** The call's open request with this method, or null. */
    static ClientRequest find(final Call call, final byte method) {
        ClientRequest request = call.session.requests;
        while (request != null && request.method != method) {
            request = request.next;
        }
        return request;
    }

    /** Keeps the header lines that were written to the core's scratch from {@code length} 0; false when no block is free. */
    boolean lines(final ClientRequest request, final int length) {
        request.lines = length < 0 ? BytePool.NONE : core.pool.store(core.scratch, 0, length);
        return request.lines >= 0;
    }

    /** Keeps a body; false when no block is free. */
    boolean body(final ClientRequest request, final byte[] contentType, final DirectBuffer body, final int offset, final int length) {
        if (contentType == null || length == 0) {
            return true;
        }
        request.contentType = contentType;
        request.body = length > core.pool.maxLength() ? BytePool.NONE : core.pool.store(body, offset, length);
        return request.body >= 0;
    }

    /** Sends it for the first time; when that is refused it is given back. */
    boolean start(final ClientRequest request, final long nowNs) {
        if (send(request, Credentials.CACHED, false, nowNs)) {
            return true;
        }
        giveBack(request);
        return false;
    }

    /** Sends it for the first time, or as soon as something is free for it. */
    void insist(final ClientRequest request, final long nowNs) {
        if (!send(request, Credentials.CACHED, true, nowNs)) {
            later(request, nowNs);
        }
    }

    private void later(final ClientRequest request, final long nowNs) {
        core.dialogWheel.schedule(firstTimer + request.index, nowNs + core.context.times().t1Ns(), nowNs);
    }

    private boolean send(final ClientRequest request, final byte carried, final boolean insist, final long nowNs) {
        final UserAgent agent = request.agent;
        final Dialog dialog = request.dialog;
        final long branch = core.ids.next();
        final long cSeq = dialog.nextCSeq();
        final SipWriter out = dialog.begin(core.begin(agent, request.method), request.method, agent.vias, branch, cSeq);
        if (request.method == SipMethod.REFER || request.method == SipMethod.NOTIFY || request.method == SipMethod.SUBSCRIBE) {
            contact(out, request);
        } else if (request.method == SipMethod.OPTIONS) {
            contact(out, request).header(SipHeader.ACCEPT, SipCore.ACCEPT);
        }
        if (request.lines >= 0) {
            out.append(core.pool.buffer(request.lines), core.pool.offset(request.lines), core.pool.length(request.lines));
        }
        out.header(SipHeader.USER_AGENT, core.userAgent);
        final int target = dialog.target();
        final boolean hasBody = request.body >= 0;
        final DirectBuffer body = hasBody ? core.pool.buffer(request.body) : core.scratch;
        final int bodyOffset = hasBody ? core.pool.offset(request.body) : 0;
        final int bodyLength = hasBody ? core.pool.length(request.body) : 0;
        final byte wrote = core.credentials.write(out, agent, request.method, core.pool.buffer(target),
                Span.of(core.pool.offset(target), core.pool.length(target)), body, bodyOffset, bodyLength, carried);
        if (hasBody) {
            out.header(SipHeader.CONTENT_TYPE, request.contentType).body(body, bodyOffset, bodyLength);
        } else {
            out.noBody();
        }
        final int session = request.call == null ? -1 : core.calls.handle(request.call);
        final int transaction = core.requests.send(
                agent, request.method, branch, dialog.nextHop(), out.finish(), session, insist, nowNs);
        if (transaction < 0) {
            dialog.undoCSeq();
            return false;
        }
        core.transactions.memo(transaction, request.memo());
        request.transaction = transaction;
        request.cSeq = cSeq;
        request.carried = wrote;
        request.attempts++;
        return true;
    }

    private SipWriter contact(final SipWriter out, final ClientRequest request) {
        return request.call != null ? core.contact(out, request.call)
                : core.contact(out, request.agent, request.dialog.nextHop().kind());
    }

    /** The open request of this transaction, or null. */
    private ClientRequest of(final int transaction) {
        final long memo = core.transactions.memo(transaction);
        if (memo == 0) {
            return null;
        }
        final ClientRequest request = requests[(int) memo - 1];
        return request.open && request.memo() == memo && request.transaction == transaction ? request : null;
    }

    void onResponse(final int transaction, final SipMessage response, final long nowNs) {
        final ClientRequest request = of(transaction);
        final int status = response.statusCode();
        if (request == null || status < 200) {
            return;
        }
        request.transaction = -1;
        if (status == 401 || status == 407) {
            final long memo = request.memo();
            core.listener.onChallenged(request.agent.number, status, nowNs);
            if (!request.open || request.memo() != memo) {
                return;
            }
            if (core.credentials.onChallenge(request.agent, response, request.carried, request.attempts)) {
                if (!send(request, Credentials.FRESH, true, nowNs)) {
                    request.carried = Credentials.FRESH;
                    later(request, nowNs);
                }
                return;
            }
        } else if (request.carried != Credentials.NONE) {
            core.credentials.onAccepted(request.agent, response);
        }
        end(request, status, response, nowNs);
    }

    /** @param status 0 when nobody answered, 503 when the transport failed. */
    void onFailed(final int transaction, final int status, final long nowNs) {
        final ClientRequest request = of(transaction);
        if (request != null) {
            request.transaction = -1;
            end(request, status, null, nowNs);
        }
    }

    /** No transaction was free so far. */
    void onTimer(final int index, final long nowNs) {
        final ClientRequest request = requests[index];
        if (request.open && request.transaction < 0
                && !send(request, request.attempts == 0 ? Credentials.CACHED : Credentials.FRESH, true, nowNs)) {
            later(request, nowNs);
        }
    }

    private void end(final ClientRequest request, final int status, final SipMessage response, final long nowNs) {
        final Call call = request.call;
        final int handle = call == null ? -1 : core.calls.handle(call);
        final byte method = request.method;
        // The user may send the next one from within.
        unlink(request);
        request.user.onDone(request, status, response, nowNs);
        giveBack(request);
        // RFC 3261 12.2.1.2; a REFER or NOTIFY that finds nobody ends its subscription only (RFC 5057 5.1).
        final boolean dialogIsGone = (status == 0 || status == 408 || status == 481)
                && method != SipMethod.REFER && method != SipMethod.NOTIFY && method != SipMethod.SUBSCRIBE;
        if (call != null && dialogIsGone && core.calls.find(handle) == call) {
            ends.hangUp(call, nowNs);
        }
    }

    /** Gives a request back; what still comes for its transaction is passed over. */
    void giveBack(final ClientRequest request) {
        unlink(request);
        core.dialogWheel.cancel(firstTimer + request.index);
        core.pool.giveBack(request.lines);
        core.pool.giveBack(request.body);
        request.lines = BytePool.NONE;
        request.body = BytePool.NONE;
        request.own.clear();
        request.call = null;
        request.user = null;
        request.open = false;
        free.giveBack(request.index);
    }

    private static void unlink(final ClientRequest request) {
        if (!request.linked) {
            return;
        }
        request.linked = false;
        final Session session = request.call.session;
        if (session.requests == request) {
            session.requests = request.next;
        } else {
            ClientRequest before = session.requests;
            while (before.next != request) {
                before = before.next;
            }
            before.next = request.next;
        }
        request.next = null;
    }

    /** The call is over. */
    void drop(final Call call) {
        while (call.session.requests != null) {
            giveBack(call.session.requests);
        }
    }

    /** Times that no request was free. */
    long refused() {
        return refused;
    }
}
