package busyhour.sip.transaction;

/**
 * How many transactions of each kind there are at one time at most. When there are fewer than are wanted, those that have waited longest
 * for repetitions make room, which is counted.
 *
 * @param inviteClient our INVITEs.
 * @param client       our other requests.
 * @param inviteServer INVITEs of peers.
 * @param server       their other requests.
 */
public record TransactionRoom(int inviteClient, int client, int inviteServer, int server) {

    /** As many of each kind. */
    public static TransactionRoom ofEach(final int transactions) {
        return new TransactionRoom(transactions, transactions, transactions, transactions);
    }

    /** By the kinds' numbers in {@link TransactionPool}. */
    int of(final int kind) {
        return switch (kind) {
            case TransactionPool.INVITE_CLIENT -> inviteClient;
            case TransactionPool.CLIENT -> client;
            case TransactionPool.INVITE_SERVER -> inviteServer;
            default -> server;
        };
    }

    public int most() {
        return Math.max(Math.max(inviteClient, client), Math.max(inviteServer, server));
    }

    public int least() {
        return Math.min(Math.min(inviteClient, client), Math.min(inviteServer, server));
    }

    int all() {
        return Math.addExact(Math.addExact(inviteClient, client), Math.addExact(inviteServer, server));
    }
}
