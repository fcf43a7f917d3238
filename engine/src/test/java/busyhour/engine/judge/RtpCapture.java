package busyhour.engine.judge;

import busyhour.engine.judge.FfmpegReceiver.Rtp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The RTP and RTCP in a capture file of an Ethernet-like interface (pcap), IPv4. */
public final class RtpCapture {

    private static final int MAGIC = 0xa1b2c3d4;
    private static final int LINK_TYPE_ETHERNET = 1;
    private static final int ETHERNET_BYTES = 14;
    private static final int FILE_HEADER_BYTES = 24;

    /** Packets of one SSRC and payload type, in their order. */
    public record Stream(long ssrc, int payloadType, int toPort, List<Rtp> packets) {
    }

    private final Map<String, Stream> streams = new TreeMap<>();
    private final List<byte[]> rtcp = new ArrayList<>();

    private RtpCapture() {
    }

    /** @param firstPort UDP datagrams to lower ports are left out. */
    public static RtpCapture read(final Path file, final int firstPort) throws IOException {
        final ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        if (in.getInt(0) != MAGIC || in.getInt(20) != LINK_TYPE_ETHERNET) {
            throw new IOException("not a pcap of an Ethernet-like interface: " + file);
        }
        final RtpCapture capture = new RtpCapture();
        for (int at = FILE_HEADER_BYTES; at + 16 <= in.limit();) {
            final long atNs = in.getInt(at) * 1_000_000_000L + in.getInt(at + 4) * 1_000L;
            final int length = in.getInt(at + 8);
            capture.take(in.array(), at + 16, length, atNs, firstPort);
            at += 16 + length;
        }
        return capture;
    }

    private void take(final byte[] file, final int at, final int length, final long atNs, final int firstPort) {
        final int ip = at + ETHERNET_BYTES;
        if (length < ETHERNET_BYTES + 28 || file[at + 12] != 8 || file[at + 13] != 0 || file[ip + 9] != 17) {
            return;
        }
        final int udp = ip + 4 * (file[ip] & 0x0F);
        final int toPort = number(file, udp + 2, 2);
        final int payload = udp + 8;
        final int octets = number(file, udp + 4, 2) - 8;
        if (toPort < firstPort || octets < 12 || (file[payload] & 0xC0) != 0x80) {
            return;
        }
        final byte[] datagram = java.util.Arrays.copyOfRange(file, payload, payload + octets);
        final int type = datagram[1] & 0xFF;
        if (type >= 192 && type <= 223) {
            rtcp.add(datagram);
            return;
        }
        final long ssrc = number(datagram, 8, 4) & 0xFFFF_FFFFL;
        streams.computeIfAbsent(ssrc + "/" + (type & 0x7F), key -> new Stream(ssrc, type & 0x7F, toPort, new ArrayList<>())).packets
                .add(new Rtp(datagram, atNs));
    }

    private static int number(final byte[] octets, final int at, final int length) {
        int number = 0;
        for (int i = at; i < at + length; i++) {
            number = number << 8 | octets[i] & 0xFF;
        }
        return number;
    }

    public Collection<Stream> streams() {
        return streams.values();
    }

    /** Streams of a payload type. */
    public List<Stream> streams(final int payloadType) {
        return streams.values().stream().filter(stream -> stream.payloadType == payloadType).toList();
    }

    public List<byte[]> rtcp() {
        return rtcp;
    }
}
