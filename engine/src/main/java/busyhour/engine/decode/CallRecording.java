package busyhour.engine.decode;

import busyhour.codec.AudioCodec;
import busyhour.sip.TransportAddress;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The packets that a call received, as a capture file in a folder of the run; from them its sound. At most {@link #MAX_BYTES}
 * are kept. The decoder's thread.
 */
final class CallRecording {

    static final int MAX_BYTES = 4 << 20;
    private static final int BLOCK_BYTES = 16 << 10;
    private static final int WAV_HEADER_BYTES = 44;

    private record Part(AudioCodec codec, int position, int length) {
    }

    private final Path file;
    private final TransportAddress local;
    private final TransportAddress peer;
    private final ByteArrayOutputStream block = new ByteArrayOutputStream(BLOCK_BYTES);
    private final List<Part> parts = new ArrayList<>();
    private int written;

    CallRecording(final Path file, final TransportAddress local, final TransportAddress peer) throws IOException {
        this.file = file;
        this.local = local;
        this.peer = peer;
        Files.write(file, UdpCapture.fileHeader());
        written = UdpCapture.FILE_HEADER_BYTES;
    }

    /** A packet came. @param codec null for what is no audio. */
    void onPacket(final AudioCodec codec, final DirectBuffer rtp, final int offset, final int length, final long epochNs) throws IOException {
        if (written + block.size() + length > MAX_BYTES) {
            return;
        }
        final byte[] octets = new byte[length];
        rtp.getBytes(offset, octets);
        final byte[] record = UdpCapture.record(peer, local, octets, epochNs);
        parts.add(new Part(codec, written + block.size() + record.length - length, length));
        block.writeBytes(record);
        if (block.size() >= BLOCK_BYTES) {
            flush();
        }
    }

    private void flush() throws IOException {
        Files.write(file, block.toByteArray(), StandardOpenOption.APPEND);
        written += block.size();
        block.reset();
    }

    /** The capture file. */
    byte[] capture() throws IOException {
        flush();
        return Files.readAllBytes(file);
    }

    /** What a listener heard, as a WAV file of one channel; null when nothing of it can be decoded. */
    byte[] sound(final byte[] capture) {
        final ByteArrayOutputStream pcm = new ByteArrayOutputStream();
        final int[] rate = new int[1];
        final AudioDecoding decoding = new AudioDecoding((samples, count, rateHz, heard, durationNs, arrivalNs) -> {
            if (rate[0] == 0) {
                rate[0] = rateHz;
            }
            final int step = Math.max(1, rateHz / rate[0]);
            for (int i = 0; rate[0] <= rateHz && i < count; i += step) {
                pcm.write(samples[i]);
                pcm.write(samples[i] >> 8);
            }
        });
        final UnsafeBuffer buffer = new UnsafeBuffer(capture);
        for (final Part part : parts) {
            decoding.onPacket(part.codec == null ? AudioDecoding.NO_AUDIO : part.codec.ordinal(), buffer, part.position, part.length, 0);
        }
        decoding.end();
        return rate[0] == 0 ? null : wav(pcm.toByteArray(), rate[0]);
    }

    private static byte[] wav(final byte[] pcm, final int rateHz) {
        return ByteBuffer.allocate(WAV_HEADER_BYTES + pcm.length).order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes()).putInt(WAV_HEADER_BYTES - 8 + pcm.length).put("WAVEfmt ".getBytes()).putInt(16).putShort((short) 1)
                .putShort((short) 1).putInt(rateHz).putInt(2 * rateHz).putShort((short) 2).putShort((short) 16)
                .put("data".getBytes()).putInt(pcm.length).put(pcm).array();
    }

    /** It is not wanted any more. */
    void delete() throws IOException {
        Files.deleteIfExists(file);
    }
}
