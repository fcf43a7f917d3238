package busyhour.engine.io;

import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;

/**
 * The datagram sockets of one shard. A socket is a dense number from 0, reused after {@link #close(int)}, with a
 * tag that belongs to the user. Failures are negative errno values, never exceptions; nothing allocates; nothing
 * blocks but {@link #awaitReadable}.
 *
 * <p>Thread rule: one thread; {@link #wakeUp} and {@link #readiness} may be called by any.
 *
 * <p>A connected socket hears only its peer, and costs 5-29 % less for each packet than {@code sendTo}. To notice
 * that a peer's source has changed, {@link #disconnect} after a silence, latch the new source, and connect anew.
 */
public interface DatagramIo extends AutoCloseable {

    /** The kernel gave no receive time. */
    long NO_TIMESTAMP = Long.MIN_VALUE;

    /** Largest datagram that a media socket takes; longer ones are counted as truncated and dropped. */
    int MEDIA_SLOT_BYTES = 2048;

    /** How it is known which sockets have something to read. Any thread. */
    Readiness readiness();

    /**
     * Opens a socket bound to an address; port 0 lets the kernel choose. IPv6 sockets take no IPv4.
     *
     * @param tag the user's, see {@link #tag(int)}.
     * @return socket number, or negative errno: -EADDRINUSE, -EADDRNOTAVAIL, -EACCES, -EMFILE, -ENFILE (also when
     *     {@link #maxSockets} are open).
     */
    int open(TransportAddress local, DatagramOptions options, int tag);

    /**
     * Opens an even RTP port and the odd RTCP port next to it, passing over ports in use.
     *
     * @param local   address to bind to; its port is not looked at.
     * @param rtpTag  tag of the RTP socket.
     * @param rtcpTag tag of the RTCP socket.
     * @param pair    receives the numbers and ports; untouched on failure.
     * @return the RTP socket number, or negative errno: -EADDRINUSE when no pair of the whole range is free.
     */
    int openPair(
            TransportAddress local, PortRange range, DatagramOptions options, int rtpTag, int rtcpTag, SocketPair pair);

    int localPort(int socket);

    int tag(int socket);

    void tag(int socket, int tag);

    /**
     * Fixes the peer, or another one in its place. Datagrams of a former peer that wait already are still delivered.
     *
     * @return 0 or negative errno.
     */
    int connect(int socket, TransportAddress peer);

    /** Forgets the peer (AF_UNSPEC) and keeps the port. @return 0 or negative errno. */
    int disconnect(int socket);

    boolean isConnected(int socket);

    /**
     * Sends to the connected peer.
     *
     * @return {@code length}, or negative errno; -EAGAIN and -ENOBUFS mean later. An ICMP error that waited on the
     *     socket is counted and the datagram sent all the same.
     */
    int send(int socket, DirectBuffer buffer, int offset, int length);

    /** Sends to an address of the socket's family; see {@link #send}. */
    int sendTo(int socket, TransportAddress to, DirectBuffer buffer, int offset, int length);

    /**
     * Sends several datagrams by one system call; see {@link SendBatch}. The batch keeps what it holds.
     *
     * @return datagrams that left, the first of the batch; or negative errno when none did. What did not leave may be
     *     offered again.
     */
    int sendBatch(int socket, SendBatch batch);

    /**
     * Reads what waits, fairly over the sockets, without blocking.
     *
     * @param budget about the most datagrams to hand over; at least 1 is taken from each socket looked at.
     * @return datagrams handed over.
     */
    int poll(DatagramHandler handler, int budget);

    /**
     * Reads what waits at one media socket, before it is closed. May be called from the handler of a signalling socket.
     *
     * @param limit datagrams to hand over at most.
     * @return datagrams handed over.
     */
    int drain(int socket, DatagramHandler handler, int limit);

    /**
     * Blocks until a socket is readable, {@link #wakeUp} is called, or the time is over; at worst the kernel's timer
     * slack late ({@link ThreadScheduling#timerSlackNs}).
     *
     * @return whether something waits to be polled.
     */
    boolean awaitReadable(long timeoutNs);

    /** Sleeps, whatever comes; at worst the kernel's timer slack too long. */
    default void rest(long restNs) {
        awaitReadable(restNs);
    }

    /** Ends {@link #awaitReadable}, now or the next time it is called. Any thread. */
    void wakeUp();

    /** Datagrams that the kernel dropped at this socket since it was opened, as far as told with those that came. */
    long socketDrops(int socket);

    /** Asks the kernel (SO_MEMINFO), so that drops after the last datagram count too. @return {@link #socketDrops}. */
    long refreshSocketDrops(int socket);

    /** ICMP errors (ECONNREFUSED, EHOSTUNREACH, ...) that arrived at this connected socket. */
    long icmpErrors(int socket);

    /** Drops at all sockets, closed ones too; see {@link #socketDrops}. */
    long totalSocketDrops();

    /** ICMP errors at all sockets, closed ones too. */
    long totalIcmpErrors();

    /** Sends refused because a buffer was full (EAGAIN, ENOBUFS). */
    long totalSendRefusals();

    /** Sends that failed for another reason than a full buffer. */
    long totalSendFailures();

    /** Datagrams dropped because they were longer than the socket's slot. */
    long totalTruncated();

    int openSockets();

    int maxSockets();

    /** Closes one socket; its number may come back with the next {@link #open}. */
    void close(int socket);

    /** Closes all. */
    @Override
    void close();
}
