package busyhour.web.trace;

import java.nio.ByteBuffer;
import java.util.Arrays;

/** Builds IP packets around messages of less than 64 KiB: IPv4 (RFC 791) or IPv6 (RFC 8200) with UDP (RFC 768) or TCP (RFC 9293). */
final class IpPackets {
    private static final int UDP = 17;
    private static final int TCP = 6;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int UDP_BYTES = 8;
    private static final int TCP_BYTES = 20;
    private static final int HOP_LIMIT = 64;
    private static final int MAX_LENGTH = 0xffff;
    private static final int PUSH_ACK = 0x5018;

    private IpPackets() {
    }

    static byte[] udp(WireAddress source, WireAddress destination, byte[] payload, int identification) {
        ByteBuffer head = ByteBuffer.allocate(UDP_BYTES).putShort((short) source.port()).putShort((short) destination.port())
                .putShort((short) (UDP_BYTES + payload.length)).putShort((short) 0);
        return packet(source, destination, UDP, head, 6, payload, identification);
    }

    static byte[] tcp(WireAddress source, WireAddress destination, int sequence, int acknowledged, byte[] payload, int identification) {
        ByteBuffer head = ByteBuffer.allocate(TCP_BYTES).putShort((short) source.port()).putShort((short) destination.port())
                .putInt(sequence).putInt(acknowledged).putShort((short) PUSH_ACK).putShort((short) MAX_LENGTH).putShort((short) 0).putShort((short) 0);
        return packet(source, destination, TCP, head, 16, payload, identification);
    }

    private static byte[] packet(WireAddress source, WireAddress destination, int protocol, ByteBuffer head, int checksumAt, byte[] payload,
                                 int identification) {
        boolean ipv6 = source.isIpv6() || destination.isIpv6();
        WireAddress from = ipv6 ? source.toIpv6() : source;
        WireAddress to = ipv6 ? destination.toIpv6() : destination;
        int ipBytes = ipv6 ? IPV6_BYTES : IPV4_BYTES;
        int upper = head.capacity() + payload.length;
        int checksum = fold(add(add(pseudoHeader(from, to, protocol, upper), head.array()), payload));
        head.putShort(checksumAt, (short) (checksum == 0 && protocol == UDP ? MAX_LENGTH : checksum));
        ByteBuffer packet = ByteBuffer.allocate(ipBytes + head.capacity() + payload.length);
        if (ipv6) {
            packet.putInt(6 << 28).putShort((short) upper).put((byte) protocol).put((byte) HOP_LIMIT)
                    .put(from.address()).put(to.address());
        } else {
            packet.put((byte) 0x45).put((byte) 0).putShort((short) (ipBytes + upper)).putShort((short) identification)
                    .putShort((short) 0x4000).put((byte) HOP_LIMIT).put((byte) protocol).putShort((short) 0).put(from.address()).put(to.address());
            packet.putShort(10, (short) fold(add(0, Arrays.copyOf(packet.array(), ipBytes))));
        }
        return packet.put(head.array()).put(payload).array();
    }

    /** What the checksum covers besides (RFC 9293 3.1, RFC 8200 8.1). */
    private static int pseudoHeader(WireAddress from, WireAddress to, int protocol, int length) {
        return add(add(protocol + (length & 0xffff) + (length >>> 16), from.address()), to.address());
    }

    /** Sum of 16-bit words (RFC 1071), folded so that it does not overflow. */
    private static int add(int sum, byte[] bytes) {
        long total = sum;
        for (int i = 0; i < bytes.length; i += 2) {
            total += (bytes[i] & 0xff) << 8 | (i + 1 < bytes.length ? bytes[i + 1] & 0xff : 0);
        }
        while (total > 0xffff) {
            total = (total & 0xffff) + (total >>> 16);
        }
        return (int) total;
    }

    private static int fold(int sum) {
        return ~sum & 0xffff;
    }
}
