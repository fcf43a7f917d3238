package busyhour.engine.endpoint;

import busyhour.sip.store.UntouchedMemory;
import java.util.Arrays;
import org.agrona.BitUtil;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The latest messages of all endpoints of a shard in one piece of memory: each new one takes the place of the oldest, whosesoever
 * that is. The messages of one endpoint are linked backwards. Most runs have few such messages: memory is taken page by page as it is
 * written for the first time.
 *
 * <pre>
 *   head                                        tail
 *    | length owner prev bytes | length owner prev bytes | ...  | free
 *                          ^-----------------'
 * </pre>
 *
 * <p>One shard's thread. Allocates nothing after construction.
 */
final class TraceTail {

    /** Messages given back of one endpoint. */
    static final int LIMIT = 100;

    /** Records are multiples of this, so that there is always room for the padding's header at the end. */
    private static final int HEADER_BYTES = 16;
    private static final int PREVIOUS_OFFSET = 8;
    private static final int PADDING = -1;
    private static final long NONE = -1;
    private static final int MIN_CAPACITY_BYTES = 256 << 10;
    private static final int MAX_CAPACITY_BYTES = 32 << 20;
    private static final int BYTES_PER_ENDPOINT = 64 << 10;

    private final UnsafeBuffer buffer;
    private final int mask;
    private final long[] latest;
    private final long[] found = new long[LIMIT];
    private long head;
    private long tail;

    TraceTail(final int endpoints) {
        this(endpoints, (int) Math.min(MAX_CAPACITY_BYTES, Math.max(MIN_CAPACITY_BYTES, (long) endpoints * BYTES_PER_ENDPOINT)));
    }

    /** @param capacityBytes rounded up to a power of 2. */
    TraceTail(final int endpoints, final int capacityBytes) {
        final int capacity = BitUtil.findNextPositivePowerOfTwo(capacityBytes);
        buffer = UntouchedMemory.allocate(capacity);
        mask = capacity - 1;
        latest = new long[endpoints];
        Arrays.fill(latest, NONE);
    }

    /** Memory that {@link #claim} gave a place in. */
    UnsafeBuffer buffer() {
        return buffer;
    }

    /**
     * Makes room for a message of an endpoint, over the oldest ones.
     *
     * @param length bytes, at most an eighth of the capacity.
     * @return where in {@link #buffer()} to write it.
     */
    int claim(final int endpoint, final int length) {
        final int size = HEADER_BYTES + BitUtil.align(length, HEADER_BYTES);
        if (size > buffer.capacity() / 8) {
            throw new IllegalArgumentException("message of " + length + " bytes in " + buffer.capacity());
        }
        final int toEnd = buffer.capacity() - (int) (tail & mask);
        if (toEnd < size) {
            write(toEnd, PADDING, NONE);
        }
        final int index = (int) (tail & mask);
        final long position = tail;
        write(size, endpoint, latest[endpoint]);
        buffer.putInt(index, length);
        latest[endpoint] = position;
        return index + HEADER_BYTES;
    }

    /** A record's header at the tail. Its whole size is known from the length, rounded up. */
    private void write(final int size, final int owner, final long previous) {
        while (tail + size - head > buffer.capacity()) {
            final int oldest = (int) (head & mask);
            head += HEADER_BYTES + BitUtil.align(buffer.getInt(oldest), HEADER_BYTES);
        }
        final int index = (int) (tail & mask);
        buffer.putInt(index, size - HEADER_BYTES);
        buffer.putInt(index + Integer.BYTES, owner);
        buffer.putLong(index + PREVIOUS_OFFSET, previous);
        tail += size;
    }

    /** Finds the endpoint's messages that are still here, {@link #LIMIT} at most; {@link #offset} and {@link #length} tell of them. */
    int find(final int endpoint) {
        int count = 0;
        long position = latest[endpoint];
        while (position >= head && position != NONE && count < LIMIT) {
            found[count++] = position;
            position = buffer.getLong((int) (position & mask) + PREVIOUS_OFFSET);
        }
        for (int i = 0, j = count - 1; i < j; i++, j--) {
            final long later = found[i];
            found[i] = found[j];
            found[j] = later;
        }
        return count;
    }

    /** Where the i-th message found begins, the oldest first. */
    int offset(final int i) {
        return (int) (found[i] & mask) + HEADER_BYTES;
    }

    int length(final int i) {
        return buffer.getInt((int) (found[i] & mask));
    }

    /** The endpoint's messages are no longer wanted. */
    void forget(final int endpoint) {
        latest[endpoint] = NONE;
    }
}
