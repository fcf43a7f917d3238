package busyhour.codec;

import io.github.jaredmdobson.concentus.OpusException;
import org.agrona.DirectBuffer;

/**
 * Opus by Concentus, libopus in Java: what ffmpeg makes of libopus can neither rebuild a lost packet from the copy in the
 * next, nor survive everything a network sends. SILK is bit-exact to libopus, CELT within rounding. Allocates 6 to 34 KB a
 * packet. One stream, one thread.
 */
final class OpusDecoder implements AudioDecoder {

    private static final int MAX_UNITS = MAX_PACKET_MS * OpusPacket.CLOCK_RATE_HZ / 1_000;
    /** Durations that the decoder can make up: multiples of 2.5 ms. */
    private static final int STEP = 120;

    private final io.github.jaredmdobson.concentus.OpusDecoder decoder;
    private final OpusPacket packet = new OpusPacket();
    private final byte[] octets = new byte[48 * (OpusPacket.MAX_FRAME_BYTES + 2) + 2];
    private final int channels;

    OpusDecoder(final int channels) {
        this.channels = channels;
        try {
            decoder = new io.github.jaredmdobson.concentus.OpusDecoder(OpusPacket.CLOCK_RATE_HZ, channels);
        } catch (final OpusException e) {
            throw new IllegalArgumentException("Opus has no " + channels + " channels", e);
        }
    }

    @Override
    public int sampleRateHz() {
        return OpusPacket.CLOCK_RATE_HZ;
    }

    @Override
    public int channels() {
        return channels;
    }

    @Override
    public void reset() {
        decoder.resetState();
    }

    @Override
    public int decode(final DirectBuffer payload, final int offset, final int length, final short[] into, final int at) {
        if (length > octets.length || !packet.wrap(payload, offset, length)) {
            return MALFORMED;
        }
        payload.getBytes(offset, octets, 0, length);
        return run(octets, length, packet.timestampUnits(), into, at, false);
    }

    @Override
    public int recover(
            final DirectBuffer next, final int offset, final int length, final int samples, final short[] into, final int at) {
        if (length > octets.length || !packet.wrap(next, offset, length) || !packet.hasFec()
                || samples < packet.frameUnits() || samples > MAX_UNITS || samples % STEP != 0) {
            return 0;
        }
        next.getBytes(offset, octets, 0, length);
        return Math.max(0, run(octets, length, samples, into, at, true));
    }

    @Override
    public int conceal(final int samples, final short[] into, final int at) {
        final int whole = Math.min(samples, MAX_UNITS) / STEP * STEP;
        final int made = whole == 0 ? 0 : Math.max(0, run(null, 0, whole, into, at, false));
        java.util.Arrays.fill(into, at + made * channels, at + samples * channels, (short) 0);
        return samples;
    }

    private int run(final byte[] data, final int length, final int samples, final short[] into, final int at, final boolean copy) {
        try {
            return decoder.decode(data, 0, length, into, at, samples, copy);
        } catch (final OpusException | RuntimeException | AssertionError e) { // whatever hostile octets bring about
            decoder.resetState();
            return MALFORMED;
        }
    }
}
