package busyhour.engine.media;

import busyhour.codec.AudioCodec;
import busyhour.codec.EncodedTrack;
import busyhour.codec.TrackEncoder;
import java.util.HashMap;
import java.util.Map;

/**
 * What endpoints play: each audio encoded once for each codec and packet time, shared by all streams of all shards.
 * Filled at set-up by one thread, then only read.
 */
public final class TrackStore {

    private record Key(String audio, AudioCodec codec) {
    }

    /** Where the samples of a named audio come from. */
    @FunctionalInterface
    public interface SampleSource {
        /**
         * @param audio name in the plan, or null for the built-in signal.
         * @return mono 16-bit samples at 8 kHz.
         * @throws IllegalArgumentException naming the file when it is no audio.
         */
        short[] samples(String audio);
    }

    private final SampleSource source;
    private final Map<String, short[]> samples = new HashMap<>();
    private final Map<Key, TrackSet> sets = new HashMap<>();

    public TrackStore(final SampleSource source) {
        this.source = source;
    }

    /**
     * Encodes, unless that was done before.
     *
     * @throws IllegalArgumentException naming the file when it is no audio.
     */
    public TrackSet tracks(final String audio, final AudioCodec codec) {
        return sets.computeIfAbsent(new Key(audio, codec), key -> encode(key, samples.computeIfAbsent(audio, source::samples)));
    }

    private static TrackSet encode(final Key key, final short[] pcm) {
        final EncodedTrack[] tracks = new EncodedTrack[TrackSet.PTIMES_MS.length];
        for (int i = 0; i < tracks.length; i++) {
            tracks[i] = TrackEncoder.encode(pcm, key.codec, TrackSet.PTIMES_MS[i]);
        }
        return new TrackSet(key.codec, tracks);
    }
}
