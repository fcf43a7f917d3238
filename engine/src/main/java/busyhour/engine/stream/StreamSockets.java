package busyhour.engine.stream;

import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;

/**
 * The stream connections of one shard. One thread. {@link #send}, {@link #poll} and {@link #mayIdle} allocate nothing.
 */
public interface StreamSockets extends AutoCloseable {

    /** The first socket number: smaller ones are datagram sockets. */
    int FIRST = 1 << 24;

    /**
     * Opens a listening point. Set-up time; waits for the event loop.
     *
     * @param kind  TCP, TLS, WS or WSS of {@link busyhour.sip.TransportKind}.
     * @param local address and port; port 0 = the kernel's choice. Connections that we open leave from this address; those of
     *              a point that does not listen from this port too, so that a Contact with it names the connection.
     * @return its number, from {@link #FIRST} up.
     * @throws StreamFaultException when the address is taken or not ours, or the TLS material does not fit.
     */
    int open(byte kind, TransportAddress local, StreamOptions options) throws StreamFaultException;

    /** Address and port of a listening point, as they can be told to peers. The same object each time. */
    TransportAddress localAddress(int socket);

    byte kind(int socket);

    /**
     * Sends one message over the connection to this address, which is opened when there is none.
     *
     * @return false when the ring to the event loop is full: nothing was taken.
     */
    boolean send(int socket, TransportAddress to, DirectBuffer buffer, int offset, int length);

    /**
     * Hands out what has come.
     *
     * @param limit events at most.
     * @return events handed out.
     */
    int poll(StreamHandler handler, int limit);

    /**
     * To be asked before the shard waits: from then on, until the next {@link #poll}, the first event that comes calls the wake-up.
     *
     * @return false when something has come already.
     */
    boolean mayIdle();

    StreamCounters counters();

    /** Closes a listening point: its listener at once, its connections when what they were given is sent. */
    void close(int socket);

    /** Closes all, and forgets what was not polled. */
    @Override
    void close();
}
