package busyhour.rtp.receive;

/**
 * Relative transit times (arrival minus media time) of the last seconds. The smallest over four seconds is the base that
 * delays are counted from: long enough to see an undelayed packet, short enough not to follow a skewed clock.
 *
 * <p>Of a second's packets, up to {@link #CAPACITY} are kept for percentiles; beyond, every second one, then every fourth.
 */
final class TransitWindow {

    /** Packets of a second that are kept. */
    static final int CAPACITY = 128;
    private static final int SECONDS = 4;

    private final long[] samples = new long[CAPACITY];
    private final long[] minima = new long[SECONDS];
    private int closed;
    private int kept;
    private int stride;
    private int skipped;
    private boolean any;
    private long baseNs;
    private long minNs;
    private long minArrivalNs;
    private long p99Ns;

    void reset() {
        closed = 0;
        any = false;
        openSecond();
    }

    private void openSecond() {
        kept = 0;
        stride = 1;
        skipped = 0;
        minNs = Long.MAX_VALUE;
    }

    void onPacket(long transitNs, long arrivalNs) {
        if (transitNs < minNs) {
            minNs = transitNs;
            minArrivalNs = arrivalNs;
        }
        if (!any || transitNs < baseNs) {
            baseNs = transitNs;
            any = true;
        }
        if (++skipped < stride) {
            return;
        }
        skipped = 0;
        if (kept == CAPACITY) {
            for (int i = 0; i < CAPACITY / 2; i++) {
                samples[i] = samples[2 * i];
            }
            kept = CAPACITY / 2;
            stride *= 2;
        }
        samples[kept++] = transitNs;
    }

    /** Closes the second: sorts out its percentile and moves the base. {@link #secondMinNs} etc. hold until the next packet. */
    void closeSecond() {
        p99Ns = kept == 0 ? 0 : select((99 * kept + 99) / 100 - 1);
        minima[closed++ % SECONDS] = minNs;
        long smallest = Long.MAX_VALUE;
        for (int i = Math.min(closed, SECONDS) - 1; i >= 0; i--) {
            smallest = Math.min(smallest, minima[i]);
        }
        if (smallest != Long.MAX_VALUE) { // nothing for seconds: the old base is the best there is
            baseNs = smallest;
        }
    }

    /** Begins the next second. */
    void nextSecond() {
        openSecond();
    }

    /** Packets of the second. */
    int count() {
        return kept;
    }

    /** Smallest transit of the last seconds and of this one. */
    long baseNs() {
        return baseNs;
    }

    /** Smallest transit of the second, with {@link #count()} above 0. */
    long secondMinNs() {
        return minNs;
    }

    /** When the packet with the smallest transit of the second arrived. */
    long secondMinArrivalNs() {
        return minArrivalNs;
    }

    /** 99th percentile (nearest rank) of the closed second, with {@link #count()} above 0. */
    long secondP99Ns() {
        return p99Ns;
    }

    /** The value that stands at {@code rank} in ascending order (Hoare's selection, in place). */
    private long select(int rank) {
        int low = 0;
        int high = kept - 1;
        while (low < high) {
            final long pivot = samples[(low + high) >>> 1];
            int i = low;
            int j = high;
            while (i <= j) {
                while (samples[i] < pivot) {
                    i++;
                }
                while (samples[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    final long swapped = samples[i];
                    samples[i++] = samples[j];
                    samples[j--] = swapped;
                }
            }
            if (rank <= j) {
                high = j;
            } else if (rank >= i) {
                low = i;
            } else {
                break;
            }
        }
        return samples[rank];
    }
}
