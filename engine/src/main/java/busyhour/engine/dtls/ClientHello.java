package busyhour.engine.dtls;

import java.util.Arrays;

/**
 * Knows the datagram that begins a handshake, and its random, by which one that is sent again is told from another one.
 *
 * <pre>
 *    0      1         3       5          11       13     14      17        19         22         25        27       59
 *   | type | version | epoch | sequence | length | type | length | message | fragment | fragment | version | random |
 *     22               0                           1                         offset 0   length
 * </pre>
 */
final class ClientHello {

    private static final int HANDSHAKE = 22;
    private static final int EPOCH_OFFSET = 3;
    private static final int TYPE_OFFSET = 13;
    private static final int FRAGMENT_OFFSET = 19;
    private static final int RANDOM_OFFSET = 27;
    private static final int RANDOM_END = 59;
    private static final int CLIENT_HELLO = 1;

    private ClientHello() {
    }

    /** @return the random of the ClientHello that begins in this datagram, null when there is none. */
    static byte[] random(final byte[] datagram) {
        final boolean begins = datagram.length >= RANDOM_END && datagram[0] == HANDSHAKE
                && datagram[EPOCH_OFFSET] == 0 && datagram[EPOCH_OFFSET + 1] == 0 && datagram[TYPE_OFFSET] == CLIENT_HELLO
                && datagram[FRAGMENT_OFFSET] == 0 && datagram[FRAGMENT_OFFSET + 1] == 0 && datagram[FRAGMENT_OFFSET + 2] == 0;
        return begins ? Arrays.copyOfRange(datagram, RANDOM_OFFSET, RANDOM_END) : null;
    }
}
