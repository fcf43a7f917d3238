package busyhour.ipc.link;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

/** A peer's address for people. */
final class PeerText {
    private static final int IPV6_LENGTH = 16;

    private PeerText() {
    }

    static String of(final long hi, final long lo, final int port) {
        final byte[] bytes = ByteBuffer.allocate(IPV6_LENGTH).putLong(hi).putLong(lo).array();
        try {
            final InetAddress address = InetAddress.getByAddress(bytes); // mapped IPv4 comes back as IPv4
            final String text = address.getHostAddress();
            return (address instanceof Inet6Address ? "[" + text + "]" : text) + ":" + port;
        } catch (final UnknownHostException e) {
            throw new IllegalStateException("an address of 16 bytes is always one", e);
        }
    }
}
