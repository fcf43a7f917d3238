package busyhour.sip.transaction;

/**
 * The timers of RFC 3261 17 (table 4) and RFC 6026, from T1, T2 and T4. Over a reliable transport those that only
 * absorb or repeat are zero.
 *
 * @param t1Ns round-trip estimate, 500 ms.
 * @param t2Ns longest interval of non-INVITE requests and INVITE responses, 4 s.
 * @param t4Ns longest time a message stays in the network, 5 s.
 */
public record TransactionTimes(long t1Ns, long t2Ns, long t4Ns) {

    /** The values of RFC 3261. */
    public static final TransactionTimes RFC3261 = new TransactionTimes(500_000_000L, 4_000_000_000L, 5_000_000_000L);

    /** Checks the order of the three. */
    public TransactionTimes {
        if (t1Ns < 1 || t2Ns < t1Ns || t4Ns < 1) {
            throw new IllegalArgumentException("T1 " + t1Ns + ", T2 " + t2Ns + ", T4 " + t4Ns + " ns: 0 < T1 <= T2 and 0 < T4");
        }
    }

    /** 64 * T1: Timers B, F, H, L and M. */
    public long timeoutNs() {
        return 64 * t1Ns;
    }

    /** Timer D: wait for response retransmissions after a final response other than 2xx. RFC: at least 32 s = 64 * T1. */
    public long timerDNs(final boolean reliable) {
        return reliable ? 0 : timeoutNs();
    }

    /** Timer I: wait for ACK retransmissions. */
    public long timerINs(final boolean reliable) {
        return reliable ? 0 : t4Ns;
    }

    /** Timer J: wait for retransmissions of a request other than INVITE. */
    public long timerJNs(final boolean reliable) {
        return reliable ? 0 : timeoutNs();
    }

    /** Timer K: wait for response retransmissions. */
    public long timerKNs(final boolean reliable) {
        return reliable ? 0 : t4Ns;
    }
}
