package busyhour.engine.io;

/**
 * The media ports of one shard, with a cursor that walks round them so that a port just freed is the last to come
 * back. Not shared: {@link #share} gives each shard ports of its own.
 */
public final class PortRange {

    /** Below the kernel's own range for outgoing connections (32768-60999 by default). */
    public static final int DEFAULT_FIRST = 10_000;
    public static final int DEFAULT_LAST = 32_767;

    private final int firstEven;
    private final int pairs;
    private int cursor;

    /**
     * @param first lowest port, 1024 or more.
     * @param last  highest port; the range must hold an even port and the odd one after it.
     */
    public PortRange(int first, int last) {
        if (first < 1024 || last > 65_535 || first > last) {
            throw new IllegalArgumentException("ports " + first + "-" + last + ": expected 1024 <= first <= last <= 65535");
        }
        firstEven = (first + 1) & ~1;
        pairs = (last + 1 - firstEven) / 2;
        if (pairs < 1) {
            throw new IllegalArgumentException("ports " + first + "-" + last + " hold no pair of an even and an odd port");
        }
    }

    public static PortRange defaults() {
        return new PortRange(DEFAULT_FIRST, DEFAULT_LAST);
    }

    /** The part of this range that shard {@code index} of {@code shards} owns. */
    public PortRange share(int index, int shards) {
        if (index < 0 || index >= shards || shards > pairs) {
            throw new IllegalArgumentException("share " + index + " of " + shards + " in " + pairs + " port pairs");
        }
        return part((int) ((long) pairs * index / shards), (int) ((long) pairs * (index + 1) / shards));
    }

    /**
     * The part of this range that one of several owners has: at least what each needs, and what is left over in proportion.
     *
     * @param needs pairs that each owner needs, together no more than this range has.
     */
    public PortRange share(int index, long[] needs) {
        long all = 0;
        long before = 0;
        for (int i = 0; i < needs.length; i++) {
            all += Math.max(1, needs[i]);
            before += i < index ? Math.max(1, needs[i]) : 0;
        }
        if (all > pairs) {
            throw new IllegalArgumentException(all + " port pairs needed, " + this + " has " + pairs);
        }
        final long spare = pairs - all;
        final long after = before + Math.max(1, needs[index]);
        return part((int) (before + spare * before / all), (int) (after + spare * after / all));
    }

    private PortRange part(int fromPair, int toPair) {
        return new PortRange(firstEven + 2 * fromPair, firstEven + 2 * toPair - 1);
    }

    public int pairs() {
        return pairs;
    }

    public int firstPort() {
        return firstEven;
    }

    public int lastPort() {
        return firstEven + 2 * pairs - 1;
    }

    /** The next even port, walking round. */
    public int nextEvenPort() {
        final int port = firstEven + 2 * cursor;
        cursor = cursor + 1 == pairs ? 0 : cursor + 1;
        return port;
    }

    @Override
    public String toString() {
        return firstPort() + "-" + lastPort();
    }
}
