package busyhour.sip.transaction;

import busyhour.sip.SipHop;
import busyhour.sip.TransportAddress;
import busyhour.sip.message.SipMessage;
import busyhour.sip.message.SipParser;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Requests that take another way, and responses whose connection is gone. A request that timed out without any response, was
 * refused with 503 or met a broken transport goes to the endpoint's next target: the same request with another branch, so
 * another transaction, under the same number (RFC 3263 4.3).
 */
final class Failover {

    private static final int CAPACITY = 16_384;

    private final Transactions transactions;
    private final NextHops hops;
    private final SipHop hop = new SipHop();
    private final SipParser parser = new SipParser();
    private final SipMessage response = new SipMessage();
    private final TransportAddress address = new TransportAddress();
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[CAPACITY]);
    private long branch;
    private byte kind;
    private long moved;

    Failover(final Transactions transactions, final NextHops hops) {
        this.transactions = transactions;
        this.hops = hops;
    }

    /** The request goes elsewhere, if there is another way; false: there is none, nothing has changed. */
    boolean moveOn(final Transaction transaction, final long nowNs) {
        return findNext(transaction, transaction.reliable, nowNs) && move(transaction, compose(transaction, nowNs), nowNs);
    }

    /** @param silent whether nobody answered over a connection: UDP may reach whom TCP did not. */
    private boolean findNext(final Transaction transaction, final boolean silent, final long nowNs) {
        hop.set(transaction.hopKind, transaction.peer, transaction.target);
        return transaction.message >= 0
                && hops.next(transaction.endpoint, transaction.session, transaction.method, hop, silent,
                        transaction.moves, nowNs);
    }

    /** Writes the request as it goes to {@link #hop}; its length, or -1. */
    private int compose(final Transaction transaction, final long nowNs) {
        final int length = transactions.pool.length(transaction.message);
        scratch.putBytes(0, transactions.pool.buffer(transaction.message), transactions.pool.offset(transaction.message), length);
        branch = hops.branch();
        kind = hops.kind(transaction.endpoint, hop, length, nowNs);
        return TopVia.replace(scratch, length, CAPACITY, hops.via(transaction.endpoint, kind), branch);
    }

    private boolean move(final Transaction transaction, final int length, final long nowNs) {
        if (length < 0 || !transaction.store(scratch, 0, length)) {
            return false;
        }
        transactions.readdress(transaction, hops.socket(transaction.endpoint, kind), hop, branch);
        moved++;
        transaction.send(nowNs);
        transaction.start(nowNs);
        return true;
    }

    /** 503 to our request: true when it goes elsewhere and only the refusal's ACK is left to do here. */
    boolean onUnavailable(final Transaction transaction, final SipMessage refusal, final long nowNs) {
        if (!findNext(transaction, false, nowNs)) {
            return false;
        }
        final int length = compose(transaction, nowNs);
        if (length < 0) {
            return false;
        }
        if (transaction instanceof InviteClientTransaction invite) {
            acknowledge(invite, refusal, nowNs);
        }
        transactions.onAbsorbed(transaction, refusal, nowNs);
        return move(transaction, length, nowNs);
    }

    private void acknowledge(final InviteClientTransaction invite, final SipMessage refusal, final long nowNs) {
        final int block = invite.message;
        final int length = transactions.echoes.ack(
                transactions.pool.buffer(block), transactions.pool.offset(block), transactions.pool.length(block), refusal);
        if (length < 0) {
            return;
        }
        final InviteClientTransaction ack = transactions.takeOver(invite, transactions.echoes.buffer(), length, nowNs);
        if (ack != null) {
            ack.acknowledgeOnly(nowNs);
        } else {
            // Without another transaction the ACK goes out once only.
            transactions.send(invite, transactions.echoes.buffer(), 0, length, false, nowNs);
        }
    }

    /** Requests that went to another target or by another transport than at first. */
    long moved() {
        return moved;
    }

    /** The connection that the transaction's messages went over has failed. */
    void onTransportFailed(final Transaction transaction, final long nowNs) {
        if (transaction.isUnanswered()) {
            if (!moveOn(transaction, nowNs)) {
                transactions.user.onFailed(transaction.number, transaction.endpoint, transaction.session, transaction.method,
                        Transactions.UNAVAILABLE, nowNs);
                transaction.state(Transaction.IDLE, nowNs, "transport failed");
            }
        } else if (transaction.isServer() && transaction.moves == 0) {
            transaction.moves = 1;
            transaction.closed = true;
            if (transaction.message >= 0 && !transaction.send(nowNs) && transaction.state() == Transaction.COMPLETED) {
                // Nobody asks for the refusal of an INVITE again over a connection.
                transaction.repeatAtNs = nowNs;
                transaction.arm(nowNs);
            }
        }
    }

    /** A response's connection is gone: it goes to the address of its topmost Via, if that is another (RFC 3261 18.2.2). */
    void openAnew(final Transaction transaction, final DirectBuffer buffer, final int offset, final int length) {
        transaction.closed = false;
        parser.parse(buffer, offset, length, response);
        if (response.topVia().isPresent() && ReplyAddress.ofClosed(response.buffer(), response.topVia(), address)) {
            transactions.readdress(transaction, address);
        }
    }
}
