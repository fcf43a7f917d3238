package busyhour.rtp.send;

import java.util.Arrays;

/**
 * A ring of buckets, one for each tick, that hold streams in the order of their arrival.
 * <p>
 * Buckets are circular doubly linked lists through {@link PacedStreams}, so that a stream enters and leaves in O(1) and
 * the order within a bucket stays from round to round. Two levels of bits find the next bucket that is not
 * empty with at most five reads, however long the ring slept.
 * <pre>
 *   summary  | 1 bit for each word          (2 words)
 *   words    | 1 bit for each bucket        (128 words)
 *   heads    | first stream of each bucket  (8192)  --next--> stream --next--> ... back to the head
 * </pre>
 * The owner keeps every stream within {@link #SPAN} ticks of its cursor, so a bucket never mixes two laps.
 */
final class TickWheel {

    /** Power of two: 8192 ticks of 20 us are 164 ms, more than the longest usual packet time with its jitter. */
    static final int SIZE = 8192;
    /** How far behind the cursor's tick a stream may lie. */
    static final int SPAN = SIZE - 2;
    static final int NIL = -1;
    static final long NONE = Long.MAX_VALUE;

    private static final int MASK = SIZE - 1;

    private final int[] heads = new int[SIZE];
    private final long[] words = new long[SIZE >>> 6];
    private final long[] summary = new long[SIZE >>> 12];
    private final PacedStreams streams;

    TickWheel(final PacedStreams streams) {
        this.streams = streams;
        Arrays.fill(heads, NIL);
    }

    boolean holds(final int id) {
        return streams.bucket(id) != NIL;
    }

    /** First stream of the tick's bucket, {@link #NIL} when it is empty. */
    int head(final long tick) {
        return heads[(int) tick & MASK];
    }

    void append(final int id, final long tick) {
        final int bucket = (int) tick & MASK;
        final int head = heads[bucket];
        streams.bucket(id, bucket);
        if (head == NIL) {
            streams.link(id, id);
            heads[bucket] = id;
            words[bucket >>> 6] |= 1L << bucket;
            summary[bucket >>> 12] |= 1L << (bucket >>> 6);
        } else {
            streams.link(streams.previous(head), id);
            streams.link(id, head);
        }
    }

    void remove(final int id) {
        final int bucket = streams.bucket(id);
        final int following = streams.next(id);
        streams.bucket(id, NIL);
        if (following == id) {
            heads[bucket] = NIL;
            final long word = words[bucket >>> 6] & ~(1L << bucket);
            words[bucket >>> 6] = word;
            if (word == 0) {
                summary[bucket >>> 12] &= ~(1L << (bucket >>> 6));
            }
        } else {
            streams.link(streams.previous(id), following);
            if (heads[bucket] == id) {
                heads[bucket] = following;
            }
        }
    }

    /** First tick from the given one on whose bucket is not empty, {@link #NONE} when all are. */
    long nextTick(final long fromTick) {
        final int start = (int) fromTick & MASK;
        int bucket = nextBucket(start);
        if (bucket == NIL) {
            bucket = nextBucket(0);
            if (bucket == NIL) {
                return NONE;
            }
        }
        return fromTick + ((bucket - start) & MASK);
    }

    private int nextBucket(final int start) {
        final int startWord = start >>> 6;
        final long word = words[startWord] & (-1L << start);
        if (word != 0) {
            return (startWord << 6) + Long.numberOfTrailingZeros(word);
        }
        final int followingWord = startWord + 1;
        for (int i = followingWord >>> 6; i < summary.length; i++) {
            final long mask = i == followingWord >>> 6 ? -1L << followingWord : -1L;
            final long bits = summary[i] & mask;
            if (bits != 0) {
                final int found = (i << 6) + Long.numberOfTrailingZeros(bits);
                return (found << 6) + Long.numberOfTrailingZeros(words[found]);
            }
        }
        return NIL;
    }
}
