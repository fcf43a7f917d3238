package busyhour.sip.transaction;

import busyhour.sip.SipHop;
import busyhour.sip.SipTransport;
import busyhour.sip.TransportAddress;
import busyhour.sip.TransportKind;

/** Whom each transaction speaks with, and which of them a broken connection concerns. One thread. */
final class TransactionPeers {

    private final SipTransport transport;
    private final PeerIndex index;
    private long serial;

    /** @param numbers of transactions. */
    TransactionPeers(final int numbers, final SipTransport transport) {
        this.transport = transport;
        index = new PeerIndex(numbers);
    }

    /** A transaction begins. */
    void open(final Transaction transaction, final int socket, final TransportAddress peer) {
        transaction.moves = 0;
        transaction.target = SipHop.NO_TARGET;
        transaction.closed = false;
        transaction.serial = ++serial;
        address(transaction, socket, peer);
    }

    private void address(final Transaction transaction, final int socket, final TransportAddress peer) {
        transaction.socket = socket;
        transaction.peer.copyFrom(peer);
        transaction.reliable = TransportKind.isReliable(transport.kind(socket));
        if (transaction.reliable) {
            index.add(transaction);
        }
    }

    /** It speaks with another from now on. */
    void move(final Transaction transaction, final int socket, final TransportAddress peer) {
        index.remove(transaction);
        address(transaction, socket, peer);
    }

    /** A request goes to another hop. */
    void move(final Transaction transaction, final int socket, final SipHop hop) {
        move(transaction, socket, hop.address());
        transaction.moves += hop.target() == transaction.target ? 0 : 1;
        transaction.hopKind = hop.kind();
        transaction.target = hop.target();
    }

    /** A transaction is over. */
    void forget(final Transaction transaction) {
        index.remove(transaction);
    }

    /** Tells the failover of each transaction of this connection. */
    void onTransportFailed(
            final int socket, final TransportAddress to, final TransactionPool transactions, final Failover failover, final long nowNs) {
        final long now = serial;
        final int count = index.collect(socket, to, transactions);
        for (int i = 0; i < count; i++) {
            final Transaction transaction = transactions.at(index.at(i));
            // What the one before led to may have ended this one, or used it anew.
            if (transaction.serial <= now && transaction.state() != Transaction.IDLE && transaction.socket == socket
                    && transaction.peer.equals(to)) {
                failover.onTransportFailed(transaction, nowNs);
            }
        }
    }
}
