package busyhour.sip.registrar;

import java.util.Arrays;

/**
 * Nonce counts seen, so that credentials are good for one request only (RFC 7616 3.4.5, 5.5). For each account the last
 * nonces that it used are kept, those of REGISTER and those of calls apart; of each the last counts, with a hash of the
 * request that carried them, because a repetition of the same request is none of the credentials. Fixed memory: 800
 * octets for each account.
 *
 * <pre>
 *   slot: nonce | highest count | hash of the request with count n, at n modulo 16
 * </pre>
 */
final class NonceCounts {

    /** Nonces of an account's REGISTERs, one at a time; and of its calls, which may be challenged at the same time. */
    private static final int REGISTER_SLOTS = 2;
    private static final int CALL_SLOTS = 8;
    private static final int SLOTS = REGISTER_SLOTS + CALL_SLOTS;
    private static final int WINDOW = 16;

    private final long[] nonces;
    private final long[] highest;
    private final int[] requests;
    private long replays;

    NonceCounts(final int accounts) {
        nonces = new long[Math.multiplyExact(SLOTS, accounts)];
        highest = new long[nonces.length];
        requests = new int[Math.multiplyExact(WINDOW, nonces.length)];
    }

    /**
     * Whether credentials of an account may be used.
     *
     * @param calls   for a call, else for REGISTER.
     * @param nonce   its number, ascending with its age.
     * @param count   the nc parameter, negative without one: nothing is known then.
     * @param request a hash that repetitions of the request have too.
     */
    boolean accept(final int account, final boolean calls, final long nonce, final long count, final long request) {
        if (count < 0) {
            return true;
        }
        final int first = account * SLOTS + (calls ? REGISTER_SLOTS : 0);
        final int end = first + (calls ? CALL_SLOTS : REGISTER_SLOTS);
        int slot = first;
        for (int i = first; i < end; i++) {
            if (nonces[i] == nonce) {
                slot = i;
                break;
            }
            if (nonces[i] < nonces[slot]) {
                slot = i;
            }
        }
        if (nonces[slot] > nonce) {
            // Older than all that are kept: whether it was used up is forgotten.
            replays++;
            return false;
        }
        if (nonces[slot] < nonce) {
            nonces[slot] = nonce;
            highest[slot] = count;
            Arrays.fill(requests, slot * WINDOW, (slot + 1) * WINDOW, 0);
        }
        return use(slot, count, (int) (request >>> Integer.SIZE) | 1);
    }

    private boolean use(final int slot, final long count, final int request) {
        if (count <= highest[slot] - WINDOW) {
            replays++;
            return false;
        }
        for (long passed = Math.max(highest[slot] + 1, count - WINDOW + 1); passed <= count; passed++) {
            requests[slot * WINDOW + (int) (passed % WINDOW)] = 0;
        }
        highest[slot] = Math.max(highest[slot], count);
        final int at = slot * WINDOW + (int) (count % WINDOW);
        if (requests[at] != 0 && requests[at] != request) {
            replays++;
            return false;
        }
        requests[at] = request;
        return true;
    }

    /** Credentials that were used up. */
    long replays() {
        return replays;
    }
}
