package busyhour.rtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** UDP datagrams of a capture: pcap and pcapng, Ethernet with VLAN, Linux cooked, raw IP, loopback; no fragments. */
public final class PcapReader {

    /** One UDP datagram. */
    public record Datagram(long arrivalNs, String source, String destination, byte[] payload) {
    }

    private final List<Datagram> datagrams = new ArrayList<>();
    private final List<long[]> interfaces = new ArrayList<>(); // link type, units per second

    private PcapReader() {
    }

    public static List<Datagram> read(Path file) {
        final PcapReader reader = new PcapReader();
        try {
            final ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
            if (in.getInt(0) == 0x0A0D0D0A) {
                reader.readPcapng(in);
            } else {
                reader.readPcap(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return reader.datagrams;
    }

    private void readPcap(ByteBuffer in) {
        final int magic = in.getInt(0);
        if (magic == 0xD4C3B2A1 || magic == 0x4D3CB2A1) {
            in.order(ByteOrder.BIG_ENDIAN);
        }
        final boolean nanos = in.getInt(0) == 0xA1B23C4D;
        final int link = in.getInt(20);
        in.position(24);
        while (in.remaining() >= 16) {
            final long arrivalNs = (in.getInt() & 0xFFFFFFFFL) * 1_000_000_000L + (in.getInt() & 0xFFFFFFFFL) * (nanos ? 1 : 1_000);
            final int length = in.getInt();
            in.getInt();
            final byte[] frame = new byte[Math.min(length, in.remaining())];
            in.get(frame);
            frame(link, arrivalNs, frame);
        }
    }

    private void readPcapng(ByteBuffer in) {
        while (in.remaining() >= 12) {
            final int at = in.position();
            final int type = in.getInt(at);
            if (type == 0x0A0D0D0A) {
                in.order(in.order(ByteOrder.LITTLE_ENDIAN).getInt(at + 8) == 0x1A2B3C4D ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
                interfaces.clear();
            }
            final int length = in.getInt(at + 4);
            if (type == 1) {
                interfaces.add(new long[]{in.getShort(at + 8) & 0xFFFF, resolution(in, at + 16, at + length - 4)});
            } else if (type == 6) {
                final long[] port = interfaces.get(in.getInt(at + 8));
                final long units = (long) in.getInt(at + 12) << 32 | in.getInt(at + 16) & 0xFFFFFFFFL;
                final byte[] frame = new byte[in.getInt(at + 20)];
                in.get(at + 28, frame);
                frame((int) port[0], units / port[1] * 1_000_000_000L + units % port[1] * 1_000_000_000L / port[1], frame);
            }
            in.position(at + length);
        }
    }

    private static long resolution(ByteBuffer in, int from, int to) {
        for (int at = from; at + 4 <= to;) {
            final int code = in.getShort(at);
            final int length = in.getShort(at + 2) & 0xFFFF;
            if (code == 9) {
                final int value = in.get(at + 4) & 0xFF;
                return value < 128 ? (long) Math.pow(10, value) : 1L << (value & 127);
            }
            at += 4 + (length + 3) / 4 * 4;
        }
        return 1_000_000;
    }

    private void frame(int link, long arrivalNs, byte[] frame) {
        final ByteBuffer in = ByteBuffer.wrap(frame);
        int at = switch (link) {
            case 0 -> 4;
            case 1 -> 14;
            case 113 -> 16;
            case 276 -> 20;
            case 12, 14, 101 -> 0;
            default -> throw new IllegalArgumentException("link type " + link);
        };
        if (link == 1) {
            while (frame.length > at && (in.getShort(at - 2) == (short) 0x8100 || in.getShort(at - 2) == (short) 0x88A8)) {
                at += 4;
            }
            if (in.getShort(at - 2) != 0x0800 && in.getShort(at - 2) != (short) 0x86DD) {
                return;
            }
        }
        if (frame.length > at + 20) {
            ip(in, at, arrivalNs);
        }
    }

    private void ip(ByteBuffer in, int at, long arrivalNs) {
        final boolean four = in.get(at) >> 4 == 4;
        final int protocol = in.get(at + (four ? 9 : 6));
        final boolean fragment = four && (in.getShort(at + 6) & 0x3FFF) != 0;
        if (protocol != 17 || fragment) {
            return;
        }
        final int udp = at + (four ? (in.get(at) & 0x0F) * 4 : 40);
        final int length = Math.min((in.getShort(udp + 4) & 0xFFFF) - 8, in.limit() - udp - 8);
        final byte[] payload = new byte[Math.max(0, length)];
        in.get(udp + 8, payload);
        final int width = four ? 4 : 16;
        final int addresses = at + (four ? 12 : 8);
        datagrams.add(new Datagram(arrivalNs, host(in, addresses, width) + ":" + (in.getShort(udp) & 0xFFFF),
                host(in, addresses + width, width) + ":" + (in.getShort(udp + 2) & 0xFFFF), payload));
    }

    private static String host(ByteBuffer in, int at, int width) {
        final byte[] address = new byte[width];
        in.get(at, address);
        try {
            return InetAddress.getByAddress(address).getHostAddress();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
