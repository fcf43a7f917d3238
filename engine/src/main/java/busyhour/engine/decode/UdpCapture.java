package busyhour.engine.decode;

import busyhour.sip.TransportAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Octets of a capture file: pcap with nanoseconds, raw IP, each datagram behind headers made from its addresses. */
final class UdpCapture {

    static final int FILE_HEADER_BYTES = 24;
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int LINK_TYPE_RAW = 101;
    private static final int SNAP_LENGTH = 65_535;
    private static final int RECORD_BYTES = 16;
    private static final int IPV4_BYTES = 20;
    private static final int IPV6_BYTES = 40;
    private static final int UDP_BYTES = 8;
    private static final byte UDP = 17;
    private static final byte HOPS = 64;
    private static final long NS = 1_000_000_000L;

    private UdpCapture() {
    }

    static byte[] fileHeader() {
        return ByteBuffer.allocate(FILE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(MAGIC_NANOSECONDS).putShort((short) 2)
                .putShort((short) 4).putInt(0).putInt(0).putInt(SNAP_LENGTH).putInt(LINK_TYPE_RAW).array();
    }

    /** One datagram with its headers. UDP's checksum is left out over IPv4. */
    static byte[] record(final TransportAddress from, final TransportAddress to, final byte[] payload, final long epochNs) {
        final boolean ipv4 = from.isIpv4() && to.isIpv4();
        final int length = (ipv4 ? IPV4_BYTES : IPV6_BYTES) + UDP_BYTES + payload.length;
        final ByteBuffer out = ByteBuffer.allocate(RECORD_BYTES + length).order(ByteOrder.LITTLE_ENDIAN);
        out.putInt((int) (epochNs / NS)).putInt((int) (epochNs % NS)).putInt(length).putInt(length);
        out.order(ByteOrder.BIG_ENDIAN);
        if (ipv4) {
            out.put((byte) 0x45).put((byte) 0).putShort((short) length).putInt(0).put(HOPS).put(UDP).putShort((short) 0).putInt(from.ipv4())
                    .putInt(to.ipv4());
            out.putShort(RECORD_BYTES + 10, checksum(out, RECORD_BYTES));
        } else {
            out.putInt(0x60000000).putShort((short) (UDP_BYTES + payload.length)).put(UDP).put(HOPS).putLong(from.hi()).putLong(from.lo())
                    .putLong(to.hi()).putLong(to.lo());
        }
        return out.putShort((short) from.port()).putShort((short) to.port()).putShort((short) (UDP_BYTES + payload.length)).putShort((short) 0)
                .put(payload).array();
    }

    private static short checksum(final ByteBuffer header, final int at) {
        int sum = 0;
        for (int i = 0; i < IPV4_BYTES; i += 2) {
            sum += header.getShort(at + i) & 0xFFFF;
        }
        while (sum >> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >> 16);
        }
        return (short) ~sum;
    }
}
