package busyhour.web.library;

/**
 * What is in a media file. Null is what it has not.
 *
 * @param format     of the container, for people: {@code wav}.
 * @param audioCodec for people: {@code pcm_s16le}.
 * @param levelDbfs  root mean square over the whole file, dB below full scale; null for silence.
 * @param peakDbfs   of the loudest sample.
 */
public record MediaFacts(String format, Long durationMs, String audioCodec, Integer audioRateHz, Integer audioChannels, Double levelDbfs,
        Double peakDbfs, String videoCodec, Integer width, Integer height, Double fps) {

    public boolean hasAudio() {
        return audioCodec != null;
    }

    public boolean hasVideo() {
        return videoCodec != null;
    }
}
