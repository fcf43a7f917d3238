package busyhour.engine.io;

/**
 * Calls each binding of the hot path a few hundred times, once in this JVM, with a descriptor that fails: after 127
 * calls the JVM spins a form of its own for a method handle, which allocates, and the first failure links the way to
 * errno.
 */
final class CallWarmUp {

    private static final int CALLS = 200;
    private static final int NO_FD = -1;

    static {
        final NativeCalls.ErrnoReader errno = new NativeCalls.ErrnoReader();
        final KernelTime time = new KernelTime();
        for (int i = 0; i < CALLS; i++) {
            SystemCalls.send(NO_FD, 0, 0, 0);
            SystemCalls.sendto(NO_FD, 0, 0, 0, 0, 0);
            SystemCalls.sendmsg(NO_FD, 0, 0);
            SystemCalls.sendmmsg(NO_FD, 0, 0, 0);
            SystemCalls.recv(NO_FD, 0, 0, 0);
            SystemCalls.recvmsg(NO_FD, 0, 0);
            SystemCalls.recvmmsg(NO_FD, 0, 0, 0);
            SocketCalls.connect(NO_FD, 0, 0);
            SocketCalls.bind(NO_FD, 0, 0);
            SocketCalls.setsockopt(NO_FD, 0, 0, 0, 0);
            SocketCalls.getsockopt(NO_FD, 0, 0, 0, 0);
            SocketCalls.getsockname(NO_FD, 0, 0);
            SocketCalls.socket(NO_FD, 0, 0);
            SocketCalls.close(NO_FD);
            EpollCalls.epollCtl(NO_FD, 0, NO_FD, 0);
            EpollCalls.epollWait(NO_FD, 0, 1, 0);
            SystemCalls.epollPoll(NO_FD, 0, 1);
            if (EpollCalls.hasNanosecondWait()) {
                EpollCalls.epollPwait2(NO_FD, 0, 1, 0);
            }
            EpollCalls.nanosleep(0);
            EpollCalls.read(NO_FD, 0, 0);
            EpollCalls.write(NO_FD, 0, 0);
            Errno.isIcmp(errno.lastErrno()); // else the first socket that closes in a run loads the class
            time.epochNs();
            ThreadScheduling.currentCore();
        }
    }

    private CallWarmUp() {
    }

    /** Does it, if nobody has yet: initialising the class is all. */
    static void ensure() {
        // empty on purpose
    }
}
