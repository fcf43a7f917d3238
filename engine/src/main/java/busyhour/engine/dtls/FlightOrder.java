package busyhour.engine.dtls;

/**
 * Takes a client's ChangeCipherSpec out of a datagram as long as its CertificateVerify has not come: Bouncy Castle's server
 * takes up the new keys then, never looks at the CertificateVerify that is sent again in the old ones, and so a lost one would
 * end the handshake. The client sends its whole flight again.
 *
 * <pre>
 *   record       0 type | 1 version | 3 epoch | 5 sequence | 11 length | 13 ...
 *   message in it       0 type | 1 length | 4 sequence | 6 fragment offset | 9 fragment length | 12 ...
 * </pre>
 *
 * A server never sends CertificateVerify, so that a client must not be held up: what a server sends passes as it is, known by
 * its ServerHello. One thread.
 */
final class FlightOrder {

    private static final int RECORD_HEADER = 13;
    private static final int EPOCH_OFFSET = 3;
    private static final int LENGTH_OFFSET = 11;
    private static final int MESSAGE_HEADER = 12;
    private static final int FRAGMENT_LENGTH_OFFSET = 9;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int SERVER_HELLO = 2;
    private static final int CERTIFICATE_VERIFY = 15;

    private boolean mayChange;

    /** @return the datagram, or a copy without the record that comes too early. */
    byte[] withoutEarlyCipherChange(final byte[] datagram) {
        int at = 0;
        while (!mayChange && at + RECORD_HEADER <= datagram.length) {
            final int end = at + RECORD_HEADER + number(datagram, at + LENGTH_OFFSET, 2);
            if (end > datagram.length) {
                break;
            }
            if (datagram[at] == CHANGE_CIPHER_SPEC) {
                return without(datagram, at, end);
            }
            if (datagram[at] == HANDSHAKE && number(datagram, at + EPOCH_OFFSET, 2) == 0) {
                look(datagram, at + RECORD_HEADER, end);
            }
            at = end;
        }
        return datagram;
    }

    private void look(final byte[] datagram, final int from, final int end) {
        for (int at = from; at + MESSAGE_HEADER <= end; at += MESSAGE_HEADER + number(datagram, at + FRAGMENT_LENGTH_OFFSET, 3)) {
            mayChange |= datagram[at] == CERTIFICATE_VERIFY || datagram[at] == SERVER_HELLO;
        }
    }

    private static byte[] without(final byte[] datagram, final int from, final int end) {
        final byte[] rest = new byte[datagram.length - (end - from)];
        System.arraycopy(datagram, 0, rest, 0, from);
        System.arraycopy(datagram, end, rest, from, datagram.length - end);
        return rest;
    }

    private static int number(final byte[] datagram, final int offset, final int octets) {
        int number = 0;
        for (int i = 0; i < octets; i++) {
            number = number << 8 | datagram[offset + i] & 0xFF;
        }
        return number;
    }
}
