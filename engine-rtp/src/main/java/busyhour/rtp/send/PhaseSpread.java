package busyhour.rtp.send;

/**
 * Which phase of its packet time a new stream sends in: always one of the emptiest.
 * <p>
 * Streams of one packet time form a class with one phase for each tick. Phases are visited with a stride near
 * the golden section of their number, which keeps few streams far apart and reaches every phase before any gets
 * a second stream; what leaves makes its phase the next choice. Classes start at different places, so that
 * streams of different packet times do not meet in one phase either. Nothing is allocated after construction.
 */
final class PhaseSpread {

    /** Different packet times counted at once; streams of further ones are still spread, but not counted. */
    static final int MAX_CLASSES = 8;
    /** Phases of a class: a tick each up to 60 ms, wider above. */
    static final int MAX_PHASES = 3000;
    static final int UNCOUNTED = -1;
    /** So many phases away is near. */
    static final int NEAR = 8;

    private static final double GOLDEN = 0.6180339887498949;

    private final long tickNs;
    private final long[] ptimeNs = new long[MAX_CLASSES];
    private final int[] members = new int[MAX_CLASSES];
    private final int[] phases = new int[MAX_CLASSES];
    private final long[] stepNs = new long[MAX_CLASSES];
    private final int[] stride = new int[MAX_CLASSES];
    private final int[] cursor = new int[MAX_CLASSES];
    private final int[] level = new int[MAX_CLASSES];
    private final int[][] counts = new int[MAX_CLASSES][MAX_PHASES];
    private long uncounted;

    PhaseSpread(final long tickNs) {
        this.tickNs = tickNs;
    }

    /** Class of a packet time, {@link #UNCOUNTED} when all classes are taken by others. */
    int classOf(final long streamPtimeNs) {
        int free = UNCOUNTED;
        for (int c = 0; c < MAX_CLASSES; c++) {
            if (members[c] > 0 && ptimeNs[c] == streamPtimeNs) {
                return c;
            }
            if (members[c] == 0 && free == UNCOUNTED) {
                free = c;
            }
        }
        if (free != UNCOUNTED) {
            open(free, streamPtimeNs);
        }
        return free;
    }

    /** Takes one of the emptiest phases; give it back with {@link #release}. */
    int take(final int c) {
        final int[] count = counts[c];
        final int m = phases[c];
        int phase = cursor[c];
        for (int visited = 0; count[phase] > level[c]; visited++) {
            if (visited == m) {
                level[c]++;
                visited = 0;
            }
            phase = after(phase, c);
        }
        cursor[c] = after(phase, c);
        return occupy(c, phase);
    }

    /** As {@link #take}, but next to a phase, as long as one of the emptiest lies there. */
    int takeNear(final int c, final int neighbour) {
        final int m = phases[c];
        for (int distance = 1; distance <= NEAR && 2 * distance < m; distance++) {
            final int later = neighbour + distance;
            final int behind = later < m ? later : later - m;
            if (isEmptiest(c, behind)) {
                return occupy(c, behind);
            }
            final int earlier = neighbour - distance;
            final int before = earlier >= 0 ? earlier : earlier + m;
            if (isEmptiest(c, before)) {
                return occupy(c, before);
            }
        }
        return take(c);
    }

    private boolean isEmptiest(final int c, final int phase) {
        return counts[c][phase] <= level[c];
    }

    private int occupy(final int c, final int phase) {
        counts[c][phase]++;
        members[c]++;
        return phase;
    }

    void release(final int c, final int phase) {
        final int left = --counts[c][phase];
        members[c]--;
        if (left < level[c]) {
            level[c] = left;
            cursor[c] = phase;
        }
    }

    long offsetNs(final int c, final int phase) {
        return phase * stepNs[c];
    }

    /** Offset for a stream without a class: the golden section of its packet time, again and again. */
    long uncountedOffsetNs(final long streamPtimeNs) {
        final double share = ++uncounted * GOLDEN % 1.0;
        return (long) (share * streamPtimeNs) / tickNs * tickNs;
    }

    int streamsIn(final int c, final int phase) {
        return counts[c][phase];
    }

    int phasesOf(final int c) {
        return phases[c];
    }

    private int after(final int phase, final int c) {
        final int sum = phase + stride[c];
        return sum >= phases[c] ? sum - phases[c] : sum;
    }

    private void open(final int c, final long streamPtimeNs) {
        final long ticks = Math.max(1, streamPtimeNs / tickNs);
        final long ticksPerPhase = Math.ceilDiv(ticks, MAX_PHASES);
        final int m = (int) (ticks / ticksPerPhase);
        ptimeNs[c] = streamPtimeNs;
        phases[c] = m;
        stepNs[c] = ticksPerPhase * tickNs;
        stride[c] = evenStride(m);
        cursor[c] = (int) (c * GOLDEN % 1.0 * m);
        level[c] = 0;
    }

    // Of the strides about the golden section, the one whose continued fraction has the smallest largest term:
    // the first n multiples of such a fraction lie evenly for every n, as those of the golden section itself do.
    private static int evenStride(final int m) {
        int best = 1;
        int bestTerm = Integer.MAX_VALUE;
        for (int candidate = Math.max(1, (int) (m * 0.58)); candidate <= m * 0.66; candidate++) {
            final int term = largestTerm(m, candidate);
            if (term < bestTerm) {
                bestTerm = term;
                best = candidate;
            }
        }
        return best % m;
    }

    /** Largest term of the continued fraction a / b; no common divisor allowed. */
    private static int largestTerm(final int a, final int b) {
        int x = a;
        int y = b;
        int largest = 0;
        while (y != 0) {
            largest = Math.max(largest, x / y);
            final int rest = x % y;
            x = y;
            y = rest;
        }
        return x == 1 ? largest : Integer.MAX_VALUE;
    }
}
