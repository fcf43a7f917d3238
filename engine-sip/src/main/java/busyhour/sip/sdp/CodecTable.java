package busyhour.sip.sdp;

/**
 * The codecs that descriptions can name, as rows. Which of them an endpoint offers is in {@link LocalDescription};
 * whether the engine can play one is not asked here.
 */
public final class CodecTable {

    public static final int PCMU = 0;
    public static final int PCMA = 1;
    public static final int G722 = 2;
    public static final int OPUS = 3;
    public static final int L16_16000 = 4;
    public static final int L16_8000 = 5;
    public static final int L16_44100 = 6;
    /** Received, never sent. */
    public static final int G729 = 7;
    /** Received, never sent. */
    public static final int AMR = 8;
    /** Received, never sent. */
    public static final int AMR_WB = 9;
    /** Packetization-mode 1: single NAL units, STAP-A, FU-A (RFC 6184 6.3). */
    public static final int H264 = 10;
    /** Packetization-mode 0: single NAL units (RFC 6184 6.2). */
    public static final int H264_MODE_0 = 11;
    public static final int VP8 = 12;

    private static final CodecCapability[] ROWS = {
        audio(PCMU, "PCMU", 0, 0, 8_000, 1),
        audio(PCMA, "PCMA", 8, 8, 8_000, 1),
        audio(G722, "G722", 9, 9, 8_000, 1),
        audio(OPUS, "opus", -1, 111, 48_000, 2),
        audio(L16_16000, "L16", -1, 118, 16_000, 1),
        new CodecCapability("L16", "L16/8000", SdpView.AUDIO, -1, 117, 8_000, 1, L16_8000),
        new CodecCapability("L16", "L16/44100", SdpView.AUDIO, 11, 11, 44_100, 1, L16_44100),
        audio(G729, "G729", 18, 18, 8_000, 1),
        audio(AMR, "AMR", -1, 114, 8_000, 1),
        audio(AMR_WB, "AMR-WB", -1, 115, 16_000, 1),
        new CodecCapability("H264", "H264", SdpView.VIDEO, -1, 102, 90_000, 1, H264),
        new CodecCapability("H264", "H264/0", SdpView.VIDEO, -1, 104, 90_000, 1, H264_MODE_0),
        new CodecCapability("VP8", "VP8", SdpView.VIDEO, -1, 96, 90_000, 1, VP8)};

    /**
     * RFC 4733 with the clock of the audio beside it (2.1): events 0 to 15 are the keys, 16 is flash. The first is the one
     * that every peer knows.
     */
    private static final CodecCapability[] TELEPHONE_EVENTS = {events(101, 8_000, 0), events(110, 48_000, 1), events(113, 16_000, 2)};

    /** RFC 3389, on the clock of the audio beside it. */
    private static final CodecCapability[] COMFORT_NOISE = {
        new CodecCapability("CN", "CN", SdpView.AUDIO, 13, 13, 8_000, 1, ROWS.length + TELEPHONE_EVENTS.length),
        new CodecCapability("CN", "CN", SdpView.AUDIO, -1, 119, 16_000, 1, ROWS.length + TELEPHONE_EVENTS.length + 1)};

    /** RFC 4588, one for each video codec: each has a payload type of its own. */
    private static final CodecCapability[] RTX = {rtx(103, 0), rtx(105, 1), rtx(97, 2)};

    private CodecTable() {
    }

    private static CodecCapability audio(
            final int row, final String name, final int staticType, final int payloadType, final int clockRateHz, final int channels) {
        return new CodecCapability(name, name, SdpView.AUDIO, staticType, payloadType, clockRateHz, channels, row);
    }

    private static CodecCapability events(final int payloadType, final int clockRateHz, final int index) {
        return new CodecCapability("telephone-event", "telephone-event", SdpView.AUDIO, -1, payloadType, clockRateHz, 1, ROWS.length + index);
    }

    private static CodecCapability rtx(final int payloadType, final int index) {
        return new CodecCapability("rtx", "rtx", SdpView.VIDEO, -1, payloadType, 90_000, 1,
                ROWS.length + TELEPHONE_EVENTS.length + COMFORT_NOISE.length + index);
    }

    /** @return whether we send it too: not those that are only received and counted. */
    public static boolean isSent(final int codec) {
        return codec != G729 && codec != AMR && codec != AMR_WB;
    }

    static int telephoneEventCount() {
        return TELEPHONE_EVENTS.length;
    }

    static CodecCapability telephoneEventRow(final int index) {
        return TELEPHONE_EVENTS[index];
    }

    /** @return comfort noise beside that codec, null where the codec has silence of its own or no such clock is usual. */
    static CodecCapability comfortNoise(final int codec) {
        return switch (codec) {
            case PCMU, PCMA, G722, L16_8000 -> COMFORT_NOISE[0];
            case L16_16000 -> COMFORT_NOISE[1];
            default -> null;
        };
    }

    /** @return retransmissions of that video codec. */
    static CodecCapability rtx(final int codec) {
        return RTX[codec - H264];
    }

    /** Codecs and what stands beside them. */
    static int slots() {
        return ROWS.length + TELEPHONE_EVENTS.length + COMFORT_NOISE.length + RTX.length;
    }

    public static int size() {
        return ROWS.length;
    }

    public static CodecCapability row(final int codec) {
        return ROWS[codec];
    }

    /**
     * Set-up.
     *
     * @param planName as plans write it: an encoding name; {@code L16/8000}, {@code L16/44100} and {@code H264/0} for those rows.
     * @return the row, -1 when there is none.
     */
    public static int find(final CharSequence planName) {
        for (int i = 0; i < ROWS.length; i++) {
            if (ROWS[i].planName().equalsIgnoreCase(planName.toString())) {
                return i;
            }
        }
        return -1;
    }
}
