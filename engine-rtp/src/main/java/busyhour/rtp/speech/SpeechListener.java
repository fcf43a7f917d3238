package busyhour.rtp.speech;

/** Speech and silence of one direction, as they are found out. */
public interface SpeechListener {

    /**
     * Speech began.
     *
     * @param sinceNs when its first audible packet was there; {@code nowNs} is when it was long enough to be speech.
     */
    void onSpeech(long sinceNs, long nowNs);

    /** Silence since {@code sinceNs}, found out at {@code nowNs}. Once for each silence. */
    void onSilence(long sinceNs, long nowNs);
}
