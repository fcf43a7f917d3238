package busyhour.engine.io;

import static busyhour.engine.io.LinuxConstants.AF_INET6;
import static busyhour.engine.io.LinuxConstants.AF_UNSPEC;
import static busyhour.engine.io.LinuxConstants.IPPROTO_IP;
import static busyhour.engine.io.LinuxConstants.IPPROTO_IPV6;
import static busyhour.engine.io.LinuxConstants.IPV6_RECVTCLASS;
import static busyhour.engine.io.LinuxConstants.IPV6_TCLASS;
import static busyhour.engine.io.LinuxConstants.IPV6_V6ONLY;
import static busyhour.engine.io.LinuxConstants.IP_RECVTOS;
import static busyhour.engine.io.LinuxConstants.IP_TOS;
import static busyhour.engine.io.LinuxConstants.SK_MEMINFO_DROPS;
import static busyhour.engine.io.LinuxConstants.SK_MEMINFO_VARS;
import static busyhour.engine.io.LinuxConstants.SOCKADDR_IN6_SIZE;
import static busyhour.engine.io.LinuxConstants.SOCK_CLOEXEC;
import static busyhour.engine.io.LinuxConstants.SOCK_DGRAM;
import static busyhour.engine.io.LinuxConstants.SOCK_NONBLOCK;
import static busyhour.engine.io.LinuxConstants.SOL_SOCKET;
import static busyhour.engine.io.LinuxConstants.SO_ERROR;
import static busyhour.engine.io.LinuxConstants.SO_MEMINFO;
import static busyhour.engine.io.LinuxConstants.SO_RCVBUF;
import static busyhour.engine.io.LinuxConstants.SO_RCVBUFFORCE;
import static busyhour.engine.io.LinuxConstants.SO_RXQ_OVFL;
import static busyhour.engine.io.LinuxConstants.SO_SNDBUF;
import static busyhour.engine.io.LinuxConstants.SO_SNDBUFFORCE;
import static busyhour.engine.io.LinuxConstants.SO_TIMESTAMPNS;

import busyhour.sip.TransportAddress;
import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The set-up side of a datagram socket: options, names and peers. File descriptors in, -errno out. */
final class SocketOpener {

    private static final int ADDRESS_OFFSET = 0;
    private static final int LENGTH_OFFSET = 32;
    private static final int VALUE_OFFSET = 40;
    private static final int SCRATCH_SIZE = 128;

    private final UnsafeBuffer scratch = new UnsafeBuffer(ByteBuffer.allocateDirect(SCRATCH_SIZE));
    private final long address = scratch.addressOffset() + ADDRESS_OFFSET;
    private final long lengthAddress = scratch.addressOffset() + LENGTH_OFFSET;
    private final long valueAddress = scratch.addressOffset() + VALUE_OFFSET;
    private final NativeCalls.ErrnoReader errno;

    SocketOpener(NativeCalls.ErrnoReader errno) {
        this.errno = errno;
    }

    /** @return a bound, non-blocking file descriptor, or -errno. */
    int open(TransportAddress local, int port, DatagramOptions options) {
        final int family = SocketAddressCodec.family(local);
        final int fd = SocketCalls.socket(family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        if (fd < 0) {
            return -errno.lastErrno();
        }
        // SO_REUSEADDR stays off: on UDP it would let two sockets share a port without a word.
        int result = setOption(fd, SOL_SOCKET, SO_TIMESTAMPNS, 1);
        if (result == 0) {
            result = setOption(fd, SOL_SOCKET, SO_RXQ_OVFL, 1);
        }
        if (result == 0) {
            result = family == AF_INET6 ? setIpv6Options(fd, options) : setIpv4Options(fd, options);
        }
        if (result == 0) {
            result = bind(fd, local, port);
        }
        if (result < 0) {
            SocketCalls.close(fd);
            return result;
        }
        setBuffer(fd, SO_RCVBUFFORCE, SO_RCVBUF, options.receiveBufferBytes());
        setBuffer(fd, SO_SNDBUFFORCE, SO_SNDBUF, options.sendBufferBytes());
        return fd;
    }

    int bind(int fd, TransportAddress local, int port) {
        final int length = SocketAddressCodec.encode(local, port, scratch, ADDRESS_OFFSET);
        return result(SocketCalls.bind(fd, address, length));
    }

    int connect(int fd, TransportAddress peer) {
        final int length = SocketAddressCodec.encode(peer, peer.port(), scratch, ADDRESS_OFFSET);
        return result(SocketCalls.connect(fd, address, length));
    }

    int disconnect(int fd) {
        scratch.setMemory(ADDRESS_OFFSET, SOCKADDR_IN6_SIZE, (byte) 0);
        scratch.putShort(ADDRESS_OFFSET, (short) AF_UNSPEC);
        return result(SocketCalls.connect(fd, address, Short.BYTES * 8));
    }

    /** @return the port that the socket is bound to, or -errno. */
    int localPort(int fd) {
        scratch.putInt(LENGTH_OFFSET, SOCKADDR_IN6_SIZE);
        final int result = result(SocketCalls.getsockname(fd, address, lengthAddress));
        return result < 0 ? result : SocketAddressCodec.port(scratch, ADDRESS_OFFSET);
    }

    /** @return whether {@link #rawDrops} now holds the kernel's figure. */
    boolean readDrops(int fd) {
        scratch.putInt(LENGTH_OFFSET, SK_MEMINFO_VARS * Integer.BYTES);
        return SocketCalls.getsockopt(fd, SOL_SOCKET, SO_MEMINFO, valueAddress, lengthAddress) == 0
                && scratch.getInt(LENGTH_OFFSET) >= SK_MEMINFO_VARS * Integer.BYTES;
    }

    int rawDrops() {
        return scratch.getInt(VALUE_OFFSET + SK_MEMINFO_DROPS * Integer.BYTES);
    }

    /** @return errno of what happened to the socket since the last call on it, or 0. */
    int takeError(int fd) {
        scratch.putInt(VALUE_OFFSET, 0);
        scratch.putInt(LENGTH_OFFSET, Integer.BYTES);
        SocketCalls.getsockopt(fd, SOL_SOCKET, SO_ERROR, valueAddress, lengthAddress);
        return scratch.getInt(VALUE_OFFSET);
    }

    /** Each datagram is to come with its TOS or traffic class. @return 0 or -errno. */
    int askForTos(int fd, TransportAddress local) {
        return SocketAddressCodec.family(local) == AF_INET6
                ? setOption(fd, IPPROTO_IPV6, IPV6_RECVTCLASS, 1)
                : setOption(fd, IPPROTO_IP, IP_RECVTOS, 1);
    }

    private int setIpv4Options(int fd, DatagramOptions options) {
        return options.tos() == 0 ? 0 : setOption(fd, IPPROTO_IP, IP_TOS, options.tos());
    }

    private int setIpv6Options(int fd, DatagramOptions options) {
        final int result = setOption(fd, IPPROTO_IPV6, IPV6_V6ONLY, 1);
        return result < 0 || options.tos() == 0 ? result : setOption(fd, IPPROTO_IPV6, IPV6_TCLASS, options.tos());
    }

    /** FORCE goes over {@code rmem_max} and needs CAP_NET_ADMIN; without it the kernel gives as much as it allows. */
    private void setBuffer(int fd, int forceName, int name, int bytes) {
        if (bytes > 0 && setOption(fd, SOL_SOCKET, forceName, bytes) < 0) {
            setOption(fd, SOL_SOCKET, name, bytes);
        }
    }

    private int setOption(int fd, int level, int name, int value) {
        scratch.putInt(VALUE_OFFSET, value);
        return result(SocketCalls.setsockopt(fd, level, name, valueAddress, Integer.BYTES));
    }

    private int result(int returned) {
        return returned < 0 ? -errno.lastErrno() : returned;
    }
}
