package busyhour.engine.io;

import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;

/** Takes what {@link DatagramIo#poll} read; called on the polling thread. */
@FunctionalInterface
public interface DatagramHandler {

    /**
     * One datagram arrived. The handler may open, connect and close sockets, this one too: what was still to come
     * of a closed socket is thrown away.
     *
     * @param socket         that it arrived at.
     * @param source         sender; reused, copy what outlives the call.
     * @param buffer         that holds the payload; reused.
     * @param offset         of the payload.
     * @param length         of the payload, may be 0.
     * @param arrivalEpochNs wall clock of the kernel when it took the datagram from the network (SO_TIMESTAMPNS),
     *                       {@link DatagramIo#NO_TIMESTAMP} when the kernel gave none; {@link KernelClock} maps it.
     * @param tos            TOS or traffic class octet, -1 when not told. Where a filter notes it, that of the
     *                       last one noted, should several wait.
     */
    void onDatagram(
            int socket,
            TransportAddress source,
            DirectBuffer buffer,
            int offset,
            int length,
            long arrivalEpochNs,
            int tos);

    /**
     * One datagram arrived at a connected socket, from its peer: who knows whose packets come there may take it without asking more.
     *
     * @param arrivalNs when the kernel's filter saw it, monotonic.
     * @return whether it is taken; else it is handed over by {@link #onDatagram}.
     */
    default boolean onPeerDatagram(int socket, DirectBuffer buffer, int offset, int length, long arrivalNs, int tos) {
        return false;
    }
}
