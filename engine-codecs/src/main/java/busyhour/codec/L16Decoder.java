package busyhour.codec;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** Linear samples in network order (RFC 3551 4.5.11), one channel. One stream, one thread; allocates nothing after construction. */
final class L16Decoder implements AudioDecoder {

    private final AudioCodec codec;
    private final Concealment concealment;

    L16Decoder(final AudioCodec codec) {
        this.codec = codec;
        concealment = new Concealment(codec.sampleRateHz());
    }

    @Override
    public int sampleRateHz() {
        return codec.sampleRateHz();
    }

    @Override
    public int channels() {
        return 1;
    }

    @Override
    public void reset() {
        concealment.reset();
    }

    @Override
    public int decode(final DirectBuffer payload, final int offset, final int length, final short[] into, final int at) {
        final int samples = length / Short.BYTES;
        if (length <= 0 || length % Short.BYTES != 0 || samples > MAX_PACKET_MS * sampleRateHz() / 1_000) {
            return MALFORMED;
        }
        for (int i = 0; i < samples; i++) {
            into[at + i] = payload.getShort(offset + i * Short.BYTES, ByteOrder.BIG_ENDIAN);
        }
        concealment.onGood(into, at, samples);
        return samples;
    }

    @Override
    public int conceal(final int samples, final short[] into, final int at) {
        return concealment.conceal(samples, into, at);
    }
}
