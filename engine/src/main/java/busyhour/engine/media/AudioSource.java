package busyhour.engine.media;

/** Where the samples of a named audio come from. Set-up time. */
@FunctionalInterface
public interface AudioSource {

    /**
     * Reads an audio at a codec's rate.
     *
     * @param audio    name in the plan, or null for the built-in signal.
     * @param channels 1, or 2 interleaved.
     * @return 16-bit samples, at least one.
     * @throws IllegalArgumentException naming the file when it is no audio.
     */
    short[] samples(String audio, int rateHz, int channels);

    /** What the sound is, the same in every run and different for every other sound; null when nothing of it may be kept. */
    default String identity(final String audio) {
        return null;
    }
}
