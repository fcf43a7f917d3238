package busyhour.sip.transaction;

import busyhour.sip.TransportAddress;
import busyhour.sip.store.IntQueues;

/** Finds the transactions whose messages go over one connection: all those of reliable transports by (socket, peer). */
final class PeerIndex {

    private final int mask;
    private final IntQueues queues;
    private final int[] buckets;
    private final int[] found;

    /** @param numbers of transactions. */
    PeerIndex(final int numbers) {
        final int size = Integer.highestOneBit(Math.max(2, numbers / 4));
        mask = size - 1;
        queues = new IntQueues(size, numbers);
        buckets = new int[numbers];
        found = new int[numbers];
    }

    void add(final Transaction transaction) {
        final int bucket = bucket(transaction.socket, transaction.peer);
        buckets[transaction.number] = bucket;
        queues.add(bucket, transaction.number);
    }

    /** Nothing happens when it is not in. */
    void remove(final Transaction transaction) {
        queues.remove(buckets[transaction.number], transaction.number);
    }

    /** Collects the transactions of this connection; {@link #at} tells them. Returns how many. */
    int collect(final int socket, final TransportAddress peer, final TransactionPool transactions) {
        int count = 0;
        for (int number = queues.first(bucket(socket, peer)); number != IntQueues.NONE; number = queues.next(number)) {
            final Transaction transaction = transactions.at(number);
            if (transaction.socket == socket && transaction.peer.equals(peer)) {
                found[count++] = number;
            }
        }
        return count;
    }

    int at(final int index) {
        return found[index];
    }

    private int bucket(final int socket, final TransportAddress peer) {
        final int hash = (peer.hashCode() * 31 + socket) * 0x9E3779B9;
        return (hash ^ hash >>> 15) & mask;
    }
}
