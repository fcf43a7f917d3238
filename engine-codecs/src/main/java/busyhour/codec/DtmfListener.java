package busyhour.codec;

/** Told by {@link DtmfDetector} of each digit. */
public interface DtmfListener {

    /**
     * A digit ended.
     *
     * @param event      0 to 15, see {@link Dtmf}.
     * @param durationMs of its tone, in steps of 10.
     */
    void onTone(int event, int durationMs);
}
