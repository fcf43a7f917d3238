package busyhour.codec;

/**
 * The audio codecs that can be negotiated, with the constants of their RTP payload formats (RFC 3551 4.5 and table 4).
 */
public enum AudioCodec {

    /** G.711 mu-law. */
    PCMU("PCMU", 0, 8_000, 8_000, 1, true),
    /** G.711 A-law. */
    PCMA("PCMA", 8, 8_000, 8_000, 1, true),
    /** G.722 at 64 kbit/s: 16 kHz audio whose RTP clock runs at 8 kHz by an old mistake (RFC 3551 4.5.2). */
    G722("G722", 9, 8_000, 16_000, 1, true),
    /** Opus (RFC 7587): the clock is 48 kHz whatever the audio is. */
    OPUS("OPUS", -1, 48_000, 48_000, 0, true),
    /** Linear 16-bit samples in network order, 16 kHz (RFC 3551 4.5.11). */
    L16("L16", -1, 16_000, 16_000, 2, true),
    /** Linear 16-bit samples, 8 kHz. */
    L16_8000("L16/8000", -1, 8_000, 8_000, 2, true),
    /** Linear 16-bit samples, 44.1 kHz, one channel. */
    L16_44100("L16/44100", 11, 44_100, 44_100, 2, true),
    /** G.729: received and counted, never sent. */
    G729("G729", 18, 8_000, 8_000, 0, false),
    /** AMR (RFC 4867): received and counted, never sent. */
    AMR("AMR", -1, 8_000, 8_000, 0, false),
    /** AMR-WB (RFC 4867): received and counted, never sent. */
    AMR_WB("AMR-WB", -1, 16_000, 16_000, 0, false);

    private final String encodingName;
    private final int payloadType;
    private final int clockRateHz;
    private final int sampleRateHz;
    private final int bytesPerUnit;
    private final boolean sent;

    AudioCodec(String encodingName, int payloadType, int clockRateHz, int sampleRateHz, int bytesPerUnit, boolean sent) {
        this.encodingName = encodingName;
        this.payloadType = payloadType;
        this.clockRateHz = clockRateHz;
        this.sampleRateHz = sampleRateHz;
        this.bytesPerUnit = bytesPerUnit;
        this.sent = sent;
    }

    /** The codec of a name in a plan (any case; L16/8000 names its rate), or null. */
    public static AudioCodec byName(String encodingName) {
        for (final AudioCodec codec : values()) {
            if (codec.encodingName.equalsIgnoreCase(encodingName)) {
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

    /** As plans and reports write it. */
    public String encodingName() {
        return encodingName;
    }

    /** Octets for one unit of the RTP timestamp of a sample-based codec, 0 for a frame-based one. */
    public int bytesPerUnit() {
        return bytesPerUnit;
    }

    /** Whether we can send it; else it is only received and counted. */
    public boolean isSent() {
        return sent;
    }

    /** RTP timestamp units that {@code ptimeMs} milliseconds last. */
    public int timestampUnits(int ptimeMs) {
        return clockRateHz * ptimeMs / 1_000;
    }
}
