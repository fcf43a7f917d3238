package busyhour.rtp.srtp;

/**
 * Finds what is kept for an SSRC. A stream has one SSRC, one more for retransmissions, and new ones after collisions or a
 * transfer; a new one takes the slot of the one that was longest not heard of. Allocates nothing after construction.
 */
final class SsrcSlots {

    static final int NONE = -1;

    private final int[] ssrcs;
    private final long[] usedAt;
    private int count;
    private int last;
    private long uses;

    SsrcSlots(final int limit) {
        ssrcs = new int[limit];
        usedAt = new long[limit];
    }

    void clear() {
        count = 0;
        last = 0;
    }

    /** @return the SSRC's slot, or {@link #NONE}. */
    int find(final int ssrc) {
        if (last < count && ssrcs[last] == ssrc) {
            usedAt[last] = ++uses;
            return last;
        }
        for (int i = 0; i < count; i++) {
            if (ssrcs[i] == ssrc) {
                usedAt[i] = ++uses;
                last = i;
                return i;
            }
        }
        return NONE;
    }

    /** @return the slot of an SSRC that has none yet: what is in it is of another one, or of none. */
    int add(final int ssrc) {
        int slot = 0;
        if (count < ssrcs.length) {
            slot = count++;
        } else {
            for (int i = 1; i < count; i++) {
                slot = usedAt[i] < usedAt[slot] ? i : slot;
            }
        }
        ssrcs[slot] = ssrc;
        usedAt[slot] = ++uses;
        last = slot;
        return slot;
    }
}
