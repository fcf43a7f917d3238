package busyhour.engine.io;

import static busyhour.engine.io.LinuxConstants.CMSG_DATA_OFFSET;
import static busyhour.engine.io.LinuxConstants.CMSG_LEVEL_OFFSET;
import static busyhour.engine.io.LinuxConstants.CMSG_TYPE_OFFSET;
import static busyhour.engine.io.LinuxConstants.IOVEC_SIZE;
import static busyhour.engine.io.LinuxConstants.IPPROTO_IP;
import static busyhour.engine.io.LinuxConstants.IPPROTO_IPV6;
import static busyhour.engine.io.LinuxConstants.IPV6_TCLASS;
import static busyhour.engine.io.LinuxConstants.IP_TOS;
import static busyhour.engine.io.LinuxConstants.MMSGHDR_LEN_OFFSET;
import static busyhour.engine.io.LinuxConstants.MMSGHDR_SIZE;
import static busyhour.engine.io.LinuxConstants.MSGHDR_CONTROLLEN_OFFSET;
import static busyhour.engine.io.LinuxConstants.MSGHDR_CONTROL_OFFSET;
import static busyhour.engine.io.LinuxConstants.MSGHDR_FLAGS_OFFSET;
import static busyhour.engine.io.LinuxConstants.MSGHDR_IOVLEN_OFFSET;
import static busyhour.engine.io.LinuxConstants.MSGHDR_IOV_OFFSET;
import static busyhour.engine.io.LinuxConstants.MSGHDR_NAMELEN_OFFSET;
import static busyhour.engine.io.LinuxConstants.MSGHDR_NAME_OFFSET;
import static busyhour.engine.io.LinuxConstants.MSG_DONTWAIT;
import static busyhour.engine.io.LinuxConstants.MSG_TRUNC;
import static busyhour.engine.io.LinuxConstants.SOL_SOCKET;
import static busyhour.engine.io.LinuxConstants.SO_RXQ_OVFL;
import static busyhour.engine.io.LinuxConstants.SO_TIMESTAMPNS;

import busyhour.sip.TransportAddress;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Native memory of one {@code recvmmsg}, or of several single reads: message headers, source addresses, control messages and payload slots.
 *
 * <pre>
 *   headers  [ mmsghdr | mmsghdr | ... ]     64 bytes each
 *   iovecs   [ iovec   | iovec   | ... ]     16
 *   names    [ sockaddr_in6 + pad | ... ]    32
 *   controls [ timestamp, drops, tos | ... ] 128
 *   payloads [ slot | slot | ... ]           slotBytes
 * </pre>
 */
final class ReceiveBatch {

    private static final int NAME_SIZE = 32;
    private static final int CONTROL_SIZE = 128;
    private static final long NS_PER_S = 1_000_000_000L;

    private final int slots;
    private final int slotBytes;
    private final int namesOffset;
    private final int controlsOffset;
    private final int payloadsOffset;
    private final UnsafeBuffer memory;
    private final long headersAddress;
    /** Headers that the kernel wrote to and that must be set anew. */
    private int used;

    private long arrivalEpochNs;
    private int tos;
    private int rawDrops;
    private boolean dropsTold;

    ReceiveBatch(int slots, int slotBytes) {
        this.slots = slots;
        this.slotBytes = slotBytes;
        final int iovecsOffset = slots * MMSGHDR_SIZE;
        namesOffset = iovecsOffset + slots * IOVEC_SIZE;
        controlsOffset = namesOffset + slots * NAME_SIZE;
        payloadsOffset = controlsOffset + slots * CONTROL_SIZE;
        memory = new UnsafeBuffer(ByteBuffer.allocateDirect(payloadsOffset + slots * slotBytes));
        headersAddress = memory.addressOffset();
        for (int i = 0; i < slots; i++) {
            final int header = i * MMSGHDR_SIZE;
            final int iovec = iovecsOffset + i * IOVEC_SIZE;
            memory.putLong(iovec, headersAddress + payloadOffset(i));
            memory.putLong(iovec + Long.BYTES, slotBytes);
            memory.putLong(header + MSGHDR_NAME_OFFSET, headersAddress + nameOffset(i));
            memory.putLong(header + MSGHDR_IOV_OFFSET, headersAddress + iovec);
            memory.putLong(header + MSGHDR_IOVLEN_OFFSET, 1);
            memory.putLong(header + MSGHDR_CONTROL_OFFSET, headersAddress + controlOffset(i));
        }
        used = slots;
    }

    int slots() {
        return slots;
    }

    /** @return datagrams read into the first slots, or -1. */
    int receive(int fd, int limit) {
        for (int slot = 0; slot < used; slot++) {
            prepare(slot);
        }
        final int count = SystemCalls.recvmmsg(fd, headersAddress, Math.min(limit, slots), MSG_DONTWAIT);
        used = Math.max(count, 0);
        return count;
    }

    /**
     * Reads one datagram into a slot, which costs the kernel less than a {@code recvmmsg} of one. For a batch of which every datagram
     * is read so.
     *
     * @param named whether the source is wanted.
     * @return whether there was one.
     */
    boolean receiveInto(int slot, int fd, boolean named) {
        prepare(slot);
        final int header = slot * MMSGHDR_SIZE;
        memory.putLong(header + MSGHDR_NAME_OFFSET, named ? headersAddress + nameOffset(slot) : 0);
        memory.putLong(header + MSGHDR_CONTROL_OFFSET, headersAddress + controlOffset(slot));
        final int length = SystemCalls.recvmsg(fd, headersAddress + header, MSG_DONTWAIT);
        memory.putInt(header + MMSGHDR_LEN_OFFSET, length);
        return length >= 0;
    }

    /** As {@link #receiveInto}, the payload only: neither source nor control messages, and less for the kernel to do. */
    boolean receivePayload(int slot, int fd) {
        final int length = SystemCalls.recv(fd, headersAddress + payloadOffset(slot), slotBytes, MSG_DONTWAIT | MSG_TRUNC);
        final int header = slot * MMSGHDR_SIZE;
        memory.putInt(header + MMSGHDR_LEN_OFFSET, length);
        memory.putInt(header + MSGHDR_FLAGS_OFFSET, length > slotBytes ? MSG_TRUNC : 0);
        memory.putLong(header + MSGHDR_NAME_OFFSET, 0);
        memory.putLong(header + MSGHDR_CONTROL_OFFSET, 0);
        memory.putLong(header + MSGHDR_CONTROLLEN_OFFSET, 0);
        return length >= 0;
    }

    /** The kernel shortened these three. */
    private void prepare(int slot) {
        final int header = slot * MMSGHDR_SIZE;
        memory.putInt(header + MSGHDR_NAMELEN_OFFSET, NAME_SIZE);
        memory.putLong(header + MSGHDR_CONTROLLEN_OFFSET, CONTROL_SIZE);
        memory.putInt(header + MSGHDR_FLAGS_OFFSET, 0);
    }

    UnsafeBuffer buffer() {
        return memory;
    }

    int payloadOffset(int slot) {
        return payloadsOffset + slot * slotBytes;
    }

    int length(int slot) {
        return memory.getInt(slot * MMSGHDR_SIZE + MMSGHDR_LEN_OFFSET);
    }

    boolean isTruncated(int slot) {
        return (memory.getInt(slot * MMSGHDR_SIZE + MSGHDR_FLAGS_OFFSET) & MSG_TRUNC) != 0;
    }

    /** Whether the source was wanted. */
    boolean hasName(int slot) {
        return memory.getLong(slot * MMSGHDR_SIZE + MSGHDR_NAME_OFFSET) != 0;
    }

    /** Whether control messages were wanted. */
    boolean hasControl(int slot) {
        return memory.getLong(slot * MMSGHDR_SIZE + MSGHDR_CONTROL_OFFSET) != 0;
    }

    boolean source(int slot, TransportAddress source) {
        return SocketAddressCodec.decode(memory, nameOffset(slot), source);
    }

    /** Reads the control messages of a slot into {@link #arrivalEpochNs}, {@link #tos} and {@link #rawDrops}. */
    void readControl(int slot) {
        arrivalEpochNs = DatagramIo.NO_TIMESTAMP;
        tos = -1;
        dropsTold = false;
        int offset = controlOffset(slot);
        final int end = offset + (int) memory.getLong(slot * MMSGHDR_SIZE + MSGHDR_CONTROLLEN_OFFSET);
        while (offset + CMSG_DATA_OFFSET <= end) {
            final int length = (int) memory.getLong(offset);
            if (length < CMSG_DATA_OFFSET || offset + length > end) {
                return;
            }
            final int level = memory.getInt(offset + CMSG_LEVEL_OFFSET);
            final int type = memory.getInt(offset + CMSG_TYPE_OFFSET);
            final int data = offset + CMSG_DATA_OFFSET;
            if (level == SOL_SOCKET && type == SO_TIMESTAMPNS) {
                arrivalEpochNs = memory.getLong(data) * NS_PER_S + memory.getLong(data + Long.BYTES);
            } else if (level == SOL_SOCKET && type == SO_RXQ_OVFL) {
                rawDrops = memory.getInt(data);
                dropsTold = true;
            } else if (level == IPPROTO_IP && type == IP_TOS || level == IPPROTO_IPV6 && type == IPV6_TCLASS) {
                tos = memory.getByte(data) & 0xff; // an octet in IPv4, an int in IPv6: little-endian here
            }
            offset += length + Long.BYTES - 1 & -Long.BYTES;
        }
    }

    long arrivalEpochNs() {
        return arrivalEpochNs;
    }

    int tos() {
        return tos;
    }

    boolean dropsTold() {
        return dropsTold;
    }

    int rawDrops() {
        return rawDrops;
    }

    private int nameOffset(int slot) {
        return namesOffset + slot * NAME_SIZE;
    }

    private int controlOffset(int slot) {
        return controlsOffset + slot * CONTROL_SIZE;
    }
}
