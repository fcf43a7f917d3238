package busyhour.codec.video;

/** Told how far an encoding is, for people. */
@FunctionalInterface
public interface EncodingProgress {

    EncodingProgress NONE = (done, of) -> { };

    /**
     * @param done frames encoded.
     * @param of   frames that there will be, as far as known; a second pass begins anew.
     */
    void onFrame(int done, int of);
}
