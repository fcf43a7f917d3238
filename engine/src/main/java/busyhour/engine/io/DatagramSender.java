package busyhour.engine.io;

import static busyhour.engine.io.LinuxConstants.MSG_DONTWAIT;
import static busyhour.engine.io.LinuxConstants.MSG_NOSIGNAL;
import static busyhour.engine.io.LinuxConstants.SOCKADDR_IN6_SIZE;

import busyhour.sip.TransportAddress;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The way out of {@link EpollDatagramIo}: what did not leave is counted by its kind. */
final class DatagramSender {

    private static final int SEND_FLAGS = MSG_DONTWAIT | MSG_NOSIGNAL;
    private static final int SCRATCH_BYTES = 65_536;

    private final SocketTable sockets;
    private final NativeCalls.ErrnoReader errno;
    private final UnsafeBuffer toBuffer = new UnsafeBuffer(ByteBuffer.allocateDirect(SOCKADDR_IN6_SIZE));
    /** Payloads on the heap are copied here. */
    private final UnsafeBuffer scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(SCRATCH_BYTES));
    private long refusals;
    private long failures;

    DatagramSender(SocketTable sockets, NativeCalls.ErrnoReader errno) {
        this.sockets = sockets;
        this.errno = errno;
    }

    int send(int socket, DirectBuffer buffer, int offset, int length) {
        if (isTooLong(buffer, length)) {
            return -Errno.EMSGSIZE;
        }
        final int fd = sockets.fd(socket);
        final long data = address(buffer, offset, length);
        long sent = SystemCalls.send(fd, data, length, SEND_FLAGS);
        if (sent < 0 && sockets.onError(socket, errno.lastErrno())) {
            sent = SystemCalls.send(fd, data, length, SEND_FLAGS);
        }
        Reference.reachabilityFence(buffer);
        return sent < 0 ? onFailed() : (int) sent;
    }

    int sendTo(int socket, TransportAddress to, DirectBuffer buffer, int offset, int length) {
        if (isTooLong(buffer, length)) {
            return -Errno.EMSGSIZE;
        }
        final int fd = sockets.fd(socket);
        final long data = address(buffer, offset, length);
        final int toLength = SocketAddressCodec.encode(to, to.port(), toBuffer, 0);
        final long toAddress = toBuffer.addressOffset();
        long sent = SystemCalls.sendto(fd, data, length, SEND_FLAGS, toAddress, toLength);
        if (sent < 0 && sockets.onError(socket, errno.lastErrno())) {
            sent = SystemCalls.sendto(fd, data, length, SEND_FLAGS, toAddress, toLength);
        }
        Reference.reachabilityFence(buffer);
        return sent < 0 ? onFailed() : (int) sent;
    }

    int sendBatch(int socket, SendBatch batch) {
        if (batch.size() == 0) {
            return 0;
        }
        final int fd = sockets.fd(socket);
        int sent = batch.send(fd, SEND_FLAGS);
        if (sent < 0 && sockets.onError(socket, errno.lastErrno())) {
            sent = batch.send(fd, SEND_FLAGS);
        }
        return sent < 0 ? onFailed() : sent;
    }

    private boolean isTooLong(DirectBuffer buffer, int length) {
        if (length > SCRATCH_BYTES && buffer.byteArray() != null) {
            failures++;
            return true;
        }
        return false;
    }

    private long address(DirectBuffer buffer, int offset, int length) {
        if (buffer.byteArray() == null) {
            return buffer.addressOffset() + offset;
        }
        scratch.putBytes(0, buffer, offset, length);
        return scratch.addressOffset();
    }

    private int onFailed() {
        final int reason = errno.lastErrno();
        if (reason == Errno.EAGAIN || reason == Errno.ENOBUFS) {
            refusals++;
        } else {
            failures++;
        }
        return -reason;
    }

    /** Full buffers. */
    long refusals() {
        return refusals;
    }

    /** Any other reason. */
    long failures() {
        return failures;
    }
}
