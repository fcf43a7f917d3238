package busyhour.engine.media;

import busyhour.codec.AudioCodec;
import busyhour.codec.AudioEncoding;
import busyhour.codec.EncodedTrack;
import busyhour.codec.TrackBytes;
import busyhour.codec.TrackEncoder;
import busyhour.codec.ffmpeg.MediaCache;
import busyhour.codec.ffmpeg.OpusTrackEncoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * What endpoints play: each audio encoded once for each encoding, shared by all streams of all shards. G.711, G.722 and L16
 * are made in no time, for every packet time; Opus takes a while, so it is made only for the packet times asked for, told of
 * while it is under way, and kept on disk. Filled at set-up by one thread, then only read.
 */
public final class TrackStore {

    /** Told how far encoding is. */
    @FunctionalInterface
    public interface Progress {

        /**
         * @param audio   name in the plan, or null for the built-in signal.
         * @param percent each at most once for an encoding.
         */
        void onEncoding(String audio, AudioEncoding encoding, int percent);
    }

    /** Largest payload: an IPv4 or IPv6 packet of 1,500 octets holds it with SRTP and a tunnel around it. */
    static final int MAX_PAYLOAD_BYTES = 1_400;

    private static final int[] PTIMES_MS = {10, 20, 30, 40, 60};

    private record Key(String audio, AudioEncoding encoding) {
    }

    private final AudioSource source;
    private final MediaCache cache;
    private final Progress progress;
    private final Map<Key, TrackSet> sets = new HashMap<>();
    private final Map<Key, EncodedTrack> expensive = new HashMap<>();

    /** Keeps nothing on disk and tells nobody. */
    public TrackStore(final AudioSource source) {
        this(source, MediaCache.none(), (audio, encoding, percent) -> { });
    }

    public TrackStore(final AudioSource source, final MediaCache cache, final Progress progress) {
        this.source = source;
        this.cache = cache;
        this.progress = progress;
    }

    /**
     * Encodes, unless that was done before.
     *
     * @param audio    name in the plan, or null for the built-in signal.
     * @param encoding its packet time is made in any case.
     * @param ptimesMs others that peers may ask for; only Opus needs to be told.
     * @throws IllegalArgumentException naming the file when it is no audio or cannot be encoded here.
     */
    public TrackSet tracks(final String audio, final AudioEncoding encoding, final int... ptimesMs) {
        if (encoding.codec() == AudioCodec.OPUS) {
            final TreeSet<Integer> wanted = new TreeSet<>();
            wanted.add(encoding.ptimeMs());
            Arrays.stream(ptimesMs).filter(ptimeMs -> AudioEncoding.isPtime(AudioCodec.OPUS, ptimeMs)).forEach(wanted::add);
            return new TrackSet(encoding, fitting(wanted.stream()
                    .map(ptimeMs -> opus(audio, encoding.withPtimeMs(ptimeMs))).toArray(EncodedTrack[]::new)), new EncodedTrack[0]);
        }
        return sets.computeIfAbsent(new Key(audio, encoding), key -> encode(audio, encoding));
    }

    private TrackSet encode(final String audio, final AudioEncoding encoding) {
        final short[] pcm = source.samples(audio, encoding.codec().sampleRateHz(), 1);
        final EncodedTrack[] plain = fitting(TrackEncoder.encode(pcm, encoding.withComfortNoise(false), PTIMES_MS));
        final EncodedTrack[] noisy = encoding.comfortNoise()
                ? fitting(TrackEncoder.encode(pcm, encoding, PTIMES_MS)) : new EncodedTrack[0];
        return new TrackSet(encoding, plain, noisy);
    }

    /** @return those whose packets need not be fragmented; the shortest in any case. */
    private static EncodedTrack[] fitting(final EncodedTrack[] ascending) {
        int count = 1;
        while (count < ascending.length && ascending[count].maxFrameLength() <= MAX_PAYLOAD_BYTES) {
            count++;
        }
        return Arrays.copyOf(ascending, count);
    }

    private EncodedTrack opus(final String audio, final AudioEncoding encoding) {
        final Key key = new Key(audio, encoding);
        EncodedTrack track = expensive.get(key);
        if (track == null) {
            track = kept(audio, encoding);
            expensive.put(key, track);
        }
        return track;
    }

    private EncodedTrack kept(final String audio, final AudioEncoding encoding) {
        final String identity = source.identity(audio);
        final String name = identity == null ? null
                : MediaCache.key("opus " + OpusTrackEncoder.VERSION + " " + encoding + " " + identity, null);
        final byte[] octets = name == null ? null : cache.read(name);
        final EncodedTrack read = octets == null ? null : TrackBytes.read(encoding, octets);
        if (read != null) {
            return read;
        }
        try {
            final short[] pcm = source.samples(audio, OpusTrackEncoder.RATE_HZ, encoding.channels());
            final EncodedTrack track = OpusTrackEncoder.encode(pcm, encoding, percent -> progress.onEncoding(audio, encoding, percent));
            if (name != null) {
                cache.write(name, TrackBytes.write(track));
            }
            return track;
        } catch (final IllegalStateException e) {
            throw new IllegalArgumentException((audio == null ? "the built-in speech" : audio) + ": " + e.getMessage(), e);
        }
    }
}
