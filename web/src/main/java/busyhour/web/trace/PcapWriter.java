package busyhour.web.trace;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Writes SIP messages as a capture file: pcap with nanoseconds, raw IP. Over UDP each is its datagram. Over TCP, TLS, WS and WSS each is one
 * segment of its connection, decrypted and unframed, with the sequence numbers that follow from the messages before it; an HTTP port of a
 * WS connection stands as 5060, so that it is read as SIP. A message that was cut is as long as what was kept of it. One thread.
 */
public final class PcapWriter implements Closeable {
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int SNAP_LENGTH = 262_144;
    private static final int LINK_TYPE_RAW = 101;
    private static final int HEADER_BYTES = 24;
    private static final int RECORD_HEADER_BYTES = 16;
    private static final long NS = 1_000_000_000L;
    private static final Set<Integer> HTTP_PORTS = Set.of(80, 1900, 2710, 2869, 3128, 3132, 5985, 8080, 8088, 11371);

    private final OutputStream out;
    private final Map<String, Integer> sequences = new HashMap<>();
    private int identification;

    /** Writes the file's header; closing closes the stream. */
    public PcapWriter(OutputStream out) throws IOException {
        this.out = out;
        out.write(ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(MAGIC_NANOSECONDS).putShort((short) 2).putShort((short) 4)
                .putInt(0).putInt(0).putInt(SNAP_LENGTH).putInt(LINK_TYPE_RAW).array());
    }

    public void write(TracedMessage message) throws IOException {
        WireAddress peer = WireAddress.parse(message.peer());
        WireAddress local = message.local() == null ? WireAddress.unknown(peer) : WireAddress.parse(message.local());
        if (message.transport().equals("WS")) {
            peer = dissected(peer);
            local = dissected(local);
        }
        WireAddress source = message.isSent() ? local : peer;
        WireAddress destination = message.isSent() ? peer : local;
        byte[] packet = message.transport().equals("UDP")
                ? IpPackets.udp(source, destination, message.bytes(), identification++)
                : segment(message, source, destination);
        out.write(ByteBuffer.allocate(RECORD_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt((int) (message.epochNs() / NS))
                .putInt((int) (message.epochNs() % NS)).putInt(packet.length).putInt(packet.length).array());
        out.write(packet);
    }

    /** Other tools take what goes over these ports for HTTP and look no further. */
    private static WireAddress dissected(WireAddress address) {
        return HTTP_PORTS.contains(address.port()) ? new WireAddress(address.address(), WireAddress.SIP_PORT) : address;
    }

    private byte[] segment(TracedMessage message, WireAddress source, WireAddress destination) {
        String forth = source + ">" + destination;
        int sequence = sequences.getOrDefault(forth, 1);
        int acknowledged = sequences.getOrDefault(destination + ">" + source, 1);
        sequences.put(forth, sequence + message.bytes().length);
        return IpPackets.tcp(source, destination, sequence, acknowledged, message.bytes(), identification++);
    }

    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
