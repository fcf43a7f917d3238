package busyhour.ipc.ring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.BitUtil;
import org.agrona.IoUtil;
import org.agrona.concurrent.AtomicBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RecordDescriptor;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Ring of messages from one shard to the publisher. The writer claims, fills and commits; a full ring refuses, which is
 * counted. Lies in native memory or in a mapped file, which another process may then read.
 *
 * <pre>
 *  | messages, capacity bytes (a power of 2) | positions of both sides | refusals, 8 bytes |
 * </pre>
 *
 * Claim, commit and abort by one thread, drain by one other; {@link #refusals()} by any. None allocates.
 */
public final class ShardRing implements AutoCloseable {
    /** Fits some seconds of 1,000 endpoints' samples. */
    public static final int DEFAULT_CAPACITY_BYTES = 8 << 20;
    private static final int MIN_CAPACITY_BYTES = 64 << 10;
    private static final int ZEROS_BYTES = 1 << 20;
    private static final int PAGE_BYTES = 4096;
    private static final int COUNTERS_LENGTH = BitUtil.CACHE_LINE_LENGTH * 2;

    private final OneToOneRingBuffer ring;
    private final AtomicBuffer buffer;
    private final MappedByteBuffer file;
    private final UnsafeBuffer whole;
    private final int refusalsIndex;
    private final int maxMessageLength;
    private boolean closed;

    private ShardRing(final UnsafeBuffer whole, final int capacity, final MappedByteBuffer file) {
        this.whole = whole;
        this.file = file;
        this.refusalsIndex = capacity + RingBufferDescriptor.TRAILER_LENGTH;
        this.ring = new OneToOneRingBuffer(new UnsafeBuffer(whole, 0, refusalsIndex));
        this.buffer = ring.buffer();
        this.maxMessageLength = ring.maxMsgLength();
    }

    /**
     * A ring in this process's native memory.
     *
     * @param capacityBytes a power of 2, at least 64 KiB; the longest message is an eighth of it.
     */
    public static ShardRing offHeap(final int capacityBytes) {
        final int length = length(capacityBytes);
        return new ShardRing(new UnsafeBuffer(ByteBuffer.allocateDirect(length)), capacityBytes, null);
    }

    /**
     * A ring in a new file, which must not exist. Its blocks are written before it is mapped: a full disk is an exception here, where it
     * would be a SIGBUS later.
     *
     * @throws UncheckedIOException when the disk does not take it.
     */
    public static ShardRing mapped(final Path path, final int capacityBytes) {
        final int length = length(capacityBytes);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            final ByteBuffer zeros = ByteBuffer.allocate(Math.min(length, ZEROS_BYTES));
            for (int written = 0; written < length;) {
                written += channel.write(zeros.clear().limit(Math.min(zeros.capacity(), length - written)));
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        final ShardRing ring = existing(path);
        ring.touch();
        return ring;
    }

    /** A page fault for each page now, not when a shard writes there first. */
    private void touch() {
        for (int i = 0; i < whole.capacity(); i += PAGE_BYTES) {
            whole.putByte(i, (byte) 0);
        }
    }

    /**
     * A ring that another process made by {@link #mapped}.
     *
     * @throws IllegalArgumentException when the file is not as long as a ring is: its process ended while it made it.
     */
    public static ShardRing existing(final Path path) {
        final MappedByteBuffer file = IoUtil.mapExistingFile(path.toFile(), path.toString());
        final int capacity = file.capacity() - RingBufferDescriptor.TRAILER_LENGTH - COUNTERS_LENGTH;
        length(capacity);
        return new ShardRing(new UnsafeBuffer(file), capacity, file);
    }

    private static int length(final int capacityBytes) {
        if (!BitUtil.isPowerOfTwo(capacityBytes) || capacityBytes < MIN_CAPACITY_BYTES) {
            throw new IllegalArgumentException(
                    "ring of " + capacityBytes + " bytes: must be a power of 2 and at least " + MIN_CAPACITY_BYTES);
        }
        return capacityBytes + RingBufferDescriptor.TRAILER_LENGTH + COUNTERS_LENGTH;
    }

    /**
     * Asks for room. What is claimed must be committed or aborted before the next claim.
     *
     * @param typeId of the message, above 0.
     * @return where in {@link #buffer()} to write, or negative: full, or longer than {@link #maxMessageLength()}; counted.
     */
    public int tryClaim(final int typeId, final int lengthBytes) {
        if (lengthBytes <= maxMessageLength) {
            final int index = ring.tryClaim(typeId, lengthBytes);
            if (index > 0) {
                return index;
            }
        }
        refuse();
        return -1;
    }

    /** The memory to write into after a claim. */
    public AtomicBuffer buffer() {
        return buffer;
    }

    /** Hands over what was written. */
    public void commit(final int index) {
        ring.commit(index);
    }

    /** Gives a claim back. */
    public void abort(final int index) {
        ring.abort(index);
    }

    /**
     * Reads at most so many messages.
     *
     * @return how many it was; 0 only when none waits that is committed.
     */
    public int drain(final MessageHandler handler, final int limit) {
        final int read = ring.read(handler, limit);
        return read == 0 && ring.size() > 0 ? ring.read(handler, limit) : read; // the first may pass the padding at the end alone
    }

    /** Within {@link #drain}: the position behind the message that is being read. Positions only ever rise. */
    public long positionBehind(final int index, final int length) {
        final long head = ring.consumerPosition();
        final long ahead = index - RecordDescriptor.HEADER_LENGTH - (head & ring.capacity() - 1) & ring.capacity() - 1;
        return head + ahead + BitUtil.align(length + RecordDescriptor.HEADER_LENGTH, RecordDescriptor.ALIGNMENT);
    }

    /** Goes on behind this position, which an earlier process had read up to; one that lies behind already is left. */
    public void skipTo(final long position) {
        if (position > ring.consumerPosition()) {
            if (position > ring.producerPosition()) {
                throw new IllegalArgumentException("position " + position + " of a ring that was written up to " + ring.producerPosition());
            }
            buffer.putLongRelease(ring.capacity() + RingBufferDescriptor.HEAD_POSITION_OFFSET, position);
        }
    }

    /** Bytes waiting. */
    public int sizeBytes() {
        return ring.size();
    }

    /** Longest message that can be claimed. */
    public int maxMessageLength() {
        return maxMessageLength;
    }

    /** Claims refused so far, also those of the process on the file's other side. */
    public long refusals() {
        return whole.getLongVolatile(refusalsIndex);
    }

    private void refuse() {
        whole.putLongRelease(refusalsIndex, whole.getLong(refusalsIndex) + 1);
    }

    /** Unmaps the file if there is one; the file stays. Neither side may use the ring afterwards. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            IoUtil.unmap(file);
        }
    }
}
