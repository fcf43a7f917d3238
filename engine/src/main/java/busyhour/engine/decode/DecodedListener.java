package busyhour.engine.decode;

/** Told of what was decoded, on the shard's thread; about a call that may be over by now. */
public interface DecodedListener {

    /**
     * A packet of audio was decoded.
     *
     * @param sumOfSquares of its 16-bit samples.
     * @param clipped      samples at full scale.
     * @param arrivalNs    when its packet came, monotonic.
     */
    void onAudio(int stream, int call, long sumOfSquares, int samples, int largestSquare, int clipped, long durationNs, long arrivalNs);

    /** Audio was concealed. @param begins whether a run of concealment began. */
    void onConcealed(int stream, int call, long durationNs, boolean begins);

    /**
     * Video was decoded.
     *
     * @param frames decoded since the last report.
     * @param errors since the last report.
     */
    void onVideo(int stream, int call, int frames, int errors);
}
