package busyhour.engine.io;

import static busyhour.engine.io.LinuxConstants.EFD_CLOEXEC;
import static busyhour.engine.io.LinuxConstants.EFD_NONBLOCK;
import static busyhour.engine.io.LinuxConstants.EPOLLIN;
import static busyhour.engine.io.LinuxConstants.EPOLL_CLOEXEC;
import static busyhour.engine.io.LinuxConstants.EPOLL_CTL_ADD;
import static busyhour.engine.io.LinuxConstants.EPOLL_EVENT_DATA_OFFSET;
import static busyhour.engine.io.LinuxConstants.EPOLL_EVENT_SIZE;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * One epoll instance, level-triggered, and the eventfd that wakes it. An event carries a socket number and its
 * generation. One thread, but for {@link #wakeUp}.
 */
final class Poller implements ReadySockets {

    private static final long NS_PER_S = 1_000_000_000L;
    private static final long NS_PER_MS = 1_000_000L;
    private static final int TIMESPEC_OFFSET = 0;
    private static final int EVENT_OFFSET = 16;
    private static final int COUNTER_OFFSET = 32;
    private static final int ONE_OFFSET = 40;
    private static final int SCRATCH_SIZE = 64;

    private final UnsafeBuffer events = new UnsafeBuffer(ByteBuffer.allocateDirect(MAX_EVENTS * EPOLL_EVENT_SIZE));
    private final UnsafeBuffer scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(SCRATCH_SIZE));
    private final long eventsAddress = events.addressOffset();
    private final long scratchAddress = scratch.addressOffset();
    private final NativeCalls.ErrnoReader errno;
    private final Readiness readiness;
    private final Object wakeUpLock = new Object();
    private final int epollFd;
    private int wakeUpFd;
    private boolean nanosecondWait = EpollCalls.hasNanosecondWait();

    /** @param readiness why it is this one, and not {@link NotedPoller}. */
    Poller(NativeCalls.ErrnoReader errno, Readiness readiness) {
        this.errno = errno;
        this.readiness = readiness;
        epollFd = EpollCalls.epollCreate1(EPOLL_CLOEXEC);
        if (epollFd < 0) {
            throw new IllegalStateException("epoll_create1: " + Errno.text(errno.lastErrno()));
        }
        wakeUpFd = EpollCalls.eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (wakeUpFd < 0) {
            final int reason = errno.lastErrno();
            SocketCalls.close(epollFd);
            throw new IllegalStateException("eventfd: " + Errno.text(reason));
        }
        scratch.putLong(ONE_OFFSET, 1);
        add(wakeUpFd, WAKE_UP, 0, 0);
    }

    @Override
    public Readiness readiness() {
        return readiness;
    }

    @Override
    public int add(int fd, int socket, int generation, int localPort) {
        scratch.putInt(EVENT_OFFSET, EPOLLIN);
        scratch.putInt(EVENT_OFFSET + EPOLL_EVENT_DATA_OFFSET, socket);
        scratch.putInt(EVENT_OFFSET + EPOLL_EVENT_DATA_OFFSET + Integer.BYTES, generation);
        final int result = EpollCalls.epollCtl(epollFd, EPOLL_CTL_ADD, fd, scratchAddress + EVENT_OFFSET);
        return result < 0 ? -errno.lastErrno() : 0;
    }

    /** Nothing to do: how much waits is never known. */
    @Override
    public void doubt(int socket, int localPort) {
    }

    /** Nothing to do: a closed descriptor leaves by itself. */
    @Override
    public void remove(int socket, int localPort) {
    }

    @Override
    public int poll(int limit) {
        return Math.max(0, SystemCalls.epollPoll(epollFd, eventsAddress, Math.min(limit, MAX_EVENTS)));
    }

    @Override
    public int socket(int event) {
        return events.getInt(event * EPOLL_EVENT_SIZE + EPOLL_EVENT_DATA_OFFSET);
    }

    @Override
    public int generation(int event) {
        return events.getInt(event * EPOLL_EVENT_SIZE + EPOLL_EVENT_DATA_OFFSET + Integer.BYTES);
    }

    @Override
    public int most(int event) {
        return Integer.MAX_VALUE;
    }

    @Override
    public boolean isNoted(int socket, int localPort) {
        return false;
    }

    @Override
    public long arrivalNs(int socket) {
        throw new IllegalStateException("nothing is noted");
    }

    @Override
    public int tos(int socket) {
        return -1;
    }

    /** Nothing to do: what is left makes the socket ready again. */
    @Override
    public void onReceived(int event, int asked, int got) {
    }

    @Override
    public boolean tellsErrors() {
        return true;
    }

    /** Before Linux 5.11 whole milliseconds are waited, and less than one not at all. */
    @Override
    public boolean await(long timeoutNs) {
        int count = -1;
        if (nanosecondWait) {
            scratch.putLong(TIMESPEC_OFFSET, timeoutNs / NS_PER_S);
            scratch.putLong(TIMESPEC_OFFSET + Long.BYTES, timeoutNs % NS_PER_S);
            count = EpollCalls.epollPwait2(epollFd, eventsAddress, 1, scratchAddress + TIMESPEC_OFFSET);
            if (count < 0 && errno.lastErrno() == Errno.ENOSYS) {
                nanosecondWait = false;
            }
        }
        if (!nanosecondWait) {
            final int timeoutMs = (int) Math.min(Integer.MAX_VALUE, timeoutNs / NS_PER_MS);
            count = EpollCalls.epollWait(epollFd, eventsAddress, 1, timeoutMs);
        }
        if (count > 0 && socket(0) == WAKE_UP) {
            clearWakeUp();
        }
        return count > 0;
    }

    @Override
    public void rest(long restNs) {
        scratch.putLong(TIMESPEC_OFFSET, restNs / NS_PER_S);
        scratch.putLong(TIMESPEC_OFFSET + Long.BYTES, restNs % NS_PER_S);
        EpollCalls.nanosleep(scratchAddress + TIMESPEC_OFFSET);
    }

    @Override
    public void clearWakeUp() {
        EpollCalls.read(wakeUpFd, scratchAddress + COUNTER_OFFSET, Long.BYTES);
    }

    @Override
    public void wakeUp() {
        synchronized (wakeUpLock) { // a descriptor closed meanwhile may be somebody else's file by now
            if (wakeUpFd >= 0) {
                EpollCalls.write(wakeUpFd, scratchAddress + ONE_OFFSET, Long.BYTES);
            }
        }
    }

    @Override
    public void close() {
        synchronized (wakeUpLock) {
            if (wakeUpFd >= 0) {
                SocketCalls.close(wakeUpFd);
                SocketCalls.close(epollFd);
                wakeUpFd = -1;
            }
        }
    }
}
