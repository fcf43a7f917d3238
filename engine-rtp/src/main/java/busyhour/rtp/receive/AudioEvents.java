package busyhour.rtp.receive;

/**
 * What is heard on a received stream, as it happens. Called on the shard's thread, from within
 * {@link RtpReceiveStream#onPacket}, {@link RtpReceiveStream#onTime} and {@link RtpReceiveStream#onSecond}.
 */
public interface AudioEvents {

    /** Nobody listens. */
    AudioEvents NONE = new AudioEvents() {
    };

    /**
     * A digit ended: once for each.
     *
     * @param event      code of RFC 4733, 0 to 15.
     * @param durationMs of the digit.
     * @param tones      heard in the audio, not told by telephone events.
     */
    default void onDigit(int event, int durationMs, boolean tones, long nowNs) {
    }

    /** The peer began to speak. */
    default void onSpeech(long nowNs) {
    }

    /** The peer has been silent since {@code sinceNs}, for as long as the detector waits. Once for each silence. */
    default void onSilence(long sinceNs, long nowNs) {
    }
}
