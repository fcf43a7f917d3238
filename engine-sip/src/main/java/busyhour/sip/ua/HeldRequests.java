package busyhour.sip.ua;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.message.SipHeader;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipWriter;
import busyhour.sip.message.Span;
import busyhour.sip.store.BytePool;

/** Requests within a dialog that are answered later than they come: re-INVITE, UPDATE, REFER. */
final class HeldRequests {

    private final SipCore core;
    private final Responses responses;

    HeldRequests(final SipCore core, final Responses responses) {
        this.core = core;
        this.responses = responses;
    }

    /** Opens a transaction and keeps what its responses need. False: nothing is free, the request will come again. */
    boolean hold(final HeldRequest held, final Call call, final int socket, final SipMessage request, final long nowNs) {
        final int head = responses.keepHead(request, call.localTag);
        if (head < 0) {
            return false;
        }
        int target = BytePool.NONE;
        if (request.contact().isPresent() && Span.isPresent(request.contact().uri())) {
            final long uri = request.contact().uri();
            target = core.pool.store(request.buffer(), Span.offset(uri), Span.length(uri));
            if (target < 0) {
                core.pool.giveBack(head);
                return false;
            }
        }
        final int server = responses.open(request, socket, call.agent.number, core.calls.handle(call), nowNs);
        if (server < 0) {
            core.pool.giveBack(head);
            core.pool.giveBack(target);
            return false;
        }
        held.method = request.method();
        held.cSeq = request.cSeq();
        held.server = server;
        held.head = head;
        held.target = target;
        call.dialogNow().remoteCSeq(request.cSeq());
        return true;
    }

    /** Begins a response. */
    SipWriter begin(final HeldRequest held, final int status) {
        return responses.begin(held.head, status);
    }

    /** Sends what was written; false when refused. */
    boolean send(final HeldRequest held, final int status, final int length, final long nowNs) {
        return length > 0 && held.server >= 0
                && core.transactions.respond(held.server, status, core.scratch, 0, length, nowNs);
    }

    /** Sends a response without a body; a final one ends the holding. False when refused. */
    boolean respond(final HeldRequest held, final int status, final long nowNs) {
        final SipWriter out = begin(held, status);
        if (!send(held, status, out.header(SipHeader.SERVER, core.userAgent).noBody().finish(), nowNs)) {
            return false;
        }
        if (status >= 200) {
            close(held);
        }
        return true;
    }

    /** Takes the target that the request brought, now that it is accepted (RFC 3261 12.2, RFC 6141 4.6). */
    void refreshTarget(final HeldRequest held, final Call call) {
        if (held.target >= 0) {
            final Dialog dialog = call.dialogNow();
            dialog.target(held.target);
            held.target = BytePool.NONE;
            dialog.route(dialog.nextHop());
        }
    }

    /** The final response is out; the transaction may still be needed to repeat a 2xx. */
    void close(final HeldRequest held) {
        core.pool.giveBack(held.head);
        core.pool.giveBack(held.target);
        held.head = BytePool.NONE;
        held.target = BytePool.NONE;
    }

    /** The call is over: whoever repeats the request gets 481. */
    void drop(final HeldRequest held, final long nowNs) {
        if (held.isOpen() && held.server >= 0) {
            core.transactions.abandon(held.server, nowNs);
        }
        close(held);
        held.server = -1;
    }
}
