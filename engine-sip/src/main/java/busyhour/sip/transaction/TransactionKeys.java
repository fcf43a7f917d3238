package busyhour.sip.transaction;

import busyhour.sip.message.SipMessage;
import busyhour.sip.message.Span;
import busyhour.sip.message.Via;
import busyhour.sip.store.KeyTable;
import org.agrona.DirectBuffer;

/** How messages find their transaction. */
final class TransactionKeys {

    private static final int CLIENT = 1;
    private static final int SERVER = 3;

    private final KeyTable table;

    TransactionKeys(final int capacity, final long seed) {
        table = new KeyTable(capacity, seed);
    }

    /** RFC 3261 17.1.3: branch and method. */
    KeyTable client(final long branch, final byte method) {
        return table.begin(CLIENT).addInt((int) (branch >>> 32)).addInt((int) branch).addInt(method);
    }

    /**
     * RFC 3261 17.2.3: branch, sent-by and method. Methods without a code share one: a branch is never used for two. A
     * branch without the cookie (RFC 2543) is keyed with what that RFC matches by: Call-ID, From and CSeq number too.
     */
    KeyTable server(final SipMessage request, final byte method) {
        final Via via = request.topVia();
        final DirectBuffer text = request.buffer();
        table.begin(SERVER)
                .addInt(method)
                .add(text, Span.offset(via.branch()), Span.length(via.branch()))
                .addIgnoringCase(text, Span.offset(via.host()), Span.length(via.host()))
                .addInt(via.portOrDefault());
        if (!via.hasMagicCookie()) {
            table.add(text, Span.offset(request.callId()), Span.length(request.callId()))
                    .add(text, Span.offset(request.fromTag()), Span.length(request.fromTag()))
                    .addInt((int) request.cSeq());
        }
        return table;
    }

    void remove(final int number) {
        table.remove(number);
    }
}
