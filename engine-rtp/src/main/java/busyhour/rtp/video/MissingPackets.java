package busyhour.rtp.video;

import busyhour.rtp.rtcp.FeedbackWriter;

/**
 * Packets that are missing and may be asked for again (generic NACK). A packet is asked for {@link #REORDER_NS} after it was missed,
 * so that one that was only overtaken is not; again each round trip and a little; {@link #MAX_REQUESTS} times at most. At most
 * {@link #CAPACITY} are kept: beyond, the oldest are not asked for any more.
 */
final class MissingPackets {

    static final int CAPACITY = 128;
    static final long REORDER_NS = 10_000_000;
    static final int MAX_REQUESTS = 10;
    /** Items in one report: each names 17 packets at best and one at worst. */
    static final int MAX_WRITTEN = 64;

    private static final long UNKNOWN_ROUND_TRIP_NS = 80_000_000;
    private static final long MARGIN_NS = 20_000_000;
    private static final long MAX_PAUSE_NS = 500_000_000;
    private static final long NEVER = Long.MAX_VALUE;

    private final long[] sequence = new long[CAPACITY];
    private final long[] dueNs = new long[CAPACITY];
    private final byte[] requests = new byte[CAPACITY];
    private int count;
    private long pauseNs;
    private long nextNs;
    private boolean changed;
    private long writtenNs;

    void reset() {
        clear();
        roundTripMs(Double.NaN);
    }

    void clear() {
        count = 0;
        nextNs = NEVER;
        changed = false;
    }

    /** @param rttMs NaN while unknown. */
    void roundTripMs(final double rttMs) {
        pauseNs = Math.min(MAX_PAUSE_NS, MARGIN_NS + (rttMs >= 0 ? (long) (rttMs * 1e6) : UNKNOWN_ROUND_TRIP_NS));
    }

    /** Numbers from {@code from} to before {@code to} were left out. */
    void add(final long from, final long to, final long nowNs) {
        for (long missing = Math.max(from, to - CAPACITY); missing < to; missing++) {
            if (count == CAPACITY) {
                remove(0);
            }
            sequence[count] = missing;
            dueNs[count] = nowNs + REORDER_NS;
            requests[count] = 0;
            count++;
        }
        changed = true;
    }

    /** It came. @return whether it had been asked for. */
    boolean onPacket(final long arrived) {
        for (int i = count - 1; i >= 0 && sequence[i] >= arrived; i--) {
            if (sequence[i] == arrived) {
                final boolean asked = requests[i] > 0;
                remove(i);
                return asked;
            }
        }
        return false;
    }

    /** What is before is no longer waited for. */
    void giveUpBefore(final long firstAwaited) {
        int gone = 0;
        while (gone < count && sequence[gone] < firstAwaited) {
            gone++;
        }
        if (gone > 0) {
            shift(0, gone);
        }
    }

    private void remove(final int index) {
        shift(index, 1);
    }

    private void shift(final int index, final int by) {
        final int left = count - index - by;
        System.arraycopy(sequence, index + by, sequence, index, left);
        System.arraycopy(dueNs, index + by, dueNs, index, left);
        System.arraycopy(requests, index + by, requests, index, left);
        count -= by;
        changed = true;
    }

    /** When something is to be asked for, {@link Long#MAX_VALUE} when nothing is. */
    long nextNs() {
        if (changed) {
            nextNs = NEVER;
            for (int i = 0; i < count; i++) {
                nextNs = Math.min(nextNs, dueNs[i]);
            }
            changed = false;
        }
        return nextNs;
    }

    /** Writes what is due. {@link #onSent} then counts it. */
    void write(final FeedbackWriter writer, final int mediaSsrc, final long nowNs) {
        writtenNs = nowNs;
        int written = 0;
        for (int i = 0; i < count && written < MAX_WRITTEN; i++) {
            if (dueNs[i] <= nowNs) {
                writer.nack(mediaSsrc, (int) sequence[i] & 0xFFFF);
                written++;
            }
        }
    }

    /** What was written last left. @return sequence numbers that were asked for. */
    int onSent(final long nowNs) {
        int sent = 0;
        for (int i = 0; i < count && sent < MAX_WRITTEN; i++) {
            if (dueNs[i] <= writtenNs) {
                dueNs[i] = ++requests[i] < MAX_REQUESTS ? nowNs + pauseNs : NEVER;
                sent++;
            }
        }
        changed = true;
        return sent;
    }
}
