package busyhour.codec;

import org.agrona.DirectBuffer;

/** G.711 of one law by table. One stream, one thread; allocates nothing after construction. */
final class G711Decoder implements AudioDecoder {

    private final AudioCodec codec;
    private final boolean aLaw;
    private final Concealment concealment;

    G711Decoder(final AudioCodec codec) {
        this.codec = codec;
        aLaw = codec == AudioCodec.PCMA;
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
        if (length <= 0 || length > MAX_PACKET_MS * sampleRateHz() / 1_000) {
            return MALFORMED;
        }
        for (int i = 0; i < length; i++) {
            final byte code = payload.getByte(offset + i);
            into[at + i] = aLaw ? G711.decodeALaw(code) : G711.decodeMuLaw(code);
        }
        concealment.onGood(into, at, length);
        return length;
    }

    @Override
    public int conceal(final int samples, final short[] into, final int at) {
        return concealment.conceal(samples, into, at);
    }
}
