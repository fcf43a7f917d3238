package busyhour.codec;

import java.util.ArrayList;
import java.util.List;
import org.agrona.BitUtil;
import org.agrona.BufferUtil;
import org.agrona.concurrent.UnsafeBuffer;

/** Puts an {@link EncodedTrack} together from the packets of an encoder, one after the other. Set-up time; one thread. */
public final class TrackBuilder {

    private final AudioEncoding encoding;
    private final AudioDecoder decoder;
    private final short[] heard;
    private final List<byte[]> packets = new ArrayList<>();
    private final List<long[]> energies = new ArrayList<>();

    /** @param encoding of a codec that {@link AudioDecoder} knows: levels are those of what a receiver hears. */
    public TrackBuilder(final AudioEncoding encoding) {
        this.encoding = encoding;
        decoder = AudioDecoder.of(encoding.codec(), encoding.channels());
        heard = new short[AudioDecoder.MAX_PACKET_MS * encoding.codec().sampleRateHz() / 1_000 * encoding.channels()];
    }

    /**
     * Adds a frame.
     *
     * @param packet what the encoder made.
     * @param sent   false when the encoder means it not to be sent; the decoder hears it all the same.
     * @throws IllegalArgumentException when the packet is none of the codec's.
     */
    public void add(final byte[] packet, final boolean sent) {
        final int samples = decoder.decode(new UnsafeBuffer(packet), 0, packet.length, heard, 0);
        if (samples != encoding.samplesPerFrame()) {
            throw new IllegalArgumentException(encoding.codec() + " packet " + packets.size() + " holds " + samples + " samples");
        }
        long sum = 0;
        int largest = 0;
        for (int i = 0; sent && i < samples * encoding.channels(); i++) {
            final int square = heard[i] * heard[i];
            sum += square;
            largest = Math.max(largest, square);
        }
        packets.add(sent ? packet : new byte[0]);
        energies.add(new long[] {sum, largest});
    }

    /** Frames so far. */
    public int frameCount() {
        return packets.size();
    }

    /** @throws IllegalStateException without any frame. */
    public EncodedTrack build() {
        if (packets.isEmpty()) {
            throw new IllegalStateException("no frames");
        }
        final int octets = packets.stream().mapToInt(packet -> packet.length).sum();
        final UnsafeBuffer payloads = new UnsafeBuffer(
                BufferUtil.allocateDirectAligned(Math.max(1, octets), BitUtil.CACHE_LINE_LENGTH));
        final FrameIndex frames = new FrameIndex(packets.size());
        int at = 0;
        for (int frame = 0; frame < packets.size(); frame++) {
            final byte[] packet = packets.get(frame);
            payloads.putBytes(at, packet);
            frames.frame(frame, at, packet.length);
            frames.energy(frame, energies.get(frame)[0], (int) energies.get(frame)[1]);
            at += packet.length;
        }
        return new EncodedTrack(encoding, payloads, frames);
    }
}
