package busyhour.sip.registrar;

import busyhour.sip.store.UntouchedMemory;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Nonce counts seen, so that credentials are good for one request only (RFC 7616 3.4.5, 5.5). For each account the last
 * nonces that it used are kept, those of REGISTER and those of calls apart; of each the last counts, with a hash of the
 * request that carried them, because a repetition of the same request is none of the credentials. Fixed memory: 800
 * octets for each account, of which most use a quarter: the first slots of all accounts lie side by side.
 *
 * <pre>
 *   slot: nonce | highest count | hash of the request with count n, at n modulo 16
 * </pre>
 */
final class NonceCounts {

    /** Nonces of an account's REGISTERs, one at a time; and of its calls, which may be challenged at the same time. */
    private static final int REGISTER_SLOTS = 2;
    private static final int CALL_SLOTS = 8;
    private static final int WINDOW = 16;

    private static final int HIGHEST_OFFSET = Long.BYTES;
    private static final int REQUESTS_OFFSET = HIGHEST_OFFSET + Long.BYTES;
    private static final int SLOT_BYTES = REQUESTS_OFFSET + WINDOW * Integer.BYTES;

    private final Slots register;
    private final Slots calls;
    private long replays;

    /** Of all accounts, filled one after the other, so that what no nonce ever took is not in memory. */
    private static final class Slots {

        final int accounts;
        final UnsafeBuffer memory;
        final byte[] used;
        final int most;

        Slots(final int accounts, final int most) {
            this.accounts = accounts;
            this.most = most;
            memory = UntouchedMemory.allocate(Math.multiplyExact(Math.multiplyExact(most, accounts), SLOT_BYTES));
            used = new byte[accounts];
        }

        int at(final int account, final int slot) {
            return (slot * accounts + account) * SLOT_BYTES;
        }
    }

    NonceCounts(final int accounts) {
        register = new Slots(accounts, REGISTER_SLOTS);
        calls = new Slots(accounts, CALL_SLOTS);
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
        final Slots slots = calls ? this.calls : register;
        final int place = place(slots, account, nonce);
        if (place < 0) {
            // Older than all that are kept: whether it was used up is forgotten.
            replays++;
            return false;
        }
        if (slots.memory.getLong(place) != nonce) {
            slots.memory.putLong(place, nonce);
            slots.memory.putLong(place + HIGHEST_OFFSET, count);
            slots.memory.setMemory(place + REQUESTS_OFFSET, WINDOW * Integer.BYTES, (byte) 0);
        }
        return use(slots.memory, place, count, (int) (request >>> Integer.SIZE) | 1);
    }

    /** The slot with this nonce, else a new one, else that of the oldest; negative when all are younger than it. */
    private static int place(final Slots slots, final int account, final long nonce) {
        final UnsafeBuffer memory = slots.memory;
        int oldest = -1;
        for (int slot = 0; slot < slots.used[account]; slot++) {
            final int at = slots.at(account, slot);
            if (memory.getLong(at) == nonce) {
                return at;
            }
            if (oldest < 0 || memory.getLong(at) < memory.getLong(oldest)) {
                oldest = at;
            }
        }
        if (slots.used[account] < slots.most) {
            final int fresh = slots.at(account, slots.used[account]++);
            memory.putLong(fresh, nonce - 1); // any other
            return fresh;
        }
        return memory.getLong(oldest) > nonce ? -1 : oldest;
    }

    private boolean use(final UnsafeBuffer memory, final int place, final long count, final int request) {
        final long highest = memory.getLong(place + HIGHEST_OFFSET);
        if (count <= highest - WINDOW) {
            replays++;
            return false;
        }
        for (long passed = Math.max(highest + 1, count - WINDOW + 1); passed <= count; passed++) {
            memory.putInt(request(place, passed), 0);
        }
        memory.putLong(place + HIGHEST_OFFSET, Math.max(highest, count));
        final int seen = memory.getInt(request(place, count));
        if (seen != 0 && seen != request) {
            replays++;
            return false;
        }
        memory.putInt(request(place, count), request);
        return true;
    }

    private static int request(final int place, final long count) {
        return place + REQUESTS_OFFSET + (int) (count % WINDOW) * Integer.BYTES;
    }

    /** Credentials that were used up. */
    long replays() {
        return replays;
    }
}
