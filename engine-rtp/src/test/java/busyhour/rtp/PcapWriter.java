package busyhour.rtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.agrona.DirectBuffer;

/** Writes UDP datagrams as a capture of raw IPv4 packets, for foreign readers. */
public final class PcapWriter {

    private static final int LINK_RAW = 101;
    private static final int HEADERS = 28;

    private final ByteBuffer out = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);

    public PcapWriter() {
        out.putInt(0xA1B23C4D).putShort((short) 2).putShort((short) 4).putLong(0).putInt(65_535).putInt(LINK_RAW);
    }

    /** Between 127.0.0.1 and itself. */
    public void add(final long timeNs, final int sourcePort, final int destinationPort, final DirectBuffer payload, final int offset, final int length) {
        out.putInt((int) (timeNs / 1_000_000_000L)).putInt((int) (timeNs % 1_000_000_000L)).putInt(HEADERS + length).putInt(HEADERS + length);
        out.order(ByteOrder.BIG_ENDIAN);
        out.put((byte) 0x45).put((byte) 0).putShort((short) (HEADERS + length)).putInt(0).put((byte) 64).put((byte) 17).putShort((short) 0)
                .putInt(0x7F000001).putInt(0x7F000001);
        out.putShort((short) sourcePort).putShort((short) destinationPort).putShort((short) (8 + length)).putShort((short) 0);
        final byte[] octets = new byte[length];
        payload.getBytes(offset, octets);
        out.put(octets);
        out.order(ByteOrder.LITTLE_ENDIAN);
    }

    public void write(final Path file) {
        final byte[] all = new byte[out.position()];
        out.get(0, all);
        try {
            Files.write(file, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
