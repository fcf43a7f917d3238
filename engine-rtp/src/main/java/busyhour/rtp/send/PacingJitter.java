package busyhour.rtp.send;

import busyhour.rtp.SplitMix64;

/**
 * Random delays of those of a pacer's streams that have any: each packet an even random 0..J after its place in the schedule, in
 * whole ticks, the same for the same seed. With J above the packet time a packet waits for the one before it. One thread; allocates
 * nothing after construction.
 */
final class PacingJitter {

    private final long tickNs;
    private final long[] largestTicks;
    private final long[] slotNs;       // schedule without jitter
    private final long[] random;

    PacingJitter(final int capacity, final long tickNs) {
        this.tickNs = tickNs;
        largestTicks = new long[capacity];
        slotNs = new long[capacity];
        random = new long[capacity];
    }

    /** A stream's schedule begins. @param jitterNs at least one tick. @return when its first packet is due. */
    long begin(final int id, final long firstNs, final long jitterNs, final long seed) {
        largestTicks[id] = jitterNs / tickNs;
        random[id] = seed;
        slotNs[id] = firstNs;
        return firstNs + drawNs(id);
    }

    /** Packets of this time are left out. */
    void skip(final int id, final long skippedNs) {
        slotNs[id] += skippedNs;
    }

    /** When the packet after the one due at {@code dueNs} is due. */
    long followingNs(final int id, final long dueNs, final long packetNs) {
        slotNs[id] += packetNs;
        return Math.max(dueNs, slotNs[id] + drawNs(id));
    }

    private long drawNs(final int id) {
        random[id] += SplitMix64.GAMMA;
        return SplitMix64.below(SplitMix64.mix(random[id]), largestTicks[id] + 1) * tickNs;
    }
}
