package busyhour.codec;

/**
 * The audio codecs that can be negotiated, with the constants of their RTP payload formats (RFC 3551 4.5 and table 4).
 */
public enum AudioCodec {

    /** G.711 mu-law. */
    PCMU(0, 8_000, 8_000, 1),
    /** G.711 A-law. */
    PCMA(8, 8_000, 8_000, 1);

    private final int payloadType;
    private final int clockRateHz;
    private final int sampleRateHz;
    private final int bytesPerSample;

    AudioCodec(int payloadType, int clockRateHz, int sampleRateHz, int bytesPerSample) {
        this.payloadType = payloadType;
        this.clockRateHz = clockRateHz;
        this.sampleRateHz = sampleRateHz;
        this.bytesPerSample = bytesPerSample;
    }

    /** The codec of an SDP encoding name (any case), or null. */
    public static AudioCodec byName(String encodingName) {
        for (final AudioCodec codec : values()) {
            if (codec.name().equalsIgnoreCase(encodingName)) {
                return codec;
            }
        }
        return null;
    }

    /** Static payload type of RFC 3551, or -1 for a codec that has none. */
    public int payloadType() {
        return payloadType;
    }

    /** Rate of the RTP timestamp; for some codecs not the sampling rate. */
    public int clockRateHz() {
        return clockRateHz;
    }

    public int sampleRateHz() {
        return sampleRateHz;
    }

    /** Octets for one sample of a sample-based codec, 0 for a frame-based one. */
    public int bytesPerSample() {
        return bytesPerSample;
    }

    /** RTP timestamp units that {@code ptimeMs} milliseconds last. */
    public int timestampUnits(int ptimeMs) {
        return clockRateHz / 1_000 * ptimeMs;
    }
}
