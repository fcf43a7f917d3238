package busyhour.engine.io;

import static busyhour.engine.io.LinuxConstants.AF_INET;
import static busyhour.engine.io.LinuxConstants.AF_INET6;
import static busyhour.engine.io.LinuxConstants.SOCKADDR_IN6_SIZE;
import static busyhour.engine.io.LinuxConstants.SOCKADDR_IN_SIZE;
import static java.nio.ByteOrder.BIG_ENDIAN;

import busyhour.sip.TransportAddress;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * TransportAddress to and from {@code struct sockaddr_in} and {@code sockaddr_in6}.
 *
 * <pre>
 *  sockaddr_in    family:2 port:2(be) address:4(be) zero:8
 *  sockaddr_in6   family:2 port:2(be) flowinfo:4 address:16(be) scope:4
 * </pre>
 */
final class SocketAddressCodec {

    private static final int PORT_OFFSET = 2;
    private static final int IPV4_OFFSET = 4;
    private static final int IPV6_OFFSET = 8;
    private static final int SCOPE_OFFSET = 24;
    private static final long MAPPED_PREFIX = 0x0000_ffff_0000_0000L;

    private SocketAddressCodec() {
    }

    static int family(TransportAddress address) {
        return address.isIpv4() ? AF_INET : AF_INET6;
    }

    /** Writes the address with another port. @return bytes written. */
    static int encode(TransportAddress address, int port, MutableDirectBuffer buffer, int offset) {
        buffer.putShort(offset + PORT_OFFSET, (short) port, BIG_ENDIAN);
        if (address.isIpv4()) {
            buffer.putShort(offset, (short) AF_INET);
            buffer.putInt(offset + IPV4_OFFSET, (int) address.lo(), BIG_ENDIAN);
            buffer.putLong(offset + SOCKADDR_IN_SIZE - Long.BYTES, 0);
            return SOCKADDR_IN_SIZE;
        }
        buffer.putShort(offset, (short) AF_INET6);
        buffer.putInt(offset + PORT_OFFSET + Short.BYTES, 0);
        buffer.putLong(offset + IPV6_OFFSET, address.hi(), BIG_ENDIAN);
        buffer.putLong(offset + IPV6_OFFSET + Long.BYTES, address.lo(), BIG_ENDIAN);
        buffer.putInt(offset + SCOPE_OFFSET, 0);
        return SOCKADDR_IN6_SIZE;
    }

    /** Reads an address that the kernel wrote. @return false for another family. */
    static boolean decode(DirectBuffer buffer, int offset, TransportAddress address) {
        final int family = buffer.getShort(offset);
        final int port = port(buffer, offset);
        if (family == AF_INET) {
            final long ipv4 = buffer.getInt(offset + IPV4_OFFSET, BIG_ENDIAN) & 0xffff_ffffL;
            address.set(0, MAPPED_PREFIX | ipv4, port);
            return true;
        }
        if (family == AF_INET6) {
            address.set(
                    buffer.getLong(offset + IPV6_OFFSET, BIG_ENDIAN),
                    buffer.getLong(offset + IPV6_OFFSET + Long.BYTES, BIG_ENDIAN),
                    port);
            return true;
        }
        return false;
    }

    static int port(DirectBuffer buffer, int offset) {
        return buffer.getShort(offset + PORT_OFFSET, BIG_ENDIAN) & 0xffff;
    }
}
