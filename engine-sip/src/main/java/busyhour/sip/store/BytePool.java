package busyhour.sip.store;

import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Off-heap blocks of a few sizes, each with room for one message. A request is served from the smallest size that holds
 * it, and from a larger one when that is used up. Room in memory is taken as blocks are used for the first time. One thread.
 *
 * <p>A handle is good until it is given back; {@link #NONE} is never one.
 */
public final class BytePool {

    /** Answer of {@link #take} when no block is free. */
    public static final int NONE = -1;

    private static final int CLASS_SHIFT = 28;
    private static final int INDEX_MASK = (1 << CLASS_SHIFT) - 1;

    private final int[] blockBytes;
    private final FreeBlocks[] free;
    private final UnsafeBuffer[] memory;
    private final int[][] lengths;
    private long refused;

    /**
     * @param blockBytes sizes, ascending.
     * @param blocks     how many of each; a size times its number stays below 2 GiB.
     */
    public BytePool(final int[] blockBytes, final int[] blocks) {
        if (blockBytes.length != blocks.length || blockBytes.length > 8) {
            throw new IllegalArgumentException("sizes " + blockBytes.length + " and numbers " + blocks.length + " of blocks, at most 8");
        }
        this.blockBytes = blockBytes.clone();
        free = new FreeBlocks[blocks.length];
        memory = new UnsafeBuffer[blocks.length];
        lengths = new int[blocks.length][];
        for (int i = 0; i < blocks.length; i++) {
            final long bytes = (long) blockBytes[i] * blocks[i];
            if (bytes > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(blocks[i] + " blocks of " + blockBytes[i] + " bytes are more than 2 GiB");
            }
            free[i] = new FreeBlocks(blocks[i]);
            memory[i] = UntouchedMemory.allocate((int) bytes);
            lengths[i] = new int[blocks[i]];
        }
    }

    /** A block of at least {@code lengthBytes}, or {@link #NONE} (counted). */
    public int take(final int lengthBytes) {
        for (int i = 0; i < blockBytes.length; i++) {
            if (blockBytes[i] >= lengthBytes) {
                final int index = free[i].take();
                if (index != IntPool.EMPTY) {
                    lengths[i][index] = lengthBytes;
                    return i << CLASS_SHIFT | index;
                }
            }
        }
        refused++;
        return NONE;
    }

    /** A block with a copy of these bytes, or {@link #NONE} (counted). */
    public int store(final DirectBuffer source, final int offset, final int length) {
        final int handle = take(length);
        if (handle != NONE) {
            buffer(handle).putBytes(offset(handle), source, offset, length);
        }
        return handle;
    }

    /** Gives a block back; {@link #NONE} is passed over. */
    public void giveBack(final int handle) {
        if (handle != NONE) {
            free[handle >>> CLASS_SHIFT].giveBack(handle & INDEX_MASK);
        }
    }

    /** Memory that holds the block, from {@link #offset}. */
    public MutableDirectBuffer buffer(final int handle) {
        return memory[handle >>> CLASS_SHIFT];
    }

    /** First byte of the block in its {@link #buffer}. */
    public int offset(final int handle) {
        return (handle & INDEX_MASK) * blockBytes[handle >>> CLASS_SHIFT];
    }

    /** Bytes asked for when the block was taken. */
    public int length(final int handle) {
        return lengths[handle >>> CLASS_SHIFT][handle & INDEX_MASK];
    }

    /** Largest block. */
    public int maxLength() {
        return blockBytes[blockBytes.length - 1];
    }

    /** Free blocks of all sizes. */
    public int available() {
        int sum = 0;
        for (int i = 0; i < free.length; i++) {
            sum += free[i].available();
        }
        return sum;
    }

    /** Blocks of all sizes. */
    public int capacity() {
        int sum = 0;
        for (int i = 0; i < free.length; i++) {
            sum += free[i].capacity();
        }
        return sum;
    }

    /** Times that no block was free. */
    public long refused() {
        return refused;
    }
}
