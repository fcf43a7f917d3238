package busyhour.engine.io;

import static busyhour.engine.io.LinuxConstants.IOVEC_SIZE;
import static busyhour.engine.io.LinuxConstants.MMSGHDR_SIZE;
import static busyhour.engine.io.LinuxConstants.MSGHDR_IOVLEN_OFFSET;
import static busyhour.engine.io.LinuxConstants.MSGHDR_IOV_OFFSET;
import static busyhour.engine.io.LinuxConstants.MSGHDR_NAMELEN_OFFSET;
import static busyhour.engine.io.LinuxConstants.MSGHDR_NAME_OFFSET;

import busyhour.sip.TransportAddress;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Datagrams gathered for one system call, each from up to two pieces of memory: a header and a payload that need not be
 * copied together.
 *
 * <pre>
 *   batch.clear();
 *   batch.add(to, header, 0, 12, track, frame, 160);    // as often as it has room
 *   io.sendBatch(socket, batch);                        // sendmmsg; sendmsg for a single one
 * </pre>
 *
 * <p>Only for direct buffers, whose memory must stay as it is until the batch is sent. On loopback a batch gains nothing
 * over single sends (the stack is the cost, see {@code jmh}); a network card with many peers behind one socket may differ.
 * One thread; allocates nothing after construction.
 */
public final class SendBatch {

    private static final int NAME_SIZE = 32;
    private static final int PIECES = 2;

    private final int capacity;
    private final int iovecsOffset;
    private final int namesOffset;
    private final UnsafeBuffer memory;
    private int count;

    /** @param capacity datagrams, 1 to 1,024 (UIO_MAXIOV). */
    public SendBatch(int capacity) {
        if (capacity < 1 || capacity > 1024) {
            throw new IllegalArgumentException("capacity " + capacity + ", expected 1 to 1024");
        }
        this.capacity = capacity;
        iovecsOffset = capacity * MMSGHDR_SIZE;
        namesOffset = iovecsOffset + capacity * PIECES * IOVEC_SIZE;
        memory = new UnsafeBuffer(ByteBuffer.allocateDirect(namesOffset + capacity * NAME_SIZE));
        for (int i = 0; i < capacity; i++) {
            final int header = i * MMSGHDR_SIZE;
            memory.putLong(header + MSGHDR_IOV_OFFSET, address(iovec(i)));
        }
    }

    public void clear() {
        count = 0;
    }

    public int size() {
        return count;
    }

    public boolean isFull() {
        return count == capacity;
    }

    /**
     * @param to null = the socket's connected peer.
     * @return false when the batch is full: nothing has changed.
     */
    public boolean add(TransportAddress to, DirectBuffer buffer, int offset, int length) {
        return add(to, buffer, offset, length, buffer, offset, 0);
    }

    /** Adds a datagram of two pieces, the second may be empty. See {@link #add(TransportAddress, DirectBuffer, int, int)}. */
    public boolean add(
            TransportAddress to,
            DirectBuffer first,
            int firstOffset,
            int firstLength,
            DirectBuffer second,
            int secondOffset,
            int secondLength) {
        if (first.byteArray() != null || second.byteArray() != null) {
            throw new IllegalArgumentException("a batch takes direct buffers only");
        }
        if (count == capacity) {
            return false;
        }
        final int header = count * MMSGHDR_SIZE;
        final int name = namesOffset + count * NAME_SIZE;
        memory.putLong(header + MSGHDR_NAME_OFFSET, to == null ? 0 : address(name));
        memory.putInt(header + MSGHDR_NAMELEN_OFFSET,
                to == null ? 0 : SocketAddressCodec.encode(to, to.port(), memory, name));
        memory.putLong(header + MSGHDR_IOVLEN_OFFSET, secondLength == 0 ? 1 : PIECES);
        putPiece(iovec(count), first, firstOffset, firstLength);
        putPiece(iovec(count) + IOVEC_SIZE, second, secondOffset, secondLength);
        count++;
        return true;
    }

    /** @return datagrams that left, in the order added, or -1 when not even the first did. */
    int send(int fd, int flags) {
        if (count == 1) {
            return SystemCalls.sendmsg(fd, address(0), flags) < 0 ? -1 : 1;
        }
        return SystemCalls.sendmmsg(fd, address(0), count, flags);
    }

    private void putPiece(int iovec, DirectBuffer buffer, int offset, int length) {
        memory.putLong(iovec, buffer.addressOffset() + offset);
        memory.putLong(iovec + Long.BYTES, length);
    }

    private int iovec(int index) {
        return iovecsOffset + index * PIECES * IOVEC_SIZE;
    }

    private long address(int offset) {
        return memory.addressOffset() + offset;
    }
}
