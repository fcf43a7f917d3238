package busyhour.engine.io;

/**
 * Tells which sockets have something to read, and sleeps until one has. By socket number; one thread, but for {@link #wakeUp}.
 *
 * <p>{@link Poller} asks epoll, {@link NotedPoller} reads what a filter in the kernel noted.
 */
interface ReadySockets {

    /** Socket number of the event that only wakes. */
    int WAKE_UP = -1;
    int MAX_EVENTS = 256;

    /** @param notes whether notes are wanted. @return the best that the kernel allows. */
    static ReadySockets open(SocketTable sockets, NativeCalls.ErrnoReader errno, boolean notes) {
        if (!notes) {
            return new Poller(errno, Readiness.ASKED);
        }
        final ArrivalNotes arrivals = ArrivalNotes.open(errno);
        if (arrivals.refusal() != null) {
            return new Poller(errno, Readiness.refused(arrivals.refusal()));
        }
        final Poller epoll = new Poller(errno, Readiness.NOTES);
        final int result = epoll.add(arrivals.bellFd(), NotedPoller.BELL, 0, 0);
        if (result < 0) {
            arrivals.close(); // without a bell nothing would wake it
            epoll.close();
            return new Poller(errno, Readiness.refused("its bell " + Errno.text(result)));
        }
        return new NotedPoller(epoll, arrivals, sockets);
    }

    /** Which of them it is, and why. */
    Readiness readiness();

    /** @return 0 or -errno. */
    int add(int fd, int socket, int generation, int localPort);

    /** Something may wait at the socket that other words were true of. */
    void doubt(int socket, int localPort);

    /** The socket's descriptor has been closed; to be told before its number is given to another. */
    void remove(int socket, int localPort);

    /** @return events to be read with {@link #socket}, {@link #generation} and {@link #most}. */
    int poll(int limit);

    int socket(int event);

    int generation(int event);

    /** Datagrams that wait, where that is known: asking for more costs the kernel a vain look. */
    int most(int event);

    /** Whether what comes to the socket is noted, with its TOS and time; else the socket has to be asked to tell them. */
    boolean isNoted(int socket, int localPort);

    /** TOS of the datagram that was noted last, so of each that waits as long as they are alike; -1 = not noted. */
    int tos(int socket);

    /** When the datagram came that was noted last, monotonic; for those of which {@link #most} says that one waits. */
    long arrivalNs(int socket);

    /** @param asked and got: datagrams; fewer than asked mean that no more waited. */
    void onReceived(int event, int asked, int got);

    /** Whether an ICMP error makes a socket ready; else it waits for the next call on that socket. */
    boolean tellsErrors();

    /** Blocks. @return whether something waits to be polled. */
    boolean await(long timeoutNs);

    /** Blocks, whatever comes. */
    void rest(long restNs);

    void clearWakeUp();

    /** Any thread. */
    void wakeUp();

    void close();
}
