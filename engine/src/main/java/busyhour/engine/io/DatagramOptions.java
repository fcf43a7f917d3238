package busyhour.engine.io;

/**
 * How a datagram socket is opened. Set-up time value; make one for each kind of socket and reuse it.
 *
 * @param receiveBufferBytes SO_RCVBUF; forced over {@code rmem_max} where permitted; 0 = the kernel's default.
 * @param sendBufferBytes    SO_SNDBUF, likewise.
 * @param tos                TOS or traffic class of what is sent (DSCP in the upper six bits), 0 = none.
 * @param large              datagrams may have up to 65,535 bytes (SIP); else {@link DatagramIo#MEDIA_SLOT_BYTES}.
 */
public record DatagramOptions(int receiveBufferBytes, int sendBufferBytes, int tos, boolean large) {

    private static final int SIGNALLING_BUFFER_BYTES = 8 * 1024 * 1024;
    private static final int EXPEDITED_FORWARDING_TOS = 46 << 2;

    public DatagramOptions {
        if (receiveBufferBytes < 0 || sendBufferBytes < 0) {
            throw new IllegalArgumentException(
                    "socket buffers must not be negative: " + receiveBufferBytes + ", " + sendBufferBytes);
        }
        if (tos < 0 || tos > 255) {
            throw new IllegalArgumentException("tos is one octet: " + tos);
        }
    }

    /** RTP and RTCP: the kernel's buffers, DSCP EF (RFC 4594). */
    public static DatagramOptions media() {
        return new DatagramOptions(0, 0, EXPEDITED_FORWARDING_TOS, false);
    }

    /** SIP: whole datagrams, and buffers that hold a burst of all endpoints of a shard. */
    public static DatagramOptions signalling() {
        return new DatagramOptions(SIGNALLING_BUFFER_BYTES, SIGNALLING_BUFFER_BYTES, 0, true);
    }

    public DatagramOptions withTos(int octet) {
        return new DatagramOptions(receiveBufferBytes, sendBufferBytes, octet, large);
    }

    /** @param dscp 0 to 63, RFC 2474. */
    public DatagramOptions withDscp(int dscp) {
        return withTos(dscp << 2);
    }

    public DatagramOptions withBuffers(int receiveBytes, int sendBytes) {
        return new DatagramOptions(receiveBytes, sendBytes, tos, large);
    }
}
