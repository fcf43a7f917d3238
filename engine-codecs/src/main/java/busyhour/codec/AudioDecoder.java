package busyhour.codec;

import org.agrona.DirectBuffer;

/**
 * Payloads of one received stream to 16-bit samples, interleaved when there are two channels. The order of calls is that
 * of playing: each packet time is decoded, recovered from the packet behind it, or concealed. One thread.
 *
 * <p>G.711, G.722 and L16 allocate nothing; Opus does and belongs outside of the shards.
 */
public interface AudioDecoder {

    /** Longest packet, milliseconds (RFC 6716 3.2.1); what {@code into} must have room for from {@code at} on. */
    int MAX_PACKET_MS = 120;
    /** The payload is none of the codec's; nothing was decoded. Conceal its time. */
    int MALFORMED = -1;

    /**
     * @param channels of the output: 1, with Opus also 2 whatever the packets have.
     * @return null for a codec that cannot be decoded here: G.729 and AMR.
     */
    static AudioDecoder of(final AudioCodec codec, final int channels) {
        return switch (codec) {
            case PCMU, PCMA -> new G711Decoder(codec);
            case G722 -> new G722Decoder();
            case L16, L16_8000, L16_44100 -> new L16Decoder(codec);
            case OPUS -> new OpusDecoder(channels);
            default -> null;
        };
    }

    /** Of the samples; for Opus 48 kHz whatever was encoded. */
    int sampleRateHz();

    int channels();

    /** A stream begins. */
    void reset();

    /**
     * Decodes a packet.
     *
     * @return samples of each channel, or {@link #MALFORMED}.
     */
    int decode(DirectBuffer payload, int offset, int length, short[] into, int at);

    /**
     * Rebuilds a lost packet from the one after it, which is decoded afterwards as ever.
     *
     * @param samples of each channel in the lost packet.
     * @return samples of each channel; 0 when the packet has no copy of the lost one: conceal then.
     */
    default int recover(
            final DirectBuffer next, final int offset, final int length, final int samples, final short[] into, final int at) {
        return 0;
    }

    /**
     * Makes up for a lost packet out of what was heard before.
     *
     * @param samples of each channel.
     * @return {@code samples}.
     */
    int conceal(int samples, short[] into, int at);
}
