package busyhour.ipc.histogram;

import java.util.Arrays;

/**
 * Counts of values from 0 to 2^42 (73 minutes in nanoseconds) in buckets that are 1/64 of their octave wide: a percentile is
 * off by 0.8 % at most, and exact below 128. The bucket numbers go over the wire and never change.
 *
 * <pre>
 *  value    0 .. 127   128 .. 255     256 .. 511     ...  >= 2^42
 *  width       1           2              4                all in the last bucket
 *  bucket   0 .. 127   128 .. 191     192 .. 255     ...
 * </pre>
 *
 * Single-threaded; records without allocating.
 */
public final class BucketHistogram {
    private static final int SUB_BITS = 6;
    private static final int SUB_BUCKETS = 1 << SUB_BITS;
    private static final int VALUE_BITS = 42;
    private static final long MAX_VALUE = (1L << VALUE_BITS) - 1;
    /** How many buckets there are. */
    public static final int BUCKETS = (VALUE_BITS - SUB_BITS + 1) * SUB_BUCKETS;

    private final long[] counts = new long[BUCKETS];
    private long count;
    private long max;
    private int lowest = BUCKETS;
    private int highest = -1;

    /** Counts a value; negative ones count as 0, those beyond the range in the last bucket. */
    public void record(final long value) {
        add(bucket(value), 1);
        max = Math.max(max, value);
    }

    /** Adds counts that came over the wire; a bucket outside the range is ignored. */
    public void add(final int bucket, final long more) {
        if (bucket >= 0 && bucket < BUCKETS && more > 0) {
            counts[bucket] += more;
            count += more;
            lowest = Math.min(lowest, bucket);
            highest = Math.max(highest, bucket);
        }
    }

    /** Adds all of another. */
    public void add(final BucketHistogram other) {
        for (int bucket = other.lowest; bucket <= other.highest; bucket++) {
            add(bucket, other.counts[bucket]);
        }
        max = Math.max(max, other.max);
    }

    /** Takes over an exact maximum that came beside the counts. */
    public void max(final long value) {
        max = Math.max(max, value);
    }

    /** Empties it, at the cost of the buckets that were used. */
    public void reset() {
        if (highest >= 0) {
            Arrays.fill(counts, lowest, highest + 1, 0);
        }
        count = 0;
        max = 0;
        lowest = BUCKETS;
        highest = -1;
    }

    /** How many values. */
    public long count() {
        return count;
    }

    /** The largest value, exactly; 0 when there is none. */
    public long max() {
        return max;
    }

    /** Counts of one bucket. */
    public long count(final int bucket) {
        return counts[bucket];
    }

    /** First bucket in use; above {@link #highest()} when none is. */
    public int lowest() {
        return lowest;
    }

    /** Last bucket in use, -1 when none is. */
    public int highest() {
        return highest;
    }

    /**
     * The value that this share of all values do not exceed.
     *
     * @param percentile 0 to 100.
     * @return NaN when nothing was recorded.
     */
    public double percentile(final double percentile) {
        if (count == 0) {
            return Double.NaN;
        }
        final long rank = Math.max(1, (long) Math.ceil(percentile / 100 * count));
        long seen = 0;
        for (int bucket = lowest; bucket <= highest; bucket++) {
            seen += counts[bucket];
            if (seen >= rank) {
                return Math.min(max > 0 ? max : Long.MAX_VALUE, middle(bucket));
            }
        }
        return max;
    }

    /** The middle of a bucket. */
    public static double middle(final int bucket) {
        if (bucket < 2 * SUB_BUCKETS) {
            return bucket;
        }
        final int shift = (bucket >> SUB_BITS) - 1;
        final long first = (long) (SUB_BUCKETS + (bucket & SUB_BUCKETS - 1)) << shift;
        return first + ((1L << shift) - 1) / 2.0;
    }

    static int bucket(final long value) {
        if (value < 2 * SUB_BUCKETS) {
            return (int) Math.max(0, value);
        }
        final long bounded = Math.min(value, MAX_VALUE);
        final int shift = Long.SIZE - 1 - SUB_BITS - Long.numberOfLeadingZeros(bounded);
        return (shift << SUB_BITS) + (int) (bounded >> shift);
    }
}
