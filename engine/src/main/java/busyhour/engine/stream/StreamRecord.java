package busyhour.engine.stream;

import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * A record in the rings between a shard and its event loop, native byte order.
 *
 * <pre>
 *    0       4       8               16              24              32
 *   +-------+-------+---------------+---------------+---------------+--------------
 *   | socket| port  | address, hi   | address, lo   | time, ns      | octets or text
 *   +-------+-------+---------------+---------------+---------------+--------------
 *   FAILED and CLOSED carry their reason in front of the text
 * </pre>
 */
final class StreamRecord {

    /** To the loop: a message to send. */
    static final int SEND = 1;
    /** To the loop: close a listening point. */
    static final int CLOSE = 2;
    /** To the shard: a message. */
    static final int MESSAGE = 3;
    static final int CONNECTED = 4;
    static final int FAILED = 5;
    static final int CLOSED = 6;

    private static final int PORT_OFFSET = 4;
    private static final int HI_OFFSET = 8;
    private static final int LO_OFFSET = 16;
    private static final int TIME_OFFSET = 24;
    static final int PAYLOAD_OFFSET = 32;
    static final int REASON_LENGTH = Integer.BYTES;

    private StreamRecord() {
    }

    static void put(final MutableDirectBuffer buffer, final int at, final int socket, final TransportAddress peer, final long timeNs) {
        buffer.putInt(at, socket);
        buffer.putInt(at + PORT_OFFSET, peer.port());
        buffer.putLong(at + HI_OFFSET, peer.hi());
        buffer.putLong(at + LO_OFFSET, peer.lo());
        buffer.putLong(at + TIME_OFFSET, timeNs);
    }

    static int socket(final DirectBuffer buffer, final int at) {
        return buffer.getInt(at);
    }

    static void peer(final DirectBuffer buffer, final int at, final TransportAddress into) {
        into.set(buffer.getLong(at + HI_OFFSET), buffer.getLong(at + LO_OFFSET), buffer.getInt(at + PORT_OFFSET));
    }

    static long timeNs(final DirectBuffer buffer, final int at) {
        return buffer.getLong(at + TIME_OFFSET);
    }
}
