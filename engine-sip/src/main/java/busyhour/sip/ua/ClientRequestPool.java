package busyhour.sip.ua;

import busyhour.sip.dialog.Dialog;
import busyhour.sip.store.BytePool;
import busyhour.sip.store.IntPool;
import org.agrona.DirectBuffer;

/** All {@link ClientRequest}s there will ever be, and which of them are open, by call and by transaction. */
final class ClientRequestPool {

    private final SipCore core;
    private final ClientRequest[] requests;
    private final IntPool free;
    private final int firstTimer;
    private long refused;

    /** @param firstTimer number of the first of its owners in the core's dialog wheel. */
    ClientRequestPool(final SipCore core, final int capacity, final int firstTimer) {
        this.core = core;
        this.firstTimer = firstTimer;
        free = new IntPool(capacity);
        requests = new ClientRequest[capacity];
        for (int i = 0; i < capacity; i++) {
            requests[i] = new ClientRequest(i, new Dialog(core.pool, core.workspace));
        }
    }

    ClientRequest at(final int index) {
        return requests[index];
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

    /** The open request of this transaction, or null. */
    ClientRequest of(final int transaction) {
        final long memo = core.transactions.memo(transaction);
        if (memo == 0) {
            return null;
        }
        final ClientRequest request = requests[(int) memo - 1];
        return request.open && request.memo() == memo && request.transaction == transaction ? request : null;
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

    /** Takes it out of its call, so that another of its method may be sent. */
    static void unlink(final ClientRequest request) {
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
