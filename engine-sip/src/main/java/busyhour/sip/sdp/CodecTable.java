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
    public static final int L16_44100 = 4;
    public static final int L16_16000 = 5;
    public static final int H264 = 6;
    public static final int VP8 = 7;

    private static final CodecCapability[] ROWS = {
        new CodecCapability("PCMU", SdpView.AUDIO, 0, 0, 8_000, 1, null, PCMU),
        new CodecCapability("PCMA", SdpView.AUDIO, 8, 8, 8_000, 1, null, PCMA),
        new CodecCapability("G722", SdpView.AUDIO, 9, 9, 8_000, 1, null, G722),
        new CodecCapability("opus", SdpView.AUDIO, -1, 111, 48_000, 2, "useinbandfec=1", OPUS),
        new CodecCapability("L16", SdpView.AUDIO, 11, 11, 44_100, 1, null, L16_44100),
        new CodecCapability("L16", SdpView.AUDIO, -1, 118, 16_000, 1, null, L16_16000),
        new CodecCapability("H264", SdpView.VIDEO, -1, 102, 90_000, 1, "profile-level-id=42e01f;packetization-mode=1", H264),
        new CodecCapability("VP8", SdpView.VIDEO, -1, 96, 90_000, 1, null, VP8)};

    /**
     * RFC 4733 with the clock of the audio beside it (2.1): events 0 to 15 are the keys, 16 is flash. The first is the one
     * that every peer knows.
     */
    private static final CodecCapability[] TELEPHONE_EVENTS = {
        new CodecCapability("telephone-event", SdpView.AUDIO, -1, 101, 8_000, 1, "0-16", ROWS.length),
        new CodecCapability("telephone-event", SdpView.AUDIO, -1, 110, 48_000, 1, "0-16", ROWS.length + 1),
        new CodecCapability("telephone-event", SdpView.AUDIO, -1, 113, 16_000, 1, "0-16", ROWS.length + 2)};

    static final CodecCapability TELEPHONE_EVENT = TELEPHONE_EVENTS[0];

    private CodecTable() {
    }

    /** @return telephone events with that clock, null when there are none. */
    static CodecCapability telephoneEvent(final int clockRateHz) {
        for (final CodecCapability row : TELEPHONE_EVENTS) {
            if (row.clockRateHz() == clockRateHz) {
                return row;
            }
        }
        return null;
    }

    static int telephoneEventCount() {
        return TELEPHONE_EVENTS.length;
    }

    static CodecCapability telephoneEventRow(final int index) {
        return TELEPHONE_EVENTS[index];
    }

    /** Codecs and telephone events. */
    static int slots() {
        return ROWS.length + TELEPHONE_EVENTS.length;
    }

    public static int size() {
        return ROWS.length;
    }

    public static CodecCapability row(final int codec) {
        return ROWS[codec];
    }

    /** @return the first row with this encoding name, without regard to case, -1 when there is none. */
    public static int find(final CharSequence encodingName) {
        for (int i = 0; i < ROWS.length; i++) {
            if (ROWS[i].encodingName().equalsIgnoreCase(encodingName.toString())) {
                return i;
            }
        }
        return -1;
    }
}
