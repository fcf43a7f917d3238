package busyhour.sip.ua;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipMethod;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import org.agrona.DirectBuffer;

/**
 * Requests of ours other than REGISTER, INVITE, UPDATE and BYE, within a dialog and outside: sent in the dialog's order, with
 * credentials when they are challenged, until a final response or Timer F (RFC 3261 8.1, 12.2.1, 22).
 */
final class ClientRequests {

    private final SipCore core;
    private final CallEnds ends;
    private final ClientRequestPool pool;
    private final int firstTimer;

    /** @param firstTimer number of the first of its owners in the core's dialog wheel. */
    ClientRequests(final SipCore core, final CallEnds ends, final int capacity, final int firstTimer) {
        this.core = core;
        this.ends = ends;
        this.firstTimer = firstTimer;
        pool = new ClientRequestPool(core, capacity, firstTimer);
    }

    /** The requests, to be taken from and given back to. */
    ClientRequestPool pool() {
        return pool;
    }

    /** Sends it for the first time; when that is refused it is given back. */
    boolean start(final ClientRequest request, final long nowNs) {
        if (send(request, Credentials.CACHED, false, nowNs)) {
            return true;
        }
        pool.giveBack(request);
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

    void onResponse(final int transaction, final SipMessage response, final long nowNs) {
        final ClientRequest request = pool.of(transaction);
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
        final ClientRequest request = pool.of(transaction);
        if (request != null) {
            request.transaction = -1;
            end(request, status, null, nowNs);
        }
    }

    /** No transaction was free so far. */
    void onTimer(final int index, final long nowNs) {
        final ClientRequest request = pool.at(index);
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
        ClientRequestPool.unlink(request);
        request.user.onDone(request, status, response, nowNs);
        pool.giveBack(request);
        // RFC 3261 12.2.1.2; a REFER or NOTIFY that finds nobody ends its subscription only (RFC 5057 5.1).
        final boolean dialogIsGone = (status == 0 || status == 408 || status == 481)
                && method != SipMethod.REFER && method != SipMethod.NOTIFY && method != SipMethod.SUBSCRIBE;
        if (call != null && dialogIsGone && core.calls.find(handle) == call) {
            ends.hangUp(call, nowNs);
        }
    }

    /** Times that no request was free. */
    long refused() {
        return pool.refused();
    }
}
