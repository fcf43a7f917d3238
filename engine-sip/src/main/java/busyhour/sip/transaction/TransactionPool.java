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

    private final Transaction[] all;
    /** Number of the first transaction of each kind. */
    private final int[] first = new int[KINDS];
    private final IntPool[] free = new IntPool[KINDS];
    /** Those that only wait for repetitions, by kind, the longest waiting first. */
    private final IntQueues lingering;
    private long refused;
    private long evicted;

    TransactionPool(final TransactionRoom room, final Transactions owner) {
        lingering = new IntQueues(KINDS, room.all());
        all = new Transaction[room.all()];
        int number = 0;
        for (int kind = 0; kind < KINDS; kind++) {
            free[kind] = new IntPool(room.of(kind));
            first[kind] = number;
            for (final int end = number + room.of(kind); number < end; number++) {
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
        return all[first[kind] + free[kind].take()];
    }

    void giveBack(final Transaction transaction) {
        final int number = transaction.number;
        final int kind = kind(number);
        lingering.remove(kind, number);
        free[kind].giveBack(number - first[kind]);
    }

    private int kind(final int number) {
        int kind = KINDS - 1;
        while (number < first[kind]) {
            kind--;
        }
        return kind;
    }

    /** It has done its work and may make room. */
    void linger(final Transaction transaction) {
        lingering.add(kind(transaction.number), transaction.number);
    }

    int active() {
        int sum = 0;
        for (int kind = 0; kind < KINDS; kind++) {
            sum += free[kind].capacity() - free[kind].available();
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
