package busyhour.sip.transaction;

import busyhour.sip.store.IntPool;
import busyhour.sip.store.IntQueues;

/** All transactions there will ever be, of four kinds, and which of them are free. */
final class TransactionPool {

    static final int INVITE_CLIENT = 0;
    static final int CLIENT = 1;
    static final int INVITE_SERVER = 2;
    static final int SERVER = 3;
    static final int KINDS = 4;

    private final int capacity;
    private final Transaction[] all;
    private final IntPool[] free = new IntPool[KINDS];
    /** Those that only wait for repetitions, by kind, the longest waiting first. */
    private final IntQueues lingering;
    private long refused;
    private long evicted;

    /** @param capacity of each kind. */
    TransactionPool(final int capacity, final Transactions owner) {
        this.capacity = capacity;
        lingering = new IntQueues(KINDS, KINDS * capacity);
        all = new Transaction[KINDS * capacity];
        for (int kind = 0; kind < KINDS; kind++) {
            free[kind] = new IntPool(capacity);
            for (int i = 0; i < capacity; i++) {
                final int number = kind * capacity + i;
                all[number] = switch (kind) {
                    case INVITE_CLIENT -> new InviteClientTransaction(owner, number);
                    case CLIENT -> new ClientTransaction(owner, number);
                    case INVITE_SERVER -> new InviteServerTransaction(owner, number);
                    default -> new ServerTransaction(owner, number);
                };
            }
        }
    }

    Transaction at(final int number) {
        return all[number];
    }

    /** A free transaction, else the one of this kind that has waited longest for repetitions, else null (counted). */
    Transaction take(final int kind, final long nowNs) {
        if (free[kind].available() == 0) {
            final int longest = lingering.first(kind);
            if (longest == IntQueues.NONE) {
                refused++;
                return null;
            }
            evicted++;
            all[longest].state(Transaction.IDLE, nowNs, "evicted");
        }
        return all[kind * capacity + free[kind].take()];
    }

    void giveBack(final Transaction transaction) {
        final int number = transaction.number;
        lingering.remove(number / capacity, number);
        free[number / capacity].giveBack(number % capacity);
    }

    /** It has done its work and may make room. */
    void linger(final Transaction transaction) {
        lingering.add(transaction.number / capacity, transaction.number);
    }

    int active() {
        int sum = 0;
        for (int kind = 0; kind < KINDS; kind++) {
            sum += capacity - free[kind].available();
        }
        return sum;
    }

    long refused() {
        return refused;
    }

    long evicted() {
        return evicted;
    }
}
