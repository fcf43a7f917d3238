package busyhour.rtp.speech;

/** Told of each frame of audio that is sent. */
public interface SpokenAudio {

    /** Nobody listens. */
    SpokenAudio NONE = (sumOfSquares, samples, durationNs, sentNs) -> { };

    /**
     * A frame left, or its time passed with nothing to send.
     *
     * @param sumOfSquares of its 16-bit samples, 0 for a frame that is not sent.
     * @param samples      in it, at least 1.
     * @param sentNs       monotonic.
     */
    void onFrame(long sumOfSquares, int samples, long durationNs, long sentNs);
}
